-- Whoever exchanges time with somebody, or asks for the time after a move, may manage nobody there: that is no edit of a manager.
CREATE FUNCTION approval.relation(account_id bigint, staff_id bigint, unit_id bigint) RETURNS text
LANGUAGE sql STABLE
SET search_path = ''
RETURN CASE
    WHEN EXISTS (
        SELECT FROM auth.account AS a
        WHERE a.account_id = relation.account_id AND a.staff_id = relation.staff_id
    ) THEN 'self'
    WHEN approval.holds_on(relation.account_id, 'admin', relation.unit_id) THEN 'admin'
    WHEN approval.holds_on(relation.account_id, 'manager', relation.unit_id) THEN 'manager'
    ELSE 'self'
END;
COMMENT ON FUNCTION approval.relation(bigint, bigint, bigint) IS
'As what an account asks for a person of a home unit: admin or manager of that unit, else self, as the person would.';
