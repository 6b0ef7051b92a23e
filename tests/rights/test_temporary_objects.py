"""What a login could do with functions and types of its own, if it were let make temporary ones."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.support.attacks import calls, hidden, hide
from tests.support.reporting import connected
from tests.support.servers import Database

LEAK = """
CREATE FUNCTION pg_temp.leak(value pg_catalog.text) RETURNS pg_catalog.bool
LANGUAGE plpgsql COST 0.0000001 AS
'BEGIN RAISE NOTICE ''% saw %'', current_user, value; RETURN TRUE; END'
"""
# Types that our functions name without their schema, as every SQL text does.
TYPES = ["text", "date", "daterange"]
SHADOW = """
CREATE FUNCTION pg_temp.spy(value pg_catalog.{type}) RETURNS pg_catalog.bool LANGUAGE plpgsql AS
'BEGIN RAISE NOTICE ''the check runs as %'', current_user; RETURN TRUE; END';
GRANT EXECUTE ON FUNCTION pg_temp.spy(pg_catalog.{type}) TO public;
CREATE DOMAIN pg_temp.{type} AS pg_catalog.{type} CHECK (pg_temp.spy(value));
"""
FILTERS = [
    "SELECT FROM reporting.staff WHERE pg_temp.leak(employee_number) AND staff_id > 0",
    "SELECT FROM org.unit WHERE pg_temp.leak(unit_id::text)",
    "SELECT FROM org.membership WHERE pg_temp.leak(staff_id::text)",
    "SELECT FROM org.activity WHERE pg_temp.leak(code)",
    "SELECT FROM auth.account WHERE pg_temp.leak(name)",
    "SELECT FROM reporting.staff WHERE pg_temp.leak(name)",
    "SELECT FROM reporting.unit_tree WHERE pg_temp.leak(path)",
    "SELECT FROM reporting.activity WHERE pg_temp.leak(code)",
    "SELECT FROM reporting.audit_trail WHERE pg_temp.leak(row_id)",
    "SELECT FROM reporting.effective_segment WHERE day = '2026-06-01' AND pg_temp.leak(activity)",
    "SELECT FROM reporting.staff JOIN org.membership USING (staff_id) WHERE pg_temp.leak(name)",
    "SELECT pg_temp.leak(max(name)) FROM reporting.staff",
    "SELECT name FROM reporting.staff ORDER BY pg_temp.leak(name)",
    "SELECT FROM reporting.staff GROUP BY name HAVING pg_temp.leak(name)",
]


@pytest.fixture(scope="module", name="careless")
def _careless(shared_database: Database) -> Database:
    """A database whose administrator lets everybody make temporary objects."""
    hide(shared_database)
    with shared_database.connect() as connection:
        connection.execute(f"GRANT TEMPORARY ON DATABASE {shared_database.name} TO public".encode())
    return shared_database


@pytest.fixture(name="mole")
def _mole(careless: Database) -> Iterator[tuple[psycopg.Connection, list[str]]]:
    """A reporting login that writes, and the notices that it gets."""
    notices: list[str] = []
    with connected(careless, "strata_test_mole", "mole@acme.test") as connection:
        connection.add_notice_handler(lambda told: notices.append(str(told.message_primary)))
        yield connection, notices
        connection.execute("DISCARD TEMP")  # before its role goes


@pytest.mark.parametrize("statement", FILTERS)
def test_a_leaky_function_sees_visible_rows_only(
    statement: str, mole: tuple[psycopg.Connection, list[str]]
) -> None:
    connection, notices = mole
    connection.execute(LEAK)
    connection.execute(statement.encode())
    assert notices or "auth.account" in statement or "audit_trail" in statement
    assert [text for text in notices if hidden(text)] == []
    assert {text.split()[0] for text in notices} <= {"strata_test_mole"}


@pytest.mark.parametrize("name", TYPES)
def test_no_type_slips_under_our_functions(
    name: str, mole: tuple[psycopg.Connection, list[str]]
) -> None:
    """A domain's check that runs as the owner could read and write everything."""
    connection, notices = mole
    connection.execute(SHADOW.format(type=name).encode())
    assert connection.execute(f"SELECT NULL::pg_temp.{name}".encode()).fetchone() == (None,)
    assert notices.pop() == "the check runs as strata_test_mole"
    answers = list(calls(connection))
    # As many functions as a reporting login reaches, so that none is left out silently.
    assert len(answers) >= 38
    assert {text for text in notices if "runs as" in text} <= {"the check runs as strata_test_mole"}
