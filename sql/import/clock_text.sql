CREATE FUNCTION import.clock_text(span int4range) RETURNS text
LANGUAGE sql STABLE STRICT PARALLEL SAFE
SET search_path = ''
BEGIN ATOMIC
    SELECT
        to_char(make_interval(mins => lower(clock_text.span) % 1440), 'HH24:MI')
        || '-'
        || to_char(make_interval(mins => (upper(clock_text.span) - 1) % 1440 + 1), 'HH24:MI');
END;
COMMENT ON FUNCTION import.clock_text(int4range) IS 'Minutes as people write them: "09:00-17:45".';

CREATE FUNCTION import.clock_text(activity text, local_start timestamp, local_end timestamp) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
SET search_path = ''
BEGIN ATOMIC
    SELECT
        format(
            '%s %s-%s',
            clock_text.activity,
            to_char(clock_text.local_start, 'YYYY-MM-DD HH24:MI'),
            to_char(clock_text.local_end, 'HH24:MI')
        );
END;
COMMENT ON FUNCTION import.clock_text(text, timestamp, timestamp) IS
'A segment as people write it: "break 2025-07-22 12:00-13:00".';
GRANT EXECUTE ON FUNCTION import.clock_text(int4range) TO strata_user;
