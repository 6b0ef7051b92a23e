-- Nobody edits the own person as its manager: what is asked for oneself is decided by somebody else. An administrator of
-- the own unit may, for there is nobody above who could.
CREATE FUNCTION auth.may_write_person(staff_id bigint, role text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = ''
RETURN CASE
    WHEN may_write_person.staff_id = auth.own_staff_id()
        THEN may_write_person.staff_id IN (
            SELECT auth.people_of(CASE may_write_person.role WHEN 'staff' THEN 'staff' ELSE 'admin' END)
        )
    ELSE may_write_person.staff_id IN (
        SELECT auth.people_of(CASE may_write_person.role WHEN 'staff' THEN 'manager' ELSE may_write_person.role END)
    )
END;
COMMENT ON FUNCTION auth.may_write_person(bigint, text) IS
'Whether the acting account may write what belongs to a person: with the role staff on the home unit for itself, as a manager for
others; what asks for more than staff, for itself only as an administrator.';
