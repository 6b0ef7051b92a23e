"""People with units and contracts: what changes, what stays, and what is refused."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg

from app.imports.profile import read_profile, with_options
from app.imports.reading import read_file
from app.imports.store import Report, store_file
from tests.imports.conftest import Load, contents, people, person
from tests.support.servers import Database

ADA, BEN = person("1", "Ada"), person("2", "Ben")


def history(connection: psycopg.Connection, number: str) -> list[tuple[str, str, str]]:
    """Unit, pattern and dates of a person, in order."""
    return connection.execute(
        "SELECT u.name, p.name, (m.valid * c.valid)::text FROM org.staff AS s"
        " JOIN org.membership AS m USING (staff_id) JOIN org.unit AS u USING (unit_id)"
        " JOIN schedule.contract AS c USING (staff_id)"
        " JOIN schedule.pattern AS p USING (pattern_id)"
        " WHERE s.employee_number = %s AND m.valid && c.valid ORDER BY m.valid * c.valid",
        [number],
    ).fetchall()


def test_a_later_file_ends_what_has_changed_and_leaves_the_rest(
    load: Load, admin: psycopg.Connection
) -> None:
    load("people", people(ADA, BEN))
    untouched = admin.execute(
        "SELECT m::text FROM org.membership AS m WHERE staff_id = 2"
    ).fetchall()
    later = people(person("1", "Ada", "Service", "10:00-18:00"), BEN)
    outcome = load("people", later, "--from", "2025-06-01", "--every-row")
    assert outcome.out == (
        "line 2: changed: unit, contract\n"
        "line 3: unchanged\n"
        "rows: 2 people: 0 created, 1 changed, 1 unchanged, 0 refused.\n"
    )
    assert history(admin, "1") == [
        ("Sales", "Mon-Fri 09:00-17:00", "[2025-01-01,2025-06-01)"),
        ("Service", "Mon-Fri 10:00-18:00", "[2025-06-01,)"),
    ]
    assert (
        untouched
        == admin.execute("SELECT m::text FROM org.membership AS m WHERE staff_id = 2").fetchall()
    )
    before = contents(admin)
    assert "2 unchanged" in load("people", later, "--from", "2025-06-01").out
    assert contents(admin) == before


def test_a_change_on_the_day_itself_is_a_correction(load: Load, admin: psycopg.Connection) -> None:
    load("people", people(ADA))
    load("people", people(person("1", "Ada Lovelace", "Service")))
    assert history(admin, "1") == [("Service", "Mon-Fri 09:00-17:00", "[2025-01-01,)")]
    assert admin.execute("SELECT name FROM org.staff").fetchall() == [("Ada Lovelace",)]
    assert admin.execute("SELECT count(*) FROM org.membership_history").fetchone() == (1,)


def test_a_change_under_a_later_one_is_refused(load: Load, admin: psycopg.Connection) -> None:
    load("people", people(ADA))
    load("people", people(person("1", "Ada", "Service")), "--from", "2025-06-01")
    before = history(admin, "1")
    assert "1 unchanged" in load("people", people(ADA)).out
    outcome = load("people", people(person("1", "Ada", "Stores")), "--from", "2025-03-01")
    assert outcome.code == 1
    assert outcome.out.splitlines()[0] == (
        "line 2: refused: department: another membership begins on 2025-06-01, "
        "so a change from 2025-03-01 on would not last: choose a later date"
    )
    assert history(admin, "1") == before


def test_faults_of_rows(load: Load) -> None:
    rows = {
        person("", "Ada"): "number: is missing",
        person("1", " "): "name: is missing",
        "2,Ada,,Sales,9-x,,,,,,": 'mon: "9-x" is not a time span such as 9:00-17:30',
        "3,Ada,,Sales,,24:00-8:00,,,,,": 'tue: "24:00-8:00" is not a time span such as 9:00-17:30',
        "4,Ada,,Sales,9:00-25:00,,,,,,": 'mon: "9:00-25:00" is not a time span such as 9:00-17:30',
        "5,Ada,,Sales,22:00-10:00,8:00-9:00,,,,,": "mon: runs into the next hours of the week",
        "6,Ada,,Sales,6:00-9:00,,,,,,22:00-7:00": "sun: runs into the next hours of the week",
    }
    good = [
        person("7", "Ada", hours="20:00-20:00"),
        person("8", "Ada", hours="9:00-24:00"),
        person("9", "Ada", hours="8.5-17.25"),
    ]
    outcome = load("people", people(*rows, *good))
    assert outcome.code == 0
    assert outcome.out.splitlines() == [
        *(f"line {line}: refused: {reason}" for line, reason in enumerate(rows.values(), start=2)),
        "rows: 10 people: 3 created, 0 changed, 0 unchanged, 7 refused.",
    ]


def test_all_faults_of_a_row_are_named(load: Load, admin: psycopg.Connection) -> None:
    before = contents(admin)["org.unit"]
    outcome = load("people", people("1,,,Sales,9-x,9-y,,,,,"))
    assert [line.split(": ")[2] for line in outcome.out.splitlines()[:-1]] == ["mon", "tue", "name"]
    assert outcome.code == 1
    assert contents(admin)["org.unit"] != before  # the top unit alone: nobody needs Sales
    assert admin.execute("SELECT name FROM org.unit").fetchall() == [("Company",)]


def test_a_number_that_stands_twice(load: Load) -> None:
    outcome = load("people", people(ADA, BEN, ADA, person("2", "Bob")), "--every-row")
    assert outcome.out == (
        "line 2: created\n"
        "line 3: created\n"
        "line 4: unchanged: the same as line 2\n"
        'line 5: refused: number: "2" stands on line 3 too, with other data\n'
        "rows: 4 people: 2 created, 0 changed, 1 unchanged, 1 refused.\n"
    )


def test_a_row_without_hours_leaves_the_contract_alone(
    load: Load, admin: psycopg.Connection
) -> None:
    load("people", people(ADA))
    assert "1 unchanged" in load("people", people(person("1", "Ada", hours=""))).out
    assert len(history(admin, "1")) == 1


def test_an_existing_organisation_is_joined(load: Load, admin: psycopg.Connection) -> None:
    load("people", people(ADA))
    options = ("--unit", "Subsidiary", "--site", "Porto", "--time-zone", "Europe/Lisbon")
    assert load("people", people(BEN), *options).code == 0
    names = admin.execute("SELECT full_name FROM org.units_named('Sales')").fetchall()
    assert names == [("Company > Sales",), ("Company > Subsidiary > Sales",)]


def test_a_site_keeps_its_zone(load: Load, admin: psycopg.Connection) -> None:
    load("people", people(ADA))
    before = contents(admin)
    outcome = load("people", people(BEN), "--time-zone", "Europe/Lisbon")
    assert outcome.code == 1
    assert outcome.err == (
        "strata: The site Berlin is in the zone Europe/Berlin, not in Europe/Lisbon: "
        "nothing was changed.\n"
    )
    assert contents(admin) == before


def test_two_imports_at_once_store_everybody_once(
    database: Database, profile: Path, tmp_path: Path, admin: psycopg.Connection
) -> None:
    (tmp_path / "rows").write_text(people(*(person(str(n), f"Person {n}") for n in range(200))))
    section = with_options(read_profile(str(profile), "people"), {})

    def store(_: int) -> Report:
        file = read_file(tmp_path / "rows", section)
        return store_file(database.url, file, section, lambda _: None)

    with ThreadPoolExecutor(4) as pool:
        reports = list(pool.map(store, range(4)))
    assert sorted(report["repeated"] for report in reports) == [False, True, True, True]
    assert {report["id"] for report in reports} == {reports[0]["id"]}
    assert admin.execute("SELECT count(*) FROM org.staff").fetchone() == (200,)
    assert admin.execute("SELECT count(*) FROM import.batch").fetchone() == (1,)
