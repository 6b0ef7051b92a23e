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
    stay AS MATERIALIZED (
        SELECT
            m.staff_id,
            greatest(lower(m.valid), first_day) AS from_day,
            least(upper(m.valid), end_day) AS to_day
        FROM org.membership AS m
        WHERE m.unit_id = ANY(read) AND m.valid && daterange(first_day, end_day)
        UNION ALL
        SELECT
            s.staff_id,
            greatest(lower(s.valid), first_day),
            least(upper(s.valid), end_day)
        FROM org.secondment AS s
        WHERE s.unit_id = ANY(read) AND s.valid && daterange(first_day, end_day)
    ),
    -- Most people have one stay in the range, which needs no arithmetic of ranges.
    stays AS MATERIALIZED (
        SELECT
            s.staff_id,
            min(s.from_day) AS from_day,
            max(s.to_day) AS to_day,
            count(*) AS number
        FROM stay AS s
        JOIN asked AS a ON a.staff_id = s.staff_id
        WHERE NOT a.confidential
        GROUP BY s.staff_id
    )
    SELECT a.staff_id, first_day, end_day, TRUE
    FROM asked AS a
    WHERE a.confidential
    UNION ALL
    SELECT g.staff_id, g.from_day, g.to_day, FALSE
    FROM stays AS g
    WHERE g.number = 1
    UNION ALL
    SELECT
        d.staff_id,
        lower(r),
        upper(r),
        FALSE
    FROM (
        SELECT
            s.staff_id,
            range_agg(daterange(s.from_day, s.to_day)) AS days
        FROM stays AS g
        JOIN stay AS s ON s.staff_id = g.staff_id
        WHERE g.number > 1
        GROUP BY s.staff_id
    ) AS d
    CROSS JOIN LATERAL unnest(d.days) AS r;
END;
$$;
COMMENT ON FUNCTION auth.visible_dates(bigint[], date, date) IS
'Of some people the dates of a range [first_day, end_day) whose schedule the acting account may see, and whether it may see what is
private in it. Ranges of a person are disjoint; who may not be seen at all has none.';
