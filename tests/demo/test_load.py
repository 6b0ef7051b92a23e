"""How the demo organisation gets into a database."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from app.demo import SEED, load
from tests.demo.conftest import TODAY
from tests.support.servers import Database
from tests.support.waiting import wait_until

ROWS = """
SELECT
    (SELECT count(*) FROM org.staff),
    (SELECT count(*) FROM org.unit),
    (SELECT count(*) FROM schedule.contract),
    (SELECT count(*) FROM schedule.adjustment),
    (SELECT count(*) FROM auth.account)
"""
WAITING = (
    "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'schedule.request'::regclass"
)
OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""


def count(connection: psycopg.Connection, query: str) -> int:
    """The number that a query returns."""
    row = connection.execute(query).fetchone()
    assert row is not None
    return int(row[0])


def strata_demo(database: Database, directory: Path) -> subprocess.Popen[str]:
    """`strata demo` on this database."""
    url = f"postgresql:///?{urlencode(conninfo_to_dict(database.url))}"
    return subprocess.Popen(
        [sys.executable, "-m", "app", "demo", "--database-url", url],
        env=os.environ | {"STRATA_DATA_DIR": str(directory), "STRATA_DEMO_PASSWORD": "open sesame"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_interrupted_load_leaves_nothing(
    database: Database, tmp_path: Path, number: signal.Signals
) -> None:
    """Whoever is stopped in the middle has stored nothing, and the next load stores everything."""
    with database.connect() as watcher, database.connect() as holder:
        with holder.transaction():
            # The people and their contracts are written by now; the requests have to wait.
            holder.execute("LOCK TABLE schedule.request IN SHARE MODE")
            process = strata_demo(database, tmp_path)
            wait_until(lambda: process.poll() is not None or count(watcher, WAITING) == 1)
            assert process.poll() is None
            process.send_signal(number)
            process.communicate()
        wait_until(lambda: count(watcher, OTHERS) == 1)
        assert watcher.execute(ROWS).fetchone() == (0, 0, 0, 0, 0)
        assert load(database.url, SEED, TODAY)
        assert count(watcher, ROWS) == 300


def test_error_in_the_middle_leaves_nothing(admin: psycopg.Connection, database: Database) -> None:
    """An error that the database raises late undoes what was stored before it."""
    admin.execute(
        "ALTER TABLE schedule.adjustment ADD CONSTRAINT never CHECK (note <> 'Team meeting')"
    )
    with pytest.raises(psycopg.errors.CheckViolation):
        load(database.url, SEED, TODAY)
    assert admin.execute(ROWS).fetchone() == (0, 0, 0, 0, 0)


def test_second_load_changes_nothing(
    admin: psycopg.Connection, database: Database, capfd: pytest.CaptureFixture[str]
) -> None:
    """A database that has an organisation keeps it; without a terminal nothing is printed."""
    assert load(database.url, SEED, TODAY)
    before = admin.execute(ROWS).fetchone()
    assert not load(database.url, SEED + 1, TODAY)
    assert admin.execute(ROWS).fetchone() == before
    assert capfd.readouterr() == ("", "")


def test_command(admin: psycopg.Connection, database: Database, tmp_path: Path) -> None:
    """`strata demo` loads around the real today and names the logins; once is enough."""
    first = strata_demo(database, tmp_path)
    assert "manager@demo.test" in first.communicate()[1]
    assert first.returncode == 0
    around = "SELECT count(*) FROM schedule.adjustment WHERE starts_at - now() < interval '1 day'"
    assert 0 < count(admin, around) < count(admin, "SELECT count(*) FROM schedule.adjustment")
    second = strata_demo(database, tmp_path)
    assert second.communicate()[1].startswith("strata: The database has an organisation already")
    assert second.returncode == 1
