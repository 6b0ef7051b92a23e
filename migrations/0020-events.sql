-- depends: 0019-request-times
-- squawk-ignore-file adding-field-with-default, constraint-missing-not-valid
CREATE SCHEMA event;
COMMENT ON SCHEMA event IS 'The change log that clients follow: outbox, sequencer and log; webhooks, which are told of it.';

-- What a transaction has changed, until the sequencer takes it. Nothing here says who may know of it: that is worked out once for
-- all rows of a change, after its commit.
CREATE TABLE event.outbox (
    outbox_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    change_id bigint,
    entry_id bigint,
    version bigint,
    session_id bigint,
    staff_id bigint,
    written_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT outbox_one_subject CHECK (num_nonnulls(entry_id, session_id, staff_id) = 1)
)
WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
COMMENT ON TABLE event.outbox IS 'Committed or running changes that have no position in the log yet.';
COMMENT ON COLUMN event.outbox.change_id IS 'The change (audit.transaction); null: none of ours, so no other row belongs to it.';
COMMENT ON COLUMN event.outbox.entry_id IS 'The entry of the audit that says what became of which row.';
COMMENT ON COLUMN event.outbox.version IS 'The version of that row after it, in microseconds.';
COMMENT ON COLUMN event.outbox.session_id IS 'Or: a session that has ended.';
COMMENT ON COLUMN event.outbox.staff_id IS 'Or: a person whose home unit is another one since midnight, without any change.';
ALTER TABLE event.outbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE event.outbox FORCE ROW LEVEL SECURITY;

CREATE TABLE event.log (
    pos bigint NOT NULL,
    sequenced_at timestamptz NOT NULL,
    change_id bigint,
    type text NOT NULL,
    payload jsonb NOT NULL,
    scopes text[] NOT NULL,
    CONSTRAINT log_pkey PRIMARY KEY (pos, sequenced_at)
) PARTITION BY RANGE (sequenced_at);
COMMENT ON TABLE event.log IS 'What happened, in order: positions have no gaps. A partition for each day (UTC).';
COMMENT ON COLUMN event.log.sequenced_at IS 'When it got its position; never before that of an earlier position.';
COMMENT ON COLUMN event.log.type IS 'schedule:created, ...; control:rights and control:session are for servers and reach no client.';
COMMENT ON COLUMN event.log.payload IS 'What clients are told beside type and position: nothing that some holder of a scope may not see.';
COMMENT ON COLUMN event.log.scopes IS 'Who may know of it: whoever holds one of these keys (event.scopes_of).';
ALTER TABLE event.log ENABLE ROW LEVEL SECURITY;
ALTER TABLE event.log FORCE ROW LEVEL SECURITY;

CREATE TABLE event.sequencer (
    singleton boolean NOT NULL DEFAULT TRUE PRIMARY KEY,
    pos bigint NOT NULL DEFAULT 0,
    epoch text NOT NULL DEFAULT 'none',
    sequenced_at timestamptz NOT NULL DEFAULT '-infinity',
    day date,
    identity text,
    written_by xid8,
    CONSTRAINT sequencer_single_row CHECK (singleton)
)
WITH (fillfactor = 10);
COMMENT ON TABLE event.sequencer IS 'Where the log ends: one row. Whoever holds its lock gives out positions.';
COMMENT ON COLUMN event.sequencer.pos IS 'The last position.';
COMMENT ON COLUMN event.sequencer.epoch IS 'To which life of the database positions belong: of another one they mean nothing.';
COMMENT ON COLUMN event.sequencer.sequenced_at IS 'When the last position was given.';
COMMENT ON COLUMN event.sequencer.day IS 'The local date of the organisation up to which changes of home units have been told.';
COMMENT ON COLUMN event.sequencer.identity IS 'Cluster, time line and database in which the epoch began.';
COMMENT ON COLUMN event.sequencer.written_by IS 'The transaction that wrote this row; a restored row was written by another one.';
INSERT INTO event.sequencer DEFAULT VALUES;
ALTER TABLE event.sequencer ENABLE ROW LEVEL SECURITY;
ALTER TABLE event.sequencer FORCE ROW LEVEL SECURITY;

CREATE TABLE event.webhook (
    webhook_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    url text NOT NULL,
    types text[] NOT NULL DEFAULT '{}',
    unit_ids bigint[] NOT NULL DEFAULT '{}',
    staff_ids bigint[] NOT NULL DEFAULT '{}',
    account_id bigint NOT NULL,
    active boolean NOT NULL DEFAULT TRUE,
    secret_made_at timestamptz NOT NULL DEFAULT now(),
    recorded_from timestamptz NOT NULL,
    change_id bigint,
    CONSTRAINT webhook_account_exists FOREIGN KEY (account_id) REFERENCES auth.account,
    CONSTRAINT webhook_name_not_blank CHECK (btrim(name) <> ''),
    CONSTRAINT webhook_url_form CHECK (
        url ~ '^https?://([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?([/?][!-"$-~]*)?$' AND length(url) <= 2000
    )
);
CREATE INDEX webhook_account_id ON event.webhook (account_id);
COMMENT ON TABLE event.webhook IS 'Where events are sent to, and which.';
COMMENT ON COLUMN event.webhook.types IS 'Types of events; none: all.';
COMMENT ON COLUMN event.webhook.unit_ids IS 'Only what concerns these units and those below them; none, and no people either: everything.';
COMMENT ON COLUMN event.webhook.staff_ids IS 'Or these people.';
COMMENT ON COLUMN event.webhook.account_id IS 'Whose rights hold: nothing is sent that this account may not see.';
COMMENT ON COLUMN event.webhook.secret_made_at IS 'Since when the present secret signs: so the audit says who made it.';
CREATE TABLE event.webhook_history (
    LIKE event.webhook,
    recorded tstzrange NOT NULL,
    superseded_by bigint,
    CONSTRAINT webhook_history_no_overlap
    EXCLUDE USING gist (webhook_id extensions.gist_int8_ops WITH =, recorded WITH &&)
);
COMMENT ON TABLE event.webhook_history IS 'Superseded versions of event.webhook, each with the time in which it held.';
CREATE INDEX webhook_history_recorded ON event.webhook_history USING gist (recorded);
ALTER TABLE event.webhook ENABLE ROW LEVEL SECURITY;
ALTER TABLE event.webhook FORCE ROW LEVEL SECURITY;
ALTER TABLE event.webhook_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE event.webhook_history FORCE ROW LEVEL SECURITY;

-- Beside the webhook, so that neither the secret nor every step on becomes an entry of the audit.
CREATE TABLE event.webhook_progress (
    webhook_id bigint PRIMARY KEY,
    secret text NOT NULL,
    pos bigint NOT NULL,
    epoch text NOT NULL,
    taken_at timestamptz NOT NULL DEFAULT '-infinity',
    busy_until timestamptz NOT NULL DEFAULT '-infinity',
    CONSTRAINT webhook_progress_webhook_exists FOREIGN KEY (webhook_id) REFERENCES event.webhook ON DELETE CASCADE
)
WITH (fillfactor = 50);
COMMENT ON TABLE event.webhook_progress IS 'How far the log has been looked through for a webhook, and what signs its deliveries.';
COMMENT ON COLUMN event.webhook_progress.secret IS 'Key of the signatures (HMAC-SHA256): whsec_ and base 64.';
COMMENT ON COLUMN event.webhook_progress.pos IS 'Up to here deliveries have been made out.';
COMMENT ON COLUMN event.webhook_progress.taken_at IS 'When a server last took a delivery: webhooks take turns.';
COMMENT ON COLUMN event.webhook_progress.busy_until IS 'A server is trying one of its deliveries, and has time until then.';
ALTER TABLE event.webhook_progress ENABLE ROW LEVEL SECURITY;
ALTER TABLE event.webhook_progress FORCE ROW LEVEL SECURITY;

CREATE TABLE event.delivery (
    delivery_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    webhook_id bigint NOT NULL,
    epoch text NOT NULL,
    pos bigint NOT NULL,
    type text NOT NULL,
    body text NOT NULL,
    scopes text[] NOT NULL,
    state text NOT NULL DEFAULT 'waiting',
    attempts integer NOT NULL DEFAULT 0,
    failures integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    next_attempt_at timestamptz,
    ended_at timestamptz,
    CONSTRAINT delivery_webhook_exists FOREIGN KEY (webhook_id) REFERENCES event.webhook ON DELETE CASCADE,
    CONSTRAINT delivery_state_known CHECK (state IN ('waiting', 'delivered', 'dead')),
    CONSTRAINT delivery_once UNIQUE (webhook_id, epoch, pos)
);
CREATE INDEX delivery_due ON event.delivery (webhook_id, next_attempt_at, delivery_id) WHERE state = 'waiting';
CREATE INDEX delivery_newest ON event.delivery (webhook_id, delivery_id);
CREATE INDEX delivery_created_at ON event.delivery (created_at);
COMMENT ON TABLE event.delivery IS
'Events on their way to webhooks, and those that got there or were given up, for as long as the log is kept.';
COMMENT ON COLUMN event.delivery.body IS 'What is sent, as it is signed.';
COMMENT ON COLUMN event.delivery.scopes IS 'Who may know of it: asked again before each attempt, for rights may have ended meanwhile.';
COMMENT ON COLUMN event.delivery.failures IS 'Attempts that failed since it was made out or asked for again.';
COMMENT ON COLUMN event.delivery.state IS 'waiting: is tried, again if need be; delivered; dead: given up after the last attempt.';
COMMENT ON COLUMN event.delivery.next_attempt_at IS 'Not before this instant; moved on while a server tries.';
ALTER TABLE event.delivery ENABLE ROW LEVEL SECURITY;
ALTER TABLE event.delivery FORCE ROW LEVEL SECURITY;

CREATE TABLE event.delivery_attempt (
    delivery_id bigint NOT NULL,
    attempt integer NOT NULL,
    attempted_at timestamptz NOT NULL,
    status integer,
    error text,
    milliseconds integer NOT NULL,
    CONSTRAINT delivery_attempt_pkey PRIMARY KEY (delivery_id, attempt),
    CONSTRAINT delivery_attempt_delivery_exists FOREIGN KEY (delivery_id) REFERENCES event.delivery ON DELETE CASCADE
);
COMMENT ON TABLE event.delivery_attempt IS 'What came of each attempt to deliver an event.';
COMMENT ON COLUMN event.delivery_attempt.status IS 'Status of the answer; null: there was none.';
COMMENT ON COLUMN event.delivery_attempt.error IS 'Why it failed; null: it did not.';
ALTER TABLE event.delivery_attempt ENABLE ROW LEVEL SECURITY;
ALTER TABLE event.delivery_attempt FORCE ROW LEVEL SECURITY;

ALTER TABLE org.settings
ADD COLUMN event_retention_days integer NOT NULL DEFAULT 7,
ADD CONSTRAINT settings_event_retention_days_range CHECK (event_retention_days BETWEEN 1 AND 366);
COMMENT ON COLUMN org.settings.event_retention_days IS 'How many days the log of events and of deliveries is kept.';
ALTER TABLE org.settings_history ADD COLUMN event_retention_days integer NOT NULL DEFAULT 7;
