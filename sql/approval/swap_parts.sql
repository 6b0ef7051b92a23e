CREATE FUNCTION approval.swap_parts(swap jsonb) RETURNS tstzmultirange
LANGUAGE sql STABLE
SET search_path = ''
BEGIN ATOMIC
    SELECT range_agg(tstzrange(p.start, p."end"))
    FROM jsonb_to_recordset(swap_parts.swap -> 'parts') AS p (start timestamptz, "end" timestamptz);
END;
COMMENT ON FUNCTION approval.swap_parts(jsonb) IS 'The time that a swap {staff_id, parts: [{start, end}]} is about.';
