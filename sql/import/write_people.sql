CREATE FUNCTION import.write_people(batch_id bigint, site_id bigint, holiday_rule text, from_day date) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
#variable_conflict use_variable
DECLARE
    monday CONSTANT date := date_trunc('week', from_day::timestamp)::date;
BEGIN
    UPDATE org.staff AS s
    SET name = p.name, email = coalesce(p.email, s.email)
    FROM import.accepted_person AS p
    WHERE
        p.batch_id = batch_id
        AND s.staff_id = p.staff_id
        AND (s.name <> p.name OR s.email IS DISTINCT FROM coalesce(p.email, s.email));

    INSERT INTO org.staff (employee_number, name, email)
    SELECT p.employee_number, p.name, p.email
    FROM import.accepted_person AS p
    WHERE p.batch_id = batch_id AND NOT p.known
    ORDER BY p.ordinal;
    UPDATE import.person AS p
    SET staff_id = s.staff_id
    FROM org.staff AS s
    WHERE p.batch_id = batch_id AND p.staff_id IS NULL AND s.employee_number = p.employee_number;
    UPDATE import.file_row AS r
    SET staff_id = p.staff_id
    FROM import.person AS p
    WHERE r.batch_id = batch_id AND r.staff_id IS NULL AND p.batch_id = r.batch_id AND p.ordinal = r.ordinal;

    -- What begins on the very day is put right where it stands; what is older ends, and its successor takes its end.
    UPDATE org.membership AS m
    SET unit_id = p.unit_id
    FROM import.accepted_person AS p
    WHERE p.batch_id = batch_id AND p.unit_step = 'correct' AND m.membership_id = p.membership_id;
    UPDATE org.membership AS m
    SET valid = daterange(lower(m.valid), from_day)
    FROM import.accepted_person AS p
    WHERE p.batch_id = batch_id AND p.unit_step = 'succeed' AND m.membership_id = p.membership_id;
    INSERT INTO org.membership (staff_id, unit_id, valid)
    SELECT p.staff_id, p.unit_id, daterange(from_day, p.membership_until)
    FROM import.accepted_person AS p
    WHERE p.batch_id = batch_id AND p.unit_step IN ('open', 'succeed')
    ORDER BY p.ordinal;

    UPDATE schedule.contract AS c
    SET site_id = site_id, pattern_id = p.pattern_id, holiday_rule = holiday_rule, anchor = monday
    FROM import.accepted_person AS p
    WHERE p.batch_id = batch_id AND p.pattern_step = 'correct' AND c.contract_id = p.contract_id;
    UPDATE schedule.contract AS c
    SET valid = daterange(lower(c.valid), from_day)
    FROM import.accepted_person AS p
    WHERE p.batch_id = batch_id AND p.pattern_step = 'succeed' AND c.contract_id = p.contract_id;
    INSERT INTO schedule.contract (staff_id, site_id, pattern_id, anchor, valid, holiday_rule)
    SELECT p.staff_id, site_id, p.pattern_id, monday, daterange(from_day, p.contract_until), holiday_rule
    FROM import.accepted_person AS p
    WHERE p.batch_id = batch_id AND p.pattern_step IN ('open', 'succeed')
    ORDER BY p.ordinal;
END;
$$;
COMMENT ON FUNCTION import.write_people(bigint, bigint, text, date) IS
'Writes the accepted people of a batch: staff, memberships and contracts.';
