CREATE FUNCTION approval.is_known_person(person bigint) RETURNS boolean
LANGUAGE sql STABLE
SET search_path = ''
BEGIN ATOMIC
    SELECT exists(
        SELECT
        FROM org.staff AS s
        WHERE
            s.staff_id = is_known_person.person
            AND (auth.holds_everywhere('viewer') OR s.staff_id IN (SELECT v.staff_id FROM auth.visible_staff() AS v (staff_id)))
    );
END;
COMMENT ON FUNCTION approval.is_known_person(bigint) IS
'Whether there is such a person of whom the acting account may know; who may not is told the same as of nobody.';
