CREATE FUNCTION import.calendar_date(value text) RETURNS date
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = ''
BEGIN ATOMIC
    SELECT
    -- A day that the month has not got runs over into the next one.
        CASE
            WHEN read.day IS NULL THEN NULL
            WHEN extract(MONTH FROM read.day) = substr(btrim(calendar_date.value), 6, 2)::integer THEN read.day
        END
    FROM (
        SELECT
            CASE
                WHEN btrim(calendar_date.value) ~ '^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'
                    THEN
                        make_date(
                            left(btrim(calendar_date.value), 4)::integer,
                            substr(btrim(calendar_date.value), 6, 2)::integer,
                            1
                        ) + (right(btrim(calendar_date.value), 2)::integer - 1)
            END AS day
    ) AS read;
END;
COMMENT ON FUNCTION import.calendar_date(text) IS 'The date that YYYY-MM-DD means; null for anything else.';
