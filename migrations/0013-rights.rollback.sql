ALTER TABLE audit.transaction DROP COLUMN request_id, DROP COLUMN session_id;
DROP TABLE auth.reporting_login_history;
DROP TABLE auth.reporting_login;
ALTER TABLE auth.account
ADD COLUMN role text,
ADD COLUMN password_hash text;
-- Row security holds for the owner too, whose policies went with the code.
ALTER TABLE auth.account NO FORCE ROW LEVEL SECURITY;
ALTER TABLE auth.role_grant NO FORCE ROW LEVEL SECURITY;
ALTER TABLE auth.credential NO FORCE ROW LEVEL SECURITY;
UPDATE auth.account AS a SET
    role = coalesce(
        (
            SELECT g.role
            FROM auth.role_grant AS g
            WHERE g.account_id = a.account_id
            ORDER BY array_position('{admin,manager,staff,viewer}', g.role)
            LIMIT 1
        ),
        'viewer'
    ),
    password_hash = (
        SELECT c.password_hash FROM auth.credential AS c
        WHERE c.account_id = a.account_id
    );
ALTER TABLE auth.account FORCE ROW LEVEL SECURITY;
ALTER TABLE auth.account
ALTER COLUMN role SET NOT NULL,
ADD CONSTRAINT account_role_known CHECK (role IN ('viewer', 'staff', 'manager', 'admin'));
COMMENT ON COLUMN auth.account.password_hash IS 'argon2id, in the PHC string format; null: cannot log in.';
DROP TABLE auth.role_grant_history;
DROP TABLE auth.account_history;
DROP TABLE auth.role_grant;
DROP TABLE auth.credential;
ALTER TABLE auth.account
DROP CONSTRAINT account_kind_known,
DROP CONSTRAINT account_name_not_blank,
DROP CONSTRAINT account_staff_unique,
DROP CONSTRAINT account_staff_exists,
DROP COLUMN change_id,
DROP COLUMN recorded_from,
DROP COLUMN active,
DROP COLUMN kind,
DROP COLUMN staff_id;
