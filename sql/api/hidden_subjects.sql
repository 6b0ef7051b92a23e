CREATE FUNCTION api.hidden_subjects(units bigint[] DEFAULT '{}', staff bigint[] DEFAULT '{}') RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = ''
BEGIN ATOMIC
    SELECT
        jsonb_build_object(
            'units', array(
                SELECT u.unit_id
                FROM unnest(units) AS u (unit_id)
                WHERE u.unit_id <> all(auth.units('viewer'))
            ),
            'staff', array(
                SELECT s.staff_id
                FROM unnest(staff) AS s (staff_id)
                WHERE s.staff_id NOT IN (SELECT v FROM auth.visible_staff() AS v)
            )
        );
END;
COMMENT ON FUNCTION api.hidden_subjects(bigint[], bigint[]) IS
'Those of some units and people that the acting account does not read, or that do not exist.';
GRANT EXECUTE ON FUNCTION api.hidden_subjects(bigint[], bigint[]) TO strata_user;
