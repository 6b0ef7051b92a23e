CREATE FUNCTION approval.partner_of(body jsonb) RETURNS bigint
LANGUAGE sql STABLE
SET search_path = ''
RETURN coalesce(
    (partner_of.body -> 'swap' ->> 'staff_id')::bigint,
    (
        SELECT max(CASE r.partner_id WHEN (partner_of.body ->> 'staff_id')::bigint THEN r.staff_id ELSE r.partner_id END)
        FROM schedule.request AS r
        WHERE r.request_id IN (
            SELECT c::bigint
            FROM jsonb_array_elements_text(nullif(partner_of.body -> 'cancels', 'null')) AS c
        )
    )
);
COMMENT ON FUNCTION approval.partner_of(jsonb) IS
'The other person whose schedule a checked body changes: of its swap, or of the requests that it cancels. Null: nobody.';
