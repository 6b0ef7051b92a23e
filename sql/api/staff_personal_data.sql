CREATE FUNCTION api.staff_personal_data(id bigint) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
BEGIN
    IF staff_personal_data.id IS DISTINCT FROM auth.own_staff_id() THEN
        PERFORM auth.require_everywhere('admin');
    END IF;
    IF NOT EXISTS (SELECT FROM org.staff AS s WHERE s.staff_id = staff_personal_data.id) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST004', COLUMN = 'id', MESSAGE = format('There is no person %s.', staff_personal_data.id);
    END IF;
    RETURN audit.personal_data(staff_personal_data.id);
END;
$$;
COMMENT ON FUNCTION api.staff_personal_data(bigint) IS
'All that is held on a person: the person''s rows and their former versions, the account without secrets, audit entries, rows of
imports. For the person itself and for administrators of the whole organisation.
Answer: personal_data.';
GRANT EXECUTE ON FUNCTION api.staff_personal_data(bigint) TO strata_user;
