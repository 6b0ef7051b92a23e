-- The board. Its JSON is put together as text, which costs less than a JSON value per segment.
CREATE FUNCTION api.schedules(
    "from" text,
    "to" text,
    unit bigint DEFAULT NULL,
    staff bigint[] DEFAULT NULL,
    time_zone text DEFAULT NULL,
    as_of text DEFAULT NULL,
    request bigint DEFAULT NULL,
    explain boolean DEFAULT FALSE
) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = ''
SET plan_cache_mode = force_generic_plan
SET enable_nestloop = off
SET enable_mergejoin = off
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
    window_start timestamptz;
    window_end timestamptz;
    known_at CONSTANT timestamptz := schedule.read_known_at(as_of, time_zone);
    proposed schedule.adjustment[];
    cancelled bigint[] := '{}';
    people text;
BEGIN
    IF request IS NOT NULL THEN
        SELECT p.proposed, p.cancelled INTO STRICT proposed, cancelled
        FROM schedule.read_proposal(request) AS p;
    END IF;
    SELECT w.window_start, w.window_end INTO STRICT window_start, window_end
    FROM schedule.read_window("from", "to", time_zone) AS w;
    WITH person AS MATERIALIZED (
        SELECT
            p.staff_id,
            p.employee_number,
            p.name,
            p.unit_id,
            p.place
        FROM schedule.people(unit, staff, window_start, window_end, known_at)
        WITH ORDINALITY AS p (staff_id, employee_number, name, unit_id, place)
    ),
    everybody AS MATERIALIZED (
        SELECT array_agg(p.staff_id) AS staff_ids
        FROM person AS p
    ),
    seen AS MATERIALIZED (
        SELECT
            v.staff_id,
            v.starts_at,
            v.ends_at,
            v.confidential
        FROM auth.visible_time((SELECT e.staff_ids FROM everybody AS e), window_start, window_end) AS v
    ),
    activity AS MATERIALIZED (
        SELECT
            v.activity_id,
            v.confidential,
            '","activity":' || to_json(v.code) || ',"layer":"contract","class":' || v.class || ',"source_id":'
            AS in_contract,
            '","activity":' || to_json(v.code) || ',"layer":"adjustment","class":' || v.class || ',"source_id":'
            AS in_adjustment
        FROM org.shown_activities(known_at) AS v
    ),
    reason AS MATERIALIZED (
        SELECT
            x.staff_id,
            x.starts_at,
            ',"why":' || x.why AS text
        FROM schedule.explanations(
            CASE WHEN explain THEN (SELECT e.staff_ids FROM everybody AS e) END,
            window_start, window_end, known_at, proposed, cancelled
        ) AS x
    ),
    timeline AS (
        SELECT
            s.staff_id,
            string_agg(
                '{"start":"' || replace((greatest(s.starts_at, v.starts_at) AT TIME ZONE 'UTC')::text, ' ', 'T')
                || 'Z","end":"' || replace((least(s.ends_at, v.ends_at) AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z'
                || CASE WHEN s.rank = 0 THEN a.in_contract ELSE a.in_adjustment END || s.source_id
                || ',"request_id":' || coalesce(s.request_id::text, 'null') || coalesce(r.text, '') || '}',
                ',' ORDER BY s.starts_at
            ) AS segments
        FROM schedule.effective_segments(
            (SELECT e.staff_ids FROM everybody AS e), window_start, window_end, known_at, proposed, cancelled
        ) AS s
        JOIN seen AS v ON v.staff_id = s.staff_id AND v.starts_at < s.ends_at AND v.ends_at > s.starts_at
        JOIN activity AS a ON a.activity_id = s.activity_id AND a.confidential = v.confidential
        LEFT JOIN reason AS r ON r.staff_id = s.staff_id AND r.starts_at = greatest(s.starts_at, v.starts_at)
        GROUP BY s.staff_id
    )
    SELECT
        string_agg(
            '{"staff_id":' || p.staff_id || ',"employee_number":' || to_json(p.employee_number)
            || ',"name":' || to_json(p.name) || ',"unit_id":' || coalesce(p.unit_id::text, 'null')
            || ',"segments":[' || coalesce(t.segments, '') || ']}',
            ',' ORDER BY p.place
        ) INTO STRICT people
    FROM person AS p
    LEFT JOIN timeline AS t ON t.staff_id = p.staff_id;
    RETURN '{"from":"' || replace((window_start AT TIME ZONE 'UTC')::text, ' ', 'T')
        || 'Z","to":"' || replace((window_end AT TIME ZONE 'UTC')::text, ' ', 'T')
        || 'Z","position":' || to_json(event.position())
        || ',"staff":[' || coalesce(people, '') || ']}';
END;
$$;
COMMENT ON FUNCTION api.schedules(text, text, bigint, bigint[], text, text, bigint, boolean) IS
'The effective schedule of a window [from, to), at most 366 days: every person with the segments in order of time.
from, to: RFC 3339 instants, or dates in time_zone (IANA name; default: the organisation''s zone).
unit: this unit and those below it; staff: only these people. Without both: everybody with a home unit in the window.
as_of: as the database knew it at that instant, or at the beginning of that date.
request: as if that draft or pending request were approved. explain: each segment says why it won and over what.
Instants of the answer are UTC.
Answer: schedules.
Problems: not-found.';
GRANT EXECUTE ON FUNCTION api.schedules(text, text, bigint, bigint[], text, text, bigint, boolean) TO strata_user;
