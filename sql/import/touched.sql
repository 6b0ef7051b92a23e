-- The days are local to the site, or to the organisation for adjustments. Of a version that only ends or begins elsewhere,
-- the days between the two ends are touched.
CREATE FUNCTION import.touched(change_id bigint) RETURNS TABLE (staff_id bigint, first_day date, last_day date)
LANGUAGE sql STABLE
SET search_path = ''
BEGIN ATOMIC
    WITH adjustment AS (
        SELECT
            a.staff_id,
            a.starts_at,
            a.ends_at
        FROM schedule.adjustment AS a
        WHERE a.change_id = touched.change_id
        UNION ALL
        SELECT
            h.staff_id,
            h.starts_at,
            h.ends_at
        FROM schedule.adjustment_history AS h
        WHERE h.superseded_by = touched.change_id
    ),

    contract AS (
        SELECT
            c.contract_id,
            c.staff_id,
            c.valid,
            (c.pattern_id, c.site_id, c.anchor, c.holiday_rule)::text AS meaning
        FROM schedule.contract AS c
        WHERE c.change_id = touched.change_id
        UNION ALL
        SELECT
            h.contract_id,
            h.staff_id,
            h.valid,
            (h.pattern_id, h.site_id, h.anchor, h.holiday_rule)::text AS meaning
        FROM schedule.contract_history AS h
        WHERE h.superseded_by = touched.change_id
    ),

    line AS (
        SELECT
            l.pattern_line_id,
            l.pattern_id,
            l.valid,
            (l.day, l.start_minute, l.minutes, l.activity_id, l.on_clock_change)::text AS meaning
        FROM schedule.pattern_line AS l
        WHERE l.change_id = touched.change_id
        UNION ALL
        SELECT
            h.pattern_line_id,
            h.pattern_id,
            h.valid,
            (h.day, h.start_minute, h.minutes, h.activity_id, h.on_clock_change)::text AS meaning
        FROM schedule.pattern_line_history AS h
        WHERE h.superseded_by = touched.change_id
    ),

    -- What both versions have is untouched when they mean the same.
    contract_days AS (
        SELECT
            c.staff_id,
            CASE WHEN count(*) = 2 THEN range_agg(c.valid) - range_intersect_agg(c.valid)::datemultirange ELSE range_agg(c.valid) END
                AS days
        FROM contract AS c
        GROUP BY c.contract_id, c.staff_id, c.meaning
    ),

    line_days AS (
        SELECT
            l.pattern_id,
            CASE WHEN count(*) = 2 THEN range_agg(l.valid) - range_intersect_agg(l.valid)::datemultirange ELSE range_agg(l.valid) END
                AS days
        FROM line AS l
        GROUP BY l.pattern_line_id, l.pattern_id, l.meaning
    ),

    holiday AS (
        SELECT
            d.site_id,
            d.day
        FROM org.holiday AS d
        WHERE d.change_id = touched.change_id
        UNION ALL
        SELECT
            h.site_id,
            h.day
        FROM org.holiday_history AS h
        WHERE h.superseded_by = touched.change_id
    )

    SELECT
        a.staff_id,
        (a.starts_at AT TIME ZONE g.time_zone)::date AS first_day,
        ((a.ends_at - interval '1 microsecond') AT TIME ZONE g.time_zone)::date AS last_day
    FROM adjustment AS a
    CROSS JOIN org.settings AS g
    UNION ALL
    SELECT
        c.staff_id,
        lower(c.days) AS first_day,
        upper(c.days) - 1 AS last_day
    FROM contract_days AS c
    WHERE NOT isempty(c.days)
    UNION ALL
    SELECT
        c.staff_id,
        lower(l.days * c.valid::datemultirange) AS first_day,
        upper(l.days * c.valid::datemultirange) - 1 AS last_day
    FROM line_days AS l
    INNER JOIN schedule.contract AS c ON l.pattern_id = c.pattern_id AND c.valid && l.days
    UNION ALL
    SELECT
        c.staff_id,
        h.day AS first_day,
        h.day + 1 AS last_day
    FROM holiday AS h
    INNER JOIN schedule.contract AS c ON h.site_id = c.site_id AND c.valid @> h.day;
END;
COMMENT ON FUNCTION import.touched(bigint) IS
'Whose effective schedule a change may have changed, and from which day to which; null: without end.';
