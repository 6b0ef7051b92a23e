DROP TABLE schedule.duty_history;
DROP TABLE schedule.duty;
DROP TABLE schedule.preset_line_history;
DROP TABLE schedule.preset_line;
DROP TABLE schedule.preset_history;
DROP TABLE schedule.preset;
-- Only what counts today can go back to a pattern without versions.
ALTER TABLE schedule.pattern_line NO FORCE ROW LEVEL SECURITY;
DELETE FROM schedule.pattern_line
WHERE NOT valid @> current_date;
ALTER TABLE schedule.pattern_line FORCE ROW LEVEL SECURITY;
ALTER TABLE schedule.pattern_line_history DROP COLUMN valid;
ALTER TABLE schedule.pattern_line
DROP CONSTRAINT pattern_line_no_overlap,
DROP COLUMN valid,
ADD CONSTRAINT pattern_line_no_overlap
EXCLUDE USING gist (pattern_id extensions.gist_int8_ops WITH =, occupied WITH &&);
ALTER TABLE org.unit_history DROP COLUMN display_order, DROP COLUMN colour, DROP COLUMN short_name;
ALTER TABLE org.unit DROP COLUMN display_order, DROP COLUMN colour, DROP COLUMN short_name;
ALTER TABLE org.settings_history DROP COLUMN history_retention_days;
ALTER TABLE org.settings
DROP COLUMN history_retention_days,
DROP CONSTRAINT settings_organisation_name_not_blank;
