CREATE FUNCTION schedule.coverage(
    unit bigint,
    window_start timestamptz,
    window_end timestamptz,
    known_at timestamptz DEFAULT 'infinity',
    proposed schedule.adjustment[] DEFAULT NULL,
    cancelled bigint[] DEFAULT '{}'
)
RETURNS TABLE (
    requirement_id bigint,
    starts_at timestamptz,
    ends_at timestamptz,
    required integer,
    available integer,
    missing integer
)
LANGUAGE sql STABLE ROWS 1000
SET search_path = ''
BEGIN ATOMIC
    SELECT
        p.requirement_id,
        p.starts_at,
        p.ends_at,
        p.required,
        p.available,
        p.missing
    FROM schedule.coverage_pieces(
        auth.readable_units(org.required_subtree(coverage.unit, coverage.known_at)),
        coverage.window_start,
        coverage.window_end,
        coverage.known_at,
        coverage.proposed,
        coverage.cancelled
    ) AS p;
END;
COMMENT ON FUNCTION schedule.coverage(bigint, timestamptz, timestamptz, timestamptz, schedule.adjustment[], bigint[]) IS
'The coverage requirements of a unit and those below it (null: all, of those that the acting account reads) in a window, as
known at an instant (default: now): each requirement''s time cut into pieces in which the number of available people is constant. Available is who is counted in
the requirement''s unit or below it (at the destination while seconded) and whose effective segment has an activity that
the requirement counts. A part begins on a local date of the site that is valid, and then goes on to its end; holidays do
not end it. missing is what lacks of required, 0 at least. proposed, cancelled: as in schedule.effective_segments. Errors: ST004 for an unknown unit.';
