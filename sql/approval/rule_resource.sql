CREATE VIEW approval.rule_resource WITH (security_invoker = TRUE) AS
SELECT
    r.rule_id AS id,
    r.name,
    r.unit_id,
    a.code AS activity,
    r.class,
    r.requester,
    r.minimum_notice,
    r.maximum_length,
    r.lock_date,
    r.automatic,
    r.deadline,
    r.on_deadline,
    r.coverage,
    r.priority,
    s.steps,
    lower(r.valid) AS "from",
    upper(r.valid) AS "to",
    (extract(EPOCH FROM greatest(r.recorded_from, s.recorded_from)) * 1000000)::bigint AS version
FROM approval.rule_known AS r
LEFT JOIN org.activity_known AS a ON r.activity_id = a.activity_id
CROSS JOIN LATERAL (
    SELECT
        coalesce(
            jsonb_agg(
                jsonb_build_object('deciders', g.deciders, 'quorum', g.quorum, 'account_ids', to_jsonb(g.account_ids))
                ORDER BY g.place
            ),
            '[]'
        ) AS steps,
        max(g.recorded_from) AS recorded_from
    FROM approval.rule_step_known AS g
    WHERE g.rule_id = r.rule_id
) AS s;
COMMENT ON VIEW approval.rule_resource IS
'Rules of approval as the API shows and writes them, each with its steps in order. version grows with every change.';
ALTER VIEW approval.rule_resource ALTER COLUMN automatic SET DEFAULT FALSE;
ALTER VIEW approval.rule_resource ALTER COLUMN on_deadline SET DEFAULT 'escalate';
ALTER VIEW approval.rule_resource ALTER COLUMN coverage SET DEFAULT 'warn';
ALTER VIEW approval.rule_resource ALTER COLUMN priority SET DEFAULT 0;
ALTER VIEW approval.rule_resource ALTER COLUMN steps SET DEFAULT '[]';
