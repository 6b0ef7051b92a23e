-- depends: 0013-rights
-- squawk-ignore-file adding-field-with-default
-- None of these tables keeps a history: who signs in changes nothing that a reader has seen.
ALTER TABLE auth.credential
ADD COLUMN totp_secret text,
ADD COLUMN totp_confirmed_at timestamptz,
ADD COLUMN totp_last_step bigint,
ADD COLUMN failures integer NOT NULL DEFAULT 0,
ADD COLUMN last_failed_at timestamptz,
ADD COLUMN throttled_until timestamptz;
COMMENT ON COLUMN auth.credential.totp_secret IS 'Secret of the second factor (RFC 6238) in base 32; null: there is none.';
COMMENT ON COLUMN auth.credential.totp_confirmed_at IS 'Since when a code is asked for; null: the secret was shown and not used yet.';
COMMENT ON COLUMN auth.credential.totp_last_step IS 'Step of the last code that was accepted: it and earlier ones are used up.';
COMMENT ON COLUMN auth.credential.failures IS 'Failed attempts since the last good one.';
COMMENT ON COLUMN auth.credential.throttled_until IS 'Until then no attempt can succeed.';

CREATE TABLE auth.session (
    session_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL,
    created_at timestamptz NOT NULL,
    last_used_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    end_reason text,
    csrf_hash bytea,
    user_agent text,
    address text,
    CONSTRAINT session_account_exists FOREIGN KEY (account_id) REFERENCES auth.account,
    CONSTRAINT session_end_reason_known CHECK (end_reason IN ('logout', 'ended', 'replaced', 'reuse', 'password', 'inactive')),
    CONSTRAINT session_end_complete CHECK ((ended_at IS NULL) = (end_reason IS NULL))
);
CREATE INDEX session_account_id ON auth.session (account_id);
CREATE INDEX session_alive ON auth.session (account_id, created_at) WHERE ended_at IS NULL;
COMMENT ON TABLE auth.session IS 'A login: the truth about whether its tokens still count. Ended ones are kept as a record.';
COMMENT ON COLUMN auth.session.last_used_at IS 'When its refresh token was used last.';
COMMENT ON COLUMN auth.session.expires_at IS 'Moves with every refresh, up to the longest time that a session may last.';
COMMENT ON COLUMN auth.session.end_reason IS
'logout, ended from another session, replaced by a newer one, reuse of a refresh token, a new password, or an account that is
not active any more.';
COMMENT ON COLUMN auth.session.csrf_hash IS 'SHA-256 of what a browser sends beside its cookie; null: the token is not in a cookie.';
ALTER TABLE auth.session ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.session FORCE ROW LEVEL SECURITY;

CREATE TABLE auth.refresh_token (
    token_hash bytea PRIMARY KEY,
    session_id bigint NOT NULL,
    issued_at timestamptz NOT NULL,
    used_at timestamptz,
    replaced_by bytea,
    CONSTRAINT refresh_token_session_exists FOREIGN KEY (session_id) REFERENCES auth.session ON DELETE CASCADE
);
CREATE INDEX refresh_token_session_id ON auth.refresh_token (session_id);
COMMENT ON TABLE auth.refresh_token IS 'The family of refresh tokens of a session; each is used once.';
COMMENT ON COLUMN auth.refresh_token.token_hash IS 'SHA-256 of the token, which only its client has.';
COMMENT ON COLUMN auth.refresh_token.replaced_by IS 'Hash of the token that its first use gave.';
ALTER TABLE auth.refresh_token ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.refresh_token FORCE ROW LEVEL SECURITY;

CREATE TABLE auth.recovery_code (
    account_id bigint NOT NULL,
    code_hash bytea NOT NULL,
    used_at timestamptz,
    CONSTRAINT recovery_code_pkey PRIMARY KEY (account_id, code_hash),
    CONSTRAINT recovery_code_account_exists FOREIGN KEY (account_id) REFERENCES auth.account
);
COMMENT ON TABLE auth.recovery_code IS 'What signs in once in place of a code of the second factor; SHA-256.';
ALTER TABLE auth.recovery_code ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.recovery_code FORCE ROW LEVEL SECURITY;

CREATE TABLE auth.action_token (
    token_hash bytea PRIMARY KEY,
    account_id bigint NOT NULL,
    purpose text NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    CONSTRAINT action_token_account_exists FOREIGN KEY (account_id) REFERENCES auth.account,
    CONSTRAINT action_token_purpose_known CHECK (purpose IN ('first_password', 'password_reset'))
);
CREATE INDEX action_token_account_id ON auth.action_token (account_id);
COMMENT ON TABLE auth.action_token IS 'What lets somebody set a password once, without the old one.';
COMMENT ON COLUMN auth.action_token.token_hash IS 'SHA-256 of the token, which only the mail has.';
ALTER TABLE auth.action_token ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.action_token FORCE ROW LEVEL SECURITY;

CREATE TABLE auth.mail (
    mail_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint,
    recipient text NOT NULL,
    subject text NOT NULL,
    body text,
    queued_at timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz,
    sent_at timestamptz,
    last_error text,
    CONSTRAINT mail_account_exists FOREIGN KEY (account_id) REFERENCES auth.account
);
CREATE INDEX mail_account_id ON auth.mail (account_id);
CREATE INDEX mail_due ON auth.mail (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
COMMENT ON TABLE auth.mail IS 'Mail on its way. A server takes what is due, and tries again later when it fails.';
COMMENT ON COLUMN auth.mail.body IS 'Text, in which {address} stands for the public address of the server; erased once sent or given up.';
COMMENT ON COLUMN auth.mail.next_attempt_at IS 'Null: sent, or given up.';
ALTER TABLE auth.mail ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.mail FORCE ROW LEVEL SECURITY;
