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
    org.clock_text(d.start_minute) AS start,
    org.clock_text((d.start_minute + d.minutes - 1) % 1440 + 1) AS "end",
    (extract(EPOCH FROM d.recorded_from) * 1000000)::bigint AS version
FROM schedule.duty_known AS d;
COMMENT ON VIEW schedule.duty_resource IS
'Duties as the API shows and writes them; a note only to the person and those who manage it; start and end are null for a whole day.
version grows with every change.';
