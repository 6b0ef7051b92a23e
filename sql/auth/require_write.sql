CREATE FUNCTION auth.require_write(noun text, resource jsonb) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    rule record;
    place bigint;
    visible boolean;
    allowed boolean;
    belongs boolean := FALSE;
BEGIN
    IF auth.is_unrestricted() OR auth.holds_everywhere('admin') THEN
        RETURN;
    END IF;
    FOR rule IN
        SELECT
            r.field,
            r.belongs_to,
            r.role,
            r.constraint_name
        FROM auth.write_rule AS r
        WHERE r.noun = require_write.noun AND resource ->> r.field IS NOT NULL
    LOOP
        belongs := TRUE;
        place := resource ->> rule.field;
        IF rule.belongs_to = 'unit' THEN
            visible := place = ANY(auth.visible_units());
            allowed := place = ANY(auth.units(rule.role));
        ELSIF rule.belongs_to = 'account' THEN
            allowed := place = auth.account_id();
            visible := allowed OR auth.holds('admin') OR EXISTS (
                SELECT FROM approval.delegation AS d WHERE d.account_id = place AND d.delegate_id = auth.account_id()
            );
        ELSE
            visible := place IN (SELECT auth.visible_staff());
            allowed := auth.may_write_person(place, rule.role);
        END IF;
        IF NOT visible THEN
            RAISE EXCEPTION USING
                ERRCODE = '23503', CONSTRAINT = rule.constraint_name, MESSAGE = 'There is nothing of that id to belong to.';
        ELSIF NOT allowed THEN
            RAISE EXCEPTION USING
                ERRCODE = '42501',
                MESSAGE = CASE rule.belongs_to
                    WHEN 'account' THEN 'This is for that account itself, or for an administrator of the whole organisation.'
                    ELSE format('This needs the role %s on the unit that it belongs to.', rule.role)
                END;
        END IF;
    END LOOP;
    IF NOT belongs THEN
        PERFORM auth.require_everywhere('admin');
    END IF;
END;
$$;
COMMENT ON FUNCTION auth.require_write(text, jsonb) IS
'Whether the acting account may write a resource of a noun as it is or is to become, by auth.write_rule. Errors: 42501; 23503 where
it names a unit, a person or an account that the account may not know of.';
