DROP INDEX schedule.duty_day;
ALTER TABLE schedule.duty_history
DROP COLUMN minutes,
DROP COLUMN start_minute;
-- Where a duty has several parts on one day this fails, and nothing is changed: end all but one of them first.
ALTER TABLE schedule.duty
DROP CONSTRAINT duty_one_at_a_time,
DROP CONSTRAINT duty_one_holder,
DROP COLUMN minutes,
DROP COLUMN start_minute,
ADD CONSTRAINT duty_one_holder UNIQUE NULLS NOT DISTINCT (day, name, unit_id);
