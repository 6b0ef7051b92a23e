-- depends: 0004-schedule
-- Row history in transaction time. Each table holds the superseded versions of its base table;
-- "recorded" is the time in which a version was the present one, and versions of a row never overlap.

CREATE TABLE org.settings_history (
    LIKE org.settings,
    recorded tstzrange NOT NULL,
    CONSTRAINT settings_history_no_overlap
    EXCLUDE USING gist (singleton extensions.gist_bool_ops WITH =, recorded WITH &&)
);
COMMENT ON TABLE org.settings_history IS 'Superseded versions of org.settings, each with the time in which it held.';
CREATE INDEX settings_history_recorded ON org.settings_history USING gist (recorded);
ALTER TABLE org.settings_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE org.settings_history FORCE ROW LEVEL SECURITY;

CREATE TABLE org.site_history (
    LIKE org.site,
    recorded tstzrange NOT NULL,
    CONSTRAINT site_history_no_overlap
    EXCLUDE USING gist (site_id extensions.gist_int8_ops WITH =, recorded WITH &&)
);
COMMENT ON TABLE org.site_history IS 'Superseded versions of org.site, each with the time in which it held.';
CREATE INDEX site_history_recorded ON org.site_history USING gist (recorded);
ALTER TABLE org.site_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE org.site_history FORCE ROW LEVEL SECURITY;

CREATE TABLE org.holiday_history (
    LIKE org.holiday,
    recorded tstzrange NOT NULL,
    CONSTRAINT holiday_history_no_overlap
    EXCLUDE USING gist (holiday_id extensions.gist_int8_ops WITH =, recorded WITH &&)
);
COMMENT ON TABLE org.holiday_history IS 'Superseded versions of org.holiday, each with the time in which it held.';
CREATE INDEX holiday_history_recorded ON org.holiday_history USING gist (recorded);
ALTER TABLE org.holiday_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE org.holiday_history FORCE ROW LEVEL SECURITY;

CREATE TABLE org.activity_history (
    LIKE org.activity,
    recorded tstzrange NOT NULL,
    CONSTRAINT activity_history_no_overlap
    EXCLUDE USING gist (activity_id extensions.gist_int8_ops WITH =, recorded WITH &&)
);
COMMENT ON TABLE org.activity_history IS 'Superseded versions of org.activity, each with the time in which it held.';
CREATE INDEX activity_history_recorded ON org.activity_history USING gist (recorded);
ALTER TABLE org.activity_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE org.activity_history FORCE ROW LEVEL SECURITY;

CREATE TABLE org.unit_history (
    LIKE org.unit,
    recorded tstzrange NOT NULL,
    CONSTRAINT unit_history_no_overlap
    EXCLUDE USING gist (unit_id extensions.gist_int8_ops WITH =, recorded WITH &&)
);
COMMENT ON TABLE org.unit_history IS 'Superseded versions of org.unit, each with the time in which it held.';
CREATE INDEX unit_history_recorded ON org.unit_history USING gist (recorded);
ALTER TABLE org.unit_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE org.unit_history FORCE ROW LEVEL SECURITY;

CREATE TABLE org.staff_history (
    LIKE org.staff,
    recorded tstzrange NOT NULL,
    CONSTRAINT staff_history_no_overlap
    EXCLUDE USING gist (staff_id extensions.gist_int8_ops WITH =, recorded WITH &&)
);
COMMENT ON TABLE org.staff_history IS 'Superseded versions of org.staff, each with the time in which it held.';
CREATE INDEX staff_history_recorded ON org.staff_history USING gist (recorded);
ALTER TABLE org.staff_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE org.staff_history FORCE ROW LEVEL SECURITY;

CREATE TABLE org.membership_history (
    LIKE org.membership,
    recorded tstzrange NOT NULL,
    CONSTRAINT membership_history_no_overlap
    EXCLUDE USING gist (membership_id extensions.gist_int8_ops WITH =, recorded WITH &&)
);
COMMENT ON TABLE org.membership_history IS 'Superseded versions of org.membership, each with the time in which it held.';
CREATE INDEX membership_history_recorded ON org.membership_history USING gist (recorded);
ALTER TABLE org.membership_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE org.membership_history FORCE ROW LEVEL SECURITY;

CREATE TABLE org.secondment_history (
    LIKE org.secondment,
    recorded tstzrange NOT NULL,
    CONSTRAINT secondment_history_no_overlap
    EXCLUDE USING gist (secondment_id extensions.gist_int8_ops WITH =, recorded WITH &&)
);
COMMENT ON TABLE org.secondment_history IS 'Superseded versions of org.secondment, each with the time in which it held.';
CREATE INDEX secondment_history_recorded ON org.secondment_history USING gist (recorded);
ALTER TABLE org.secondment_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE org.secondment_history FORCE ROW LEVEL SECURITY;

CREATE TABLE schedule.pattern_history (
    LIKE schedule.pattern,
    recorded tstzrange NOT NULL,
    CONSTRAINT pattern_history_no_overlap
    EXCLUDE USING gist (pattern_id extensions.gist_int8_ops WITH =, recorded WITH &&)
);
COMMENT ON TABLE schedule.pattern_history IS 'Superseded versions of schedule.pattern, each with the time in which it held.';
CREATE INDEX pattern_history_recorded ON schedule.pattern_history USING gist (recorded);
ALTER TABLE schedule.pattern_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE schedule.pattern_history FORCE ROW LEVEL SECURITY;

CREATE TABLE schedule.pattern_line_history (
    LIKE schedule.pattern_line,
    recorded tstzrange NOT NULL,
    CONSTRAINT pattern_line_history_no_overlap
    EXCLUDE USING gist (pattern_line_id extensions.gist_int8_ops WITH =, recorded WITH &&)
);
COMMENT ON TABLE schedule.pattern_line_history IS 'Superseded versions of schedule.pattern_line, each with the time in which it held.';
CREATE INDEX pattern_line_history_recorded ON schedule.pattern_line_history USING gist (recorded);
ALTER TABLE schedule.pattern_line_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE schedule.pattern_line_history FORCE ROW LEVEL SECURITY;

CREATE TABLE schedule.contract_history (
    LIKE schedule.contract,
    recorded tstzrange NOT NULL,
    CONSTRAINT contract_history_no_overlap
    EXCLUDE USING gist (contract_id extensions.gist_int8_ops WITH =, recorded WITH &&)
);
COMMENT ON TABLE schedule.contract_history IS 'Superseded versions of schedule.contract, each with the time in which it held.';
CREATE INDEX contract_history_recorded ON schedule.contract_history USING gist (recorded);
ALTER TABLE schedule.contract_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE schedule.contract_history FORCE ROW LEVEL SECURITY;

CREATE TABLE schedule.request_history (
    LIKE schedule.request,
    recorded tstzrange NOT NULL,
    CONSTRAINT request_history_no_overlap
    EXCLUDE USING gist (request_id extensions.gist_int8_ops WITH =, recorded WITH &&)
);
COMMENT ON TABLE schedule.request_history IS 'Superseded versions of schedule.request, each with the time in which it held.';
CREATE INDEX request_history_recorded ON schedule.request_history USING gist (recorded);
ALTER TABLE schedule.request_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE schedule.request_history FORCE ROW LEVEL SECURITY;

CREATE TABLE schedule.adjustment_history (
    LIKE schedule.adjustment,
    recorded tstzrange NOT NULL,
    CONSTRAINT adjustment_history_no_overlap
    EXCLUDE USING gist (adjustment_id extensions.gist_int8_ops WITH =, recorded WITH &&)
);
COMMENT ON TABLE schedule.adjustment_history IS 'Superseded versions of schedule.adjustment, each with the time in which it held.';
CREATE INDEX adjustment_history_recorded ON schedule.adjustment_history USING gist (recorded);
ALTER TABLE schedule.adjustment_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE schedule.adjustment_history FORCE ROW LEVEL SECURITY;
