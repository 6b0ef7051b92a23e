-- The rows of org.unit as they stand and as they once stood: what a read "as of" an instant chooses from.
CREATE VIEW org.unit_version WITH (security_invoker = TRUE) AS
SELECT
    unit_id,
    parent_id,
    name,
    short_name,
    colour,
    display_order,
    recorded_from,
    NULL::tstzrange AS superseded
FROM org.unit
UNION ALL
SELECT
    unit_id,
    parent_id,
    name,
    short_name,
    colour,
    display_order,
    recorded_from,
    recorded AS superseded
FROM org.unit_history;
COMMENT ON VIEW org.unit_version IS
'Present and superseded versions of org.unit; superseded is null for the present one, else the time in which the version held.';
