-- A file may name a unit by its path, or by its name where no other unit has it.
CREATE VIEW import.unit_reference WITH (security_invoker = TRUE) AS
SELECT
    p.path AS reference,
    p.unit_id
FROM import.unit_path AS p
UNION
SELECT
    u.name AS reference,
    min(u.unit_id) AS unit_id
FROM org.unit AS u
GROUP BY u.name
HAVING count(*) = 1 AND bool_and(u.parent_id IS NOT NULL);
COMMENT ON VIEW import.unit_reference IS 'What files may call a unit: its path, or a name that only one unit has.';
