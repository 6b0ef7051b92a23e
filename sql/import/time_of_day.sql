CREATE FUNCTION import.time_of_day(value text) RETURNS integer
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = ''
BEGIN ATOMIC
    SELECT read.minute::integer
    FROM (
        SELECT
            CASE
                WHEN btrim(time_of_day.value) ~ '^[0-9]{1,2}:[0-5][0-9]$'
                    THEN
                        split_part(btrim(time_of_day.value), ':', 1)::numeric * 60
                        + split_part(btrim(time_of_day.value), ':', 2)::numeric
                WHEN btrim(time_of_day.value) ~ '^[0-9]{1,2}([.][0-9]{1,6})?$'
                    THEN btrim(time_of_day.value)::numeric * 60
            END AS minute
    ) AS read
    WHERE read.minute <= 1440 AND read.minute = trunc(read.minute);
END;
COMMENT ON FUNCTION import.time_of_day(text) IS
'The minute of the day that "9:05" or the decimal hours "9.25" mean, up to 24:00; null for anything else.';
