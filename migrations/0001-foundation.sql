-- Schemas and extensions. Everything else builds on these.
-- The migrator runs as strata_owner, so every object belongs to it.
CREATE SCHEMA extensions;
CREATE EXTENSION btree_gist WITH SCHEMA extensions;

CREATE SCHEMA auth;
CREATE SCHEMA org;
CREATE SCHEMA schedule;
CREATE SCHEMA audit;
CREATE SCHEMA reporting;
CREATE SCHEMA api;

COMMENT ON SCHEMA extensions IS 'Operators and types that PostgreSQL extensions bring.';
COMMENT ON SCHEMA auth IS 'Accounts, and who is acting.';
COMMENT ON SCHEMA org IS 'The organisation: units, sites, holidays, activities and staff.';
COMMENT ON SCHEMA schedule IS 'The two layers, contract and adjustment, and their merge.';
COMMENT ON SCHEMA audit IS 'Which transaction changed what, and when it became known.';
COMMENT ON SCHEMA reporting IS 'Stable views for reports; columns are appended, never renamed.';
COMMENT ON SCHEMA api IS 'The functions behind the HTTP routes.';

-- A function belongs to nobody until it is granted.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM public;
