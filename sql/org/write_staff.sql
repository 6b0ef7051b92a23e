CREATE FUNCTION org.write_staff() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM org.end_staff(OLD.id, org.today());
        RETURN OLD;
    END IF;
    IF NEW.unit_id IS NULL AND (TG_OP = 'INSERT' OR OLD.unit_id IS NOT NULL) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001',
            COLUMN = 'unit_id',
            MESSAGE = 'A person has a home unit; who leaves is deleted, which ends everything on a day.';
    END IF;
    IF TG_OP = 'INSERT' THEN
        INSERT INTO org.staff (employee_number, name, email)
        VALUES (NEW.employee_number, NEW.name, NEW.email)
        RETURNING staff_id INTO STRICT NEW.id;
        NEW."from" := coalesce(NEW."from", org.today());
        INSERT INTO org.membership (staff_id, unit_id, valid) VALUES (NEW.id, NEW.unit_id, daterange(NEW."from", NULL));
        RETURN NEW;
    END IF;

    PERFORM schedule.lock_staff(ARRAY[OLD.id]);
    IF NEW.unit_id IS DISTINCT FROM OLD.unit_id THEN
        -- What is planned is changed from its first day on, what holds from today on.
        PERFORM org.move_staff(
            OLD.id,
            NEW.unit_id,
            CASE WHEN NEW."from" = OLD."from" THEN greatest(OLD."from", org.today()) ELSE coalesce(NEW."from", org.today()) END
        );
    ELSIF NEW."from" IS DISTINCT FROM OLD."from" THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001',
            COLUMN = 'from',
            MESSAGE = 'from says when another unit_id takes effect; to correct a first day, change the membership.';
    END IF;
    UPDATE org.staff
    SET
        employee_number = NEW.employee_number,
        name = NEW.name,
        email = NEW.email
    WHERE
        staff_id = OLD.id
        AND (employee_number, name, email) IS DISTINCT FROM (NEW.employee_number, NEW.name, NEW.email);
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION org.write_staff() IS
'Trigger: writes a person through the resource. A new person gets a membership from "from" (default: today); another
unit_id is a move from "from" (default: today); deleting ends memberships, secondments and contracts today.
Errors: ST001 (unit_id, from), ST006 (from) when a later membership stands in the way.';
CREATE TRIGGER write_staff INSTEAD OF INSERT OR UPDATE OR DELETE ON org.staff_resource
FOR EACH ROW EXECUTE FUNCTION org.write_staff();
