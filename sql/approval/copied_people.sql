CREATE FUNCTION approval.copied_people(body jsonb) RETURNS bigint[]
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
#variable_conflict use_variable
DECLARE
    unit CONSTANT bigint := body ->> 'unit_id';
    week CONSTANT date := approval.week_of((body ->> 'week')::date);
    own CONSTANT bigint := auth.own_staff_id();
    everybody CONSTANT boolean := auth.holds_everywhere('admin');
    found_people bigint[];
BEGIN
    IF unit IS NULL THEN
        PERFORM auth.require_asking((body ->> 'staff_id')::bigint);
        RETURN ARRAY[(body ->> 'staff_id')::bigint];
    END IF;
    SELECT coalesce(array_agg(DISTINCT m.staff_id ORDER BY m.staff_id), '{}') INTO STRICT found_people
    FROM org.membership AS m
    WHERE
        m.unit_id IN (SELECT u FROM org.unit_subtree(unit) AS u)
        AND m.valid && daterange(week, week + 7)
        AND (
            everybody
            OR CASE
                WHEN m.staff_id = own THEN auth.may_write_person(own, 'staff')
                ELSE m.staff_id IN (SELECT p FROM auth.people_of('manager') AS p)
            END
        );
    IF found_people = '{}' AND unit <> ALL(auth.units('manager')) THEN
        RAISE EXCEPTION USING
            ERRCODE = '42501', MESSAGE = 'This needs the role manager on the unit, or staff in it.';
    END IF;
    RETURN found_people;
END;
$$;
COMMENT ON FUNCTION approval.copied_people(jsonb) IS
'The people whose week a checked body asks to copy, in order: the person, or those of the unit and all below it for whom the acting
account may ask, at home there in that week. Errors: those of auth.require_asking; 42501 where there is none to ask for.';
