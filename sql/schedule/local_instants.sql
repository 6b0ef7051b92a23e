-- The only place where local time becomes an instant.
-- PostgreSQL reads a doubled local time as its second occurrence, RFC 5545 (3.3.5) as its first:
-- the first one is what the offset of a day earlier gives, if that instant reads as the same local time.
-- A local time in a gap is moved forward by the gap, by both.
CREATE FUNCTION schedule.local_instants(time_zone text, locals timestamp[])
RETURNS TABLE (local_time timestamp, instant timestamptz)
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE ROWS 100
SET search_path = ''
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT
        later.local_time,
        CASE
            WHEN (earlier.instant AT TIME ZONE local_instants.time_zone) = later.local_time
                THEN least(earlier.instant, later.instant)
            ELSE later.instant
        END
    FROM (
        SELECT
            given.local_time,
            given.local_time AT TIME ZONE local_instants.time_zone AS instant
        FROM unnest(local_instants.locals) AS given (local_time)
        OFFSET 0
    ) AS later
    CROSS JOIN LATERAL (
        SELECT
            (
                later.local_time - (
                    ((later.instant - interval '24 hours') AT TIME ZONE local_instants.time_zone)
                    - ((later.instant - interval '24 hours') AT TIME ZONE 'UTC')
                )
            ) AT TIME ZONE 'UTC' AS instant
        OFFSET 0
    ) AS earlier;
END;
$$;
COMMENT ON FUNCTION schedule.local_instants(text, timestamp[]) IS
'The instants of local times in an IANA zone. A time that occurs twice is its first occurrence, one that does not
exist is moved forward by the gap (RFC 5545, 3.3.5). Error 22023 for an unknown zone.';
GRANT EXECUTE ON FUNCTION schedule.local_instants(text, timestamp[]) TO strata_user, strata_bi;
