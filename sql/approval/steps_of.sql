CREATE FUNCTION approval.steps_of(steps jsonb) RETURNS TABLE (place smallint, deciders text, quorum text, account_ids bigint[])
LANGUAGE sql IMMUTABLE
SET search_path = ''
BEGIN ATOMIC
    SELECT
        (e.place - 1)::smallint AS place,
        e.step ->> 'deciders' AS deciders,
        coalesce(e.step ->> 'quorum', 'any') AS quorum,
        coalesce(
            (
                SELECT array_agg(a.account::bigint ORDER BY a.place)
                FROM jsonb_array_elements_text(e.step -> 'account_ids') WITH ORDINALITY AS a (account, place)
            ),
            '{}'
        ) AS account_ids
    FROM jsonb_array_elements(steps_of.steps) WITH ORDINALITY AS e (step, place);
END;
COMMENT ON FUNCTION approval.steps_of(jsonb) IS
'The steps of a rule as a body has them, with place from 0 and the defaults for what it leaves out.';
