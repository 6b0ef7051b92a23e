-- Two who give one duty to different people would each wait for the other at its constraint, so writers queue.
CREATE FUNCTION schedule.write_duty() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    first_minute CONSTANT integer := CASE WHEN TG_OP <> 'DELETE' THEN org.minute_of(NEW.start, 'start') END;
    end_minute CONSTANT integer := CASE WHEN TG_OP <> 'DELETE' THEN org.minute_of(NEW."end", 'end') END;
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM schedule.duty WHERE duty_id = OLD.id;
        RETURN OLD;
    END IF;
    IF (first_minute IS NULL) <> (end_minute IS NULL) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001',
            COLUMN = CASE WHEN first_minute IS NULL THEN 'start' ELSE 'end' END,
            MESSAGE = 'Give both start and end, or neither for the whole day.';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('holders of duties', 0));
    PERFORM schedule.lock_staff(ARRAY[NEW.staff_id]);
    -- Who has left keeps the duties until somebody else takes them, also in a file (import.store_duties).
    IF (TG_OP = 'INSERT' OR (NEW.staff_id, NEW.day) IS DISTINCT FROM (OLD.staff_id, OLD.day))
        AND current_setting('strata.duties_of_anybody', TRUE) IS DISTINCT FROM 'on'
        AND EXISTS (SELECT FROM org.staff AS s WHERE s.staff_id = NEW.staff_id)
        AND NOT EXISTS (SELECT FROM org.membership AS m WHERE m.staff_id = NEW.staff_id AND m.valid @> NEW.day)
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST006',
            COLUMN = 'day',
            MESSAGE = format('The person is in no unit on %s, so it cannot have a duty then.', NEW.day);
    END IF;
    IF TG_OP = 'INSERT' THEN
        INSERT INTO schedule.duty (name, day, staff_id, unit_id, note, start_minute, minutes)
        VALUES (
            NEW.name,
            NEW.day,
            NEW.staff_id,
            NEW.unit_id,
            NEW.note,
            first_minute,
            org.minutes_until(first_minute, end_minute)
        )
        RETURNING duty_id INTO STRICT NEW.id;
    ELSIF NEW IS DISTINCT FROM OLD THEN
        UPDATE schedule.duty
        SET
            name = NEW.name,
            day = NEW.day,
            staff_id = NEW.staff_id,
            unit_id = NEW.unit_id,
            note = NEW.note,
            start_minute = first_minute,
            minutes = org.minutes_until(first_minute, end_minute)
        WHERE duty_id = OLD.id;
    END IF;
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION schedule.write_duty() IS
'Trigger: writes a duty through its resource. Errors: ST001 (start, end) no time of day, or only one of them; ST006 (day) when the
person is in no unit on that day.';
CREATE TRIGGER write_duty INSTEAD OF INSERT OR UPDATE OR DELETE ON schedule.duty_resource
FOR EACH ROW EXECUTE FUNCTION schedule.write_duty();
