CREATE FUNCTION approval.may_offer(unit_id bigint, giver_id bigint) RETURNS boolean
LANGUAGE sql STABLE
SET search_path = ''
BEGIN ATOMIC
    SELECT
        EXISTS (
            SELECT FROM unnest(auth.units('manager')) AS m (unit_id)
            WHERE m.unit_id = may_offer.unit_id
        )
        OR (may_offer.giver_id IS NOT NULL AND auth.may_write_person(may_offer.giver_id, 'manager'));
END;
COMMENT ON FUNCTION approval.may_offer(bigint, bigint) IS
'Whether the acting account may offer and assign a shift of a unit: as a manager of the unit, or of the person (null: nobody) who
gives it away.';
