-- What an account has done refers to it for ever: deleting one means that it cannot act any more.
CREATE FUNCTION auth.write_account() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        UPDATE auth.account SET active = FALSE WHERE account_id = OLD.id AND active;
        PERFORM auth.end_sessions(OLD.id, NULL, 'inactive');
        RETURN OLD;
    END IF;
    NEW.email := lower(NEW.email);
    IF TG_OP = 'INSERT' THEN
        INSERT INTO auth.account (email, name, kind, staff_id, active)
        VALUES (NEW.email, NEW.name, NEW.kind, NEW.staff_id, NEW.active)
        RETURNING account_id INTO STRICT NEW.id;
        PERFORM auth.queue_password_mail(NEW.id, 'first_password');
    ELSIF NEW IS DISTINCT FROM OLD THEN
        -- Else an administrator would ask for the own person, and decide about it, as if it were somebody else's.
        IF OLD.id = auth.account_id() AND NEW.staff_id IS DISTINCT FROM OLD.staff_id AND OLD.staff_id IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'ST011', MESSAGE = 'Another administrator changes whom the own account stands for.';
        END IF;
        UPDATE auth.account
        SET
            email = NEW.email,
            name = NEW.name,
            kind = NEW.kind,
            staff_id = NEW.staff_id,
            active = NEW.active
        WHERE account_id = OLD.id;
        IF NOT NEW.active THEN
            PERFORM auth.end_sessions(OLD.id, NULL, 'inactive');
        END IF;
        IF NEW.email <> OLD.email THEN
            -- Whoever reads the mailbox of the former address must not choose the password.
            PERFORM auth.end_action_tokens(OLD.id);
            IF NEW.active AND NOT EXISTS (
                SELECT FROM auth.credential AS c
                WHERE c.account_id = OLD.id AND c.password_hash IS NOT NULL
            ) THEN
                PERFORM auth.queue_password_mail(OLD.id, 'first_password');
            END IF;
        END IF;
    END IF;
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION auth.write_account() IS
'Trigger: writes an account through its resource. A new one gets a mail by which it chooses a password; deleting one makes it
inactive, which ends its sessions. With another address the links that were sent to the former one count no more; who has not
chosen a password yet gets a new one. Errors: ST011 for who takes the own account from its person.';
CREATE TRIGGER write_account INSTEAD OF INSERT OR UPDATE OR DELETE ON auth.account_resource
FOR EACH ROW EXECUTE FUNCTION auth.write_account();
