-- depends: 0002-accounts
-- recorded_from is the transaction time of the row as it stands; older versions are in the history tables.
CREATE TABLE org.settings (
    singleton boolean NOT NULL DEFAULT TRUE PRIMARY KEY,
    organisation_name text NOT NULL DEFAULT 'Organisation',
    time_zone text NOT NULL DEFAULT 'UTC',
    recorded_from timestamptz NOT NULL,
    CONSTRAINT settings_single_row CHECK (singleton)
);
COMMENT ON TABLE org.settings IS 'The settings of the organisation: one row.';
COMMENT ON COLUMN org.settings.time_zone IS 'IANA zone in which dates are read where no site decides.';

CREATE TABLE org.site (
    site_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    time_zone text NOT NULL,
    recorded_from timestamptz NOT NULL,
    CONSTRAINT site_name_unique UNIQUE (name),
    CONSTRAINT site_name_not_blank CHECK (btrim(name) <> '')
);
COMMENT ON TABLE org.site IS 'A place with an IANA time zone and a holiday calendar.';

CREATE TABLE org.holiday (
    holiday_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    site_id bigint NOT NULL,
    day date NOT NULL,
    name text NOT NULL,
    closed int4range NOT NULL DEFAULT '[0,1440)',
    source text,
    recorded_from timestamptz NOT NULL,
    CONSTRAINT holiday_site_exists FOREIGN KEY (site_id) REFERENCES org.site,
    CONSTRAINT holiday_no_overlap
    EXCLUDE USING gist (site_id extensions.gist_int8_ops WITH =, day extensions.gist_date_ops WITH =, closed WITH &&),
    CONSTRAINT holiday_within_day CHECK (closed <@ '[0,1440)'::int4range AND NOT isempty(closed)),
    CONSTRAINT holiday_name_not_blank CHECK (btrim(name) <> '')
);
CREATE INDEX holiday_site_id_day ON org.holiday (site_id, day);
COMMENT ON TABLE org.holiday IS 'A local day of a site that is closed, whole or in part.';
COMMENT ON COLUMN org.holiday.closed IS 'Closed minutes of the local day; [0,1440) is the whole day.';
COMMENT ON COLUMN org.holiday.source IS 'Where the day was read: name and version of the library or file.';

CREATE TABLE org.activity (
    activity_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code text NOT NULL,
    name text NOT NULL,
    colour text NOT NULL,
    class smallint NOT NULL,
    works boolean NOT NULL,
    available boolean NOT NULL,
    absent boolean NOT NULL,
    private boolean NOT NULL DEFAULT FALSE,
    shown_as bigint,
    recorded_from timestamptz NOT NULL,
    CONSTRAINT activity_code_unique UNIQUE (code),
    CONSTRAINT activity_class_key UNIQUE (activity_id, class),
    CONSTRAINT activity_code_form CHECK (code ~ '^[a-z][a-z0-9_]{0,39}$'),
    CONSTRAINT activity_colour_form CHECK (colour ~ '^#[0-9a-f]{6}$'),
    CONSTRAINT activity_class_known CHECK (class BETWEEN 1 AND 3),
    CONSTRAINT activity_absent_not_available CHECK (NOT (absent AND (works OR available))),
    CONSTRAINT activity_private_has_stand_in CHECK (private = (shown_as IS NOT NULL)),
    CONSTRAINT activity_stand_in_exists FOREIGN KEY (shown_as) REFERENCES org.activity
);
CREATE INDEX activity_shown_as ON org.activity (shown_as);
COMMENT ON TABLE org.activity IS 'What a segment of time is: office, remote, leave, ...';
COMMENT ON COLUMN org.activity.class IS 'Precedence in the merge: 1 place, 2 task, 3 absence.';
COMMENT ON COLUMN org.activity.shown_as IS 'The public stand-in of a private activity.';

CREATE TABLE org.unit (
    unit_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    parent_id bigint,
    name text NOT NULL,
    recorded_from timestamptz NOT NULL,
    CONSTRAINT unit_name_unique UNIQUE NULLS NOT DISTINCT (parent_id, name),
    CONSTRAINT unit_name_not_blank CHECK (btrim(name) <> ''),
    CONSTRAINT unit_parent_exists FOREIGN KEY (parent_id) REFERENCES org.unit
);
-- One tree: only one unit has no parent.
CREATE UNIQUE INDEX unit_single_root ON org.unit ((parent_id IS NULL)) WHERE parent_id IS NULL;
COMMENT ON TABLE org.unit IS 'A node of the department tree.';

CREATE TABLE org.staff (
    staff_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    employee_number text NOT NULL,
    name text NOT NULL,
    email text,
    recorded_from timestamptz NOT NULL,
    CONSTRAINT staff_employee_number_unique UNIQUE (employee_number),
    CONSTRAINT staff_employee_number_not_blank CHECK (btrim(employee_number) <> ''),
    CONSTRAINT staff_name_not_blank CHECK (btrim(name) <> '')
);
COMMENT ON TABLE org.staff IS 'A person who is scheduled. Never deleted: leaving ends the membership.';

CREATE TABLE org.membership (
    membership_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    staff_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    valid daterange NOT NULL,
    recorded_from timestamptz NOT NULL,
    CONSTRAINT membership_staff_exists FOREIGN KEY (staff_id) REFERENCES org.staff,
    CONSTRAINT membership_unit_exists FOREIGN KEY (unit_id) REFERENCES org.unit,
    CONSTRAINT membership_one_home
    EXCLUDE USING gist (staff_id extensions.gist_int8_ops WITH =, valid WITH &&),
    CONSTRAINT membership_from_before_to CHECK (NOT isempty(valid) AND lower(valid) IS NOT NULL)
);
CREATE INDEX membership_staff_id ON org.membership (staff_id);
CREATE INDEX membership_unit_id ON org.membership (unit_id);
COMMENT ON TABLE org.membership IS 'The home unit of a person for a range of dates.';

CREATE TABLE org.secondment (
    secondment_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    staff_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    valid daterange NOT NULL,
    recorded_from timestamptz NOT NULL,
    CONSTRAINT secondment_staff_exists FOREIGN KEY (staff_id) REFERENCES org.staff,
    CONSTRAINT secondment_unit_exists FOREIGN KEY (unit_id) REFERENCES org.unit,
    CONSTRAINT secondment_one_destination
    EXCLUDE USING gist (staff_id extensions.gist_int8_ops WITH =, valid WITH &&),
    CONSTRAINT secondment_from_before_to CHECK (NOT isempty(valid) AND lower(valid) IS NOT NULL)
);
CREATE INDEX secondment_staff_id ON org.secondment (staff_id);
CREATE INDEX secondment_unit_id ON org.secondment (unit_id);
COMMENT ON TABLE org.secondment IS 'A person lent to another unit for a range of dates; the home is kept.';

CREATE TABLE org.calendar_day (
    day date PRIMARY KEY
);
COMMENT ON TABLE org.calendar_day IS 'The dates that reports may join, 2000 to 2099.';
INSERT INTO org.calendar_day (day)
SELECT day::date FROM generate_series('2000-01-01'::timestamp, '2099-12-31', '1 day') AS day;
ALTER TABLE org.settings ENABLE ROW LEVEL SECURITY;
ALTER TABLE org.settings FORCE ROW LEVEL SECURITY;
ALTER TABLE org.site ENABLE ROW LEVEL SECURITY;
ALTER TABLE org.site FORCE ROW LEVEL SECURITY;
ALTER TABLE org.holiday ENABLE ROW LEVEL SECURITY;
ALTER TABLE org.holiday FORCE ROW LEVEL SECURITY;
ALTER TABLE org.activity ENABLE ROW LEVEL SECURITY;
ALTER TABLE org.activity FORCE ROW LEVEL SECURITY;
ALTER TABLE org.unit ENABLE ROW LEVEL SECURITY;
ALTER TABLE org.unit FORCE ROW LEVEL SECURITY;
ALTER TABLE org.staff ENABLE ROW LEVEL SECURITY;
ALTER TABLE org.staff FORCE ROW LEVEL SECURITY;
ALTER TABLE org.membership ENABLE ROW LEVEL SECURITY;
ALTER TABLE org.membership FORCE ROW LEVEL SECURITY;
ALTER TABLE org.secondment ENABLE ROW LEVEL SECURITY;
ALTER TABLE org.secondment FORCE ROW LEVEL SECURITY;
ALTER TABLE org.calendar_day ENABLE ROW LEVEL SECURITY;
ALTER TABLE org.calendar_day FORCE ROW LEVEL SECURITY;
