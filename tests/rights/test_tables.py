"""Who reads which table, and that nobody writes one: every table of the catalogue has its line."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.rights.personas import PERSONAS, account_ids, acting, fill, rows
from tests.support.reporting import connected
from tests.support.servers import Database

FILE = Path(__file__).with_name("tables.txt")
HEADER, *LINES = FILE.read_text(encoding="utf-8").splitlines()
COLUMNS = HEADER.removeprefix("# ").split()[1:]
EXPECTED = {table: found for table, *found in (line.split() for line in LINES)}
TABLES = """
SELECT format('%I.%I', n.nspname, c.relname)
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspowner = 'strata_owner'::regrole AND n.nspname NOT IN ('deploy', 'extensions')
    AND (c.relkind IN ('r', 'p') OR (c.relkind = 'v' AND n.nspname = 'reporting'))
ORDER BY 1
"""
RELATIONS = """
SELECT c.oid::regclass::text, c.relkind::text
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspowner = 'strata_owner'::regrole AND n.nspname <> 'extensions'
    AND (c.relkind IN ('r', 'p') OR (c.relkind = 'v' AND pg_relation_is_updatable(c.oid, TRUE) > 0))
"""
# Any right beyond reading, on the whole or on a column, or on the sequence of an identity.
RIGHTS = """
SELECT r.role, c.oid::regclass::text
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
CROSS JOIN unnest(
    '{strata_app,strata_user,strata_bi,strata_relay,strata_login}'::name[]
) AS r (role)
WHERE n.nspowner = 'strata_owner'::regrole AND CASE
    WHEN c.relkind = 'S' THEN has_sequence_privilege(r.role, c.oid, 'USAGE, SELECT, UPDATE')
    WHEN c.relkind IN ('r', 'p', 'v', 'm') THEN
        has_table_privilege(r.role, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
        OR has_any_column_privilege(r.role, c.oid, 'INSERT, UPDATE, REFERENCES')
END
"""
# Views that compute are asked for a day; without a filter they would compute a century.
FILTERS = {
    "reporting.coverage_gap": "day = '2030-06-03'",
    "reporting.daily_hours": "day = '2030-06-03'",
    "reporting.effective_segment": "day = '2030-06-03'",
    "reporting.headcount_by_quarter_hour": "day = '2030-06-03'",
    "reporting.monthly_hours": "month_start = '2030-06-01'",
    "reporting.request_throughput": "day BETWEEN current_date - 1 AND current_date + 1",
}


@pytest.fixture(scope="module")
def acme(shared_database: Database) -> Iterator[psycopg.Connection]:
    """The administrator's connection."""
    fill(shared_database)
    with shared_database.connect() as connection:
        yield connection


@pytest.fixture(scope="module")
def server_login(
    acme: psycopg.Connection, shared_database: Database
) -> Iterator[psycopg.Connection]:
    """The server's login."""
    with psycopg.connect(shared_database.app_url, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def analyst(acme: psycopg.Connection, shared_database: Database) -> Iterator[psycopg.Connection]:
    """A reporting login that reads as the manager of Sales."""
    with connected(shared_database, "strata_test_matrix", PERSONAS["manager"]) as connection:
        yield connection


def seen(connection: psycopg.Connection, table: str) -> int | None:
    """How many rows of a table a connection sees; None when it may not look."""
    query = f"SELECT count(*) FROM {table} WHERE {FILTERS.get(table, 'TRUE')}"
    try:
        with connection.transaction():
            return int(rows(connection, query)[0][0])
    except psycopg.errors.InsufficientPrivilege:
        return None


def word(count: int | None, everything: int | None) -> str:
    """What is seen, in a word."""
    if count is None:
        return "closed"
    if count == 0:
        return "none"
    return "all" if count == everything else "some"


def test_every_table_has_its_line(acme: psycopg.Connection) -> None:
    assert [*EXPECTED] == [table for (table,) in rows(acme, TABLES)], "complete tables.txt"
    assert [*PERSONAS, "reporting"] == COLUMNS
    assert all(len(found) == len(COLUMNS) for found in EXPECTED.values())


def test_every_table_shows_what_its_line_says(
    acme: psycopg.Connection, server_login: psycopg.Connection, analyst: psycopg.Connection
) -> None:
    accounts = account_ids(acme)
    for table, expected in EXPECTED.items():
        everything = seen(acme, table)
        found = []
        for email in PERSONAS.values():
            with acting(server_login, accounts[email] if email else None) as connection:
                found.append(word(seen(connection, table), everything))
        found.append(word(seen(analyst, table), everything))
        assert found == expected, table
        # What nobody but the owner reads may be empty, and erasures have no former versions.
        closed = {*found} == {"closed"} or table == "audit.erasure_history"
        assert everything or closed, f"{table} is empty in scene.sql"


def test_nobody_has_more_than_the_right_to_read(acme: psycopg.Connection) -> None:
    assert rows(acme, RIGHTS) == []


def test_nobody_writes_a_table_or_a_view(
    acme: psycopg.Connection, server_login: psycopg.Connection, analyst: psycopg.Connection
) -> None:
    accounts = account_ids(acme)
    for relation, kind in rows(acme, RELATIONS):
        updatable = rows(
            acme,
            "SELECT quote_ident(attname) FROM pg_attribute WHERE attnum > 0 AND NOT attisdropped"
            f" AND attrelid = '{relation}'::regclass"
            " AND pg_column_is_updatable(attrelid, attnum, TRUE) ORDER BY attnum DESC LIMIT 1",
        )
        attempts = [
            f"INSERT INTO {relation} DEFAULT VALUES",
            *(f"UPDATE {relation} SET {column} = DEFAULT WHERE FALSE" for (column,) in updatable),
            f"DELETE FROM {relation} WHERE FALSE",
        ]
        if kind in "rp":
            attempts.append(f"TRUNCATE {relation} CASCADE")
        for attempt in attempts:
            for persona in ("anonymous", "admin"):
                email = PERSONAS[persona]
                with acting(server_login, accounts[email] if email else None) as connection:
                    refused(connection, attempt)
            refused(analyst, attempt)
            refused(server_login, attempt)


def refused(connection: psycopg.Connection, attempt: str) -> None:
    """Fail unless there is no right for this statement, or no way at all to write such a view."""
    refusals = (
        psycopg.errors.InsufficientPrivilege,
        psycopg.errors.ObjectNotInPrerequisiteState,
    )
    with pytest.raises(refusals), connection.transaction():
        connection.execute(attempt.encode())


def test_the_servers_login_alone_reads_nothing(
    acme: psycopg.Connection, server_login: psycopg.Connection
) -> None:
    for relation, _ in rows(acme, RELATIONS):
        refused(server_login, f"SELECT FROM {relation} LIMIT 1")
