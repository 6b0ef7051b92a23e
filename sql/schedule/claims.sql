CREATE FUNCTION schedule.claims(
    staff_ids bigint[],
    window_start timestamptz,
    window_end timestamptz,
    known_at timestamptz DEFAULT 'infinity',
    proposed schedule.adjustment[] DEFAULT NULL,
    cancelled bigint[] DEFAULT '{}'
)
RETURNS TABLE (
    staff_id bigint,
    rank smallint,
    starts_at timestamptz,
    ends_at timestamptz,
    activity_id bigint,
    source_id bigint,
    request_id bigint
)
LANGUAGE sql STABLE ROWS 1000
SET search_path = ''
BEGIN ATOMIC
    SELECT
        s.staff_id,
        s.rank,
        s.starts_at,
        s.ends_at,
        s.activity_id,
        s.source_id,
        s.request_id
    FROM schedule.effective_segments(
        claims.staff_ids, claims.window_start, claims.window_end, claims.known_at, claims.proposed, claims.cancelled, FALSE
    ) AS s;
END;
COMMENT ON FUNCTION schedule.claims(bigint[], timestamptz, timestamptz, timestamptz, schedule.adjustment[], bigint[]) IS
'What each layer claims of a window for some people, before the merge; arguments and columns as in schedule.effective_segments.';
