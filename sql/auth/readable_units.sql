CREATE FUNCTION auth.readable_units(unit_ids bigint[]) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    read bigint[];
BEGIN
    IF auth.holds_everywhere('viewer') THEN
        RETURN unit_ids;
    END IF;
    read := auth.units('viewer');
    RETURN CASE
        WHEN unit_ids IS NULL THEN read
        ELSE ARRAY(SELECT u FROM unnest(unit_ids) AS u WHERE u = ANY(read))
    END;
END;
$$;
COMMENT ON FUNCTION auth.readable_units(bigint[]) IS
'Those of some units that the acting account reads; null stands for all units, and stays null for who reads all.';
