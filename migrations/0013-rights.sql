-- depends: 0012-retention
-- squawk-ignore-file ban-drop-column, ban-drop-default, ban-drop-function, constraint-missing-not-valid, adding-foreign-key-constraint
-- squawk-ignore-file disallowed-unique-constraint, adding-not-nullable-field, require-concurrent-index-creation
-- Accounts are few, and nobody signs in while they change.
-- An account stands for a person who is scheduled, or for a machine. What it may do is said by grants.
ALTER TABLE auth.account
ADD COLUMN staff_id bigint,
ADD COLUMN kind text NOT NULL DEFAULT 'person',
ADD COLUMN active boolean NOT NULL DEFAULT TRUE,
ADD COLUMN recorded_from timestamptz NOT NULL DEFAULT now(),
ADD COLUMN change_id bigint,
ADD CONSTRAINT account_staff_exists FOREIGN KEY (staff_id) REFERENCES org.staff,
ADD CONSTRAINT account_staff_unique UNIQUE (staff_id),
ADD CONSTRAINT account_name_not_blank CHECK (btrim(name) <> ''),
ADD CONSTRAINT account_kind_known CHECK (kind IN ('person', 'machine'));
ALTER TABLE auth.account ALTER COLUMN recorded_from DROP DEFAULT;
COMMENT ON COLUMN auth.account.staff_id IS 'Whose account it is; null: of nobody who is scheduled.';
COMMENT ON COLUMN auth.account.active IS 'Whether it can sign in and act.';

-- The secret is apart from the account, so that no history keeps it.
CREATE TABLE auth.credential (
    account_id bigint PRIMARY KEY,
    password_hash text,
    CONSTRAINT credential_account_exists FOREIGN KEY (account_id) REFERENCES auth.account
);
COMMENT ON TABLE auth.credential IS 'By what an account signs in.';
COMMENT ON COLUMN auth.credential.password_hash IS 'argon2id, in the PHC string format; null: cannot sign in by password.';
INSERT INTO auth.credential (account_id, password_hash)
SELECT
    account_id,
    password_hash
FROM auth.account;
ALTER TABLE auth.credential ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.credential FORCE ROW LEVEL SECURITY;

CREATE TABLE auth.role_grant (
    grant_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL,
    role text NOT NULL,
    unit_id bigint,
    recorded_from timestamptz NOT NULL,
    change_id bigint,
    CONSTRAINT role_grant_account_exists FOREIGN KEY (account_id) REFERENCES auth.account,
    CONSTRAINT role_grant_unit_exists FOREIGN KEY (unit_id) REFERENCES org.unit,
    CONSTRAINT role_grant_role_known CHECK (role IN ('viewer', 'staff', 'manager', 'admin')),
    CONSTRAINT role_grant_once UNIQUE NULLS NOT DISTINCT (account_id, unit_id, role)
);
CREATE INDEX role_grant_unit_id ON auth.role_grant (unit_id);
COMMENT ON TABLE auth.role_grant IS 'The role that an account has on a unit and all below it.';
COMMENT ON COLUMN auth.role_grant.unit_id IS 'Null: on the whole organisation, whatever units it has.';
INSERT INTO auth.role_grant (account_id, role, recorded_from)
SELECT
    account_id,
    role,
    now() AS recorded_from
FROM auth.account;
ALTER TABLE auth.role_grant ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.role_grant FORCE ROW LEVEL SECURITY;
-- The code of the release before reads these columns; all of it is made again after the migrations.
DROP FUNCTION IF EXISTS auth.store_account(text, text, text, text), auth.first_administrator();
ALTER TABLE auth.account DROP COLUMN role, DROP COLUMN password_hash;

CREATE TABLE auth.account_history (
    LIKE auth.account,
    recorded tstzrange NOT NULL,
    superseded_by bigint,
    CONSTRAINT account_history_no_overlap
    EXCLUDE USING gist (account_id extensions.gist_int8_ops WITH =, recorded WITH &&)
);
COMMENT ON TABLE auth.account_history IS 'Superseded versions of auth.account, each with the time in which it held.';
CREATE INDEX account_history_recorded ON auth.account_history USING gist (recorded);
ALTER TABLE auth.account_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.account_history FORCE ROW LEVEL SECURITY;

CREATE TABLE auth.role_grant_history (
    LIKE auth.role_grant,
    recorded tstzrange NOT NULL,
    superseded_by bigint,
    CONSTRAINT role_grant_history_no_overlap
    EXCLUDE USING gist (grant_id extensions.gist_int8_ops WITH =, recorded WITH &&)
);
COMMENT ON TABLE auth.role_grant_history IS 'Superseded versions of auth.role_grant, each with the time in which it held.';
CREATE INDEX role_grant_history_recorded ON auth.role_grant_history USING gist (recorded);
ALTER TABLE auth.role_grant_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.role_grant_history FORCE ROW LEVEL SECURITY;

-- A login of the database that reads reports as an account.
CREATE TABLE auth.reporting_login (
    login text PRIMARY KEY,
    account_id bigint NOT NULL,
    recorded_from timestamptz NOT NULL,
    change_id bigint,
    CONSTRAINT reporting_login_account_exists FOREIGN KEY (account_id) REFERENCES auth.account
);
CREATE INDEX reporting_login_account_id ON auth.reporting_login (account_id);
COMMENT ON TABLE auth.reporting_login IS 'Which account a login of the database reads reports as.';
ALTER TABLE auth.reporting_login ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.reporting_login FORCE ROW LEVEL SECURITY;

CREATE TABLE auth.reporting_login_history (
    LIKE auth.reporting_login,
    recorded tstzrange NOT NULL,
    superseded_by bigint,
    CONSTRAINT reporting_login_history_no_overlap
    EXCLUDE USING gist (login extensions.gist_text_ops WITH =, recorded WITH &&)
);
COMMENT ON TABLE auth.reporting_login_history
IS 'Superseded versions of auth.reporting_login, each with the time in which it held.';
CREATE INDEX reporting_login_history_recorded ON auth.reporting_login_history USING gist (recorded);
ALTER TABLE auth.reporting_login_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.reporting_login_history FORCE ROW LEVEL SECURITY;

-- Who made a change, to the session and the request.
ALTER TABLE audit.transaction
ADD COLUMN session_id bigint,
ADD COLUMN request_id text;
COMMENT ON COLUMN audit.transaction.session_id IS 'The session of the account; null for who worked in the database itself.';
COMMENT ON COLUMN audit.transaction.request_id IS 'The request over HTTP, as the log and the answer name it.';
