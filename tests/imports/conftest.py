"""A command line on the database of the test, and files to import."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from app.cli import main
from tests.support.servers import Database

CALLSTATUS = Path(__file__).parents[3] / "shared" / "data" / "callstatus"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

PROFILE = """
[people]
format = "csv"
site = "Berlin"
time_zone = "Europe/Berlin"
unit = "Company"
from = 2025-01-01
[people.fields]
employee_number = "number"
name = "name"
email = "email"
units = ["department"]
hours = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

[requests]
format = "json"
rows = "requests"
person = { by = "employee_number" }
[requests.fields]
person = "who"
date = "day"
reason = "why"
segments = "parts"
[requests.segment]
activity = "what"
start = "from"
end = "to"
note = "note"

[adjustments]
format = "csv"
person = { by = "employee_number" }
[adjustments.fields]
person = "number"
date = "day"
[adjustments.segment]
activity = "status"
hours = "hours"

[activities]
in = "office"
home = "remote"
meeting = "meeting"
pause = "break"
holiday = "leave"
ill = "sick"
odd = "juggling"
"""


class Outcome(NamedTuple):
    """How a command ended and what it said."""

    code: int
    out: str
    err: str


Strata = Callable[..., Outcome]
Load = Callable[..., Outcome]


@pytest.fixture
def strata(
    database: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Strata:
    """Run a command of the command line on the database of this test."""
    monkeypatch.setenv(
        "STRATA_DATABASE_URL", f"postgresql:///?{urlencode(conninfo_to_dict(database.url))}"
    )

    def run(*arguments: object) -> Outcome:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        return Outcome(code, *capsys.readouterr())

    return run


@pytest.fixture(scope="session")
def callstatus() -> Path:
    """The folder with the real files."""
    if not CALLSTATUS.exists():
        pytest.skip("../shared/data/callstatus is absent")
    return CALLSTATUS


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """The file of the profile above."""
    path = tmp_path / "test.toml"
    path.write_text(PROFILE)
    return path


@pytest.fixture
def load(strata: Strata, profile: Path, tmp_path: Path) -> Load:
    """Import rows with the profile above, as CSV or JSON."""

    def run(kind: str, rows: str | list[dict[str, object]], *options: object) -> Outcome:
        text = rows if isinstance(rows, str) else json.dumps({"requests": rows}, indent=1)
        file = tmp_path / "rows"
        file.write_text(text, encoding="utf-8")
        return strata("import", "--kind", kind, "--profile", profile, file, *options)

    return run


def person(number: str, name: str, department: str = "Sales", hours: str = "9:00-17:00") -> str:
    """A row of people who work Monday to Friday."""
    return ",".join([number, name, "", department, *[hours] * 5, "", ""])


def people(*rows: str) -> str:
    """A file of people."""
    return "\n".join([f"number,name,email,department,{','.join(DAYS)}", *rows])


# The sealing job chains entries at a time of its own: the seal is not part of what a call wrote.
UNSEALED = "(SELECT to_jsonb(e) - '{position,salt,digest,seal}'::text[] FROM audit.entry AS e)"


def contents(connection: psycopg.Connection) -> dict[str, str]:
    """A digest of every table of Strata."""
    tables = connection.execute(
        "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class AS c"
        " JOIN pg_namespace AS n ON n.oid = c.relnamespace"
        " WHERE c.relkind = 'r' AND n.nspowner = 'strata_owner'::regrole"
    ).fetchall()
    digests = {}
    for (table,) in tables:
        row = connection.execute(
            "SELECT md5(coalesce(string_agg(t::text, ',' ORDER BY t::text), ''))"
            f" FROM {UNSEALED if table == 'audit.entry' else table} AS t"
        ).fetchone()
        assert row is not None
        digests[table] = str(row[0])
    return digests
