CREATE FUNCTION org.end_staff(staff_id bigint, day date) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
#variable_conflict use_variable
DECLARE
    first_day date;
    end_day date;
BEGIN
    -- The person is written too, so that the version of the resource grows even when nothing but a plan is deleted.
    PERFORM schedule.lock_staff(ARRAY[staff_id]);
    UPDATE org.staff AS s SET name = s.name WHERE s.staff_id = staff_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'ST004', COLUMN = 'id', MESSAGE = format('There is no person %s.', staff_id);
    END IF;

    SELECT
        min(lower(m.valid)),
        max(coalesce(upper(m.valid), 'infinity'))
    INTO first_day, end_day
    FROM org.membership AS m
    WHERE m.staff_id = staff_id;
    -- Where somebody worked in the past stays known, and leaving later than before is another membership.
    IF day <= first_day AND first_day < org.today() THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001',
            COLUMN = 'to',
            MESSAGE = format('The first membership began on %s: to must be later.', first_day);
    ELSIF day > end_day AND day <> org.today() THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001', COLUMN = 'to', MESSAGE = format('The last membership ends on %s already.', end_day);
    END IF;

    -- Where the person was before is not the business of everybody who manages the person now.
    PERFORM auth.require_write('membership', to_jsonb(v))
    FROM org.membership_resource AS v
    WHERE v.staff_id = staff_id AND v."to" > day AND v."to" <= org.today();

    DELETE FROM org.membership AS m WHERE m.staff_id = staff_id AND lower(m.valid) >= day;
    DELETE FROM org.secondment AS s WHERE s.staff_id = staff_id AND lower(s.valid) >= day;
    DELETE FROM schedule.contract AS c WHERE c.staff_id = staff_id AND lower(c.valid) >= day;
    UPDATE org.membership AS m SET valid = daterange(lower(m.valid), day) WHERE m.staff_id = staff_id AND m.valid @> day;
    UPDATE org.secondment AS s SET valid = daterange(lower(s.valid), day) WHERE s.staff_id = staff_id AND s.valid @> day;
    UPDATE schedule.contract AS c SET valid = daterange(lower(c.valid), day) WHERE c.staff_id = staff_id AND c.valid @> day;
END;
$$;
COMMENT ON FUNCTION org.end_staff(bigint, date) IS
'A person leaves: memberships, secondments and contracts end on the day (the first one without), and what begins on it
or later is deleted. Adjustments and duties stay. Errors: ST004 (id) for an unknown person, ST001 (to) for a day
before the first membership if that has begun, and for one after the last, except today; those of auth.require_write for a
day that cuts a membership that has ended.';
