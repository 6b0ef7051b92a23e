-- The rows have just arrived and have no statistics: planned for a few of them, nested loops would take minutes.
-- A person is known by the employee number, a membership by the person and its first day. New people come first; then
-- what memberships change, so that there is room for the new ones; then the new ones with what they end, and names.
CREATE FUNCTION import.store_staff(batch_id bigint) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
SET enable_nestloop = off
AS $$
#variable_conflict use_variable
BEGIN
    PERFORM import.note_unknown(batch_id, 'unit', FALSE);
    PERFORM import.note_unknown(batch_id, 'from', FALSE);
    PERFORM import.note_unknown(batch_id, 'to', FALSE);
    PERFORM import.settle_refused(batch_id);
    -- A person is made before the membership ends, so its end must be right by then.
    INSERT INTO import.fault (batch_id, ordinal, field, reason)
    SELECT r.batch_id, r.ordinal, 'to', 'to must be later than from.'
    FROM import.file_row AS r
    WHERE
        r.batch_id = batch_id
        AND r.outcome IS NULL
        AND import.calendar_date(r.data ->> 'to') <= import.calendar_date(r.data ->> 'from');
    INSERT INTO import.fault (batch_id, ordinal, field, reason)
    SELECT r.batch_id, r.ordinal, 'employee_number', 'is missing'
    FROM import.file_row AS r
    WHERE r.batch_id = batch_id AND r.data ->> 'employee_number' IS NULL;
    INSERT INTO import.fault (batch_id, ordinal, field, reason)
    SELECT batch_id, g.ordinal, 'employee_number', format('%s stands on line %s too, with another name', g.number, g.first_line)
    FROM (
        SELECT
            r.ordinal,
            r.data ->> 'employee_number' AS number,
            (r.data -> 'name', r.data -> 'email')::text AS words,
            first_value((r.data -> 'name', r.data -> 'email')::text) OVER same AS first_words,
            first_value(r.line) OVER same AS first_line
        FROM import.file_row AS r
        WHERE r.batch_id = batch_id
        WINDOW same AS (PARTITION BY r.data ->> 'employee_number' ORDER BY r.ordinal)
    ) AS g
    WHERE g.words <> g.first_words;
    PERFORM import.settle_refused(batch_id);
    UPDATE import.file_row AS r
    SET import_key = concat_ws(' ', r.data ->> 'from', r.data ->> 'employee_number')
    WHERE r.batch_id = batch_id AND r.outcome IS NULL;
    PERFORM import.settle_doubled(batch_id);

    INSERT INTO import.step (batch_id, ordinal, noun, body, outcome)
    SELECT
        batch_id,
        g.ordinal,
        'staff',
        jsonb_strip_nulls(jsonb_build_object(
            'employee_number', g.number, 'name', g.data ->> 'name', 'email', g.data ->> 'email',
            'unit_id', u.unit_id, 'from', g.data ->> 'from'
        )),
        'created'
    FROM (
        SELECT DISTINCT ON (r.data ->> 'employee_number')
            r.ordinal,
            r.data ->> 'employee_number' AS number,
            r.data
        FROM import.file_row AS r
        WHERE r.batch_id = batch_id AND r.outcome IS NULL
        ORDER BY r.data ->> 'employee_number', r.data ->> 'from' NULLS FIRST, r.ordinal
    ) AS g
    LEFT JOIN import.unit_reference AS u ON u.reference = g.data ->> 'unit'
    WHERE NOT EXISTS (SELECT FROM org.staff AS s WHERE s.employee_number = g.number)
    ORDER BY g.ordinal;
    PERFORM import.take_steps(batch_id);

    -- Rows of people who could not be made have nobody to speak of.
    UPDATE import.file_row AS r
    SET staff_id = s.staff_id
    FROM org.staff AS s
    WHERE
        r.batch_id = batch_id
        AND (r.outcome IS NULL OR r.outcome = 'created')
        AND s.employee_number = r.data ->> 'employee_number';
    INSERT INTO import.fault (batch_id, ordinal, field, reason)
    SELECT r.batch_id, r.ordinal, 'employee_number', 'the first row of this person is refused'
    FROM import.file_row AS r
    WHERE
        r.batch_id = batch_id
        AND r.outcome IS NULL
        AND r.staff_id IS NULL
        AND NOT EXISTS (SELECT FROM import.fault AS f WHERE f.batch_id = r.batch_id AND f.ordinal = r.ordinal);
    PERFORM import.settle_refused(batch_id);
    PERFORM schedule.lock_staff(ARRAY(
        SELECT DISTINCT r.staff_id FROM import.file_row AS r WHERE r.batch_id = batch_id AND r.staff_id IS NOT NULL
    ));

    WITH said AS MATERIALIZED (
        SELECT
            r.ordinal,
            r.staff_id,
            r.data,
            u.unit_id,
            (r.data ->> 'from')::date AS from_day
        FROM import.file_row AS r
        LEFT JOIN import.unit_reference AS u ON u.reference = r.data ->> 'unit'
        WHERE r.batch_id = batch_id AND r.staff_id IS NOT NULL AND r.outcome IS DISTINCT FROM 'refused'
    ),
    ended AS (
        SELECT DISTINCT ON (m.membership_id)
            s.ordinal,
            m.membership_id,
            s.from_day,
            lower(m.valid) AS began
        FROM said AS s
        JOIN org.membership AS m ON m.staff_id = s.staff_id AND upper_inf(m.valid) AND lower(m.valid) < s.from_day
        WHERE
            s.unit_id IS NOT NULL
            AND NOT EXISTS (SELECT FROM said AS o WHERE o.staff_id = m.staff_id AND o.from_day = lower(m.valid))
        ORDER BY m.membership_id, s.from_day
    ),
    remarked AS (
        UPDATE import.file_row AS r
        SET remark = format('ends the membership of %s', e.began)
        FROM ended AS e
        WHERE r.batch_id = batch_id AND r.ordinal = e.ordinal
    )
    INSERT INTO import.step (batch_id, ordinal, noun, resource_id, body, outcome)
    SELECT batch_id, g.ordinal, g.noun, g.id, g.body, g.outcome
    FROM (
        SELECT
            e.ordinal, 1 AS place, 'membership' AS noun, e.membership_id AS id,
            jsonb_build_object('to', e.from_day) AS body, 'ended' AS outcome
        FROM ended AS e
        UNION ALL
        SELECT
            s.ordinal,
            CASE WHEN m.membership_id IS NULL THEN 3 ELSE 2 END,
            'membership',
            m.membership_id,
            jsonb_strip_nulls(jsonb_build_object('unit_id', s.unit_id))
            || CASE WHEN s.data ? 'to' THEN jsonb_build_object('to', s.data ->> 'to') ELSE '{}' END
            || CASE
                WHEN m.membership_id IS NULL THEN jsonb_build_object('staff_id', s.staff_id, 'from', s.from_day)
                ELSE '{}'
            END,
            CASE WHEN m.membership_id IS NULL THEN 'created' ELSE 'changed' END
        FROM said AS s
        LEFT JOIN org.membership AS m ON m.staff_id = s.staff_id AND lower(m.valid) = s.from_day
        WHERE s.from_day IS NOT NULL
        UNION ALL
        -- A row without a first day moves the person today.
        SELECT
            s.ordinal,
            4,
            'staff',
            s.staff_id,
            jsonb_strip_nulls(jsonb_build_object(
                'name', s.data ->> 'name',
                'unit_id', CASE WHEN s.from_day IS NULL THEN s.unit_id END
            )) || CASE WHEN s.data ? 'email' THEN jsonb_build_object('email', s.data ->> 'email') ELSE '{}' END,
            'changed'
        FROM (SELECT DISTINCT ON (d.staff_id) d.* FROM said AS d ORDER BY d.staff_id, d.ordinal) AS s
    ) AS g
    ORDER BY max(g.place) FILTER (WHERE g.noun = 'membership') OVER (PARTITION BY g.ordinal), g.ordinal, g.place;
    PERFORM import.take_steps(batch_id);
END;
$$;
COMMENT ON FUNCTION import.store_staff(bigint) IS 'Stores a batch of people, a row for each membership.';
