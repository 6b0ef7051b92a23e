CREATE FUNCTION import.time_span(span_start text, span_end text) RETURNS int4range
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = ''
BEGIN ATOMIC
    SELECT
        int4range(
            read.start_minute,
            CASE WHEN read.end_minute > read.start_minute THEN read.end_minute ELSE read.end_minute + 1440 END
        )
    FROM (
        SELECT
            import.time_of_day(time_span.span_start) AS start_minute,
            import.time_of_day(time_span.span_end) AS end_minute
    ) AS read
    WHERE read.start_minute < 1440 AND read.end_minute IS NOT NULL;
END;
COMMENT ON FUNCTION import.time_span(text, text) IS
'Minutes from the start of the local day; an end that is not after its start is on the next day. Null when a time does not parse.';

CREATE FUNCTION import.time_span(hours text) RETURNS int4range
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = ''
BEGIN ATOMIC
    SELECT import.time_span(substring(time_span.hours FROM '^([^-]*)-'), substring(time_span.hours FROM '-(.*)$'));
END;
COMMENT ON FUNCTION import.time_span(text) IS 'The same for both times in one text: "9:00-17:30".';
