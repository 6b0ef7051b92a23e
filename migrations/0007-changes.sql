-- depends: 0006-imports
-- Every row names the change that wrote it, and every superseded version the change that ended it. Rows from before are
-- matched by their instant; their triggers rest meanwhile, because this is no change of the data.
ALTER TABLE org.settings DISABLE TRIGGER USER, ADD COLUMN change_id bigint;
ALTER TABLE org.settings_history ADD COLUMN change_id bigint, ADD COLUMN superseded_by bigint;
UPDATE org.settings AS r SET change_id = t.change_id
FROM audit.transaction AS t
WHERE r.recorded_from = t.recorded_at;
UPDATE org.settings_history AS r SET change_id = t.change_id
FROM audit.transaction AS t
WHERE r.recorded_from = t.recorded_at;
UPDATE org.settings_history AS r SET superseded_by = t.change_id
FROM audit.transaction AS t
WHERE upper(r.recorded) = t.recorded_at;
ALTER TABLE org.settings ENABLE TRIGGER USER;
ALTER TABLE org.site DISABLE TRIGGER USER, ADD COLUMN change_id bigint;
ALTER TABLE org.site_history ADD COLUMN change_id bigint, ADD COLUMN superseded_by bigint;
UPDATE org.site AS r SET change_id = t.change_id
FROM audit.transaction AS t
WHERE r.recorded_from = t.recorded_at;
UPDATE org.site_history AS r SET change_id = t.change_id
FROM audit.transaction AS t
WHERE r.recorded_from = t.recorded_at;
UPDATE org.site_history AS r SET superseded_by = t.change_id
FROM audit.transaction AS t
WHERE upper(r.recorded) = t.recorded_at;
ALTER TABLE org.site ENABLE TRIGGER USER;
ALTER TABLE org.holiday DISABLE TRIGGER USER, ADD COLUMN change_id bigint;
ALTER TABLE org.holiday_history ADD COLUMN change_id bigint, ADD COLUMN superseded_by bigint;
UPDATE org.holiday AS r SET change_id = t.change_id
FROM audit.transaction AS t
WHERE r.recorded_from = t.recorded_at;
UPDATE org.holiday_history AS r SET change_id = t.change_id
FROM audit.transaction AS t
WHERE r.recorded_from = t.recorded_at;
UPDATE org.holiday_history AS r SET superseded_by = t.change_id
FROM audit.transaction AS t
WHERE upper(r.recorded) = t.recorded_at;
ALTER TABLE org.holiday ENABLE TRIGGER USER;
ALTER TABLE org.activity DISABLE TRIGGER USER, ADD COLUMN change_id bigint;
ALTER TABLE org.activity_history ADD COLUMN change_id bigint, ADD COLUMN superseded_by bigint;
UPDATE org.activity AS r SET change_id = t.change_id
FROM audit.transaction AS t
WHERE r.recorded_from = t.recorded_at;
UPDATE org.activity_history AS r SET change_id = t.change_id
FROM audit.transaction AS t
WHERE r.recorded_from = t.recorded_at;
UPDATE org.activity_history AS r SET superseded_by = t.change_id
FROM audit.transaction AS t
WHERE upper(r.recorded) = t.recorded_at;
ALTER TABLE org.activity ENABLE TRIGGER USER;
ALTER TABLE org.unit DISABLE TRIGGER USER, ADD COLUMN change_id bigint;
ALTER TABLE org.unit_history ADD COLUMN change_id bigint, ADD COLUMN superseded_by bigint;
UPDATE org.unit AS r SET change_id = t.change_id
FROM audit.transaction AS t
WHERE r.recorded_from = t.recorded_at;
UPDATE org.unit_history AS r SET change_id = t.change_id
FROM audit.transaction AS t
WHERE r.recorded_from = t.recorded_at;
UPDATE org.unit_history AS r SET superseded_by = t.change_id
FROM audit.transaction AS t
WHERE upper(r.recorded) = t.recorded_at;
ALTER TABLE org.unit ENABLE TRIGGER USER;
ALTER TABLE org.staff DISABLE TRIGGER USER, ADD COLUMN change_id bigint;
ALTER TABLE org.staff_history ADD COLUMN change_id bigint, ADD COLUMN superseded_by bigint;
UPDATE org.staff AS r SET change_id = t.change_id
FROM audit.transaction AS t
WHERE r.recorded_from = t.recorded_at;
UPDATE org.staff_history AS r SET change_id = t.change_id
FROM audit.transaction AS t
WHERE r.recorded_from = t.recorded_at;
UPDATE org.staff_history AS r SET superseded_by = t.change_id
FROM audit.transaction AS t
WHERE upper(r.recorded) = t.recorded_at;
ALTER TABLE org.staff ENABLE TRIGGER USER;
ALTER TABLE org.membership DISABLE TRIGGER USER, ADD COLUMN change_id bigint;
ALTER TABLE org.membership_history ADD COLUMN change_id bigint, ADD COLUMN superseded_by bigint;
UPDATE org.membership AS r SET change_id = t.change_id
FROM audit.transaction AS t
WHERE r.recorded_from = t.recorded_at;
UPDATE org.membership_history AS r SET change_id = t.change_id
FROM audit.transaction AS t
WHERE r.recorded_from = t.recorded_at;
UPDATE org.membership_history AS r SET superseded_by = t.change_id
FROM audit.transaction AS t
WHERE upper(r.recorded) = t.recorded_at;
ALTER TABLE org.membership ENABLE TRIGGER USER;
ALTER TABLE org.secondment DISABLE TRIGGER USER, ADD COLUMN change_id bigint;
ALTER TABLE org.secondment_history ADD COLUMN change_id bigint, ADD COLUMN superseded_by bigint;
UPDATE org.secondment AS r SET change_id = t.change_id
FROM audit.transaction AS t
WHERE r.recorded_from = t.recorded_at;
UPDATE org.secondment_history AS r SET change_id = t.change_id
FROM audit.transaction AS t
WHERE r.recorded_from = t.recorded_at;
UPDATE org.secondment_history AS r SET superseded_by = t.change_id
FROM audit.transaction AS t
WHERE upper(r.recorded) = t.recorded_at;
ALTER TABLE org.secondment ENABLE TRIGGER USER;
ALTER TABLE schedule.pattern DISABLE TRIGGER USER, ADD COLUMN change_id bigint;
ALTER TABLE schedule.pattern_history ADD COLUMN change_id bigint, ADD COLUMN superseded_by bigint;
UPDATE schedule.pattern AS r SET change_id = t.change_id
FROM audit.transaction AS t
WHERE r.recorded_from = t.recorded_at;
UPDATE schedule.pattern_history AS r SET change_id = t.change_id
FROM audit.transaction AS t
WHERE r.recorded_from = t.recorded_at;
UPDATE schedule.pattern_history AS r SET superseded_by = t.change_id
FROM audit.transaction AS t
WHERE upper(r.recorded) = t.recorded_at;
ALTER TABLE schedule.pattern ENABLE TRIGGER USER;
ALTER TABLE schedule.pattern_line DISABLE TRIGGER USER, ADD COLUMN change_id bigint;
ALTER TABLE schedule.pattern_line_history ADD COLUMN change_id bigint, ADD COLUMN superseded_by bigint;
UPDATE schedule.pattern_line AS r SET change_id = t.change_id
FROM audit.transaction AS t
WHERE r.recorded_from = t.recorded_at;
UPDATE schedule.pattern_line_history AS r SET change_id = t.change_id
FROM audit.transaction AS t
WHERE r.recorded_from = t.recorded_at;
UPDATE schedule.pattern_line_history AS r SET superseded_by = t.change_id
FROM audit.transaction AS t
WHERE upper(r.recorded) = t.recorded_at;
ALTER TABLE schedule.pattern_line ENABLE TRIGGER USER;
ALTER TABLE schedule.contract DISABLE TRIGGER USER, ADD COLUMN change_id bigint;
ALTER TABLE schedule.contract_history ADD COLUMN change_id bigint, ADD COLUMN superseded_by bigint;
UPDATE schedule.contract AS r SET change_id = t.change_id
FROM audit.transaction AS t
WHERE r.recorded_from = t.recorded_at;
UPDATE schedule.contract_history AS r SET change_id = t.change_id
FROM audit.transaction AS t
WHERE r.recorded_from = t.recorded_at;
UPDATE schedule.contract_history AS r SET superseded_by = t.change_id
FROM audit.transaction AS t
WHERE upper(r.recorded) = t.recorded_at;
ALTER TABLE schedule.contract ENABLE TRIGGER USER;
ALTER TABLE schedule.request DISABLE TRIGGER USER, ADD COLUMN change_id bigint;
ALTER TABLE schedule.request_history ADD COLUMN change_id bigint, ADD COLUMN superseded_by bigint;
UPDATE schedule.request AS r SET change_id = t.change_id
FROM audit.transaction AS t
WHERE r.recorded_from = t.recorded_at;
UPDATE schedule.request_history AS r SET change_id = t.change_id
FROM audit.transaction AS t
WHERE r.recorded_from = t.recorded_at;
UPDATE schedule.request_history AS r SET superseded_by = t.change_id
FROM audit.transaction AS t
WHERE upper(r.recorded) = t.recorded_at;
ALTER TABLE schedule.request ENABLE TRIGGER USER;
ALTER TABLE schedule.adjustment DISABLE TRIGGER USER, ADD COLUMN change_id bigint;
ALTER TABLE schedule.adjustment_history ADD COLUMN change_id bigint, ADD COLUMN superseded_by bigint;
UPDATE schedule.adjustment AS r SET change_id = t.change_id
FROM audit.transaction AS t
WHERE r.recorded_from = t.recorded_at;
UPDATE schedule.adjustment_history AS r SET change_id = t.change_id
FROM audit.transaction AS t
WHERE r.recorded_from = t.recorded_at;
UPDATE schedule.adjustment_history AS r SET superseded_by = t.change_id
FROM audit.transaction AS t
WHERE upper(r.recorded) = t.recorded_at;
ALTER TABLE schedule.adjustment ENABLE TRIGGER USER;
