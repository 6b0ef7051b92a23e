"""`strata show` on a database: whose board, which day, and what is private."""

from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from tests.imports.conftest import Load, Strata, people, person
from tests.support.servers import Server


def test_the_board_of_a_unit_in_two_zones(
    strata: Strata, load: Load, admin: psycopg.Connection
) -> None:
    load("people", people(person("1", "Ada"), person("2", "Ben", "Service")))
    load(
        "people", people(person("3", "Aki", "Tokyo")),
        "--site", "Tokyo", "--time-zone", "Asia/Tokyo",
    )  # fmt: skip
    parts = [
        {"what": "ill", "from": 9, "to": 12},
        {"what": "meeting", "from": 13, "to": 14},
        {"what": "home", "from": 22, "to": 2},
    ]
    assert "1 created" in load("requests", [{"who": "1", "day": "2025-07-22", "parts": parts}]).out
    outcome = strata("show", "--day", "2025-07-22")
    bars = {
        words[0]: words[1] for line in outcome.out.splitlines() if len(words := line.split()) == 2
    }
    assert bars["Aki"] == bars["Ben"]
    # Sick leave is private: it shows as leave.
    assert [line for line in outcome.out.splitlines() if line.endswith(" h")] == [
        " O  Office: 3 people, 20 h",
        " R  Remote: 1 person, 2 h",
        " M  Meeting: 1 person, 1 h",
        " L  Leave: 1 person, 3 h",
    ]
    only = strata("show", "--day", "2025-07-22", "--unit", "Service").out
    assert "Ben" in only
    assert "Ada" not in only
    assert "Ada" in strata("show", "--day", "2025-07-22", "--unit", "Company > Sales").out
    next_day = strata("show", "--day", "2025-07-23", "--unit", "Sales").out
    assert " R  Remote: 1 person, 2 h" in next_day


def test_what_cannot_be_shown(strata: Strata, load: Load) -> None:
    assert strata("show").err == (
        "strata: There is no organisation yet: `strata import` or `strata run` brings one.\n"
    )
    load("people", people(person("1", "Ada")))
    assert strata("show", "--unit", "Nowhere").err == "strata: There is no unit Nowhere.\n"
    load("people", people(person("2", "Ben")), "--unit", "Branch")
    load("people", people(person("3", "Cleo", "Branch")))
    load("people", people(person("4", "Dan", "Desk")), "--unit", "Sales")
    load("people", people(person("5", "Eve", "Desk")), "--unit", "Branch")
    assert strata("show", "--unit", "Desk").err == (
        "strata: There are 2 units Desk: say which one with its way "
        "(Company > Sales > Desk; Company > Branch > Desk).\n"
    )
    assert strata("show", "--unit", "Branch").code == 0


def test_the_real_board(strata: Strata, callstatus: Path) -> None:
    for kind, file in (("people", "roster.json"), ("requests", "requests_2025_07.json")):
        strata("import", "--kind", kind, "--profile", "callstatus", callstatus / file)
    lines = strata("show", "--day", "2025-07-22").out.splitlines()
    assert lines[0] == "2025-07-22: 225 people"
    assert lines[-5:] == [
        " O  Office: 195 people, 1638.5 h",
        " R  Remote: 5 people, 40 h",
        " N  Night duty: 6 people, 18 h",
        " B  Break: 11 people, 11 h",
        " F  Off: 43 people, 303 h",
    ]


@pytest.mark.parametrize(
    "command",
    [
        ("show",),
        ("holidays", "JP", "2025"),
        ("import", "--kind", "adjustments", "--profile", "callstatus"),
    ],
)
def test_a_database_that_has_not_been_migrated(
    cluster: Server, strata: Strata, tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "rows.csv").write_text("2025-07-22,1,Ada,online,9:00-10:00")
    file = [tmp_path / "rows.csv"] if command[0] == "import" else []
    with cluster.database() as empty:
        url = f"postgresql:///?{urlencode(conninfo_to_dict(empty.url))}"
        outcome = strata(*command, *file, "--database-url", url)
    assert outcome == (
        1,
        "",
        "strata: The database has not been migrated: run `strata migrate` first.\n",
    )
