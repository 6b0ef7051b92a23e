-- depends: 0015-audit
-- What was erased is known by the chain itself: the row of an erasure is one of its entries, and names the entries it emptied.
CREATE TABLE audit.erasure (
    erasure_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    staff_id bigint NOT NULL,
    entries int8multirange NOT NULL,
    recorded_from timestamptz NOT NULL,
    change_id bigint,
    CONSTRAINT erasure_staff_exists FOREIGN KEY (staff_id) REFERENCES org.staff
);
CREATE INDEX erasure_staff_id ON audit.erasure (staff_id);
COMMENT ON TABLE audit.erasure IS 'The erasures of the personal data of people who left: of whom; its change says when and by whom.';
COMMENT ON COLUMN audit.erasure.entries IS 'The ids of the entries of the audit that it emptied.';
ALTER TABLE audit.erasure ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.erasure FORCE ROW LEVEL SECURITY;

CREATE TABLE audit.erasure_history (
    LIKE audit.erasure,
    recorded tstzrange NOT NULL,
    superseded_by bigint,
    CONSTRAINT erasure_history_no_overlap
    EXCLUDE USING gist (erasure_id extensions.gist_int8_ops WITH =, recorded WITH &&)
);
COMMENT ON TABLE audit.erasure_history IS 'Superseded versions of audit.erasure, each with the time in which it held.';
CREATE INDEX erasure_history_recorded ON audit.erasure_history USING gist (recorded);
ALTER TABLE audit.erasure_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.erasure_history FORCE ROW LEVEL SECURITY;
