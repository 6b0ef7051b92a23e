CREATE FUNCTION approval.coverage_losses(proposed schedule.adjustment[], cancelled bigint[])
RETURNS TABLE (
    requirement_id bigint,
    starts_at timestamptz,
    ends_at timestamptz,
    required integer,
    available_before integer,
    available_after integer,
    missing_before integer,
    missing_after integer
)
LANGUAGE sql STABLE ROWS 10
SET search_path = ''
BEGIN ATOMIC
    SELECT
        c.requirement_id,
        c.starts_at,
        c.ends_at,
        c.required,
        c.available_before,
        c.available_after,
        c.missing_before,
        c.missing_after
    FROM approval.coverage_changes(coverage_losses.proposed, coverage_losses.cancelled, TRUE) AS c
    WHERE c.missing_after > c.missing_before;
END;
COMMENT ON FUNCTION approval.coverage_losses(schedule.adjustment[], bigint[]) IS
'Of approval.coverage_changes the pieces in which more would be missing than before; no order.';
