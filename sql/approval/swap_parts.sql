CREATE FUNCTION approval.swap_parts(body jsonb) RETURNS tstzmultirange
LANGUAGE sql STABLE
SET search_path = ''
BEGIN ATOMIC
    SELECT range_agg(tstzrange(p.start, p."end"))
    FROM jsonb_to_recordset(swap_parts.body -> 'swap' -> 'parts') AS p (start timestamptz, "end" timestamptz);
END;
COMMENT ON FUNCTION approval.swap_parts(jsonb) IS
'The time that the body of a request asks to exchange, once approval.swap_faults finds nothing wrong with it; null without a swap.';
