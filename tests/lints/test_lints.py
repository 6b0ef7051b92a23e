"""Rules that the catalogue must keep: queries that return no rows, and what each of them finds."""

from pathlib import Path

import pytest

from app.database.queries import query
from tests.support.servers import Database

RULES = {path.stem: path.read_text() for path in Path(__file__).parent.glob("*.sql")} | {
    # The doctor asks these of databases in use.
    name: query(name)
    for name in ("reachable_rights", "invalid_indexes", "missing_roles", "temporary_objects")
}

# For every rule a violation, and how the rule names it.
VIOLATIONS = {
    "row_security": (
        "CREATE TABLE org.planted (a int); ALTER TABLE org.planted ENABLE ROW LEVEL SECURITY",
        "org.planted",
    ),
    "search_path": (
        "CREATE FUNCTION org.planted() RETURNS int LANGUAGE sql SET search_path = org RETURN 1",
        "org.planted()",
    ),
    "function_comment": (
        "CREATE FUNCTION org.planted() RETURNS int LANGUAGE sql RETURN 1",
        "org.planted()",
    ),
    "nothing_for_public": (
        "CREATE FUNCTION org.planted() RETURNS int LANGUAGE sql RETURN 1;"
        "GRANT EXECUTE ON FUNCTION org.planted() TO public",
        "EXECUTE of org.planted()",
    ),
    "volatility": (
        "CREATE FUNCTION org.changes() RETURNS int LANGUAGE sql VOLATILE RETURN 1;"
        "CREATE FUNCTION org.planted() RETURNS int LANGUAGE sql STABLE RETURN org.changes()",
        "org.planted() calls org.changes()",
    ),
    "relation_comment": ("CREATE TABLE org.planted (a int)", "org.planted"),
    "reporting_column_comment": (
        "CREATE VIEW reporting.planted AS SELECT 1 AS a",
        "reporting.planted.a",
    ),
    "foreign_key_index": (
        "CREATE TABLE org.one (a int, b int, PRIMARY KEY (a, b));"
        "CREATE TABLE org.planted (a int, b int, c int, CONSTRAINT planted_one FOREIGN KEY (a, b)"
        " REFERENCES org.one); CREATE INDEX ON org.planted (a, c, b)",
        "planted_one of org.planted",
    ),
    "security_invoker": (
        "CREATE VIEW org.planted WITH (security_barrier = TRUE) AS SELECT 1 AS a",
        "org.planted",
    ),
    "history_columns": (
        "CREATE TABLE org.planted (a int, b int);"
        "CREATE TABLE org.planted_history (a int, b text, recorded tstzrange)",
        "org.planted_history",
    ),
}


@pytest.mark.parametrize("rule", sorted(RULES))
def test_the_catalogue_keeps(rule: str, shared_database: Database) -> None:
    with shared_database.connect() as connection:
        assert connection.execute(RULES[rule]).fetchall() == []


@pytest.mark.parametrize("rule", sorted(VIOLATIONS))
def test_a_violation_is_found(rule: str, shared_database: Database) -> None:
    violation, name = VIOLATIONS[rule]
    with shared_database.connect() as connection, connection.transaction(force_rollback=True):
        connection.execute("SET LOCAL ROLE strata_owner")
        connection.execute(violation)
        assert (name,) in connection.execute(RULES[rule]).fetchall()


def test_a_role_above_row_security_is_found(database: Database) -> None:
    with database.connect() as connection, connection.transaction(force_rollback=True):
        connection.execute("CREATE ROLE planted BYPASSRLS; GRANT planted TO strata_user")
        found = connection.execute(RULES["reachable_rights"]).fetchall()
        assert found == [("strata_app", "planted"), ("strata_user", "planted")]


def test_a_reporting_login_above_row_security_is_found(database: Database) -> None:
    with database.connect() as connection, connection.transaction(force_rollback=True):
        connection.execute("CREATE ROLE planted LOGIN IN ROLE strata_bi, pg_read_server_files")
        found = connection.execute(RULES["reachable_rights"]).fetchall()
        assert found == [("planted", "pg_read_server_files")]


def test_who_may_make_temporary_objects_is_found(database: Database) -> None:
    with database.connect() as connection:
        connection.execute(f"GRANT TEMPORARY ON DATABASE {database.name} TO strata_bi".encode())
        found = connection.execute(RULES["temporary_objects"]).fetchall()
        assert found == [("strata_bi", database.name)]


def test_the_rules_about_history_see_the_tables_they_are_for(shared_database: Database) -> None:
    with shared_database.connect() as connection:
        tables = "SELECT FROM pg_class WHERE relname LIKE '%\\_history' AND relkind = 'r'"
        assert connection.execute(tables).rowcount >= 10
