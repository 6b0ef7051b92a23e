CREATE VIEW reporting.approval_backlog WITH (security_invoker = TRUE) AS
SELECT
    b.request_id,
    b.kind,
    b.staff_id,
    b.unit_id,
    b.step,
    b.steps,
    b.deciders,
    b.deciding_unit_id,
    b.requested_at,
    floor(extract(EPOCH FROM now() - b.requested_at) / 60)::integer AS age_minutes,
    b.deadline,
    coalesce(b.deadline <= now(), FALSE) AS overdue,
    b.escalations
FROM reporting.backlog() AS b;
COMMENT ON VIEW reporting.approval_backlog IS
'What is still to be decided, one row per pending request with the step that it waits for; of requests that the reader may read.';
COMMENT ON COLUMN reporting.approval_backlog.request_id IS 'The request.';
COMMENT ON COLUMN reporting.approval_backlog.kind IS
'change: of one person; swap: two people exchange parts of their days; open_shift: an offered shift that somebody took.';
COMMENT ON COLUMN reporting.approval_backlog.staff_id IS 'The person concerned.';
COMMENT ON COLUMN reporting.approval_backlog.unit_id IS
'The home unit of the person today; null when the reader may not know of it.';
COMMENT ON COLUMN reporting.approval_backlog.step IS 'The step that it waits for, from 1 on.';
COMMENT ON COLUMN reporting.approval_backlog.steps IS 'How many steps it has.';
COMMENT ON COLUMN reporting.approval_backlog.deciders IS
'Who decides: unit_managers and parent_managers (of the unit beside it), admins, accounts (named ones), or partner (of a swap).';
COMMENT ON COLUMN reporting.approval_backlog.deciding_unit_id IS
'The unit whose managers or administrators decide; null: those of the whole organisation, named accounts or the partner, or when the '
'reader may not know of it.';
COMMENT ON COLUMN reporting.approval_backlog.requested_at IS 'When it was asked for.';
COMMENT ON COLUMN reporting.approval_backlog.age_minutes IS 'Minutes since then.';
COMMENT ON COLUMN reporting.approval_backlog.deadline IS
'When the step goes to the unit above or the request expires; null: never by itself.';
COMMENT ON COLUMN reporting.approval_backlog.overdue IS 'Whether the deadline has passed.';
COMMENT ON COLUMN reporting.approval_backlog.escalations IS 'How often the step went to the unit above.';
GRANT SELECT ON reporting.approval_backlog TO strata_bi;
