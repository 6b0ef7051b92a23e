-- depends: 0016-erasure
-- squawk-ignore-file constraint-missing-not-valid, adding-foreign-key-constraint, require-concurrent-index-creation
-- squawk-ignore-file adding-not-nullable-field
CREATE SCHEMA approval;
COMMENT ON SCHEMA approval IS 'Who decides what is asked for: rules, steps, decisions, delegations; shifts that are offered.';

CREATE TABLE approval.rule (
    rule_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    unit_id bigint,
    activity_id bigint,
    class smallint,
    requester text,
    minimum_notice integer,
    maximum_length integer,
    lock_date date,
    automatic boolean NOT NULL DEFAULT FALSE,
    deadline integer,
    on_deadline text NOT NULL DEFAULT 'escalate',
    coverage text NOT NULL DEFAULT 'warn',
    priority integer NOT NULL DEFAULT 0,
    valid daterange NOT NULL DEFAULT '(,)',
    recorded_from timestamptz NOT NULL,
    change_id bigint,
    CONSTRAINT rule_unit_exists FOREIGN KEY (unit_id) REFERENCES org.unit,
    CONSTRAINT rule_activity_exists FOREIGN KEY (activity_id) REFERENCES org.activity,
    CONSTRAINT rule_name_not_blank CHECK (btrim(name) <> ''),
    CONSTRAINT rule_activity_or_class CHECK (activity_id IS NULL OR class IS NULL),
    CONSTRAINT rule_class_known CHECK (class IN (1, 2, 3)),
    CONSTRAINT rule_requester_known CHECK (requester IN ('self', 'manager', 'admin')),
    CONSTRAINT rule_minimum_notice_range CHECK (minimum_notice BETWEEN 0 AND 527040),
    CONSTRAINT rule_maximum_length_range CHECK (maximum_length BETWEEN 1 AND 527040),
    CONSTRAINT rule_deadline_range CHECK (deadline BETWEEN 1 AND 527040),
    CONSTRAINT rule_on_deadline_known CHECK (on_deadline IN ('escalate', 'expire')),
    CONSTRAINT rule_coverage_known CHECK (coverage IN ('ignore', 'warn', 'block')),
    CONSTRAINT rule_from_before_to CHECK (NOT isempty(valid))
);
CREATE INDEX rule_unit_id ON approval.rule (unit_id);
CREATE INDEX rule_activity_id ON approval.rule (activity_id);
COMMENT ON TABLE approval.rule IS 'How what is asked for is decided: of the rules that fit, the most specific one.';
COMMENT ON COLUMN approval.rule.unit_id IS 'For people at home in this unit and those below it; null: everywhere.';
COMMENT ON COLUMN approval.rule.activity_id IS 'For this activity; null: for any, or those of the class.';
COMMENT ON COLUMN approval.rule.class IS 'For activities of this class; null: for any.';
COMMENT ON COLUMN approval.rule.requester IS
'self: for who asks for the own person; manager: for managers and administrators of the person''s home unit; admin: for its '
'administrators; null: for all.';
COMMENT ON COLUMN approval.rule.minimum_notice IS 'Minutes that must lie between asking and the beginning of what is asked for.';
COMMENT ON COLUMN approval.rule.maximum_length IS 'Minutes that one adjustment may last.';
COMMENT ON COLUMN approval.rule.lock_date IS 'What lies before this local date of the organisation cannot be changed any more.';
COMMENT ON COLUMN approval.rule.automatic IS 'Approved at once, without a step.';
COMMENT ON COLUMN approval.rule.deadline IS 'Minutes in which each step must be decided; null: no limit.';
COMMENT ON COLUMN approval.rule.on_deadline IS 'escalate: the managers of the unit above decide then; expire: the request expires.';
COMMENT ON COLUMN approval.rule.coverage IS
'ignore: coverage is not looked at; warn: the answer says what would be missing; block: nothing is approved that makes a shortage worse.';
COMMENT ON COLUMN approval.rule.priority IS 'Of rules that are equally specific the one with the greatest priority counts.';
COMMENT ON COLUMN approval.rule.valid IS 'Local dates of the organisation on which something may be asked for by this rule.';

CREATE TABLE approval.rule_step (
    rule_step_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rule_id bigint NOT NULL,
    place smallint NOT NULL,
    deciders text NOT NULL,
    quorum text NOT NULL DEFAULT 'any',
    account_ids bigint[] NOT NULL DEFAULT '{}',
    recorded_from timestamptz NOT NULL,
    change_id bigint,
    CONSTRAINT rule_step_rule_exists FOREIGN KEY (rule_id) REFERENCES approval.rule ON DELETE CASCADE,
    CONSTRAINT rule_step_place_unique UNIQUE (rule_id, place) DEFERRABLE,
    CONSTRAINT rule_step_deciders_known CHECK (deciders IN ('unit_managers', 'parent_managers', 'admins', 'accounts')),
    CONSTRAINT rule_step_quorum_known CHECK (quorum IN ('any', 'all')),
    CONSTRAINT rule_step_accounts_named CHECK ((deciders = 'accounts') = (cardinality(account_ids) > 0))
);
COMMENT ON TABLE approval.rule_step IS 'The decisions that a rule asks for, one after the other.';
COMMENT ON COLUMN approval.rule_step.place IS 'Order, from 0.';
COMMENT ON COLUMN approval.rule_step.deciders IS
'unit_managers, parent_managers: managers of the person''s home unit, or of the one above it; admins: its administrators; '
'accounts: those named.';
COMMENT ON COLUMN approval.rule_step.quorum IS 'any: one of them is enough; all: each of them.';
INSERT INTO approval.rule (name, requester, automatic, priority, recorded_from)
VALUES
('Edits by managers', 'manager', TRUE, 1, now()),
('One manager of the unit', NULL, FALSE, 0, now());
INSERT INTO approval.rule_step (rule_id, place, deciders, recorded_from)
SELECT
    rule_id,
    0 AS place,
    'unit_managers' AS deciders,
    recorded_from
FROM approval.rule
WHERE NOT automatic;

CREATE TABLE approval.rule_history (
    LIKE approval.rule,
    recorded tstzrange NOT NULL,
    superseded_by bigint,
    CONSTRAINT rule_history_no_overlap
    EXCLUDE USING gist (rule_id extensions.gist_int8_ops WITH =, recorded WITH &&)
);
COMMENT ON TABLE approval.rule_history IS 'Superseded versions of approval.rule, each with the time in which it held.';
CREATE INDEX rule_history_recorded ON approval.rule_history USING gist (recorded);
ALTER TABLE approval.rule ENABLE ROW LEVEL SECURITY;
ALTER TABLE approval.rule FORCE ROW LEVEL SECURITY;
ALTER TABLE approval.rule_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE approval.rule_history FORCE ROW LEVEL SECURITY;

CREATE TABLE approval.rule_step_history (
    LIKE approval.rule_step,
    recorded tstzrange NOT NULL,
    superseded_by bigint,
    CONSTRAINT rule_step_history_no_overlap
    EXCLUDE USING gist (rule_step_id extensions.gist_int8_ops WITH =, recorded WITH &&)
);
COMMENT ON TABLE approval.rule_step_history IS 'Superseded versions of approval.rule_step, each with the time in which it held.';
CREATE INDEX rule_step_history_recorded ON approval.rule_step_history USING gist (recorded);
ALTER TABLE approval.rule_step ENABLE ROW LEVEL SECURITY;
ALTER TABLE approval.rule_step FORCE ROW LEVEL SECURITY;
ALTER TABLE approval.rule_step_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE approval.rule_step_history FORCE ROW LEVEL SECURITY;

CREATE TABLE approval.delegation (
    delegation_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL,
    delegate_id bigint NOT NULL,
    during tstzrange NOT NULL,
    recorded_from timestamptz NOT NULL,
    change_id bigint,
    CONSTRAINT delegation_account_exists FOREIGN KEY (account_id) REFERENCES auth.account,
    CONSTRAINT delegation_delegate_exists FOREIGN KEY (delegate_id) REFERENCES auth.account,
    CONSTRAINT delegation_one_delegate EXCLUDE USING gist (account_id extensions.gist_int8_ops WITH =, during WITH &&),
    CONSTRAINT delegation_to_another CHECK (account_id <> delegate_id),
    CONSTRAINT delegation_from_before_to CHECK (NOT isempty(during) AND lower(during) IS NOT NULL)
);
CREATE INDEX delegation_account_id ON approval.delegation (account_id);
CREATE INDEX delegation_delegate_id ON approval.delegation (delegate_id);
COMMENT ON TABLE approval.delegation IS 'Who decides for whom, and when; nobody hands on what was handed to them.';
COMMENT ON COLUMN approval.delegation.account_id IS 'Whose right to decide it is.';
COMMENT ON COLUMN approval.delegation.delegate_id IS 'Who decides in that time too.';

CREATE TABLE approval.delegation_history (
    LIKE approval.delegation,
    recorded tstzrange NOT NULL,
    superseded_by bigint,
    CONSTRAINT delegation_history_no_overlap
    EXCLUDE USING gist (delegation_id extensions.gist_int8_ops WITH =, recorded WITH &&)
);
COMMENT ON TABLE approval.delegation_history IS 'Superseded versions of approval.delegation, each with the time in which it held.';
CREATE INDEX delegation_history_recorded ON approval.delegation_history USING gist (recorded);
ALTER TABLE approval.delegation ENABLE ROW LEVEL SECURITY;
ALTER TABLE approval.delegation FORCE ROW LEVEL SECURITY;
ALTER TABLE approval.delegation_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE approval.delegation_history FORCE ROW LEVEL SECURITY;

-- What is stored so far was approved as it was written, without a decision.
ALTER TABLE schedule.request
ADD COLUMN kind text NOT NULL DEFAULT 'change',
ADD COLUMN partner_id bigint,
ADD COLUMN swapped tstzmultirange,
ADD COLUMN preset_id bigint,
ADD COLUMN rule_ids bigint[] NOT NULL DEFAULT '{}',
ADD COLUMN automatic boolean NOT NULL DEFAULT TRUE,
ADD COLUMN on_conflict text NOT NULL DEFAULT 'reject',
ADD COLUMN deadline timestamptz,
ADD COLUMN decided_on_behalf_of bigint,
ADD COLUMN decision_comment text,
ADD CONSTRAINT request_partner_exists FOREIGN KEY (partner_id) REFERENCES org.staff,
ADD CONSTRAINT request_preset_exists FOREIGN KEY (preset_id) REFERENCES schedule.preset ON DELETE SET NULL,
ADD CONSTRAINT request_on_behalf_of_exists FOREIGN KEY (decided_on_behalf_of) REFERENCES auth.account,
ADD CONSTRAINT request_kind_known CHECK (kind IN ('change', 'swap', 'open_shift')),
ADD CONSTRAINT request_swap_has_parts CHECK ((kind = 'swap') = (swapped IS NOT NULL)),
ADD CONSTRAINT request_swap_has_partner CHECK (kind <> 'swap' OR partner_id IS NOT NULL),
ADD CONSTRAINT request_with_another CHECK (partner_id <> staff_id),
ADD CONSTRAINT request_on_conflict_known CHECK (on_conflict IN ('reject', 'replace')),
ADD CONSTRAINT request_deadline_after_asking CHECK (deadline > requested_at),
ADD CONSTRAINT request_decided_by_another CHECK (
    automatic OR requested_by IS NULL OR decided_by IS NULL
    OR (decided_by <> requested_by AND decided_on_behalf_of IS DISTINCT FROM requested_by)
);
ALTER TABLE schedule.request ALTER COLUMN automatic SET DEFAULT FALSE;
CREATE INDEX request_partner_id ON schedule.request (partner_id);
CREATE INDEX request_preset_id ON schedule.request (preset_id);
CREATE INDEX request_decided_on_behalf_of ON schedule.request (decided_on_behalf_of);
CREATE INDEX request_undecided ON schedule.request (request_id) WHERE state = 'pending';
COMMENT ON COLUMN schedule.request.kind IS
'change: of one person; swap: two people exchange parts of their days; open_shift: an offered shift that somebody took.';
COMMENT ON COLUMN schedule.request.partner_id IS 'The other person whose schedule it changes.';
COMMENT ON COLUMN schedule.request.swapped IS 'The time that two people exchange.';
COMMENT ON COLUMN schedule.request.rule_ids IS 'The rules by which it is decided, that of its first item first.';
COMMENT ON COLUMN schedule.request.automatic IS 'Approved without a decision: by a rule, or stored approved by an import.';
COMMENT ON COLUMN schedule.request.on_conflict IS
'What becomes of older adjustments of the same class: reject: they stand in the way; replace: they are cut to what remains.';
COMMENT ON COLUMN schedule.request.deadline IS 'When it expires unless it is decided before; null: never by itself.';
COMMENT ON COLUMN schedule.request.decided_on_behalf_of IS 'Whose right to decide it was, of who decided as a delegate.';
COMMENT ON COLUMN schedule.request.decision_comment IS 'What the last who moved it said.';
ALTER TABLE schedule.request_history
ADD COLUMN kind text NOT NULL DEFAULT 'change',
ADD COLUMN partner_id bigint,
ADD COLUMN swapped tstzmultirange,
ADD COLUMN preset_id bigint,
ADD COLUMN rule_ids bigint[] NOT NULL DEFAULT '{}',
ADD COLUMN automatic boolean NOT NULL DEFAULT TRUE,
ADD COLUMN on_conflict text NOT NULL DEFAULT 'reject',
ADD COLUMN deadline timestamptz,
ADD COLUMN decided_on_behalf_of bigint,
ADD COLUMN decision_comment text;

CREATE TABLE schedule.cancellation (
    cancellation_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_id bigint NOT NULL,
    cancelled_id bigint NOT NULL,
    recorded_from timestamptz NOT NULL,
    change_id bigint,
    CONSTRAINT cancellation_request_exists FOREIGN KEY (request_id) REFERENCES schedule.request ON DELETE CASCADE,
    CONSTRAINT cancellation_cancelled_exists FOREIGN KEY (cancelled_id) REFERENCES schedule.request,
    CONSTRAINT cancellation_once UNIQUE (request_id, cancelled_id),
    CONSTRAINT cancellation_of_another CHECK (request_id <> cancelled_id)
);
CREATE INDEX cancellation_cancelled_id ON schedule.cancellation (cancelled_id);
COMMENT ON TABLE schedule.cancellation IS 'The approved requests that a request asks to cancel.';

CREATE TABLE schedule.cancellation_history (
    LIKE schedule.cancellation,
    recorded tstzrange NOT NULL,
    superseded_by bigint,
    CONSTRAINT cancellation_history_no_overlap
    EXCLUDE USING gist (cancellation_id extensions.gist_int8_ops WITH =, recorded WITH &&)
);
COMMENT ON TABLE schedule.cancellation_history IS 'Superseded versions of schedule.cancellation, each with the time in which it held.';
CREATE INDEX cancellation_history_recorded ON schedule.cancellation_history USING gist (recorded);
ALTER TABLE schedule.cancellation ENABLE ROW LEVEL SECURITY;
ALTER TABLE schedule.cancellation FORCE ROW LEVEL SECURITY;
ALTER TABLE schedule.cancellation_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE schedule.cancellation_history FORCE ROW LEVEL SECURITY;

CREATE TABLE approval.step (
    step_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_id bigint NOT NULL,
    place smallint NOT NULL,
    rule_id bigint,
    deciders text NOT NULL,
    quorum text NOT NULL,
    unit_id bigint,
    account_ids bigint[] NOT NULL DEFAULT '{}',
    state text NOT NULL,
    deadline timestamptz,
    deadline_minutes integer,
    on_deadline text NOT NULL,
    escalations smallint NOT NULL DEFAULT 0,
    recorded_from timestamptz NOT NULL,
    change_id bigint,
    CONSTRAINT step_request_exists FOREIGN KEY (request_id) REFERENCES schedule.request ON DELETE CASCADE,
    CONSTRAINT step_rule_exists FOREIGN KEY (rule_id) REFERENCES approval.rule ON DELETE SET NULL,
    CONSTRAINT step_unit_exists FOREIGN KEY (unit_id) REFERENCES org.unit,
    CONSTRAINT step_place_unique UNIQUE (request_id, place),
    CONSTRAINT step_deciders_known CHECK (deciders IN ('partner', 'unit_managers', 'parent_managers', 'admins', 'accounts')),
    CONSTRAINT step_quorum_known CHECK (quorum IN ('any', 'all')),
    CONSTRAINT step_state_known CHECK (state IN ('waiting', 'pending', 'approved', 'rejected', 'closed')),
    CONSTRAINT step_on_deadline_known CHECK (on_deadline IN ('escalate', 'expire'))
);
CREATE INDEX step_rule_id ON approval.step (rule_id);
CREATE INDEX step_unit_id ON approval.step (unit_id);
CREATE UNIQUE INDEX step_one_pending ON approval.step (request_id) WHERE state = 'pending';
CREATE INDEX step_pending_deadline ON approval.step (deadline) WHERE state = 'pending';
CREATE INDEX step_pending_unit ON approval.step (unit_id) WHERE state = 'pending';
COMMENT ON TABLE approval.step IS 'The decisions that a request needs, one after the other.';
COMMENT ON COLUMN approval.step.place IS 'Order, from 0.';
COMMENT ON COLUMN approval.step.deciders IS 'As in approval.rule_step; partner: the other person of a swap, who agrees or not.';
COMMENT ON COLUMN approval.step.unit_id IS 'The unit whose managers or administrators decide; null: those of the whole organisation.';
COMMENT ON COLUMN approval.step.state IS
'waiting: for the one before; pending: to be decided; approved, rejected: decided; closed: the request ended otherwise.';
COMMENT ON COLUMN approval.step.deadline IS 'When it is escalated or expires; null while it waits, and without a limit.';
COMMENT ON COLUMN approval.step.escalations IS 'How often it went to the unit above.';

CREATE TABLE approval.step_history (
    LIKE approval.step,
    recorded tstzrange NOT NULL,
    superseded_by bigint,
    CONSTRAINT step_history_no_overlap
    EXCLUDE USING gist (step_id extensions.gist_int8_ops WITH =, recorded WITH &&)
);
COMMENT ON TABLE approval.step_history IS 'Superseded versions of approval.step, each with the time in which it held.';
CREATE INDEX step_history_recorded ON approval.step_history USING gist (recorded);
ALTER TABLE approval.step ENABLE ROW LEVEL SECURITY;
ALTER TABLE approval.step FORCE ROW LEVEL SECURITY;
ALTER TABLE approval.step_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE approval.step_history FORCE ROW LEVEL SECURITY;

CREATE TABLE approval.decision (
    decision_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_id bigint NOT NULL,
    step_id bigint NOT NULL,
    staff_id bigint NOT NULL,
    verdict text NOT NULL,
    consent boolean NOT NULL,
    account_id bigint NOT NULL,
    on_behalf_of bigint,
    involved bigint[] NOT NULL,
    comment text,
    decided_at timestamptz NOT NULL DEFAULT now(),
    recorded_from timestamptz NOT NULL,
    change_id bigint,
    CONSTRAINT decision_request_exists FOREIGN KEY (request_id) REFERENCES schedule.request ON DELETE CASCADE,
    CONSTRAINT decision_step_exists FOREIGN KEY (step_id) REFERENCES approval.step ON DELETE CASCADE,
    CONSTRAINT decision_staff_exists FOREIGN KEY (staff_id) REFERENCES org.staff,
    CONSTRAINT decision_account_exists FOREIGN KEY (account_id) REFERENCES auth.account,
    CONSTRAINT decision_on_behalf_of_exists FOREIGN KEY (on_behalf_of) REFERENCES auth.account,
    CONSTRAINT decision_once UNIQUE NULLS NOT DISTINCT (step_id, account_id, on_behalf_of),
    CONSTRAINT decision_verdict_known CHECK (verdict IN ('approve', 'reject')),
    CONSTRAINT decision_not_by_involved CHECK (
        consent OR NOT involved && ARRAY[account_id, on_behalf_of]
    )
);
CREATE INDEX decision_request_id ON approval.decision (request_id);
CREATE INDEX decision_staff_id ON approval.decision (staff_id);
CREATE INDEX decision_account_id ON approval.decision (account_id);
CREATE INDEX decision_on_behalf_of ON approval.decision (on_behalf_of);
COMMENT ON TABLE approval.decision IS 'Who decided a step, and how.';
COMMENT ON COLUMN approval.decision.staff_id IS 'The person of the request, filled in by a trigger: whom the comment is about.';
COMMENT ON COLUMN approval.decision.consent IS 'Whether it is the agreement of the other person of a swap, and no decision about others.';
COMMENT ON COLUMN approval.decision.on_behalf_of IS 'Whose right to decide it was, of who decided as a delegate.';
COMMENT ON COLUMN approval.decision.involved IS
'The accounts of who asked and of the people concerned at that time, filled in by a trigger: none of them decides.';

CREATE TABLE approval.decision_history (
    LIKE approval.decision,
    recorded tstzrange NOT NULL,
    superseded_by bigint,
    CONSTRAINT decision_history_no_overlap
    EXCLUDE USING gist (decision_id extensions.gist_int8_ops WITH =, recorded WITH &&)
);
COMMENT ON TABLE approval.decision_history IS 'Superseded versions of approval.decision, each with the time in which it held.';
CREATE INDEX decision_history_recorded ON approval.decision_history USING gist (recorded);
ALTER TABLE approval.decision ENABLE ROW LEVEL SECURITY;
ALTER TABLE approval.decision FORCE ROW LEVEL SECURITY;
ALTER TABLE approval.decision_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE approval.decision_history FORCE ROW LEVEL SECURITY;

CREATE TABLE approval.open_shift (
    open_shift_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    unit_id bigint NOT NULL,
    activity_id bigint NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    note text,
    taking text NOT NULL,
    giver_id bigint,
    state text NOT NULL,
    offered_by bigint NOT NULL,
    offered_at timestamptz NOT NULL DEFAULT now(),
    request_id bigint,
    recorded_from timestamptz NOT NULL,
    change_id bigint,
    CONSTRAINT open_shift_unit_exists FOREIGN KEY (unit_id) REFERENCES org.unit,
    CONSTRAINT open_shift_activity_exists FOREIGN KEY (activity_id) REFERENCES org.activity,
    CONSTRAINT open_shift_giver_exists FOREIGN KEY (giver_id) REFERENCES org.staff,
    CONSTRAINT open_shift_offerer_exists FOREIGN KEY (offered_by) REFERENCES auth.account,
    CONSTRAINT open_shift_request_exists FOREIGN KEY (request_id) REFERENCES schedule.request,
    CONSTRAINT open_shift_start_before_end CHECK (starts_at < ends_at),
    CONSTRAINT open_shift_at_most_366_days CHECK (ends_at - starts_at <= interval '366 days'),
    CONSTRAINT open_shift_whole_minutes CHECK (
        starts_at = date_bin('1 minute', starts_at, '2000-01-01 00:00+00')
        AND ends_at = date_bin('1 minute', ends_at, '2000-01-01 00:00+00')
    ),
    CONSTRAINT open_shift_taking_known CHECK (taking IN ('first', 'chosen')),
    CONSTRAINT open_shift_state_known CHECK (state IN ('open', 'taken', 'withdrawn')),
    CONSTRAINT open_shift_taken_by_request CHECK ((state = 'taken') = (request_id IS NOT NULL))
);
CREATE INDEX open_shift_unit_id ON approval.open_shift (unit_id);
CREATE INDEX open_shift_activity_id ON approval.open_shift (activity_id);
CREATE INDEX open_shift_giver_id ON approval.open_shift (giver_id);
CREATE INDEX open_shift_offered_by ON approval.open_shift (offered_by);
CREATE INDEX open_shift_request_id ON approval.open_shift (request_id);
COMMENT ON TABLE approval.open_shift IS 'A segment of time that is offered to the people of a unit.';
COMMENT ON COLUMN approval.open_shift.unit_id IS 'People who are counted in this unit or below it may take it.';
COMMENT ON COLUMN approval.open_shift.taking IS 'first: whoever takes it first has it; chosen: one of those who would take it is chosen.';
COMMENT ON COLUMN approval.open_shift.giver_id IS 'The person who would work it otherwise and is off instead; null: nobody.';
COMMENT ON COLUMN approval.open_shift.request_id IS 'The request by which the taker, and the giver, have it.';

CREATE TABLE approval.open_shift_history (
    LIKE approval.open_shift,
    recorded tstzrange NOT NULL,
    superseded_by bigint,
    CONSTRAINT open_shift_history_no_overlap
    EXCLUDE USING gist (open_shift_id extensions.gist_int8_ops WITH =, recorded WITH &&)
);
COMMENT ON TABLE approval.open_shift_history IS 'Superseded versions of approval.open_shift, each with the time in which it held.';
CREATE INDEX open_shift_history_recorded ON approval.open_shift_history USING gist (recorded);
ALTER TABLE approval.open_shift ENABLE ROW LEVEL SECURITY;
ALTER TABLE approval.open_shift FORCE ROW LEVEL SECURITY;
ALTER TABLE approval.open_shift_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE approval.open_shift_history FORCE ROW LEVEL SECURITY;

CREATE TABLE approval.open_shift_taker (
    open_shift_taker_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    open_shift_id bigint NOT NULL,
    staff_id bigint NOT NULL,
    asked_at timestamptz NOT NULL DEFAULT now(),
    recorded_from timestamptz NOT NULL,
    change_id bigint,
    CONSTRAINT open_shift_taker_shift_exists FOREIGN KEY (open_shift_id) REFERENCES approval.open_shift ON DELETE CASCADE,
    CONSTRAINT open_shift_taker_staff_exists FOREIGN KEY (staff_id) REFERENCES org.staff,
    CONSTRAINT open_shift_taker_once UNIQUE (open_shift_id, staff_id)
);
CREATE INDEX open_shift_taker_staff_id ON approval.open_shift_taker (staff_id);
COMMENT ON TABLE approval.open_shift_taker IS 'Who would take an offered shift.';

CREATE TABLE approval.open_shift_taker_history (
    LIKE approval.open_shift_taker,
    recorded tstzrange NOT NULL,
    superseded_by bigint,
    CONSTRAINT open_shift_taker_history_no_overlap
    EXCLUDE USING gist (open_shift_taker_id extensions.gist_int8_ops WITH =, recorded WITH &&)
);
COMMENT ON TABLE approval.open_shift_taker_history IS
'Superseded versions of approval.open_shift_taker, each with the time in which it held.';
CREATE INDEX open_shift_taker_history_recorded ON approval.open_shift_taker_history USING gist (recorded);
ALTER TABLE approval.open_shift_taker ENABLE ROW LEVEL SECURITY;
ALTER TABLE approval.open_shift_taker FORCE ROW LEVEL SECURITY;
ALTER TABLE approval.open_shift_taker_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE approval.open_shift_taker_history FORCE ROW LEVEL SECURITY;
