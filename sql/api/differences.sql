CREATE FUNCTION api.differences(before jsonb, after jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE
SET search_path = ''
BEGIN ATOMIC
    SELECT coalesce(jsonb_object_agg(f.name, jsonb_build_object('old', f.old, 'new', f.new)), '{}')
    FROM (
        SELECT
            k.name,
            coalesce(differences.before -> k.name, 'null') AS old,
            coalesce(differences.after -> k.name, 'null') AS new
        FROM jsonb_object_keys(coalesce(differences.before, '{}') || coalesce(differences.after, '{}')) AS k (name)
    ) AS f
    WHERE f.old <> f.new;
END;
COMMENT ON FUNCTION api.differences(jsonb, jsonb) IS
'The fields that two states of a thing (null: none) differ in: {field: {old, new}}.';
GRANT EXECUTE ON FUNCTION api.differences(jsonb, jsonb) TO strata_user;
