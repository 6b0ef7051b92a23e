-- depends: 0003-organisation
CREATE TABLE schedule.pattern (
    pattern_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    days smallint NOT NULL,
    recorded_from timestamptz NOT NULL,
    CONSTRAINT pattern_name_unique UNIQUE (name),
    CONSTRAINT pattern_days_key UNIQUE (pattern_id, days),
    CONSTRAINT pattern_name_not_blank CHECK (btrim(name) <> ''),
    CONSTRAINT pattern_days_range CHECK (days BETWEEN 1 AND 366)
);
COMMENT ON TABLE schedule.pattern IS 'A rotation of 1 to 366 days, made of lines.';

CREATE TABLE schedule.pattern_line (
    pattern_line_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    pattern_id bigint NOT NULL,
    days smallint NOT NULL,
    day smallint NOT NULL,
    start_minute smallint NOT NULL,
    minutes smallint NOT NULL,
    activity_id bigint NOT NULL,
    on_clock_change text NOT NULL DEFAULT 'wall',
    -- The minutes of the cycle that the line takes; what runs over the end comes again at the start.
    -- Null where a check below is broken, so that the check speaks instead of the range type.
    occupied int4multirange GENERATED ALWAYS AS (
        CASE
            WHEN day BETWEEN 0 AND days - 1 AND start_minute BETWEEN 0 AND 1439 AND minutes > 0 THEN int4multirange(
                int4range(day * 1440 + start_minute, least(day * 1440 + start_minute + minutes, days * 1440)),
                int4range(0, greatest(day * 1440 + start_minute + minutes - days * 1440, 0))
            )
        END
    ) STORED,
    recorded_from timestamptz NOT NULL,
    CONSTRAINT pattern_line_pattern_exists FOREIGN KEY (pattern_id, days)
    REFERENCES schedule.pattern (pattern_id, days) ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT pattern_line_activity_exists FOREIGN KEY (activity_id) REFERENCES org.activity,
    CONSTRAINT pattern_line_day_in_cycle CHECK (day >= 0 AND day < days),
    CONSTRAINT pattern_line_start_in_day CHECK (start_minute BETWEEN 0 AND 1439),
    CONSTRAINT pattern_line_length CHECK (minutes BETWEEN 1 AND 1440),
    CONSTRAINT pattern_line_on_clock_change_known CHECK (on_clock_change IN ('wall', 'elapsed')),
    CONSTRAINT pattern_line_no_overlap
    EXCLUDE USING gist (pattern_id extensions.gist_int8_ops WITH =, occupied WITH &&)
);
CREATE INDEX pattern_line_pattern_id ON schedule.pattern_line (pattern_id, days);
CREATE INDEX pattern_line_activity_id ON schedule.pattern_line (activity_id);
COMMENT ON TABLE schedule.pattern_line IS 'A range of minutes in the cycle of a pattern, with an activity.';
COMMENT ON COLUMN schedule.pattern_line.on_clock_change
IS 'Over a clock change the line keeps its local end (wall) or its length (elapsed).';

CREATE TABLE schedule.contract (
    contract_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    staff_id bigint NOT NULL,
    site_id bigint NOT NULL,
    pattern_id bigint NOT NULL,
    anchor date NOT NULL,
    valid daterange NOT NULL,
    holiday_rule text NOT NULL DEFAULT 'by_start',
    recorded_from timestamptz NOT NULL,
    CONSTRAINT contract_staff_exists FOREIGN KEY (staff_id) REFERENCES org.staff,
    CONSTRAINT contract_site_exists FOREIGN KEY (site_id) REFERENCES org.site,
    CONSTRAINT contract_pattern_exists FOREIGN KEY (pattern_id) REFERENCES schedule.pattern,
    CONSTRAINT contract_no_overlap
    EXCLUDE USING gist (staff_id extensions.gist_int8_ops WITH =, valid WITH &&),
    CONSTRAINT contract_from_before_to CHECK (NOT isempty(valid) AND lower(valid) IS NOT NULL),
    CONSTRAINT contract_holiday_rule_known CHECK (holiday_rule IN ('by_start', 'by_minute', 'ignore'))
);
CREATE INDEX contract_staff_id ON schedule.contract (staff_id);
CREATE INDEX contract_site_id ON schedule.contract (site_id);
CREATE INDEX contract_pattern_id ON schedule.contract (pattern_id);
COMMENT ON TABLE schedule.contract IS 'What a person normally works: a pattern at a site for a range of local dates.';

CREATE TABLE schedule.request (
    request_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    staff_id bigint NOT NULL,
    state text NOT NULL,
    reason text,
    requested_by bigint,
    requested_at timestamptz NOT NULL DEFAULT now(),
    decided_by bigint,
    decided_at timestamptz,
    import_key text,
    recorded_from timestamptz NOT NULL,
    CONSTRAINT request_staff_exists FOREIGN KEY (staff_id) REFERENCES org.staff,
    CONSTRAINT request_requester_exists FOREIGN KEY (requested_by) REFERENCES auth.account,
    CONSTRAINT request_decider_exists FOREIGN KEY (decided_by) REFERENCES auth.account,
    CONSTRAINT request_import_key_unique UNIQUE (import_key),
    CONSTRAINT request_state_known
    CHECK (state IN ('draft', 'pending', 'approved', 'rejected', 'withdrawn', 'expired', 'cancelled'))
);
CREATE INDEX request_staff_id ON schedule.request (staff_id);
CREATE INDEX request_requested_by ON schedule.request (requested_by);
CREATE INDEX request_decided_by ON schedule.request (decided_by);
COMMENT ON TABLE schedule.request IS 'Adjustments that are asked for and decided together.';
COMMENT ON COLUMN schedule.request.import_key IS 'What makes an imported request the same one when its file is read again.';

CREATE TABLE schedule.adjustment (
    adjustment_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_id bigint NOT NULL,
    staff_id bigint NOT NULL,
    activity_id bigint NOT NULL,
    class smallint NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    -- Null where the ends are reversed, so that the check below speaks instead of the range type.
    during tstzrange GENERATED ALWAYS AS (
        CASE WHEN starts_at <= ends_at THEN tstzrange(starts_at, ends_at) END
    ) STORED,
    state text NOT NULL,
    note text,
    recorded_from timestamptz NOT NULL,
    CONSTRAINT adjustment_request_exists FOREIGN KEY (request_id) REFERENCES schedule.request,
    CONSTRAINT adjustment_staff_exists FOREIGN KEY (staff_id) REFERENCES org.staff,
    CONSTRAINT adjustment_activity_exists FOREIGN KEY (activity_id, class)
    REFERENCES org.activity (activity_id, class) ON UPDATE CASCADE,
    -- "during" comes first: the index of this constraint is also the way to everybody's adjustments in a window.
    CONSTRAINT adjustment_no_overlap
    EXCLUDE USING gist (
        during WITH &&, staff_id extensions.gist_int8_ops WITH =, class extensions.gist_int2_ops WITH =
    ) WHERE (state = 'approved'),
    CONSTRAINT adjustment_start_before_end CHECK (starts_at < ends_at),
    CONSTRAINT adjustment_at_most_366_days CHECK (ends_at - starts_at <= interval '366 days'),
    CONSTRAINT adjustment_whole_minutes CHECK (
        starts_at = date_bin('1 minute', starts_at, '2000-01-01 00:00+00')
        AND ends_at = date_bin('1 minute', ends_at, '2000-01-01 00:00+00')
    ),
    CONSTRAINT adjustment_state_known
    CHECK (state IN ('draft', 'pending', 'approved', 'rejected', 'withdrawn', 'expired', 'cancelled'))
);
CREATE INDEX adjustment_request_id ON schedule.adjustment (request_id);
CREATE INDEX adjustment_activity_id ON schedule.adjustment (activity_id, class);
-- The way to one person's adjustments over any time.
CREATE INDEX adjustment_staff_id_starts_at ON schedule.adjustment (staff_id, starts_at);
COMMENT ON TABLE schedule.adjustment IS 'What is different this time for one person; counts once it is approved.';
ALTER TABLE schedule.pattern ENABLE ROW LEVEL SECURITY;
ALTER TABLE schedule.pattern FORCE ROW LEVEL SECURITY;
ALTER TABLE schedule.pattern_line ENABLE ROW LEVEL SECURITY;
ALTER TABLE schedule.pattern_line FORCE ROW LEVEL SECURITY;
ALTER TABLE schedule.contract ENABLE ROW LEVEL SECURITY;
ALTER TABLE schedule.contract FORCE ROW LEVEL SECURITY;
ALTER TABLE schedule.request ENABLE ROW LEVEL SECURITY;
ALTER TABLE schedule.request FORCE ROW LEVEL SECURITY;
ALTER TABLE schedule.adjustment ENABLE ROW LEVEL SECURITY;
ALTER TABLE schedule.adjustment FORCE ROW LEVEL SECURITY;
