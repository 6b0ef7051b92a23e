-- Steps without a difference are no steps; one that only brings an end is called so. Steps have no statistics either:
-- planned for a few of them, nested loops would take minutes.
CREATE FUNCTION import.take_steps(batch_id bigint) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
SET enable_nestloop = off
AS $$
#variable_conflict use_variable
DECLARE
    portion CONSTANT integer := 500;
    noun text;
    ordinals integer[];
BEGIN
    FOR noun IN SELECT DISTINCT s.noun FROM import.step AS s WHERE s.batch_id = batch_id AND s.resource_id IS NOT NULL LOOP
        EXECUTE format(
            'DELETE FROM import.step AS s USING %1$s AS v '
            'WHERE s.batch_id = $1 AND s.noun = $2 AND v.id = s.resource_id AND to_jsonb(v) || s.body = to_jsonb(v)',
            api.relation_of(noun)
        ) USING batch_id, noun;
        EXECUTE format(
            'UPDATE import.step AS s SET outcome = ''ended'' FROM %1$s AS v '
            'WHERE s.batch_id = $1 AND s.noun = $2 AND v.id = s.resource_id AND s.body ->> ''to'' <> '''' '
            'AND to_jsonb(v) || (s.body - ''to'') = to_jsonb(v)',
            api.relation_of(noun)
        ) USING batch_id, noun;
    END LOOP;
    FOR ordinals IN
        SELECT array_agg(g.ordinal ORDER BY g.step_id)
        FROM (
            SELECT s.ordinal, min(s.step_id) AS step_id, (row_number() OVER (ORDER BY min(s.step_id)) - 1) / portion AS number
            FROM import.step AS s
            WHERE s.batch_id = batch_id
            GROUP BY s.ordinal
        ) AS g
        GROUP BY g.number
        ORDER BY g.number
    LOOP
        PERFORM import.write_steps(batch_id, ordinals);
    END LOOP;
    UPDATE import.file_row AS r
    SET outcome = CASE
        WHEN r.outcome = 'created' OR g.outcomes @> '{created}' THEN 'created'
        WHEN r.outcome = 'changed' OR g.outcomes @> '{changed}' THEN 'changed'
        ELSE 'ended'
    END
    FROM (
        SELECT s.ordinal, array_agg(s.outcome) AS outcomes
        FROM import.step AS s
        WHERE s.batch_id = batch_id
        GROUP BY s.ordinal
    ) AS g
    WHERE
        r.batch_id = batch_id
        AND r.ordinal = g.ordinal
        AND NOT EXISTS (SELECT FROM import.fault AS f WHERE f.batch_id = r.batch_id AND f.ordinal = r.ordinal);
    DELETE FROM import.step AS s WHERE s.batch_id = batch_id;
END;
$$;
COMMENT ON FUNCTION import.take_steps(bigint) IS 'Does what the steps of a batch say, and notes what became of their rows.';
