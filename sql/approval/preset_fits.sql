-- Whose preset it is decides for whom it may be used: a person's own for that person only. To who may not read a personal one it
-- does not exist; one of a unit counts for all below that unit.
CREATE FUNCTION approval.preset_fits(preset_id bigint, staff_id bigint) RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    preset record;
    below bigint[];
BEGIN
    SELECT
        p.staff_id,
        p.unit_id
    INTO preset
    FROM schedule.preset AS p
    WHERE p.preset_id = preset_fits.preset_id;
    IF NOT FOUND THEN
        RETURN FALSE;
    ELSIF preset.staff_id IS NOT NULL THEN
        RETURN preset.staff_id = preset_fits.staff_id
            AND (auth.holds_everywhere('manager') OR preset.staff_id IN (SELECT c FROM auth.confidants() AS c));
    ELSIF preset.unit_id IS NULL THEN
        RETURN TRUE;
    END IF;
    below := ARRAY(SELECT u FROM org.unit_subtree(preset.unit_id) AS u);
    RETURN below && auth.units('viewer')
        OR (
            SELECT m.unit_id = ANY(below)
            FROM org.membership AS m
            WHERE m.staff_id = preset_fits.staff_id
            ORDER BY m.valid @> auth.today() DESC, lower(m.valid) > auth.today() DESC, abs(lower(m.valid) - auth.today())
            LIMIT 1
        ) IS TRUE;
END;
$$;
COMMENT ON FUNCTION approval.preset_fits(bigint, bigint) IS
'Whether the acting account may use a preset for a person: one of everybody, one of a unit to which the home unit of the person or a
unit that the account reads belongs, or the person''s own if the account is in its confidence.';
