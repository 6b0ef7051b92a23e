-- depends: 0017-approval
-- squawk-ignore-file ban-drop-constraint, constraint-missing-not-valid, require-concurrent-index-creation
-- A duty of a whole day stays one: both are null.
ALTER TABLE schedule.duty
ADD COLUMN start_minute smallint,
ADD COLUMN minutes smallint,
ADD CONSTRAINT duty_start_with_end CHECK ((start_minute IS NULL) = (minutes IS NULL)),
ADD CONSTRAINT duty_start_in_day CHECK (start_minute BETWEEN 0 AND 1439),
ADD CONSTRAINT duty_length CHECK (minutes BETWEEN 1 AND 1440),
DROP CONSTRAINT duty_one_holder,
ADD CONSTRAINT duty_one_holder EXCLUDE USING gist (
    name extensions.gist_text_ops WITH =,
    coalesce(unit_id, 0) extensions.gist_int8_ops WITH =,
    tsrange(
        day + coalesce(start_minute, 0) * interval '1 minute',
        day + (coalesce(start_minute, 0) + coalesce(minutes, 1440)) * interval '1 minute'
    ) WITH &&
),
-- What lasts a whole day leaves time for something else.
ADD CONSTRAINT duty_one_at_a_time EXCLUDE USING gist (
    staff_id extensions.gist_int8_ops WITH =,
    tsrange(
        day + start_minute * interval '1 minute',
        day + (start_minute + minutes) * interval '1 minute'
    ) WITH &&
) WHERE (start_minute IS NOT NULL);
ALTER TABLE schedule.duty_history
ADD COLUMN start_minute smallint,
ADD COLUMN minutes smallint;
COMMENT ON COLUMN schedule.duty.start_minute IS 'Local minute of the day at which it begins; null: the whole day.';
COMMENT ON COLUMN schedule.duty.minutes IS 'How long it lasts, by the clock; null: the whole day.';
CREATE INDEX duty_day ON schedule.duty (day);
