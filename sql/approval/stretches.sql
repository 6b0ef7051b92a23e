-- What lies between changes that are far from each other need not be computed.
CREATE FUNCTION approval.stretches(ranges tstzrange[])
RETURNS TABLE (starts_at timestamptz, ends_at timestamptz)
LANGUAGE plpgsql IMMUTABLE ROWS 5
SET search_path = ''
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT
        min(i.starts_at) AS starts_at,
        max(i.ends_at) AS ends_at
    FROM (
        SELECT
            n.starts_at,
            n.ends_at,
            count(*) FILTER (WHERE n.begins) OVER (ORDER BY n.starts_at, n.ends_at) AS island
        FROM (
            SELECT
                lower(r) AS starts_at,
                upper(r) AS ends_at,
                coalesce(
                    lower(r) - interval '7 days'
                    > max(upper(r)) OVER (ORDER BY lower(r), upper(r) ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
                    TRUE
                ) AS begins
            FROM unnest(ranges) AS r
        ) AS n
    ) AS i
    GROUP BY i.island;
END;
$$;
COMMENT ON FUNCTION approval.stretches(tstzrange[]) IS
'Stretches of time in which some ranges lie, those that are no further than 7 days from each other in one.';
