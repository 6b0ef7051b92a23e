"""Previews, the list of imports, and taking imports back."""

import json
import random
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.imports.conftest import Load, Strata, contents, people, person
from tests.imports.test_real_files import import_people, import_requests

ADA, BEN = person("1", "Ada"), person("2", "Ben")


def rows_of(connection: psycopg.Connection) -> dict[str, list[str]]:
    """The rows of every domain table, apart from when and by what they were written."""
    tables = connection.execute(
        "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class AS c"
        " JOIN pg_namespace AS n ON n.oid = c.relnamespace"
        " JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'recorded_from'"
        " WHERE c.relkind = 'r' AND n.nspowner = 'strata_owner'::regrole"
        " AND c.relname NOT LIKE '%\\_history'"
    ).fetchall()
    return {
        table: [
            row[0]
            for row in connection.execute(
                f"SELECT (to_jsonb(t) - 'recorded_from' - 'change_id')::text FROM {table} AS t"
                " ORDER BY 1"
            )
        ]
        for (table,) in tables
    }


def newest(connection: psycopg.Connection) -> int:
    row = connection.execute("SELECT max(batch_id) FROM import.batch").fetchone()
    assert row is not None
    return int(row[0])


def test_a_preview_says_everything_and_stores_nothing(
    load: Load, admin: psycopg.Connection
) -> None:
    load("people", people(ADA))
    before = contents(admin)
    outcome = load("people", people(ADA, BEN, person("3", "")), "--preview")
    assert outcome.code == 0
    lines = outcome.out.splitlines()
    assert lines[:3] == [
        "line 4: refused: name: is missing",
        "rows: 3 people: 1 created, 0 changed, 1 unchanged, 1 refused.",
        "The effective schedule from 2025-01-01 to 2025-04-03: 31680 minutes of 1 people are"
        " different.",
    ]
    # 66 working days of eight hours in 92 days, one line for each.
    assert lines[3] == "  2025-01-01: 480 minutes of 1 people"
    assert len(lines) == 3 + 66 + 1
    assert lines[-1] == "This was a preview: nothing was stored."
    assert contents(admin) == before


def test_all_or_nothing(load: Load, admin: psycopg.Connection) -> None:
    before = contents(admin)
    outcome = load("people", people(ADA, person("2", "")), "--all-or-nothing")
    assert (outcome.code, outcome.out.splitlines()) == (
        1,
        [
            "line 3: refused: name: is missing",
            "rows: 2 people: 1 created, 0 changed, 0 unchanged, 1 refused.",
            "Rows were refused: nothing was stored.",
        ],
    )
    assert contents(admin) == before
    assert load("people", people(ADA), "--all-or-nothing").code == 0


def test_an_import_is_taken_back_exactly(
    load: Load, strata: Strata, admin: psycopg.Connection
) -> None:
    load("people", people(ADA))
    before = rows_of(admin)
    later = people(person("1", "Ada Lovelace", "Service", "10:00-18:00"), BEN)
    load("people", later, "--from", "2025-06-01")
    assert rows_of(admin) != before
    batch = newest(admin)
    assert strata("import", "--rollback", batch).out == f"Import {batch} was rolled back.\n"
    assert rows_of(admin) == before
    again = strata("import", "--rollback", batch)
    assert (again.code, again.err) == (
        1,
        f"strata: Import {batch} was rolled back already: nothing was changed.\n",
    )
    assert "1 created, 1 changed" in load("people", later, "--from", "2025-06-01").out
    listed = strata("import", "--list").out.splitlines()
    assert [line.split("  ", 1)[0] for line in listed] == [str(batch + 1), str(batch), "1"]
    assert listed[1].endswith(", rolled back")


def test_imports_are_taken_back_one_after_the_other(
    load: Load, strata: Strata, admin: psycopg.Connection
) -> None:
    """What was changed since, and changed back, does not stand on an import."""
    before = rows_of(admin)
    load("people", people(ADA))
    first = newest(admin)
    load("people", people(person("1", "Ada", "Service")))
    second = newest(admin)
    refused = strata("import", "--rollback", first)
    assert refused.code == 1
    assert refused.err.startswith(
        f"strata: Later changes stand on import {first}: membership 1 was changed on "
    )
    assert strata("import", "--rollback", second).code == 0
    assert strata("import", "--rollback", first).code == 0
    assert rows_of(admin) == before


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE org.staff SET name = 'Someone else' WHERE staff_id = 1", "staff 1 was changed"),
        (
            "INSERT INTO org.secondment (staff_id, unit_id, valid) VALUES (1, 2, '[2030-01-01,)')",
            "secondment 1 was created",
        ),
        ("DELETE FROM org.membership WHERE staff_id = 1", "membership 1 was deleted"),
    ],
)
def test_what_stands_on_an_import_is_named(
    load: Load, strata: Strata, admin: psycopg.Connection, statement: str, named: str
) -> None:
    load("people", people(ADA, BEN))
    admin.execute(statement.encode())
    before = contents(admin)
    refused = strata("import", "--rollback", newest(admin))
    assert refused.code == 1
    assert named in refused.err
    assert "by " in refused.err
    assert contents(admin) == before


def test_unrelated_edits_do_not_stand_in_the_way(
    load: Load, strata: Strata, admin: psycopg.Connection
) -> None:
    load("people", people(ADA))
    load("people", people(ADA, BEN))
    admin.execute("UPDATE org.staff SET name = 'Ada L.' WHERE employee_number = '1'")
    before = rows_of(admin)
    assert strata("import", "--rollback", newest(admin)).code == 0
    changed = rows_of(admin)
    assert [name for name in changed if changed[name] != before[name]] != []
    names = admin.execute("SELECT name FROM org.staff").fetchall()
    assert names == [("Ada L.",)]


def test_random_imports_are_taken_back(
    load: Load, strata: Strata, admin: psycopg.Connection
) -> None:
    """Whatever was imported before: taking the last import back gives the state before it."""
    chance = random.Random(20)
    states = [(0, rows_of(admin))]
    for _ in range(12):
        kind = chance.choice(["people", "people", "requests"]) if states[1:] else "people"
        if kind == "people":
            rows: Any = people(
                *(
                    person(
                        str(number),
                        chance.choice(["Ada", "Ben", "Cleo"]),
                        chance.choice(["Sales", "Service"]),
                        chance.choice(["9:00-17:00", "10:00-18:00", "22:00-6:00"]),
                    )
                    for number in chance.sample(range(1, 9), 4)
                )
            )
            options: tuple[str, str] | None = ("--from", f"2025-0{chance.randint(1, 9)}-01")
        else:
            rows = [
                {
                    "who": str(number),
                    "day": f"2025-10-{chance.randint(1, 9):02}",
                    "why": chance.choice(["", "training"]),
                    "parts": [
                        {"what": chance.choice(["home", "ill", "meeting"]), "from": 9, "to": 12}
                    ],
                }
                for number in chance.sample(range(1, 9), 4)
            ]
            options = None
        load(kind, rows, *(options or ()))
        if newest(admin) != states[-1][0]:
            states.append((newest(admin), rows_of(admin)))
    assert len(states) > 8
    for (batch, _), (_, earlier) in zip(states[:0:-1], states[-2::-1], strict=True):
        assert strata("import", "--rollback", batch).code == 0
        assert rows_of(admin) == earlier


def test_the_real_files_are_taken_back(
    strata: Strata, callstatus: Path, admin: psycopg.Connection
) -> None:
    empty = rows_of(admin)
    import_people(strata, callstatus)
    staffed = rows_of(admin)
    import_requests(strata, callstatus)
    row = admin.execute("SELECT difference FROM import.batch ORDER BY batch_id DESC").fetchone()
    assert row is not None
    applications = json.loads((callstatus / "requests_2025_07.json").read_text())["applications"]
    assert row[0]["people"] <= len({each["staffId"] for each in applications})
    assert row[0]["from"] == min(each["date"] for each in applications)
    assert strata("import", "--rollback", 2).code == 0
    assert rows_of(admin) == staffed
    assert strata("import", "--rollback", 1).code == 0
    assert rows_of(admin) == empty


def test_an_import_is_too_old_when_its_history_is_gone(
    load: Load, strata: Strata, admin: psycopg.Connection
) -> None:
    load("people", people(ADA))
    admin.execute("UPDATE audit.history_horizon SET kept_from = clock_timestamp()")
    outcome = strata("import", "--rollback", newest(admin))
    assert (outcome.code, outcome.err) == (
        1,
        f"strata: Import {newest(admin)} is too old: what was stored before it is not kept any "
        "more: nothing was changed.\n",
    )
