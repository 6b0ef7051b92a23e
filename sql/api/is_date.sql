CREATE FUNCTION api.is_date(content text) RETURNS boolean
LANGUAGE sql IMMUTABLE
SET search_path = ''
BEGIN ATOMIC
    SELECT CASE
        WHEN is_date.content ~ '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' AND left(is_date.content, 4) > '0000'
            THEN extract(
                MONTH FROM make_date(left(is_date.content, 4)::integer, substr(is_date.content, 6, 2)::integer, 1)
                + (right(is_date.content, 2)::integer - 1)
            ) = substr(is_date.content, 6, 2)::integer
        ELSE FALSE
    END;
END;
COMMENT ON FUNCTION api.is_date(text) IS 'Whether a text is a day of the calendar, as YYYY-MM-DD.';
