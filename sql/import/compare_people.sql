-- What a person's membership and contract need so that from the day on they are as the file says.
-- A file speaks of the day and after: what is already planned to begin later is not overwritten.
CREATE FUNCTION import.compare_people(batch_id bigint, site_id bigint, holiday_rule text, from_day date) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
#variable_conflict use_variable
BEGIN
    UPDATE import.person AS p
    SET
        unit_step = CASE
            WHEN now.membership_id IS NULL AND later.unit_id IS NULL THEN 'open'
            WHEN coalesce(now.unit_id, later.unit_id) = p.unit_id THEN NULL
            WHEN lower(now.valid) = from_day THEN 'correct'
            ELSE 'succeed'
        END,
        membership_id = now.membership_id,
        membership_until = upper(now.valid)
    FROM import.person AS g
    LEFT JOIN org.membership AS now ON now.staff_id = g.staff_id AND now.valid @> from_day
    LEFT JOIN LATERAL (
        SELECT m.unit_id
        FROM org.membership AS m
        WHERE m.staff_id = g.staff_id AND lower(m.valid) > from_day
        ORDER BY m.valid
        LIMIT 1
    ) AS later ON TRUE
    WHERE g.batch_id = batch_id AND p.batch_id = g.batch_id AND p.ordinal = g.ordinal;

    UPDATE import.person AS p
    SET
        pattern_step = CASE
            WHEN now.contract_id IS NULL AND later.contract_id IS NULL THEN 'open'
            WHEN same.contract_id IS NOT NULL THEN NULL
            WHEN lower(now.valid) = from_day THEN 'correct'
            ELSE 'succeed'
        END,
        contract_id = now.contract_id,
        contract_until = upper(now.valid)
    FROM import.person AS g
    LEFT JOIN schedule.contract AS now ON now.staff_id = g.staff_id AND now.valid @> from_day
    LEFT JOIN LATERAL (
        SELECT c.contract_id
        FROM schedule.contract AS c
        WHERE c.staff_id = g.staff_id AND lower(c.valid) > from_day
        ORDER BY c.valid
        LIMIT 1
    ) AS later ON TRUE
    LEFT JOIN schedule.contract AS same
        ON same.contract_id = coalesce(now.contract_id, later.contract_id)
        AND same.site_id = site_id
        AND same.pattern_id = g.pattern_id
        AND same.holiday_rule = holiday_rule
        AND extract(ISODOW FROM same.anchor) = 1
    WHERE g.batch_id = batch_id AND g.week IS NOT NULL AND p.batch_id = g.batch_id AND p.ordinal = g.ordinal;

    INSERT INTO import.fault (batch_id, ordinal, field, reason)
    SELECT
        p.batch_id,
        p.ordinal,
        planned.field,
        format('%s begins on %s, so a change from %s on would not last: choose a later date', planned.what, planned.day, from_day)
    FROM import.person AS p
    CROSS JOIN LATERAL (
        SELECT 'units' AS field, 'another membership' AS what, min(lower(m.valid)) AS day
        FROM org.membership AS m
        WHERE p.unit_step IN ('correct', 'succeed') AND m.staff_id = p.staff_id AND lower(m.valid) > from_day
        UNION ALL
        SELECT 'hours', 'another contract', min(lower(c.valid))
        FROM schedule.contract AS c
        WHERE p.pattern_step IN ('correct', 'succeed') AND c.staff_id = p.staff_id AND lower(c.valid) > from_day
    ) AS planned
    WHERE p.batch_id = batch_id AND planned.day IS NOT NULL;
END;
$$;
COMMENT ON FUNCTION import.compare_people(bigint, bigint, text, date) IS
'Compares the rows of a batch of people with memberships and contracts, and refuses changes on which later ones stand.';
