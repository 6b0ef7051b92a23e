CREATE FUNCTION approval.write_delegation() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    this_minute CONSTANT timestamptz := date_trunc('minute', now());
    first timestamptz;
    until timestamptz;
    stretch tstzrange;
BEGIN
    IF TG_OP = 'DELETE' THEN
        -- What somebody could decide by it stays visible.
        UPDATE approval.delegation AS d
        SET during = tstzrange(lower(d.during), this_minute)
        WHERE d.delegation_id = OLD.id AND lower(d.during) < this_minute AND NOT upper(d.during) <= this_minute;
        DELETE FROM approval.delegation AS d WHERE d.delegation_id = OLD.id AND lower(d.during) >= this_minute;
        RETURN OLD;
    END IF;
    first := approval.minute_of(NEW."from", 'from');
    until := approval.minute_of(NEW."to", 'to');
    -- tstzrange() would raise an error of its own; of an empty range a constraint says what is wrong.
    stretch := CASE WHEN first >= until THEN 'empty'::tstzrange ELSE tstzrange(first, until) END;
    IF TG_OP = 'INSERT' OR NEW.delegate_id <> OLD.delegate_id THEN
        -- Who cannot act any more is like nobody.
        PERFORM FROM auth.account AS a WHERE a.account_id = NEW.delegate_id AND a.active;
        IF NOT FOUND THEN
            RAISE EXCEPTION USING
                ERRCODE = '23503', CONSTRAINT = 'delegation_delegate_exists', MESSAGE = 'There is no such account.';
        END IF;
    END IF;
    IF TG_OP = 'INSERT' THEN
        INSERT INTO approval.delegation (account_id, delegate_id, during)
        VALUES (NEW.account_id, NEW.delegate_id, stretch)
        RETURNING delegation_id INTO STRICT NEW.id;
    ELSE
        UPDATE approval.delegation AS d
        SET
            account_id = NEW.account_id,
            delegate_id = NEW.delegate_id,
            during = stretch
        WHERE
            d.delegation_id = OLD.id
            AND (d.account_id, d.delegate_id, d.during) IS DISTINCT FROM (NEW.account_id, NEW.delegate_id, stretch);
    END IF;
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION approval.write_delegation() IS
'Trigger: writes a delegation through its resource; deleting one that has begun ends it in this minute. Errors: ST001 for from and
to, 23503 for a delegate that is not there or not active.';
CREATE TRIGGER write_delegation INSTEAD OF INSERT OR UPDATE OR DELETE ON approval.delegation_resource
FOR EACH ROW EXECUTE FUNCTION approval.write_delegation();
