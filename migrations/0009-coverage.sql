-- depends: 0007-changes
-- The least number of people of a unit that must be available, on weekdays or on single dates.
CREATE TABLE schedule.coverage_requirement (
    coverage_requirement_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    unit_id bigint NOT NULL,
    site_id bigint NOT NULL,
    weekdays smallint[],
    dates date[],
    start_minute smallint NOT NULL,
    minutes smallint NOT NULL,
    people integer NOT NULL,
    valid daterange NOT NULL DEFAULT '(,)',
    recorded_from timestamptz NOT NULL,
    change_id bigint,
    CONSTRAINT coverage_requirement_unit_exists FOREIGN KEY (unit_id) REFERENCES org.unit,
    CONSTRAINT coverage_requirement_site_exists FOREIGN KEY (site_id) REFERENCES org.site,
    CONSTRAINT coverage_requirement_weekdays_or_dates CHECK (num_nonnulls(weekdays, dates) = 1),
    CONSTRAINT coverage_requirement_weekdays_known
    CHECK (weekdays <@ '{1,2,3,4,5,6,7}'::smallint[] AND cardinality(weekdays) BETWEEN 1 AND 7),
    CONSTRAINT coverage_requirement_dates_given
    CHECK (cardinality(dates) BETWEEN 1 AND 1000 AND array_position(dates, NULL) IS NULL),
    CONSTRAINT coverage_requirement_start_in_day CHECK (start_minute BETWEEN 0 AND 1439),
    CONSTRAINT coverage_requirement_length CHECK (minutes BETWEEN 1 AND 1440),
    CONSTRAINT coverage_requirement_people_not_negative CHECK (people >= 0),
    CONSTRAINT coverage_requirement_from_before_to CHECK (NOT isempty(valid))
);
CREATE INDEX coverage_requirement_unit_id ON schedule.coverage_requirement (unit_id);
CREATE INDEX coverage_requirement_site_id ON schedule.coverage_requirement (site_id);
COMMENT ON TABLE schedule.coverage_requirement
IS 'The least number of people of a unit that must be available in a window of local time.';
COMMENT ON COLUMN schedule.coverage_requirement.unit_id IS 'People counted in this unit and those below it count.';
COMMENT ON COLUMN schedule.coverage_requirement.weekdays IS 'ISO weekdays on which the window begins; null when dates say it.';
COMMENT ON COLUMN schedule.coverage_requirement.dates IS 'Dates on which the window begins; null when weekdays say it.';
COMMENT ON COLUMN schedule.coverage_requirement.valid IS 'Local dates of the site on which a window may begin.';
ALTER TABLE schedule.coverage_requirement ENABLE ROW LEVEL SECURITY;
ALTER TABLE schedule.coverage_requirement FORCE ROW LEVEL SECURITY;

CREATE TABLE schedule.coverage_requirement_history (
    LIKE schedule.coverage_requirement,
    recorded tstzrange NOT NULL,
    superseded_by bigint,
    CONSTRAINT coverage_requirement_history_no_overlap
    EXCLUDE USING gist (coverage_requirement_id extensions.gist_int8_ops WITH =, recorded WITH &&)
);
CREATE INDEX coverage_requirement_history_recorded ON schedule.coverage_requirement_history USING gist (recorded);
COMMENT ON TABLE schedule.coverage_requirement_history
IS 'Superseded versions of schedule.coverage_requirement, each with the time in which it held.';
ALTER TABLE schedule.coverage_requirement_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE schedule.coverage_requirement_history FORCE ROW LEVEL SECURITY;

CREATE TABLE schedule.coverage_requirement_activity (
    coverage_requirement_activity_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    coverage_requirement_id bigint NOT NULL,
    activity_id bigint NOT NULL,
    recorded_from timestamptz NOT NULL,
    change_id bigint,
    CONSTRAINT coverage_requirement_activity_requirement_exists
    FOREIGN KEY (coverage_requirement_id) REFERENCES schedule.coverage_requirement ON DELETE CASCADE,
    CONSTRAINT coverage_requirement_activity_exists FOREIGN KEY (activity_id) REFERENCES org.activity,
    CONSTRAINT coverage_requirement_activity_once UNIQUE (coverage_requirement_id, activity_id)
);
CREATE INDEX coverage_requirement_activity_activity_id ON schedule.coverage_requirement_activity (activity_id);
COMMENT ON TABLE schedule.coverage_requirement_activity
IS 'An activity that counts for a coverage requirement; without any, all available ones count.';
ALTER TABLE schedule.coverage_requirement_activity ENABLE ROW LEVEL SECURITY;
ALTER TABLE schedule.coverage_requirement_activity FORCE ROW LEVEL SECURITY;

CREATE TABLE schedule.coverage_requirement_activity_history (
    LIKE schedule.coverage_requirement_activity,
    recorded tstzrange NOT NULL,
    superseded_by bigint,
    CONSTRAINT coverage_requirement_activity_history_no_overlap
    EXCLUDE USING gist (coverage_requirement_activity_id extensions.gist_int8_ops WITH =, recorded WITH &&)
);
CREATE INDEX coverage_requirement_activity_history_recorded
ON schedule.coverage_requirement_activity_history USING gist (recorded);
COMMENT ON TABLE schedule.coverage_requirement_activity_history
IS 'Superseded versions of schedule.coverage_requirement_activity, each with the time in which it held.';
ALTER TABLE schedule.coverage_requirement_activity_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE schedule.coverage_requirement_activity_history FORCE ROW LEVEL SECURITY;
