CREATE FUNCTION schedule.local_instant(local_time timestamp, time_zone text) RETURNS timestamptz
LANGUAGE sql STABLE STRICT PARALLEL SAFE
SET search_path = ''
BEGIN ATOMIC
    SELECT i.instant
    FROM schedule.local_instants(local_instant.time_zone, ARRAY[local_instant.local_time]) AS i;
END;
COMMENT ON FUNCTION schedule.local_instant(timestamp, text) IS
'The instant of one local time, as schedule.local_instants gives it.';
GRANT EXECUTE ON FUNCTION schedule.local_instant(timestamp, text) TO strata_user, strata_bi;
