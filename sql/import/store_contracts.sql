-- The rows have just arrived and have no statistics: planned for a few of them, nested loops would take minutes.
-- A contract is known by its person and first day. One that begins while another without end runs ends that one.
CREATE FUNCTION import.store_contracts(batch_id bigint) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
SET enable_nestloop = off
AS $$
#variable_conflict use_variable
BEGIN
    PERFORM import.note_unknown(batch_id, 'employee_number', TRUE);
    PERFORM import.note_unknown(batch_id, 'site', FALSE);
    PERFORM import.note_unknown(batch_id, 'pattern', FALSE);
    PERFORM import.note_unknown(batch_id, 'from', TRUE);
    PERFORM import.settle_refused(batch_id);
    UPDATE import.file_row AS r
    SET staff_id = s.staff_id, import_key = concat_ws(' ', s.staff_id, r.data ->> 'from')
    FROM org.staff AS s
    WHERE r.batch_id = batch_id AND r.outcome IS NULL AND s.employee_number = r.data ->> 'employee_number';
    PERFORM import.settle_doubled(batch_id);
    PERFORM schedule.lock_staff(ARRAY(
        SELECT DISTINCT r.staff_id FROM import.file_row AS r WHERE r.batch_id = batch_id AND r.staff_id IS NOT NULL
    ));

    WITH said AS MATERIALIZED (
        SELECT
            r.ordinal,
            r.line,
            r.staff_id,
            (r.data ->> 'from')::date AS from_day,
            jsonb_strip_nulls(jsonb_build_object(
                'site_id', w.site_id,
                'pattern_id', p.pattern_id,
                'anchor', r.data ->> 'anchor',
                'holiday_rule', r.data ->> 'holiday_rule'
            )) || CASE WHEN r.data ? 'to' THEN jsonb_build_object('to', r.data ->> 'to') ELSE '{}' END AS body
        FROM import.file_row AS r
        LEFT JOIN org.site AS w ON w.name = r.data ->> 'site'
        LEFT JOIN schedule.pattern AS p ON p.name = r.data ->> 'pattern'
        WHERE r.batch_id = batch_id AND r.outcome IS NULL
    ),
    -- Of the contract that runs into a new one, if the file says nothing of it itself.
    ended AS (
        SELECT DISTINCT ON (c.contract_id)
            s.ordinal,
            c.contract_id,
            s.from_day,
            lower(c.valid) AS began
        FROM said AS s
        JOIN schedule.contract AS c ON c.staff_id = s.staff_id AND upper_inf(c.valid) AND lower(c.valid) < s.from_day
        WHERE NOT EXISTS (SELECT FROM said AS o WHERE o.staff_id = c.staff_id AND o.from_day = lower(c.valid))
        ORDER BY c.contract_id, s.from_day
    ),
    remarked AS (
        UPDATE import.file_row AS r
        SET remark = format('ends the contract of %s', e.began)
        FROM ended AS e
        WHERE r.batch_id = batch_id AND r.ordinal = e.ordinal
    )
    -- What changes comes first, so that there is room for what is new.
    INSERT INTO import.step (batch_id, ordinal, noun, resource_id, body, outcome)
    SELECT batch_id, g.ordinal, 'contract', g.contract_id, g.body, g.outcome
    FROM (
        SELECT e.ordinal, 1 AS place, e.contract_id, jsonb_build_object('to', e.from_day) AS body, 'ended' AS outcome
        FROM ended AS e
        UNION ALL
        SELECT
            s.ordinal,
            CASE WHEN c.contract_id IS NULL THEN 3 ELSE 2 END,
            c.contract_id,
            CASE
                WHEN c.contract_id IS NULL
                    THEN s.body || jsonb_build_object('staff_id', s.staff_id, 'from', s.from_day)
                ELSE s.body
            END,
            CASE WHEN c.contract_id IS NULL THEN 'created' ELSE 'changed' END
        FROM said AS s
        LEFT JOIN schedule.contract AS c ON c.staff_id = s.staff_id AND lower(c.valid) = s.from_day
    ) AS g
    ORDER BY max(g.place) OVER (PARTITION BY g.ordinal), g.ordinal, g.place;
    PERFORM import.take_steps(batch_id);
END;
$$;
COMMENT ON FUNCTION import.store_contracts(bigint) IS 'Stores a batch of contracts, one in each row.';
