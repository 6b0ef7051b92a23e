CREATE FUNCTION api.export_rows(kind text, as_of text DEFAULT NULL, time_zone text DEFAULT NULL) RETURNS SETOF text[]
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
BEGIN
    RETURN QUERY SELECT * FROM import.export_rows(kind, schedule.read_known_at(as_of, time_zone));
END;
$$;
COMMENT ON FUNCTION api.export_rows(text, text, text) IS
'The rows of an export (structure, staff, contracts, holidays, adjustments, coverage, presets, duties), the header first.
as_of: as the database knew them at that instant; time_zone: of as_of when it has none.
Errors: 404 for an unknown kind, 422 for as_of.';
GRANT EXECUTE ON FUNCTION api.export_rows(text, text, text) TO strata_user;
