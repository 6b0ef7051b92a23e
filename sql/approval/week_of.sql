CREATE FUNCTION approval.week_of(day date) RETURNS date
LANGUAGE sql IMMUTABLE
SET search_path = ''
RETURN week_of.day - (extract(ISODOW FROM week_of.day)::integer - 1);
COMMENT ON FUNCTION approval.week_of(date) IS 'The Monday of the ISO week of a date.';
