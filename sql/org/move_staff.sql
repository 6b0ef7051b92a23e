-- What begins on the very day is put right where it stands; what is older ends, and its successor takes its end.
CREATE FUNCTION org.move_staff(staff_id bigint, unit_id bigint, from_day date) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
#variable_conflict use_variable
DECLARE
    home org.membership;
    planned date;
BEGIN
    PERFORM schedule.lock_staff(ARRAY[staff_id]);
    SELECT min(lower(m.valid)) INTO planned
    FROM org.membership AS m
    WHERE m.staff_id = staff_id AND lower(m.valid) > from_day;
    IF planned IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST006',
            COLUMN = 'from',
            MESSAGE = format('Another membership begins on %s: a move on %s would not last. Move later.', planned, from_day);
    END IF;
    SELECT m.* INTO home FROM org.membership AS m WHERE m.staff_id = staff_id AND m.valid @> from_day;
    IF lower(home.valid) = from_day THEN
        UPDATE org.membership AS m SET unit_id = unit_id WHERE m.membership_id = home.membership_id AND m.unit_id <> unit_id;
    ELSIF home.unit_id IS DISTINCT FROM unit_id THEN
        UPDATE org.membership AS m
        SET valid = daterange(lower(home.valid), from_day)
        WHERE m.membership_id = home.membership_id;
        INSERT INTO org.membership (staff_id, unit_id, valid)
        VALUES (staff_id, unit_id, daterange(from_day, upper(home.valid)));
    END IF;
END;
$$;
COMMENT ON FUNCTION org.move_staff(bigint, bigint, date) IS
'Gives a person another home unit from a day on: the membership of that day ends and the next one begins. A person
without one gets it. Errors: ST006 (from) when another membership begins later.';
