CREATE VIEW event.waiting WITH (security_invoker = TRUE) AS
SELECT
    t.place,
    t.change_id,
    t.changed_at,
    t.family,
    t.kind,
    t.id,
    t.action,
    t.version,
    t.old,
    t.new,
    t.parts
FROM event.things(array(SELECT o FROM event.outbox AS o)) AS t;
COMMENT ON VIEW event.waiting IS 'What waits for its position in the log, a row for each thing and change (event.things).';
