-- Pairs of rows that must not be, found without ranges and without the constraints.
SELECT 'adjustment' AS kind, one.adjustment_id AS one, other.adjustment_id AS other
FROM schedule.adjustment AS one
JOIN schedule.adjustment AS other
    ON
        one.staff_id = other.staff_id
        AND one.class = other.class
        AND one.adjustment_id < other.adjustment_id
        AND one.starts_at < other.ends_at
        AND other.starts_at < one.ends_at
WHERE one.state = 'approved' AND other.state = 'approved'
UNION ALL
SELECT 'contract', one.contract_id, other.contract_id
FROM schedule.contract AS one
JOIN schedule.contract AS other
    ON
        one.staff_id = other.staff_id
        AND one.contract_id < other.contract_id
        AND lower(one.valid) < upper(other.valid)
        AND lower(other.valid) < upper(one.valid)
