-- daterange() would raise an error of its own; of an empty range a constraint says what is wrong.
CREATE FUNCTION org.date_range("from" date, "to" date) RETURNS daterange
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = ''
BEGIN ATOMIC
    SELECT
        CASE
            WHEN date_range."from" >= date_range."to" THEN 'empty'::daterange
            ELSE daterange(date_range."from", date_range."to")
        END;
END;
COMMENT ON FUNCTION org.date_range(date, date) IS
'The dates from the first up to, not including, the second (null: open); empty when they are reversed.';
