CREATE VIEW schedule.duty_resource WITH (security_invoker = TRUE) AS
SELECT
    d.duty_id AS id,
    d.name,
    d.day,
    d.staff_id,
    d.unit_id,
    d.note,
    (extract(EPOCH FROM d.recorded_from) * 1000000)::bigint AS version
FROM schedule.duty_known AS d;
COMMENT ON VIEW schedule.duty_resource IS
'Duties as the API shows and writes them. version grows with every change.';
