-- depends: 0007-changes
-- squawk-ignore-file ban-drop-constraint, constraint-missing-not-valid, adding-foreign-key-constraint
-- squawk-ignore-file require-concurrent-index-creation
-- Nobody but an import writes these tables, and imports may wait for a migration.
-- An import that was stored is one change of the data, which can be taken back.
ALTER TABLE import.batch
ADD COLUMN state text NOT NULL DEFAULT 'committed',
ADD COLUMN account_id bigint,
ADD COLUMN change_id bigint,
ADD COLUMN counts jsonb NOT NULL DEFAULT '{}',
ADD COLUMN difference jsonb,
ADD COLUMN rolled_back_at timestamptz,
ADD COLUMN rolled_back_by bigint,
DROP CONSTRAINT batch_kind_known,
ADD CONSTRAINT batch_kind_known CHECK (
    kind IN (
        'people', 'requests', 'adjustments', 'structure', 'staff', 'contracts', 'holidays', 'coverage',
        'duties', 'presets', 'activities', 'units'
    )
),
ADD CONSTRAINT batch_state_known CHECK (state IN ('committed', 'rolled_back')),
ADD CONSTRAINT batch_account_exists FOREIGN KEY (account_id) REFERENCES auth.account,
ADD CONSTRAINT batch_change_exists FOREIGN KEY (change_id) REFERENCES audit.transaction,
ADD CONSTRAINT batch_rolled_back_by_exists FOREIGN KEY (rolled_back_by) REFERENCES auth.account;
CREATE INDEX batch_account_id ON import.batch (account_id);
CREATE INDEX batch_change_id ON import.batch (change_id);
CREATE INDEX batch_rolled_back_by ON import.batch (rolled_back_by);
COMMENT ON COLUMN import.batch.state IS 'Whether the import stands or was taken back.';
COMMENT ON COLUMN import.batch.account_id IS 'Who imported it; null from the command line.';
COMMENT ON COLUMN import.batch.change_id IS
'The change of the data that it is; null when it changed nothing, or is older than this column.';
COMMENT ON COLUMN import.batch.counts IS 'How many rows had which outcome.';
COMMENT ON COLUMN import.batch.difference IS 'What the import changed in the effective schedule when it was stored.';

-- A row that was taken back leaves its place in the file.
ALTER TABLE import.file_row
DROP CONSTRAINT file_row_staff_exists,
ADD CONSTRAINT file_row_staff_exists FOREIGN KEY (staff_id) REFERENCES org.staff ON DELETE SET NULL,
DROP CONSTRAINT file_row_request_exists,
ADD CONSTRAINT file_row_request_exists FOREIGN KEY (request_id) REFERENCES schedule.request ON DELETE SET NULL,
DROP CONSTRAINT file_row_outcome_known,
ADD CONSTRAINT file_row_outcome_known CHECK (outcome IN ('created', 'changed', 'ended', 'unchanged', 'refused')),
ADD COLUMN leader integer;
COMMENT ON COLUMN import.file_row.leader IS
'The row with which this one makes one whole (a request, a pattern); null: it stands alone or leads.';

-- What is to be written for the rows of a running import; empty again at its end.
CREATE TABLE import.step (
    step_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    batch_id bigint NOT NULL,
    ordinal integer NOT NULL,
    noun text NOT NULL,
    resource_id bigint,
    body jsonb NOT NULL,
    outcome text NOT NULL,
    CONSTRAINT step_row_exists FOREIGN KEY (batch_id, ordinal) REFERENCES import.file_row ON DELETE CASCADE,
    CONSTRAINT step_outcome_known CHECK (outcome IN ('created', 'changed', 'ended'))
);
CREATE INDEX step_row ON import.step (batch_id, ordinal);
COMMENT ON TABLE import.step IS 'A resource that a row of a running import creates or changes.';
COMMENT ON COLUMN import.step.resource_id IS 'The resource to change; null: it is created.';
ALTER TABLE import.step ENABLE ROW LEVEL SECURITY;
ALTER TABLE import.step FORCE ROW LEVEL SECURITY;

CREATE TABLE import.profile (
    profile_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    kind text NOT NULL,
    definition jsonb NOT NULL,
    recorded_from timestamptz NOT NULL,
    change_id bigint,
    CONSTRAINT profile_name_unique UNIQUE (name, kind),
    CONSTRAINT profile_name_form CHECK (name ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
    CONSTRAINT profile_kind_known CHECK (
        kind IN (
            'people', 'requests', 'adjustments', 'structure', 'staff', 'contracts', 'holidays', 'coverage',
            'duties', 'presets', 'activities', 'units'
        )
    ),
    CONSTRAINT profile_definition_object CHECK (jsonb_typeof(definition) = 'object')
);
COMMENT ON TABLE import.profile IS 'How the files of a source are to be read: one entry for each kind of rows.';
COMMENT ON COLUMN import.profile.definition IS 'What a section of a profile says: format, columns, aliases, fields, options, activities.';
ALTER TABLE import.profile ENABLE ROW LEVEL SECURITY;
ALTER TABLE import.profile FORCE ROW LEVEL SECURITY;

CREATE TABLE import.profile_history (
    LIKE import.profile,
    recorded tstzrange NOT NULL,
    superseded_by bigint,
    CONSTRAINT profile_history_no_overlap
    EXCLUDE USING gist (profile_id extensions.gist_int8_ops WITH =, recorded WITH &&)
);
COMMENT ON TABLE import.profile_history IS 'Superseded versions of import.profile, each with the time in which it held.';
CREATE INDEX profile_history_recorded ON import.profile_history USING gist (recorded);
ALTER TABLE import.profile_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE import.profile_history FORCE ROW LEVEL SECURITY;
