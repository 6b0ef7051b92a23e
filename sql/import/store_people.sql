-- The rows have just arrived and have no statistics: planned for a few of them, nested loops would take minutes.
CREATE FUNCTION import.store_people(batch_id bigint) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
SET enable_nestloop = off
AS $$
#variable_conflict use_variable
DECLARE
    options CONSTANT jsonb := (SELECT b.options FROM import.batch AS b WHERE b.batch_id = batch_id);
    from_day CONSTANT date := import.calendar_date(options ->> 'from');
    holiday_rule CONSTANT text := options ->> 'holiday_rule';
    site_id bigint;
    top_unit bigint;
    activity_id bigint;
BEGIN
    PERFORM org.ensure_standard_activities();
    SELECT a.activity_id INTO activity_id FROM org.activity AS a WHERE a.code = options ->> 'activity';
    IF activity_id IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001',
            COLUMN = 'activity',
            MESSAGE = format('There is no activity %s.', options ->> 'activity');
    END IF;
    site_id := import.ensure_site(options ->> 'site', options ->> 'time_zone');
    top_unit := import.ensure_top_unit(options ->> 'unit');

    PERFORM import.read_people(batch_id);
    PERFORM import.settle_refused(batch_id);
    UPDATE import.person AS p
    SET staff_id = s.staff_id, known = TRUE
    FROM org.staff AS s
    WHERE p.batch_id = batch_id AND p.employee_number = s.employee_number;
    PERFORM schedule.lock_staff(ARRAY(SELECT p.staff_id FROM import.person AS p WHERE p.batch_id = batch_id AND p.known));
    PERFORM import.resolve_people(batch_id, top_unit, activity_id, from_day);
    PERFORM import.compare_people(batch_id, site_id, holiday_rule, from_day);
    PERFORM import.settle_refused(batch_id);
    PERFORM import.settle_people(batch_id);

    PERFORM import.ensure_units(batch_id, top_unit);
    PERFORM import.ensure_patterns(batch_id, activity_id);
    PERFORM import.resolve_people(batch_id, top_unit, activity_id, from_day);
    PERFORM import.write_people(batch_id, site_id, holiday_rule, from_day);
END;
$$;
COMMENT ON FUNCTION import.store_people(bigint) IS
'Stores a batch of people with units, memberships, patterns and contracts: what differs, and nothing twice. Errors: ST001 unknown '
'activity, or a site in another zone.';
