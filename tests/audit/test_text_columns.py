"""Every column that can hold text has a decision: what an erasure of personal data does with it."""

from pathlib import Path

import psycopg

from tests.support.servers import Database

DECISIONS = Path(__file__).parent / "text_columns.txt"
COLUMNS = r"""
SELECT format('%s.%s.%s', n.nspname, c.relname, a.attname)
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type AS t ON t.oid = a.atttypid
LEFT JOIN pg_type AS e ON e.oid = t.typelem AND t.typcategory = 'A'
WHERE
    c.relkind IN ('r', 'p', 'm')
    AND n.nspowner = 'strata_owner'::regrole
    AND n.nspname NOT IN ('deploy', 'extensions')
    AND c.relname NOT LIKE '%\_history'
    AND (
        coalesce(e.typcategory, t.typcategory) = 'S'
        OR coalesce(e.oid, t.oid) IN ('json'::regtype, 'jsonb'::regtype, 'bytea'::regtype)
    )
ORDER BY 1
"""
WORDS = {"pseudonym", "destroyed", "kept"}


def decisions() -> dict[str, str]:
    """Column and decision: the first word of what follows its name."""
    lines = DECISIONS.read_text(encoding="utf-8").splitlines()
    return dict(line.split(" ", 1) for line in lines if not line.startswith("#"))


def test_every_text_column_has_a_decision(admin: psycopg.Connection) -> None:
    found = [name for (name,) in admin.execute(COLUMNS.encode())]
    assert found == list(decisions())
    assert {decision.split(":")[0] for decision in decisions().values()} == WORDS


def test_a_new_column_is_noticed(shared_database: Database) -> None:
    with shared_database.connect() as connection, connection.transaction(force_rollback=True):
        connection.execute("ALTER TABLE org.unit ADD COLUMN remarks text[]")
        found = {name for (name,) in connection.execute(COLUMNS.encode())}
        assert found - decisions().keys() == {"org.unit.remarks"}


def test_free_text_is_where_it_is_said_to_be(admin: psycopg.Connection) -> None:
    """What is emptied by the list in SQL is in a table with staff_id, and is decided so."""
    listed = admin.execute(
        "SELECT concat_ws('.', f.schema_name, f.table_name, f.column_name),"
        " 'staff_id' = ANY(t.columns)"
        " FROM audit.free_text AS f"
        " LEFT JOIN audit.domain_table AS t USING (schema_name, table_name)"
    ).fetchall()
    assert all(has_staff for _, has_staff in listed)
    assert {decisions()[name] for name, _ in listed} == {"destroyed: audit.free_text"}
