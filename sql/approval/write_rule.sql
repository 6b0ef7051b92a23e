CREATE FUNCTION approval.write_rule() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    faults jsonb;
    named CONSTANT bigint := CASE
        WHEN TG_OP <> 'DELETE' THEN (SELECT a.activity_id FROM org.activity AS a WHERE a.code = NEW.activity)
    END;
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM approval.rule AS r WHERE r.rule_id = OLD.id;
        RETURN OLD;
    END IF;
    -- As they are read, so that what a body leaves out is no change.
    NEW.steps := (
        SELECT
            coalesce(
                jsonb_agg(
                    jsonb_build_object('deciders', s.deciders, 'quorum', s.quorum, 'account_ids', to_jsonb(s.account_ids))
                    ORDER BY s.place
                ),
                '[]'
            )
        FROM approval.steps_of(NEW.steps) AS s
    );
    IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN
        RETURN NEW;
    END IF;
    faults := approval.rule_faults(NEW);
    -- Whoever has left since then is no reason to refuse another change.
    IF TG_OP = 'UPDATE' AND NEW.steps = OLD.steps THEN
        SELECT coalesce(jsonb_agg(f.fault), '[]') INTO faults
        FROM jsonb_array_elements(faults) AS f (fault)
        WHERE f.fault ->> 'pointer' NOT LIKE '/steps/%';
    END IF;
    IF faults <> '[]' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001', MESSAGE = 'The rule cannot be accepted as it is.', DETAIL = faults::text;
    END IF;
    IF TG_OP = 'INSERT' THEN
        INSERT INTO approval.rule (
            name, unit_id, activity_id, class, requester, minimum_notice, maximum_length, lock_date, automatic, deadline,
            on_deadline, coverage, priority, valid
        )
        VALUES (
            NEW.name, NEW.unit_id, named, NEW.class, NEW.requester, NEW.minimum_notice, NEW.maximum_length, NEW.lock_date,
            NEW.automatic, NEW.deadline, NEW.on_deadline, NEW.coverage, NEW.priority, org.date_range(NEW."from", NEW."to")
        )
        RETURNING rule_id INTO STRICT NEW.id;
    ELSE
        -- The rule is written too, so that the version of the resource grows when only steps change.
        UPDATE approval.rule AS r SET
            name = NEW.name,
            unit_id = NEW.unit_id,
            activity_id = named,
            class = NEW.class,
            requester = NEW.requester,
            minimum_notice = NEW.minimum_notice,
            maximum_length = NEW.maximum_length,
            lock_date = NEW.lock_date,
            automatic = NEW.automatic,
            deadline = NEW.deadline,
            on_deadline = NEW.on_deadline,
            coverage = NEW.coverage,
            priority = NEW.priority,
            valid = org.date_range(NEW."from", NEW."to")
        WHERE r.rule_id = OLD.id;
        IF NEW.steps = OLD.steps THEN
            RETURN NEW;
        END IF;
        DELETE FROM approval.rule_step AS s WHERE s.rule_id = OLD.id;
    END IF;
    INSERT INTO approval.rule_step (rule_id, place, deciders, quorum, account_ids)
    SELECT NEW.id, s.place, s.deciders, s.quorum, s.account_ids
    FROM approval.steps_of(NEW.steps) AS s
    ORDER BY s.place;
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION approval.write_rule() IS
'Trigger: a row written to the view of rules becomes rows of its tables. Errors: ST001 with what approval.rule_faults finds.';
CREATE TRIGGER write_rule INSTEAD OF INSERT OR UPDATE OR DELETE ON approval.rule_resource
FOR EACH ROW EXECUTE FUNCTION approval.write_rule();
