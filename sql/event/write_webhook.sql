CREATE FUNCTION event.write_webhook() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    faults jsonb;
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM event.webhook WHERE webhook_id = OLD.id;
        RETURN OLD;
    END IF;
    faults := event.webhook_faults(NEW);
    IF faults <> '[]' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001', MESSAGE = 'The webhook cannot be accepted as it is.', DETAIL = faults::text;
    END IF;
    IF TG_OP = 'INSERT' THEN
        INSERT INTO event.webhook (name, url, types, unit_ids, staff_ids, account_id, active)
        VALUES (NEW.name, NEW.url, NEW.types, NEW.unit_ids, NEW.staff_ids, NEW.account_id, NEW.active)
        RETURNING webhook_id INTO STRICT NEW.id;
        INSERT INTO event.webhook_progress (webhook_id, secret, pos, epoch)
        SELECT
            NEW.id,
            event.make_secret(NEW.id),
            s.pos,
            s.epoch
        FROM event.sequencer AS s;
    ELSE
        UPDATE event.webhook AS w
        SET
            name = NEW.name,
            url = NEW.url,
            types = NEW.types,
            unit_ids = NEW.unit_ids,
            staff_ids = NEW.staff_ids,
            account_id = NEW.account_id,
            active = NEW.active
        WHERE w.webhook_id = OLD.id AND NEW IS DISTINCT FROM OLD;
        IF NEW.active AND NOT OLD.active THEN
            -- What happened while it was off was not asked for.
            UPDATE event.webhook_progress AS p
            SET pos = s.pos, epoch = s.epoch
            FROM event.sequencer AS s
            WHERE p.webhook_id = OLD.id;
        END IF;
    END IF;
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION event.write_webhook() IS
'Trigger: writes a webhook through its resource. A new one, and one that is switched on again, hears of what happens from then on; with
a deleted one go its deliveries. Errors: ST001 for an address that is not to be reached, and for units and people that do not exist.';
CREATE TRIGGER write_webhook INSTEAD OF INSERT OR UPDATE OR DELETE ON event.webhook_resource
FOR EACH ROW EXECUTE FUNCTION event.write_webhook();
