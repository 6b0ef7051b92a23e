CREATE FUNCTION org.refuse_secondment(staff_id bigint, unit_id bigint, days daterange) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
#variable_conflict use_variable
DECLARE
    employed datemultirange;
    missing date;
    home date;
BEGIN
    SELECT
        range_agg(m.valid),
        min(greatest(lower(m.valid), lower(days))) FILTER (WHERE m.unit_id = unit_id AND m.valid && days)
    INTO employed, home
    FROM org.membership AS m
    WHERE m.staff_id = staff_id;
    missing := lower(datemultirange(days) - employed);
    IF missing IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST006',
            COLUMN = CASE WHEN missing = lower(days) THEN 'from' ELSE 'to' END,
            MESSAGE = format('The person is in no unit on %s, so it cannot be lent to another one then.', missing);
    ELSIF home IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST006',
            COLUMN = 'unit_id',
            MESSAGE = format('The person is at home in this unit on %s, so it cannot be lent to it then.', home);
    END IF;
END;
$$;
COMMENT ON FUNCTION org.refuse_secondment(bigint, bigint, daterange) IS
'Refuses to lend a person to a unit on dates on which it is at home there (ST006, unit_id), or in no unit (ST006, from, to). Nothing is
said of who was never in a unit, nor of an empty range.';
