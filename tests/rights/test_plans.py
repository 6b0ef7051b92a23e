"""Under row security too, what is asked for of a unit, a person or a day is found by index."""

from pathlib import Path

import psycopg
import pytest
from psycopg import Connection

from tests.rights.store import READER
from tests.support.servers import Database

THOUSANDS = (Path(__file__).parent / "thousands.sql").read_bytes()
ACCOUNTS = {"viewer": 1, "staff": 2, "manager": 3, "admin": 4}
# Person 50 is in unit 12, of which there are sixty; all accounts may know of both.
BOARD = "SELECT api.schedules(current_date::text, (current_date + 1)::text"
QUESTIONS = {
    "the day of a unit": f"{BOARD}, unit => 12)",
    "the month of a person": (
        "SELECT api.schedules(current_date::text, (current_date + 31)::text, staff => '{50}')"
    ),
    "the headcount of a unit": (
        "SELECT api.headcount(current_date::text, (current_date + 1)::text, unit => 12)"
    ),
    "who of a unit is there": "SELECT api.now(12)",
    "the contracts of a person": "SELECT api.contract_list(staff_id => 50)",
    "the duties of a day": "SELECT api.duty_list(day => current_date)",
    "a person": "SELECT api.staff_get(50)",
}
REPORTS = {
    "segments of a unit": (
        "SELECT count(*) FROM reporting.effective_segment WHERE day = current_date AND unit_id = 12"
    ),
    "hours of a person": (
        "SELECT count(*) FROM reporting.daily_hours WHERE day = current_date AND staff_id = 50"
    ),
}
# How often the tables that grow with people and time were read as a whole in this transaction.
READ_WHOLE = """
SELECT schemaname || '.' || relname FROM pg_stat_xact_user_tables
WHERE
    seq_scan > 0
    AND schemaname = 'schedule'
    AND relname IN ('adjustment', 'contract', 'request', 'duty')
ORDER BY 1
"""


@pytest.fixture(scope="module")
def thousands(connection: Connection, shared_database: Database) -> Database:
    """The organisation of thousands."""
    connection.execute(THOUSANDS)
    connection.execute("VACUUM ANALYZE")
    connection.execute(
        "INSERT INTO auth.reporting_login (login, account_id) VALUES (%s, 1)", [READER]
    )
    return shared_database


def read_whole(connection: Connection, start: str, question: str) -> list[str]:
    """The tables that a question reads from beginning to end, when its plans are known already."""
    for _ in range(2):
        with connection.transaction(force_rollback=True):
            connection.execute(start.encode())
            answer = connection.execute(question.encode()).fetchone()
            assert answer
            assert answer[0]
            found = connection.execute(READ_WHOLE).fetchall()
    return [name for (name,) in found]


@pytest.mark.parametrize("role", ACCOUNTS)
@pytest.mark.parametrize("question", QUESTIONS)
def test_requests_read_by_index(thousands: Database, role: str, question: str) -> None:
    start = (
        f"SELECT set_config('strata.account_id', '{ACCOUNTS[role]}', TRUE),"
        " set_config('role', 'strata_user', TRUE)"
    )
    with psycopg.connect(thousands.app_url, autocommit=True) as connection:
        assert read_whole(connection, start, QUESTIONS[question]) == []


@pytest.mark.parametrize("role", ACCOUNTS)
@pytest.mark.parametrize("report", REPORTS)
def test_reports_read_by_index(
    connection: Connection, thousands: Database, role: str, report: str
) -> None:
    start = (
        f"UPDATE auth.reporting_login SET account_id = {ACCOUNTS[role]};"
        f"SET LOCAL SESSION AUTHORIZATION {READER}"
    )
    assert read_whole(connection, start, REPORTS[report]) == []


@pytest.mark.parametrize("role", ["staff", "manager", "admin"])
def test_a_request_is_read_by_index(thousands: Database, role: str) -> None:
    start = (
        f"SELECT set_config('strata.account_id', '{ACCOUNTS[role]}', TRUE),"
        " set_config('role', 'strata_user', TRUE)"
    )
    with psycopg.connect(thousands.app_url, autocommit=True) as connection:
        assert read_whole(connection, start, "SELECT api.request_get(44)") == []


def test_reading_a_whole_table_is_noticed(thousands: Database, connection: Connection) -> None:
    question = "SELECT count(*) FROM schedule.adjustment WHERE note IS NULL"
    assert read_whole(connection, "SELECT 1", question) == ["schedule.adjustment"]
