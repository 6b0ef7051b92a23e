"""Clients from PyPI with a login of `strata bi grant` whose account reads one unit."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy.engine import URL

from app.database import reporting_logins
from tests.support.attacks import hide
from tests.support.servers import Database

NAME, PASSWORD = "strata-analyst", "only for tests"


@pytest.fixture(scope="module", name="granted")
def _granted(shared_database: Database) -> Iterator[dict[str, str]]:
    """Where to connect."""
    hide(shared_database)
    wanted = reporting_logins.Wanted(NAME, "mole@acme.test", 5, 60, PASSWORD, first_password=False)
    reporting_logins.grant(shared_database.url, wanted)
    parts = conninfo_to_dict(shared_database.url)
    yield {name: str(parts[name]) for name in ("host", "port", "dbname")}
    reporting_logins.revoke(shared_database.url, NAME)


def test_sqlalchemy_finds_the_views_and_reads_what_the_account_sees(
    granted: dict[str, str], shared_database: Database
) -> None:
    engine = sqlalchemy.create_engine(
        URL.create(
            "postgresql+psycopg",
            username=NAME,
            password=PASSWORD,
            database=granted["dbname"],
            query={"host": granted["host"], "port": granted["port"]},
        )
    )
    inspector = sqlalchemy.inspect(engine)
    assert inspector.default_schema_name == "reporting"
    with shared_database.connect() as admin:
        views = admin.execute("SELECT viewname FROM pg_views WHERE schemaname = 'reporting'")
        assert sorted(inspector.get_view_names()) == sorted(name for (name,) in views)
    metadata = sqlalchemy.MetaData()
    metadata.reflect(engine, views=True)
    staff, segment = metadata.tables["staff"], metadata.tables["effective_segment"]
    both = sqlalchemy.select(staff.c.name, segment.c.activity).join_from(
        staff, segment, staff.c.staff_id == segment.c.staff_id
    )
    with engine.connect() as connection:
        people = connection.execute(both.where(segment.c.day == date(2026, 6, 1))).all()
        assert {tuple(row) for row in people} == {
            (name, activity) for name in ("Ada", "Bob") for activity in ("office", "leave")
        }
        with pytest.raises(sqlalchemy.exc.InternalError, match="read-only transaction"):
            connection.execute(sqlalchemy.text("CREATE TABLE own (a int)"))
    engine.dispose()


def test_pgcli_lists_the_views_and_reads_what_the_account_sees(
    granted: dict[str, str], tmp_path: Path
) -> None:
    def pgcli(*commands: str) -> str:
        ended = subprocess.run(
            [
                *(Path(sys.executable).with_name("pgcli"), "--less-chatty", "--username", NAME),
                *("--host", granted["host"], "--port", granted["port"]),
                *("--dbname", granted["dbname"], "--pgclirc", str(tmp_path / "pgclirc")),
                *(argument for command in commands for argument in ("--command", command)),
            ],
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
            stdin=subprocess.DEVNULL,
            env=os.environ | {"HOME": str(tmp_path), "PGPASSWORD": PASSWORD, "PAGER": "cat"},
        )
        return ended.stdout + ended.stderr

    told = pgcli("\\d", "\\d monthly_hours", "SELECT name, employee_number FROM staff")
    for expected in ("effective_segment", "contracted_minutes", "Ada", "Bob"):
        assert expected in told
    assert "zyx" not in told.lower()
    assert "permission denied for table staff" in pgcli("SELECT email FROM org.staff")
