-- New lines begin a new version on a day; the lines of the days before stay as they are.
CREATE FUNCTION schedule.write_pattern() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    today CONSTANT date := org.today();
    used boolean;
    from_day date;
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM schedule.pattern WHERE pattern_id = OLD.id;
        RETURN OLD;
    ELSIF TG_OP = 'INSERT' THEN
        INSERT INTO schedule.pattern (name, days) VALUES (NEW.name, NEW.days)
        RETURNING pattern_id INTO STRICT NEW.id;
        PERFORM schedule.store_pattern_lines(NEW.id, NEW.days, NEW.lines, daterange(NEW."from", NULL));
        RETURN NEW;
    END IF;

    -- No contract begins to use the pattern before we are done.
    PERFORM FROM schedule.pattern AS p WHERE p.pattern_id = OLD.id FOR UPDATE;
    used := EXISTS (SELECT FROM schedule.contract AS c WHERE c.pattern_id = OLD.id);
    IF NEW.days <> OLD.days AND used THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST006',
            COLUMN = 'days',
            MESSAGE = 'Contracts use the pattern, so its days cannot change: make another pattern, end the contracts on '
            'a day and begin others with it.';
    END IF;
    -- Lines that count on that day already, and from it on, are no change.
    IF NEW.days = OLD.days
        AND schedule.same_lines(NEW.lines, OLD.lines)
        AND (NEW."from" IS NOT DISTINCT FROM OLD."from" OR NEW."from" >= coalesce(OLD."from", '-infinity'))
    THEN
        UPDATE schedule.pattern SET name = NEW.name WHERE pattern_id = OLD.id AND name <> NEW.name;
        RETURN NEW;
    END IF;

    from_day := CASE
        WHEN NEW."from" IS DISTINCT FROM OLD."from" THEN NEW."from"
        -- No other day is named: a version that nobody has worked by yet, or is asked for, changes from its first day on.
        WHEN NOT used OR NEW.backwards OR OLD."from" >= today THEN OLD."from"
        ELSE today + 1
    END;
    NEW.changed_person_days := 0;
    IF used THEN
        IF from_day IS NULL OR from_day < today AND NOT coalesce(NEW.backwards, FALSE) THEN
            RAISE EXCEPTION USING
                ERRCODE = 'ST001',
                COLUMN = 'from',
                MESSAGE = format(
                    'from must be %s or later, for contracts use the pattern: to change the past, set backwards to true '
                    'and from to a day.',
                    today
                );
        ELSIF from_day < OLD."from" AND OLD."from" > today THEN
            RAISE EXCEPTION USING
                ERRCODE = 'ST006',
                COLUMN = 'from',
                MESSAGE = format(
                    'Other lines begin on %s: a change from %s on would not last. Choose that day or a later one.',
                    OLD."from", from_day
                );
        END IF;
        NEW.changed_person_days := schedule.changed_person_days(OLD.id, NEW.lines, from_day);
    END IF;

    IF NEW.days <> OLD.days OR from_day IS NULL THEN
        DELETE FROM schedule.pattern_line WHERE pattern_id = OLD.id;
    ELSE
        DELETE FROM schedule.pattern_line WHERE pattern_id = OLD.id AND lower(valid) >= from_day;
        UPDATE schedule.pattern_line
        SET valid = daterange(lower(valid), from_day)
        WHERE pattern_id = OLD.id AND valid @> from_day;
    END IF;
    -- The pattern is written too, so that the version of the resource grows even when lines are only taken away.
    UPDATE schedule.pattern SET name = NEW.name, days = NEW.days WHERE pattern_id = OLD.id;
    PERFORM schedule.store_pattern_lines(OLD.id, NEW.days, NEW.lines, daterange(from_day, NULL));
    NEW."from" := from_day;
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION schedule.write_pattern() IS
'Trigger: writes a pattern through its resource. Other lines begin on "from": by default tomorrow, or where the newest
version begins, if that is today or later, backwards is true, or no contract uses the pattern. Errors: ST001 (from) for
a day before today without backwards, ST006 (from) for a change before a planned one, ST006 (days) while contracts use
the pattern, those of the lines.';
CREATE TRIGGER write_pattern INSTEAD OF INSERT OR UPDATE OR DELETE ON schedule.pattern_resource
FOR EACH ROW EXECUTE FUNCTION schedule.write_pattern();
