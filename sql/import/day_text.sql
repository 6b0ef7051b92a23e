CREATE FUNCTION import.day_text(day date) RETURNS text
LANGUAGE sql STABLE STRICT PARALLEL SAFE
SET search_path = ''
BEGIN ATOMIC
    SELECT to_char(day_text.day, 'YYYY-MM-DD');
END;
COMMENT ON FUNCTION import.day_text(date) IS 'A date as files write it, whatever the session''s DateStyle.';
GRANT EXECUTE ON FUNCTION import.day_text(date) TO strata_user;
