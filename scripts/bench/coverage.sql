-- 32 requirements a day in the whole organisation, and on every team one around the clock.
INSERT INTO schedule.coverage_requirement (unit_id, site_id, weekdays, start_minute, minutes, people)
SELECT 1, 1 + n % 2, '{1,2,3,4,5,6,7}', n * 45 % 1440, 480, n FROM generate_series(1, 32) AS n;
INSERT INTO schedule.coverage_requirement (unit_id, site_id, weekdays, start_minute, minutes, people)
SELECT u.unit_id, 1, '{1,2,3,4,5,6,7}', 0, 1440, 3 FROM org.unit AS u WHERE u.parent_id IS NOT NULL
