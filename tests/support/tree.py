"""A checkout in miniature, to change what must not be changed in the real one."""

import shutil
from pathlib import Path

from app import ROOT

FILES = {
    "migrations/0001-schemas.sql": """\
CREATE SCHEMA org;
CREATE SCHEMA reporting;
CREATE SCHEMA extensions;
CREATE EXTENSION btree_gist WITH SCHEMA extensions;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM public;
""",
    "migrations/0001-schemas.rollback.sql": """\
ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO public;
DROP EXTENSION btree_gist;
DROP SCHEMA extensions;
DROP SCHEMA reporting;
DROP SCHEMA org;
""",
    "migrations/0002-unit.sql": """\
-- depends: 0001-schemas
CREATE TABLE org.unit (
    unit_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL
);
ALTER TABLE org.unit ENABLE ROW LEVEL SECURITY;
""",
    "migrations/0002-unit.rollback.sql": "DROP TABLE org.unit;\n",
    "sql/org/unit_name.sql": """\
CREATE DOMAIN org.unit_name AS text CHECK (value <> '');
""",
    "sql/org/unit_count.sql": """\
CREATE FUNCTION org.unit_count() RETURNS bigint
LANGUAGE sql STABLE
SET search_path = ''
BEGIN ATOMIC
    SELECT count(*) FROM org.unit;
END;
COMMENT ON FUNCTION org.unit_count() IS 'How many units there are.';
""",
    "sql/org/unit_policy.sql": """\
CREATE POLICY unit_read ON org.unit FOR SELECT TO strata_user USING (org.unit_count() > 0);
""",
    "sql/reporting/unit.sql": """\
CREATE VIEW reporting.unit WITH (security_invoker = TRUE) AS
SELECT
    unit_id,
    name::org.unit_name AS name,
    org.unit_count() AS units
FROM org.unit;
ALTER VIEW reporting.unit ALTER COLUMN name SET DEFAULT 'New';
GRANT SELECT ON reporting.unit TO strata_bi;
""",
    "sql/reporting/rename_unit.sql": """\
CREATE FUNCTION reporting.rename_unit(unit reporting.unit, units reporting.unit[]) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
BEGIN
    UPDATE org.unit AS u SET name = unit.name WHERE u.unit_id = unit.unit_id;
END;
$$;
""",
    "sql/manifest.txt": """\
org/unit_name.sql
org/unit_count.sql
org/unit_policy.sql
reporting/unit.sql
reporting/rename_unit.sql
""",
}


def plant_tree(root: Path) -> Path:
    """Write the miniature, with the real roles, and return its root."""
    for name, text in FILES.items():
        write(root, name, text)
    shutil.copy(ROOT / "sql" / "roles.sql", root / "sql" / "roles.sql")
    return root


def write(root: Path, name: str, text: str) -> None:
    """Write one file of the miniature."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
