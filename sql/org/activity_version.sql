-- The rows of org.activity as they stand and as they once stood: what a read "as of" an instant chooses from.
CREATE VIEW org.activity_version WITH (security_invoker = TRUE) AS
SELECT
    activity_id,
    code,
    name,
    colour,
    class,
    works,
    available,
    absent,
    private,
    shown_as,
    recorded_from,
    NULL::tstzrange AS superseded
FROM org.activity
UNION ALL
SELECT
    activity_id,
    code,
    name,
    colour,
    class,
    works,
    available,
    absent,
    private,
    shown_as,
    recorded_from,
    recorded AS superseded
FROM org.activity_history;
COMMENT ON VIEW org.activity_version IS
'Present and superseded versions of org.activity; superseded is null for the present one, else the time in which the version held.';
