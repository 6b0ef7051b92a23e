CREATE FUNCTION schedule.write_coverage_requirement() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    first_minute integer;
    length integer;
    stranger text;
    hidden boolean;
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM schedule.coverage_requirement AS r WHERE r.coverage_requirement_id = OLD.id;
        RETURN OLD;
    END IF;
    first_minute := org.minute_of(NEW.start, 'start');
    length := org.minutes_until(first_minute, org.minute_of(NEW."end", 'end'));
    -- The number of those who do something private is as private as what they do. org.keep_private waits for us, and we for
    -- it, so that nothing becomes private while we begin to count it.
    PERFORM pg_advisory_xact_lock_shared(hashtext('org.activity private'));
    SELECT
        g.code,
        a.private
    INTO stranger, hidden
    FROM unnest(NEW.activities) AS g (code)
    LEFT JOIN org.activity AS a ON a.code = g.code
    WHERE a.private IS NOT FALSE
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001',
            COLUMN = 'activities',
            MESSAGE = format(
                CASE WHEN hidden THEN 'The activity %s is private: it cannot be counted.' ELSE 'There is no activity %s.' END,
                coalesce(stranger, 'without a code')
            );
    END IF;
    IF NEW.activities = '{}' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001',
            COLUMN = 'activities',
            MESSAGE = 'activities must name one at least; without it all that are available count.';
    END IF;
    -- As they are read, so that another order is no change.
    NEW.activities := (SELECT array_agg(g.code ORDER BY g.code) FROM unnest(NEW.activities) AS g (code));
    IF TG_OP = 'INSERT' THEN
        INSERT INTO schedule.coverage_requirement
        (unit_id, site_id, weekdays, dates, start_minute, minutes, people, valid)
        VALUES (
            NEW.unit_id, NEW.site_id, NEW.weekdays, NEW.dates, first_minute, length, NEW.people,
            org.date_range(NEW."from", NEW."to")
        )
        RETURNING coverage_requirement_id INTO STRICT NEW.id;
    ELSIF NEW IS DISTINCT FROM OLD THEN
        UPDATE schedule.coverage_requirement AS r SET
            unit_id = NEW.unit_id,
            site_id = NEW.site_id,
            weekdays = NEW.weekdays,
            dates = NEW.dates,
            start_minute = first_minute,
            minutes = length,
            people = NEW.people,
            valid = org.date_range(NEW."from", NEW."to")
        WHERE r.coverage_requirement_id = OLD.id;
        DELETE FROM schedule.coverage_requirement_activity AS c
        USING org.activity AS a
        WHERE
            c.coverage_requirement_id = OLD.id
            AND a.activity_id = c.activity_id
            AND a.code <> ALL(coalesce(NEW.activities, '{}'));
    END IF;
    INSERT INTO schedule.coverage_requirement_activity (coverage_requirement_id, activity_id)
    SELECT NEW.id, a.activity_id
    FROM org.activity AS a
    WHERE a.code = ANY(NEW.activities)
    ON CONFLICT DO NOTHING;
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION schedule.write_coverage_requirement() IS
'Trigger: a row written to the view of coverage requirements becomes rows of its tables. Errors: ST001 for start, end and
activities.';
CREATE TRIGGER write_coverage_requirement INSTEAD OF INSERT OR UPDATE OR DELETE ON schedule.coverage_requirement_resource
FOR EACH ROW EXECUTE FUNCTION schedule.write_coverage_requirement();
