-- The rows of schedule.contract as they stand and as they once stood: what a read "as of" an instant chooses from.
CREATE VIEW schedule.contract_version WITH (security_invoker = TRUE) AS
SELECT
    contract_id,
    staff_id,
    site_id,
    pattern_id,
    anchor,
    valid,
    holiday_rule,
    recorded_from,
    NULL::tstzrange AS superseded
FROM schedule.contract
UNION ALL
SELECT
    contract_id,
    staff_id,
    site_id,
    pattern_id,
    anchor,
    valid,
    holiday_rule,
    recorded_from,
    recorded AS superseded
FROM schedule.contract_history;
COMMENT ON VIEW schedule.contract_version IS
'Present and superseded versions of schedule.contract; superseded is null for the present one, else the time in which the version held.';
