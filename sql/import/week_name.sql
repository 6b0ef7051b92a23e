-- Neighbouring days with equal hours are one group.
CREATE FUNCTION import.week_name(week int4range[]) RETURNS text
LANGUAGE sql STABLE STRICT PARALLEL SAFE
SET search_path = ''
BEGIN ATOMIC
    SELECT string_agg(part.days || ' ' || part.hours, ', ' ORDER BY part.first_day)
    FROM (
        SELECT
            min(island.day) AS first_day,
            island.hours,
            (ARRAY['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'])[min(island.day) + 1]
            || CASE
                WHEN count(*) > 1
                    THEN '-' || (ARRAY['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'])[max(island.day) + 1]
                ELSE ''
            END AS days
        FROM (
            SELECT
                lower(line.span) / 1440 AS day,
                import.clock_text(line.span) AS hours,
                lower(line.span) / 1440
                - row_number() OVER (
                    PARTITION BY import.clock_text(line.span)
                    ORDER BY lower(line.span)
                ) AS island
            FROM unnest(week_name.week) AS line (span)
        ) AS island
        GROUP BY island.hours, island.island
    ) AS part;
END;
COMMENT ON FUNCTION import.week_name(int4range[]) IS 'A readable name for weekly hours: "Mon-Thu 09:00-17:45, Fri 09:00-15:00".';
