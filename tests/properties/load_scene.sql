-- One statement stores a whole scene from one document, so that an example costs one round trip.
WITH given AS (
    SELECT %s::jsonb AS document
),
site AS (
    INSERT INTO org.site (site_id, name, time_zone)
    OVERRIDING SYSTEM VALUE
    SELECT row.site_id, 'Site ' || row.site_id, row.time_zone
    FROM given,
        jsonb_to_recordset(given.document -> 'sites') AS row (site_id bigint, time_zone text)
),
holiday AS (
    INSERT INTO org.holiday (site_id, day, name, closed)
    SELECT row.site_id, row.day, 'Holiday', row.closed
    FROM given,
        jsonb_to_recordset(given.document -> 'holidays')
            AS row (site_id bigint, day date, closed int4range)
),
pattern AS (
    INSERT INTO schedule.pattern (pattern_id, name, days)
    OVERRIDING SYSTEM VALUE
    SELECT row.pattern_id, 'Pattern ' || row.pattern_id, row.days
    FROM given,
        jsonb_to_recordset(given.document -> 'patterns') AS row (pattern_id bigint, days smallint)
),
pattern_line AS (
    INSERT INTO schedule.pattern_line
    (pattern_id, days, day, start_minute, minutes, activity_id, on_clock_change, valid)
    SELECT
        row.pattern_id,
        row.days,
        row.day,
        row.start_minute,
        row.minutes,
        row.activity_id,
        row.on_clock_change,
        daterange(row.valid_from, row.valid_to)
    FROM given,
        jsonb_to_recordset(given.document -> 'lines') AS row (
            pattern_id bigint,
            days smallint,
            day smallint,
            start_minute smallint,
            minutes smallint,
            activity_id bigint,
            on_clock_change text,
            valid_from date,
            valid_to date
        )
),
contract AS (
    INSERT INTO schedule.contract
    (contract_id, staff_id, site_id, pattern_id, anchor, valid, holiday_rule)
    OVERRIDING SYSTEM VALUE
    SELECT
        row.contract_id,
        row.staff_id,
        row.site_id,
        row.pattern_id,
        row.anchor,
        daterange(row.valid_from, row.valid_to),
        row.holiday_rule
    FROM given,
        jsonb_to_recordset(given.document -> 'contracts') AS row (
            contract_id bigint,
            staff_id bigint,
            site_id bigint,
            pattern_id bigint,
            anchor date,
            valid_from date,
            valid_to date,
            holiday_rule text
        )
)
INSERT INTO schedule.adjustment
(adjustment_id, request_id, staff_id, activity_id, class, starts_at, ends_at, state)
OVERRIDING SYSTEM VALUE
SELECT
    row.adjustment_id,
    row.request_id,
    row.staff_id,
    row.activity_id,
    row.class,
    row.starts_at,
    row.ends_at,
    row.state
FROM given,
    jsonb_to_recordset(given.document -> 'adjustments') AS row (
        adjustment_id bigint,
        request_id bigint,
        staff_id bigint,
        activity_id bigint,
        class smallint,
        starts_at timestamptz,
        ends_at timestamptz,
        state text
    )
