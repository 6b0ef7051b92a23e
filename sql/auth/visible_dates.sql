-- Whose days the acting account may see: for a person that it manages, or itself, all; for others those on which the person is a
-- member of a unit that it reads, or lent to one.
CREATE FUNCTION auth.visible_dates(staff_ids bigint[], first_day date, end_day date)
RETURNS TABLE (staff_id bigint, from_day date, to_day date, confidential boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 300
SET search_path = ''
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
    unrestricted CONSTANT boolean := auth.is_unrestricted();
    read bigint[];
BEGIN
    -- Whoever administers the database is in nobody's confidence: what is printed for all to see comes this way too.
    IF unrestricted OR auth.holds_everywhere('manager') THEN
        RETURN QUERY
        SELECT w.staff_id, first_day, end_day, NOT unrestricted
        FROM unnest(staff_ids) AS w (staff_id);
        RETURN;
    ELSIF auth.holds_everywhere('viewer') THEN
        RETURN QUERY
        SELECT w.staff_id, first_day, end_day, w.staff_id IN (SELECT auth.confidants())
        FROM unnest(staff_ids) AS w (staff_id);
        RETURN;
    END IF;
    read := auth.units('viewer');
    RETURN QUERY
    WITH asked AS MATERIALIZED (
        SELECT
            w.staff_id,
            w.staff_id IN (SELECT auth.confidants()) AS confidential
        FROM unnest(staff_ids) AS w (staff_id)
    ),
    stay AS (
        SELECT
            m.staff_id,
            m.valid
        FROM org.membership AS m
        WHERE m.unit_id = ANY(read) AND m.valid && daterange(first_day, end_day)
        UNION ALL
        SELECT
            s.staff_id,
            s.valid
        FROM org.secondment AS s
        WHERE s.unit_id = ANY(read) AND s.valid && daterange(first_day, end_day)
    )
    SELECT a.staff_id, first_day, end_day, TRUE
    FROM asked AS a
    WHERE a.confidential
    UNION ALL
    SELECT
        d.staff_id,
        lower(r),
        upper(r),
        FALSE
    FROM (
        SELECT
            a.staff_id,
            range_agg(s.valid * daterange(first_day, end_day)) AS days
        FROM asked AS a
        JOIN stay AS s ON s.staff_id = a.staff_id
        WHERE NOT a.confidential
        GROUP BY a.staff_id
    ) AS d
    CROSS JOIN LATERAL unnest(d.days) AS r;
END;
$$;
COMMENT ON FUNCTION auth.visible_dates(bigint[], date, date) IS
'Of some people the dates of a range [first_day, end_day) whose schedule the acting account may see, and whether it may see what is
private in it. Ranges of a person are disjoint; who may not be seen at all has none.';
