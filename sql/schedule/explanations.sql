-- Why a segment is what it is: its claim, and every other claim on the same time. Claims are looked up in a wider
-- window, so that those of a contract show their own range and not the window's.
-- The estimate of its rows is that of most calls, which ask for no explanation: a board must not pay for it.
CREATE FUNCTION schedule.explanations(
    staff_ids bigint[],
    window_start timestamptz,
    window_end timestamptz,
    known_at timestamptz DEFAULT 'infinity',
    proposed schedule.adjustment[] DEFAULT NULL,
    cancelled bigint[] DEFAULT '{}'
)
RETURNS TABLE (staff_id bigint, starts_at timestamptz, why json)
LANGUAGE plpgsql STABLE ROWS 10
SET search_path = ''
SET plan_cache_mode = force_generic_plan
SET enable_nestloop = off
AS $$
#variable_conflict use_column
BEGIN
    IF staff_ids IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH claim AS MATERIALIZED (
        SELECT
            row_number() OVER () AS claim_id,
            c.*
        FROM schedule.claims(
            staff_ids, window_start - interval '2 days', window_end + interval '2 days', known_at, proposed, cancelled
        ) AS c
    ),
    seen AS MATERIALIZED (
        SELECT
            v.staff_id,
            v.starts_at,
            v.ends_at,
            v.confidential
        FROM auth.visible_time(staff_ids, window_start, window_end) AS v
    ),
    adjustment AS MATERIALIZED (
        SELECT
            v.adjustment_id,
            v.request_id,
            v.starts_at,
            v.ends_at,
            v.state
        FROM schedule.adjustment_version AS v
        WHERE
            v.adjustment_id IN (SELECT c.source_id FROM claim AS c WHERE c.rank > 0)
            AND v.recorded_from <= known_at
            AND (v.superseded IS NULL OR (known_at < 'infinity' AND v.superseded @> known_at))
    ),
    described AS MATERIALIZED (
        SELECT
            c.claim_id,
            c.staff_id,
            c.rank,
            c.source_id,
            c.starts_at,
            c.ends_at,
            w.starts_at AS seen_from,
            json_build_object(
                'layer', CASE WHEN c.rank = 0 THEN 'contract' ELSE 'adjustment' END,
                'class', a.class,
                'activity', a.code,
                'source_id', c.source_id,
                'request_id', c.request_id,
                'start', replace((CASE
                    WHEN w.confidential THEN coalesce(d.starts_at, c.starts_at)
                    ELSE greatest(c.starts_at, w.starts_at)
                END AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z',
                'end', replace((CASE
                    WHEN w.confidential THEN coalesce(d.ends_at, c.ends_at)
                    ELSE least(c.ends_at, w.ends_at)
                END AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z',
                'state', d.state,
                'approver', who.name,
                'approved_at', replace((q.decided_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z',
                'pattern', p.name,
                'site', s.name,
                'contract_from', lower(k.valid),
                'contract_to', upper(k.valid),
                'holiday_rule', k.holiday_rule
            ) AS description
        FROM claim AS c
        JOIN seen AS w ON w.staff_id = c.staff_id AND w.starts_at < c.ends_at AND w.ends_at > c.starts_at
        JOIN org.shown_activities(known_at) AS a ON a.activity_id = c.activity_id AND a.confidential = w.confidential
        LEFT JOIN adjustment AS d ON d.adjustment_id = c.source_id AND c.rank > 0
        LEFT JOIN schedule.request_version AS q
            ON q.request_id = d.request_id
            AND q.recorded_from <= known_at
            AND (q.superseded IS NULL OR (known_at < 'infinity' AND q.superseded @> known_at))
        LEFT JOIN auth.account AS who ON who.account_id = q.decided_by
        LEFT JOIN schedule.contract_version AS k
            ON k.contract_id = c.source_id
            AND c.rank = 0
            AND k.recorded_from <= known_at
            AND (k.superseded IS NULL OR (known_at < 'infinity' AND k.superseded @> known_at))
        LEFT JOIN schedule.pattern_version AS p
            ON p.pattern_id = k.pattern_id
            AND p.recorded_from <= known_at
            AND (p.superseded IS NULL OR (known_at < 'infinity' AND p.superseded @> known_at))
        LEFT JOIN org.site_version AS s
            ON s.site_id = k.site_id
            AND s.recorded_from <= known_at
            AND (s.superseded IS NULL OR (known_at < 'infinity' AND s.superseded @> known_at))
    )
    SELECT
        g.staff_id,
        greatest(g.starts_at, w.starts_at),
        json_build_object(
            'winner', (array_agg(json_strip_nulls(c.description)) FILTER (WHERE c.rank = g.rank AND c.source_id IS NOT DISTINCT FROM g.source_id))[1],
            'losers', coalesce(
                json_agg(json_strip_nulls(c.description) ORDER BY c.rank DESC, c.starts_at)
                FILTER (WHERE c.rank <> g.rank OR c.source_id IS DISTINCT FROM g.source_id),
                '[]'
            ),
            'rule', CASE
                WHEN count(*) FILTER (WHERE c.rank <> g.rank) = 0 THEN 'only_claim'
                WHEN g.rank % 2 = 1 THEN 'proposed_over_present'
                WHEN max(c.rank) FILTER (WHERE c.rank <> g.rank) = 0 THEN 'adjustment_over_contract'
                ELSE 'higher_class'
            END
        )
    FROM schedule.effective_segments(staff_ids, window_start, window_end, known_at, proposed, cancelled) AS g
    JOIN seen AS w ON w.staff_id = g.staff_id AND w.starts_at < g.ends_at AND w.ends_at > g.starts_at
    JOIN described AS c
        ON c.staff_id = g.staff_id
        AND c.seen_from = w.starts_at
        AND c.starts_at < least(g.ends_at, w.ends_at)
        AND c.ends_at > greatest(g.starts_at, w.starts_at)
    GROUP BY g.staff_id, g.starts_at, w.starts_at, g.rank, g.source_id;
END;
$$;
COMMENT ON FUNCTION schedule.explanations(
    bigint[], timestamptz, timestamptz, timestamptz, schedule.adjustment[], bigint[]
) IS
'For each segment of the effective schedule that the acting account may see, found by person and start (of what is seen of
it): {winner, losers, rule}. A claim says its layer,
class, activity, source, its own range (UTC; a contract''s up to two days around the window), and its approver or its
pattern and site. rule: only_claim, adjustment_over_contract, higher_class or proposed_over_present. staff_ids null:
nothing.';
