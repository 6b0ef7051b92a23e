CREATE FUNCTION api.staff_erase(id bigint, body jsonb) RETURNS json
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
    number text;
    last_day date;
    new_erasure bigint;
BEGIN
    PERFORM auth.require_everywhere('admin');
    -- Locked from here on, so that what is found holds to the end.
    PERFORM schedule.lock_staff(ARRAY[staff_erase.id]);
    number := (SELECT s.employee_number FROM org.staff AS s WHERE s.staff_id = staff_erase.id);
    IF number IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST004', COLUMN = 'id', MESSAGE = format('There is no person %s.', staff_erase.id);
    END IF;
    IF jsonb_typeof(body) <> 'object' OR body ->> 'confirm' IS DISTINCT FROM number OR body - 'confirm' <> '{}' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001',
            COLUMN = 'confirm',
            MESSAGE = 'This cannot be undone: confirm must be the employee number of the person, and nothing else be given.';
    END IF;
    last_day := (
        SELECT max(coalesce(upper(m.valid), 'infinity')) FROM org.membership AS m WHERE m.staff_id = staff_erase.id
    );
    IF last_day > org.today() THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST060',
            COLUMN = 'id',
            MESSAGE = 'The person has not left: end the membership first, and erase when it has ended.';
    END IF;
    new_erasure := audit.erase_person(staff_erase.id);
    RETURN (
        SELECT
            json_build_object(
                'erasure_id', r.erasure_id,
                'staff_id', s.staff_id,
                'employee_number', s.employee_number,
                'name', s.name,
                'entries', (SELECT coalesce(sum(upper(g.part) - lower(g.part)), 0) FROM unnest(r.entries) AS g (part))
            )
        FROM audit.erasure AS r
        JOIN org.staff AS s ON s.staff_id = r.staff_id
        WHERE r.erasure_id = new_erasure
    );
END;
$$;
COMMENT ON FUNCTION api.staff_erase(bigint, jsonb) IS
'Erases the personal data of a person who has left, for ever: a pseudonym takes the place of name, number and addresses, and
notes, reasons and presets are destroyed, with all their former versions. Schedules, hours and coverage stay as they are, and so
does what the audit proves. Only administrators of the whole organisation may do it; confirm is the employee number.
Body: erasure_new.
Answer: erasure.
Problems: person-not-left.';
GRANT EXECUTE ON FUNCTION api.staff_erase(bigint, jsonb) TO strata_user;
