-- One statement stores a whole scene from one document, so that an example costs one round trip.
WITH given AS (
    SELECT %s::jsonb AS document
),
unit AS (
    INSERT INTO org.unit (unit_id, parent_id, name)
    OVERRIDING SYSTEM VALUE
    SELECT row.unit_id, row.parent_id, 'Unit ' || row.unit_id
    FROM given, jsonb_to_recordset(given.document -> 'units') AS row (unit_id bigint, parent_id bigint)
),
settings AS (
    UPDATE org.settings SET time_zone = given.document ->> 'zone' FROM given
),
site AS (
    UPDATE org.site SET time_zone = given.document ->> 'site_zone' FROM given
),
membership AS (
    INSERT INTO org.membership (membership_id, staff_id, unit_id, valid)
    OVERRIDING SYSTEM VALUE
    SELECT row.stay_id, row.staff_id, row.unit_id, daterange(row.first, row."end")
    FROM given,
        jsonb_to_recordset(given.document -> 'memberships')
            AS row (stay_id bigint, staff_id bigint, unit_id bigint, first date, "end" date)
),
secondment AS (
    INSERT INTO org.secondment (secondment_id, staff_id, unit_id, valid)
    OVERRIDING SYSTEM VALUE
    SELECT row.stay_id, row.staff_id, row.unit_id, daterange(row.first, row."end")
    FROM given,
        jsonb_to_recordset(given.document -> 'secondments')
            AS row (stay_id bigint, staff_id bigint, unit_id bigint, first date, "end" date)
),
contract AS (
    INSERT INTO schedule.contract (contract_id, staff_id, site_id, pattern_id, anchor, valid, holiday_rule)
    OVERRIDING SYSTEM VALUE
    SELECT row.contract_id, row.staff_id, 1, row.pattern_id, row.first, daterange(row.first, row."end"), 'ignore'
    FROM given,
        jsonb_to_recordset(given.document -> 'contracts')
            AS row (contract_id bigint, staff_id bigint, pattern_id bigint, first date, "end" date)
),
request AS (
    INSERT INTO schedule.request (request_id, staff_id, state, reason, kind, partner_id, swapped, requested_by)
    OVERRIDING SYSTEM VALUE
    SELECT
        row.request_id, row.staff_id, row.state, row.reason,
        CASE WHEN row.partner_id IS NULL THEN 'change' ELSE 'swap' END,
        row.partner_id,
        CASE WHEN row.partner_id IS NOT NULL THEN tstzmultirange(tstzrange(row.starts_at, row.ends_at)) END,
        row.asked_by
    FROM given,
        jsonb_to_recordset(given.document -> 'requests') AS row (
            request_id bigint,
            staff_id bigint,
            state text,
            reason text,
            partner_id bigint,
            starts_at timestamptz,
            ends_at timestamptz,
            asked_by bigint
        )
),
step AS (
    INSERT INTO approval.step
    (step_id, request_id, place, state, deciders, quorum, unit_id, account_ids, on_deadline)
    OVERRIDING SYSTEM VALUE
    SELECT
        row.step_id, row.request_id, row.place, row.state, row.deciders, row.quorum, row.unit_id,
        ARRAY(SELECT a::bigint FROM jsonb_array_elements_text(row.accounts) AS a), 'escalate'
    FROM given,
        jsonb_to_recordset(given.document -> 'steps') AS row (
            step_id bigint,
            request_id bigint,
            place smallint,
            state text,
            deciders text,
            quorum text,
            unit_id bigint,
            accounts jsonb
        )
),
cancellation AS (
    INSERT INTO schedule.cancellation (cancellation_id, request_id, cancelled_id)
    OVERRIDING SYSTEM VALUE
    SELECT row.cancellation_id, row.request_id, row.cancelled_id
    FROM given,
        jsonb_to_recordset(given.document -> 'cancellations')
            AS row (cancellation_id bigint, request_id bigint, cancelled_id bigint)
),
adjustment AS (
    INSERT INTO schedule.adjustment
    (adjustment_id, request_id, staff_id, activity_id, class, starts_at, ends_at, state, note)
    OVERRIDING SYSTEM VALUE
    SELECT
        row.adjustment_id, row.request_id, row.staff_id, row.activity, row.class, row.starts_at, row.ends_at,
        row.state, row.note
    FROM given,
        jsonb_to_recordset(given.document -> 'adjustments') AS row (
            adjustment_id bigint,
            request_id bigint,
            staff_id bigint,
            activity bigint,
            class smallint,
            starts_at timestamptz,
            ends_at timestamptz,
            state text,
            note text
        )
),
duty AS (
    INSERT INTO schedule.duty (duty_id, name, day, staff_id, unit_id, note)
    OVERRIDING SYSTEM VALUE
    SELECT row.duty_id, 'Duty ' || row.duty_id, row.day, row.staff_id, row.unit_id, row.note
    FROM given,
        jsonb_to_recordset(given.document -> 'duties')
            AS row (duty_id bigint, day date, staff_id bigint, unit_id bigint, note text)
),
preset AS (
    INSERT INTO schedule.preset (preset_id, name, staff_id, unit_id)
    OVERRIDING SYSTEM VALUE
    SELECT row.preset_id, 'Preset ' || row.preset_id, row.staff_id, row.unit_id
    FROM given,
        jsonb_to_recordset(given.document -> 'presets')
            AS row (preset_id bigint, staff_id bigint, unit_id bigint)
),
preset_line AS (
    INSERT INTO schedule.preset_line (preset_line_id, preset_id, start_minute, minutes, activity_id, class)
    OVERRIDING SYSTEM VALUE
    SELECT row.preset_id, row.preset_id, 480, 60, row.activity, row.class
    FROM given,
        jsonb_to_recordset(given.document -> 'presets') AS row (preset_id bigint, activity bigint, class smallint)
),
requirement AS (
    INSERT INTO schedule.coverage_requirement
    (coverage_requirement_id, unit_id, site_id, weekdays, start_minute, minutes, people)
    OVERRIDING SYSTEM VALUE
    SELECT
        row.requirement_id, row.unit_id, 1, '{1,2,3,4,5,6,7}', row.start_minute, row.minutes, row.people
    FROM given,
        jsonb_to_recordset(given.document -> 'requirements') AS row (
            requirement_id bigint, unit_id bigint, start_minute smallint, minutes smallint, people integer
        )
),
requirement_activity AS (
    INSERT INTO schedule.coverage_requirement_activity
    (coverage_requirement_activity_id, coverage_requirement_id, activity_id)
    OVERRIDING SYSTEM VALUE
    SELECT row.requirement_id * 10 + a.activity::bigint, row.requirement_id, a.activity::bigint
    FROM given,
        jsonb_to_recordset(given.document -> 'requirements') AS row (requirement_id bigint, activities jsonb),
        jsonb_array_elements_text(row.activities) AS a (activity)
),
account AS (
    INSERT INTO auth.account (account_id, email, name, staff_id, active)
    OVERRIDING SYSTEM VALUE
    SELECT row.account_id, row.account_id || '@rights.test', 'Account ' || row.account_id, row.staff_id, row.active
    FROM given,
        jsonb_to_recordset(given.document -> 'accounts') AS row (account_id bigint, staff_id bigint, active boolean)
),
-- Two rules for each unit, the second one for an activity that is private; those of a new database are 1 and 2.
rule AS (
    INSERT INTO approval.rule (rule_id, name, unit_id, activity_id)
    OVERRIDING SYSTEM VALUE
    SELECT row.unit_id * 10 + g.number, 'Rule', row.unit_id, CASE g.number WHEN 1 THEN 5 END
    FROM given,
        jsonb_to_recordset(given.document -> 'units') AS row (unit_id bigint),
        generate_series(0, 1) AS g (number)
),
rule_step AS (
    INSERT INTO approval.rule_step (rule_step_id, rule_id, place, deciders)
    OVERRIDING SYSTEM VALUE
    SELECT row.unit_id * 10 + g.number, row.unit_id * 10 + g.number, 0, 'admins'
    FROM given,
        jsonb_to_recordset(given.document -> 'units') AS row (unit_id bigint),
        generate_series(0, 1) AS g (number)
),
delegation AS (
    INSERT INTO approval.delegation (delegation_id, account_id, delegate_id, during)
    OVERRIDING SYSTEM VALUE
    SELECT
        row.delegation_id, row.account_id, row.delegate_id,
        CASE
            WHEN row.now THEN '[2020-01-01,)'
            WHEN row.account_id %% 2 = 0 THEN '[2020-01-01,2020-02-01)'
            ELSE '[2120-01-01,)'
        END::tstzrange
    FROM given,
        jsonb_to_recordset(given.document -> 'delegations')
            AS row (delegation_id bigint, account_id bigint, delegate_id bigint, now boolean)
),
open_shift AS (
    INSERT INTO approval.open_shift
    (open_shift_id, unit_id, activity_id, starts_at, ends_at, note, taking, giver_id, state, offered_by, request_id)
    OVERRIDING SYSTEM VALUE
    SELECT
        row.open_shift_id, row.unit_id, 1, row.starts_at, row.ends_at, row.note, 'chosen', row.giver_id,
        CASE WHEN row.request_id IS NULL THEN 'open' ELSE 'taken' END, 1, row.request_id
    FROM given,
        jsonb_to_recordset(given.document -> 'shifts') AS row (
            open_shift_id bigint,
            unit_id bigint,
            starts_at timestamptz,
            ends_at timestamptz,
            note text,
            giver_id bigint,
            request_id bigint
        )
),
open_shift_taker AS (
    INSERT INTO approval.open_shift_taker (open_shift_taker_id, open_shift_id, staff_id)
    OVERRIDING SYSTEM VALUE
    SELECT row.open_shift_id * 10 + t.taker::bigint, row.open_shift_id, t.taker::bigint
    FROM given,
        jsonb_to_recordset(given.document -> 'shifts') AS row (open_shift_id bigint, takers jsonb),
        jsonb_array_elements_text(row.takers) AS t (taker)
)
INSERT INTO auth.role_grant (grant_id, account_id, role, unit_id)
OVERRIDING SYSTEM VALUE
SELECT row.grant_id, row.account_id, row.role, row.unit_id
FROM given,
    jsonb_to_recordset(given.document -> 'grants')
        AS row (grant_id bigint, account_id bigint, role text, unit_id bigint)
