-- depends: 0007-changes
CREATE TABLE audit.idempotency_key (
    account_id bigint NOT NULL,
    key text NOT NULL,
    fingerprint text NOT NULL,
    answer json,
    claimed_at timestamptz NOT NULL,
    CONSTRAINT idempotency_key_pkey PRIMARY KEY (account_id, key),
    CONSTRAINT idempotency_key_account_exists FOREIGN KEY (account_id) REFERENCES auth.account
);
CREATE INDEX idempotency_key_claimed_at ON audit.idempotency_key (claimed_at);
COMMENT ON TABLE audit.idempotency_key IS 'The answers to POSTs that clients may repeat: kept for 24 hours.';
COMMENT ON COLUMN audit.idempotency_key.fingerprint IS 'What the request was, so that another one with the same key is noticed.';
COMMENT ON COLUMN audit.idempotency_key.answer IS 'The body of the answer; null only within the transaction that makes it.';
ALTER TABLE audit.idempotency_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.idempotency_key FORCE ROW LEVEL SECURITY;
