"""History is given up after the time that the settings say, and never answered for wrongly."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest
from psycopg import Connection
from psycopg.conninfo import conninfo_to_dict

from app.cli import main
from tests.http.running import ORGANISATION, Running, running
from tests.support.reporting import connected
from tests.support.servers import Database
from tests.support.waiting import wait_until

# As if everything had happened earlier; the triggers that keep time rest meanwhile.
AGE = """
SET session_replication_role = replica;
DO $$
DECLARE
    name text;
    days CONSTANT interval := current_setting('test.days')::integer * interval '24 hours';
BEGIN
    UPDATE audit.transaction SET recorded_at = recorded_at - days;
    FOR name IN
        SELECT a.attrelid::regclass FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
        WHERE a.attname = 'recorded_from' AND c.relkind = 'r'
    LOOP
        EXECUTE format('UPDATE %s SET recorded_from = recorded_from - $1', name) USING days;
        IF name LIKE '%_history' THEN
            EXECUTE format(
                'UPDATE %s SET recorded = tstzrange(lower(recorded) - $1, upper(recorded) - $1)',
                name
            ) USING days;
        END IF;
    END LOOP;
END;
$$;
SET session_replication_role = DEFAULT;
"""
CHANGES = (
    "UPDATE org.membership SET unit_id = 4 WHERE staff_id = 1",
    "UPDATE schedule.pattern_line SET minutes = minutes - 30",
    "UPDATE org.activity SET available = NOT available WHERE code = 'meeting'",
    "DELETE FROM org.secondment",
    "UPDATE schedule.adjustment SET starts_at = starts_at - interval '1 hour'",
)
MORE_CHANGES = (
    "UPDATE org.membership SET unit_id = 2 WHERE staff_id = 1",
    "UPDATE org.site SET time_zone = 'Asia/Seoul'",
    "DELETE FROM schedule.adjustment",
    "UPDATE schedule.contract SET valid = '[2026-01-01,2026-11-24)' WHERE staff_id = 2",
)
HORIZON = "SELECT kept_from FROM audit.history_horizon"
VERSIONS = "SELECT count(*) FROM org.membership_history"


def age(connection: Connection, days: int) -> None:
    """Make all that is stored, and known of it, older."""
    connection.execute("SELECT set_config('test.days', %s, FALSE)", [str(days)])
    connection.execute(AGE.encode())


def keep(connection: Connection, days: int | None) -> None:
    """Set how long the history is kept."""
    connection.execute("UPDATE org.settings SET history_retention_days = %s", [days])


def scalar(connection: Connection, statement: str) -> object:
    row = connection.execute(statement.encode()).fetchone()
    assert row
    return row[0]


def now(connection: Connection) -> datetime:
    instant = scalar(connection, "SELECT clock_timestamp()")
    assert isinstance(instant, datetime)
    return instant


def state(connection: Connection, known_at: datetime) -> list[tuple[object, ...]]:
    """What the merge and the presence say of two days, as known at an instant."""
    window = ["2026-11-23 00:00Z", "2026-11-25 00:00Z", known_at]
    return [
        *connection.execute(
            "SELECT * FROM schedule.effective_segments('{1,2,3,4,5}', %s, %s, %s) ORDER BY 1, 2",
            window,
        ),
        *connection.execute(
            "SELECT * FROM schedule.presence(NULL, %s, %s, %s) ORDER BY 1, 2, 3", window
        ),
    ]


@pytest.fixture
def aged(database: Database) -> Iterator[Connection]:
    """The small organisation, made 13 days ago and changed then, and changed again 3 days ago."""
    with database.connect() as connection:
        connection.execute("SET TIME ZONE 'UTC'")
        connection.execute(ORGANISATION.encode())
        for change in CHANGES:
            connection.execute(change.encode())
        age(connection, 10)
        for change in MORE_CHANGES:
            connection.execute(change.encode())
        age(connection, 3)
        yield connection


def test_what_is_kept_stays_exact(aged: Connection) -> None:
    keep(aged, 5)
    # Every instant at which something changed within the 5 days, just before it, and the horizon.
    instants = [
        instant - distance
        for (instant,) in aged.execute("SELECT recorded_at FROM audit.transaction").fetchall()
        for distance in (timedelta(), timedelta(microseconds=1))
        if instant > now(aged) - timedelta(days=4)
    ]
    instants.append(now(aged) - timedelta(days=4, hours=23))
    before = [state(aged, instant) for instant in instants]
    assert len({str(rows) for rows in before}) > 3
    versions = scalar(aged, VERSIONS)
    assert isinstance(versions, int)

    given_up = scalar(aged, "SELECT audit.expire_history()")
    assert (
        given_up == 10
    )  # a membership, 5 lines, an activity, a secondment, an adjustment, settings
    assert [state(aged, instant) for instant in instants] == before
    assert scalar(aged, VERSIONS) == versions - 1
    horizon = scalar(aged, HORIZON)
    assert isinstance(horizon, datetime)
    assert timedelta(days=5) <= now(aged) - horizon < timedelta(days=5, minutes=1)
    # The horizon does not come back when more is to be kept.
    keep(aged, 100)
    assert scalar(aged, "SELECT audit.expire_history()") == 0
    assert scalar(aged, HORIZON) == horizon


def test_without_a_setting_everything_is_kept(aged: Connection) -> None:
    versions = scalar(aged, VERSIONS)
    assert scalar(aged, "SELECT audit.expire_history()") == 0
    assert scalar(aged, VERSIONS) == versions
    assert scalar(aged, f"SELECT isfinite(kept_from) FROM ({HORIZON}) AS h") is False


def test_one_at_a_time(aged: Connection, database: Database) -> None:
    """Whoever comes while another one works neither waits nor does it twice."""
    keep(aged, 5)
    with database.connect() as other:
        with aged.transaction():
            assert scalar(aged, "SELECT audit.expire_history()") != 0
            other.execute("SET statement_timeout = '2s'")
            assert scalar(other, "SELECT audit.expire_history()") == 0
        assert scalar(other, "SELECT audit.expire_history()") == 0


@pytest.fixture
def served(aged: Connection, database: Database, tmp_path: Path) -> Iterator[Running]:
    """A server that starts on an organisation which keeps its history for 5 days."""
    keep(aged, 5)
    with running(database, tmp_path) as server:
        yield server


def test_the_server_expires_and_refuses(served: Running, aged: Connection) -> None:
    wait_until(lambda: scalar(aged, f"SELECT isfinite(kept_from) FROM ({HORIZON}) AS h") is True)
    window = "from=2026-11-23&to=2026-11-24"
    instants = [now(aged) - timedelta(days=days) for days in (4, 6)]
    kept, gone = (f"{instant:%Y-%m-%dT%H:%M:%SZ}" for instant in instants)
    for path in ("schedules", "headcount", "coverage"):
        assert served.get(f"/v1/{path}?{window}&as_of={kept}").status_code == 200
        answer = served.get(f"/v1/{path}?{window}&as_of={gone}")
        assert answer.status_code == 422
        assert answer.json()["type"].endswith("/problems/history-expired")
        assert answer.json()["errors"][0]["pointer"] == "/as_of"
        assert "which begins at 20" in answer.json()["detail"]
    history = served.get("/v1/history/staff/1").json()
    assert [item["action"] for item in history["items"]] == ["changed"]
    assert history["kept_from"] is not None
    assert history["items"][0]["changes"]["unit_id"] == {"old": 4, "new": 2}
    # What was made and ended before is not known any more; what stands since then has no changes.
    assert served.get("/v1/history/secondment/1").status_code == 404
    assert served.get("/v1/history/site/1").json()["items"] != []
    assert served.get("/v1/history/unit/1").json()["items"] == []


def test_the_command(
    aged: Connection, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    url = "postgresql:///?" + urlencode(conninfo_to_dict(database.url))
    assert main(["expire-history", "--database-url", url]) == 0
    assert capsys.readouterr().out == (
        "The history is kept for ever: set history_retention_days to change that.\n"
    )
    keep(aged, 5)
    assert main(["expire-history", "--database-url", url]) == 0
    said = capsys.readouterr().out
    assert said.startswith("10 versions given up; the history is kept from 20")
    assert said.endswith("Z on.\n")


def test_nobody_else_may(aged: Connection, database: Database) -> None:
    """A reporting login has nothing to give up."""
    with (
        connected(database, "strata_test_reader", None) as reader,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        reader.execute("SELECT audit.expire_history()")
