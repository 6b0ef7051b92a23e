-- A person with all that the history of a person shows: moves too, also those that are planned.
CREATE VIEW org.staff_record WITH (security_invoker = TRUE) AS
SELECT
    s.id,
    s.employee_number,
    s.name,
    s.email,
    s.unit_id,
    s."from",
    (
        SELECT
            jsonb_agg(
                jsonb_build_object('unit_id', m.unit_id, 'from', lower(m.valid), 'to', upper(m.valid))
                ORDER BY m.valid
            )
        FROM org.membership_known AS m
        WHERE m.staff_id = s.id
    ) AS memberships,
    s.version
FROM org.staff_resource AS s;
COMMENT ON VIEW org.staff_record IS 'People as org.staff_resource shows them, with all their memberships.';
