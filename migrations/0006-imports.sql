-- depends: 0005-history
CREATE SCHEMA import;
COMMENT ON SCHEMA import IS 'Files that were read: their rows as they stood in the file, and what became of each.';

CREATE TABLE import.batch (
    batch_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL,
    profile text NOT NULL,
    file_name text NOT NULL,
    file_hash text NOT NULL,
    options jsonb NOT NULL,
    labels jsonb NOT NULL,
    ignored jsonb NOT NULL,
    imported_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT batch_kind_known CHECK (kind IN ('people', 'requests', 'adjustments'))
);
CREATE INDEX batch_kind_profile ON import.batch (kind, profile, batch_id);
COMMENT ON TABLE import.batch IS 'One import of one file.';
COMMENT ON COLUMN import.batch.file_hash IS 'SHA-256 of the bytes of the file, in hexadecimal digits.';
COMMENT ON COLUMN import.batch.options IS 'What the profile and the command line say about the meaning of the rows.';
COMMENT ON COLUMN import.batch.labels IS 'How the file calls our fields; {n} stands for the place in a list.';
COMMENT ON COLUMN import.batch.ignored IS 'Lists of the file that are not imported, and how long they are.';

CREATE TABLE import.file_row (
    batch_id bigint NOT NULL,
    ordinal integer NOT NULL,
    line integer NOT NULL,
    data jsonb NOT NULL,
    staff_id bigint,
    request_id bigint,
    import_key text,
    outcome text,
    remark text,
    CONSTRAINT file_row_pkey PRIMARY KEY (batch_id, ordinal),
    CONSTRAINT file_row_batch_exists FOREIGN KEY (batch_id) REFERENCES import.batch ON DELETE CASCADE,
    CONSTRAINT file_row_staff_exists FOREIGN KEY (staff_id) REFERENCES org.staff,
    CONSTRAINT file_row_request_exists FOREIGN KEY (request_id) REFERENCES schedule.request,
    CONSTRAINT file_row_outcome_known CHECK (outcome IN ('created', 'changed', 'unchanged', 'refused'))
);
CREATE INDEX file_row_staff_id ON import.file_row (staff_id);
CREATE INDEX file_row_request_id ON import.file_row (request_id);
COMMENT ON TABLE import.file_row IS 'A row of a file, with our names for its fields, and what became of it.';
COMMENT ON COLUMN import.file_row.ordinal IS 'The place of the row in the file, from 1.';
COMMENT ON COLUMN import.file_row.line IS 'The line of the file on which the row begins.';

CREATE TABLE import.fault (
    fault_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    batch_id bigint NOT NULL,
    ordinal integer NOT NULL,
    segment integer,
    field text NOT NULL,
    reason text NOT NULL,
    CONSTRAINT fault_row_exists FOREIGN KEY (batch_id, ordinal) REFERENCES import.file_row ON DELETE CASCADE
);
CREATE INDEX fault_row ON import.fault (batch_id, ordinal);
COMMENT ON TABLE import.fault IS 'Why a row was refused; a row can have several faults.';
COMMENT ON COLUMN import.fault.segment IS 'The place of the segment in its request, from 1, when the fault is in one.';

-- What the rows of a file of people mean.
CREATE TABLE import.person (
    batch_id bigint NOT NULL,
    ordinal integer NOT NULL,
    employee_number text,
    name text,
    email text,
    unit_path text[] NOT NULL,
    week int4range[],
    staff_id bigint,
    known boolean NOT NULL DEFAULT FALSE,
    unit_id bigint,
    unit_step text,
    membership_id bigint,
    membership_until date,
    pattern_id bigint,
    pattern_step text,
    contract_id bigint,
    contract_until date,
    CONSTRAINT person_pkey PRIMARY KEY (batch_id, ordinal),
    CONSTRAINT person_row_exists FOREIGN KEY (batch_id, ordinal) REFERENCES import.file_row ON DELETE CASCADE,
    CONSTRAINT person_unit_step_known CHECK (unit_step IN ('open', 'correct', 'succeed')),
    CONSTRAINT person_pattern_step_known CHECK (pattern_step IN ('open', 'correct', 'succeed'))
);
COMMENT ON TABLE import.person IS 'A row of a file of people, read and compared with what is stored.';
COMMENT ON COLUMN import.person.week IS 'Minutes of the week from Monday 00:00; null: the file says nothing about hours.';
COMMENT ON COLUMN import.person.known IS 'Whether the person existed before this import.';
COMMENT ON COLUMN import.person.unit_step IS
'What the membership needs: null nothing, open a first one, correct the one that begins on the day, succeed an older one.';
COMMENT ON COLUMN import.person.membership_id IS 'The membership that is corrected or succeeded.';
COMMENT ON COLUMN import.person.membership_until IS 'The end that the succeeded membership had.';
COMMENT ON COLUMN import.person.pattern_step IS 'What the contract needs, in the same words.';

-- What the segments of a file of requests or adjustments mean.
CREATE TABLE import.segment (
    batch_id bigint NOT NULL,
    ordinal integer NOT NULL,
    segment integer NOT NULL,
    staff_id bigint,
    activity_id bigint,
    class smallint,
    local_start timestamp,
    local_end timestamp,
    starts_at timestamptz,
    ends_at timestamptz,
    note text,
    CONSTRAINT segment_pkey PRIMARY KEY (batch_id, ordinal, segment),
    CONSTRAINT segment_row_exists FOREIGN KEY (batch_id, ordinal) REFERENCES import.file_row ON DELETE CASCADE
);
-- The way to what overlaps: the segments of one person.
CREATE INDEX segment_staff_id ON import.segment (batch_id, staff_id, starts_at);
COMMENT ON TABLE import.segment IS 'A segment of a request of a file; null is what the file does not say in a way we understand.';
ALTER TABLE import.batch ENABLE ROW LEVEL SECURITY;
ALTER TABLE import.batch FORCE ROW LEVEL SECURITY;
ALTER TABLE import.file_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE import.file_row FORCE ROW LEVEL SECURITY;
ALTER TABLE import.fault ENABLE ROW LEVEL SECURITY;
ALTER TABLE import.fault FORCE ROW LEVEL SECURITY;
ALTER TABLE import.person ENABLE ROW LEVEL SECURITY;
ALTER TABLE import.person FORCE ROW LEVEL SECURITY;
ALTER TABLE import.segment ENABLE ROW LEVEL SECURITY;
ALTER TABLE import.segment FORCE ROW LEVEL SECURITY;
