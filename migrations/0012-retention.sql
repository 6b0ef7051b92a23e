-- depends: 0008-structure 0009-coverage
-- Building an index stops the writers of its history table for that moment.
-- squawk-ignore-file require-concurrent-index-creation
-- Superseded versions may be given up after some time. What was known earlier than kept_from can then not be said any more.
CREATE TABLE audit.history_horizon (
    singleton boolean NOT NULL DEFAULT TRUE PRIMARY KEY,
    kept_from timestamptz NOT NULL,
    CONSTRAINT history_horizon_single_row CHECK (singleton)
);
COMMENT ON TABLE audit.history_horizon IS 'From which instant on the history is complete: one row.';
COMMENT ON COLUMN audit.history_horizon.kept_from IS 'Versions that ended at this instant or before it are gone.';
INSERT INTO audit.history_horizon (kept_from) VALUES ('-infinity');
ALTER TABLE audit.history_horizon ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.history_horizon FORCE ROW LEVEL SECURITY;

-- The way from a thing to the superseded versions of its parts; what has an id of its own is found by its exclusion constraint.
CREATE INDEX membership_history_staff_id ON org.membership_history (staff_id);
CREATE INDEX pattern_line_history_pattern_id ON schedule.pattern_line_history (pattern_id);
CREATE INDEX preset_line_history_preset_id ON schedule.preset_line_history (preset_id);
CREATE INDEX adjustment_history_request_id ON schedule.adjustment_history (request_id);
CREATE INDEX coverage_requirement_activity_history_requirement_id
ON schedule.coverage_requirement_activity_history (coverage_requirement_id);
