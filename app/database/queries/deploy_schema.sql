-- The deployment's own books. Nobody but strata_owner needs them.
CREATE SCHEMA IF NOT EXISTS deploy;
COMMENT ON SCHEMA deploy IS 'What has been deployed here: migrations, code, and their checksums.';

CREATE TABLE IF NOT EXISTS deploy.migration_checksum (
    migration_id text PRIMARY KEY,
    checksum text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE deploy.migration_checksum IS 'What each applied migration said.';

CREATE TABLE IF NOT EXISTS deploy.release (
    release_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    digest text NOT NULL,
    deployed_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE deploy.release IS 'Every deployment of the code; the last one holds.';

CREATE TABLE IF NOT EXISTS deploy.code_object (
    kind text NOT NULL,
    identity text NOT NULL,
    PRIMARY KEY (kind, identity)
);
COMMENT ON TABLE deploy.code_object IS
'What the last deployment of the code made, and the next one will therefore drop.';
