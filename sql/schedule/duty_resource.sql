CREATE VIEW schedule.duty_resource WITH (security_invoker = TRUE) AS
SELECT
    d.duty_id AS id,
    d.name,
    d.day,
    d.staff_id,
    d.unit_id,
    CASE
        WHEN (SELECT auth.holds_everywhere('manager')) OR d.staff_id IN (SELECT auth.confidants()) THEN d.note
    END AS note,
    (extract(EPOCH FROM d.recorded_from) * 1000000)::bigint AS version
FROM schedule.duty_known AS d;
COMMENT ON VIEW schedule.duty_resource IS
'Duties as the API shows and writes them; a note only to the person and those who manage it. version grows with every change.';
