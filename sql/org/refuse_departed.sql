CREATE FUNCTION org.refuse_departed(staff_id bigint, from_day date) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
BEGIN
    IF EXISTS (SELECT FROM org.staff AS s WHERE s.staff_id = refuse_departed.staff_id)
        AND NOT EXISTS (
            SELECT FROM org.membership AS m
            WHERE m.staff_id = refuse_departed.staff_id AND m.valid && daterange(from_day, NULL)
        )
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST006',
            COLUMN = 'from',
            MESSAGE = format('The person has left by %s: nothing begins then or later.', from_day);
    END IF;
END;
$$;
COMMENT ON FUNCTION org.refuse_departed(bigint, date) IS
'Refuses what would begin when a person''s last membership has ended (ST006, from).';
