-- depends: 0001-foundation
CREATE TABLE auth.account (
    account_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email text NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    password_hash text,
    CONSTRAINT account_email_unique UNIQUE (email),
    CONSTRAINT account_email_lower_case CHECK (email = lower(email) AND email LIKE '%_@_%'),
    CONSTRAINT account_role_known CHECK (role IN ('viewer', 'staff', 'manager', 'admin'))
);
COMMENT ON TABLE auth.account IS 'A person or a machine that acts on the schedule.';
COMMENT ON COLUMN auth.account.password_hash IS 'argon2id, in the PHC string format; null: cannot log in.';
ALTER TABLE auth.account ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.account FORCE ROW LEVEL SECURITY;

-- One row for each transaction that changed anything. Its number orders the changes for readers,
-- its instant is the transaction time that all rows of that transaction carry.
CREATE TABLE audit.transaction (
    change_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    transaction_id xid8 NOT NULL,
    recorded_at timestamptz NOT NULL,
    account_id bigint,
    database_login name NOT NULL,
    CONSTRAINT transaction_account_exists FOREIGN KEY (account_id) REFERENCES auth.account
);
CREATE INDEX transaction_account_id ON audit.transaction (account_id);
COMMENT ON TABLE audit.transaction IS 'Every transaction that changed the data: when, and who.';
ALTER TABLE audit.transaction ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.transaction FORCE ROW LEVEL SECURITY;
