-- Who sees a change may know who made it; what else an account did stays with it.
CREATE FUNCTION audit.author(change_id bigint, OUT account_id bigint, OUT account text, OUT database_login text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = ''
BEGIN ATOMIC
    SELECT
        t.account_id,
        a.name,
        t.database_login::text
    FROM audit.transaction AS t
    LEFT JOIN auth.account AS a ON t.account_id = a.account_id
    WHERE t.change_id = author.change_id AND auth.is_somebody();
END;
COMMENT ON FUNCTION audit.author(bigint) IS
'Who made a change: the account, its name, and the login of the database; nulls for a change that is not known, and for nobody.';
GRANT EXECUTE ON FUNCTION audit.author(bigint) TO strata_user;
