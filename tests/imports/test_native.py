"""The kinds that exports have: structure, staff, contracts, holidays, adjustments, coverage."""

from pathlib import Path

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.imports.conftest import Strata
from tests.imports.native import Row, outcomes, run_rows
from tests.imports.test_rollback import rows_of

STRUCTURE: list[Row] = [
    {
        "record": "pattern_line",
        "pattern": "Day",
        "day": "0",
        "start": "09:00",
        "end": "17:00",
        "activity": "office",
    },
    {
        "record": "pattern_line",
        "pattern": "Day",
        "day": "1",
        "start": "22:00",
        "end": "06:00",
        "activity": "night",
    },
    {"record": "pattern", "name": "Day", "days": "7"},
    {"record": "unit", "name": "Sales", "parent": "Acme"},
    {"record": None, "name": "Acme", "parent": None},
    {"record": "unit", "name": "Inside", "parent": "Acme / Sales"},
    {
        "record": "activity",
        "code": "sick",
        "name": "Sick",
        "colour": "#aa0000",
        "class": "3",
        "works": "false",
        "available": "no",
        "absent": "yes",
        "private": "true",
        "shown_as": "leave",
    },
    {
        "record": "activity",
        "code": "leave",
        "name": "Leave",
        "colour": "#00aa00",
        "class": "3",
        "works": "0",
        "available": "0",
        "absent": "1",
        "private": "0",
        "shown_as": None,
    },
    {
        "record": "activity",
        "code": "office",
        "name": "Office",
        "colour": "#0000aa",
        "class": "1",
        "works": "1",
        "available": "1",
        "absent": "0",
        "private": "0",
        "shown_as": None,
    },
    {
        "record": "activity",
        "code": "night",
        "name": "Night",
        "colour": "#0000ab",
        "class": "1",
        "works": "1",
        "available": "1",
        "absent": "0",
        "private": "0",
        "shown_as": None,
    },
    {"record": "site", "name": "Porto", "time_zone": "Europe/Lisbon"},
]
STAFF: list[Row] = [
    {
        "employee_number": "1",
        "name": "Ada",
        "email": "ada@acme.test",
        "unit": "Acme / Sales",
        "from": "2025-01-01",
        "to": "2025-06-01",
    },
    {
        "employee_number": "1",
        "name": "Ada",
        "email": "ada@acme.test",
        "unit": "Inside",
        "from": "2025-06-01",
        "to": None,
    },
    {
        "employee_number": "2",
        "name": "Ben",
        "email": None,
        "unit": "Sales",
        "from": "2025-01-01",
        "to": None,
    },
]
CONTRACTS: list[Row] = [
    {
        "employee_number": "1",
        "site": "Porto",
        "pattern": "Day",
        "anchor": "2024-12-30",
        "from": "2025-01-01",
        "to": None,
    },
    {
        "employee_number": "2",
        "site": "Porto",
        "pattern": "Day",
        "anchor": "2024-12-30",
        "from": "2025-01-01",
        "to": "2025-03-01",
        "holiday_rule": "ignore",
    },
]
COVERAGE: list[Row] = [
    {
        "unit": "Sales",
        "site": "Porto",
        "weekdays": "1 2 3",
        "dates": None,
        "start": "09:00",
        "end": "17:00",
        "people": "2",
        "activities": "night office",
        "from": "2025-01-01",
        "to": None,
    },
    {
        "unit": "Acme",
        "site": "Porto",
        "weekdays": None,
        "dates": "2025-12-24 2025-12-31",
        "start": "22:00",
        "end": "06:00",
        "people": "1",
    },
]
HOLIDAYS: list[Row] = [
    {"site": "Porto", "day": "2025-01-06", "name": "Epiphany", "start": None, "end": None},
    {"site": "Porto", "day": "2025-01-07", "name": "Party", "start": "12:00", "end": "24:00"},
]
ADJUSTMENTS: list[Row] = [
    {
        "employee_number": "1",
        "activity": "leave",
        "start": "2025-02-03T00:00:00Z",
        "end": "2025-02-05T00:00:00Z",
        "note": None,
        "reason": "Skiing",
        "request": "a",
    },
    {
        "employee_number": "1",
        "activity": "office",
        "start": "2025-02-06T08:00:00+01:00",
        "end": "2025-02-06T12:00:00Z",
        "note": "early",
        "reason": None,
        "request": "a",
    },
    {
        "employee_number": "2",
        "activity": "sick",
        "start": "2025-02-03 09:00",
        "end": "2025-02-03 17:00",
    },
]
SAY_THE_PATH = 'or more than one: give its path, such as "Acme / Sales"'
ALL = {
    "structure": STRUCTURE,
    "staff": STAFF,
    "contracts": CONTRACTS,
    "holidays": HOLIDAYS,
    "adjustments": ADJUSTMENTS,
    "coverage": COVERAGE,
}


@pytest.fixture
def filled(admin: psycopg.Connection) -> psycopg.Connection:
    """A database with everything above."""
    for kind, rows in ALL.items():
        report = run_rows(admin, kind, rows)
        assert outcomes(report) == ["created"] * len(rows)
    return admin


def test_everything_is_created_and_taken_back(admin: psycopg.Connection) -> None:
    states = [rows_of(admin)]
    for kind, rows in ALL.items():
        assert outcomes(run_rows(admin, kind, rows)) == ["created"] * len(rows)
        states.append(rows_of(admin))
    assert admin.execute("SELECT path FROM import.unit_path ORDER BY 1").fetchall() == [
        ("Acme",),
        ("Acme / Sales",),
        ("Acme / Sales / Inside",),
    ]
    for state in states[-2::-1]:
        batch = admin.execute(
            "SELECT max(batch_id) FROM import.batch WHERE state = 'committed'"
        ).fetchone()
        assert batch is not None
        with admin.transaction():
            admin.execute("SET LOCAL ROLE strata_owner")
            admin.execute("SELECT import.roll_back(%s)", batch)
        assert rows_of(admin) == state


def test_the_same_again_changes_nothing(filled: psycopg.Connection) -> None:
    before = rows_of(filled)
    for kind, rows in ALL.items():
        report = run_rows(filled, kind, rows)
        assert (report["repeated"], report["counts"]["created"]) == (True, len(rows))
        again = run_rows(filled, kind, [*rows, rows[0]])
        assert outcomes(again) == ["unchanged"] * (len(rows) + 1)
    assert rows_of(filled) == before


def test_adjustments_of_one_request(filled: psycopg.Connection) -> None:
    found = filled.execute(
        "SELECT q.reason, count(*), min(a.starts_at AT TIME ZONE 'UTC')::text"
        " FROM schedule.request AS q JOIN schedule.adjustment AS a USING (request_id)"
        " GROUP BY q.request_id ORDER BY q.request_id"
    ).fetchall()
    assert found == [("Skiing", 2, "2025-02-03 00:00:00"), (None, 1, "2025-02-03 09:00:00")]
    # Told without the import, the same request is known by what it says.
    filled.execute("UPDATE schedule.request SET import_key = NULL")
    other: list[Row] = [
        {**row, "request": f"{row.get('request')}!", "note": "x"} for row in ADJUSTMENTS
    ]
    assert outcomes(run_rows(filled, "adjustments", other)) == ["changed"] * 3
    broken: list[Row] = [
        {**ADJUSTMENTS[0], "employee_number": "77"},
        {**ADJUSTMENTS[0], "activity": "juggling", "request": "b"},
        {**ADJUSTMENTS[1], "start": "2025-02-07T08:00:30Z", "request": "b"},
        {**ADJUSTMENTS[1], "start": "2025-02-08T08:00:00Z", "request": "b"},
        {**ADJUSTMENTS[0], "start": "2025-02-04T08:00:00Z", "request": "c"},
        {
            **ADJUSTMENTS[1],
            "start": "2025-02-09T08:00:00Z",
            "end": "2025-02-09T09:00:00Z",
            "request": "c",
        },
        {
            **ADJUSTMENTS[1],
            "start": "2025-02-10T08:00:00Z",
            "end": "2025-02-10T09:00:00Z",
            "request": "d",
        },
    ]
    assert outcomes(run_rows(filled, "adjustments", broken)) == [
        "refused; employee_number: there is nobody with the employee number 77",
        "refused; activity: there is no activity juggling",
        'refused; start: "2025-02-07T08:00:30Z" is not a time in whole minutes such as '
        "2025-07-22T09:00:00Z or 2025-07-22 09:00",
        "refused; end: is not after the start",
        "refused; activity: overlaps leave 2025-02-03 00:00-00:00, "
        "which is approved already (request 1)",
        "refused; request: another line of the same request is refused",
        "created",
    ]


def test_faults_of_the_other_kinds(filled: psycopg.Connection) -> None:
    before = rows_of(filled)
    rows: dict[str, list[Row]] = {
        "staff": [
            {"employee_number": None, "name": "Nobody", "unit": "Sales", "from": "2025-01-01"},
            {"employee_number": "3", "name": None, "unit": "Sales", "from": "2025-01-01"},
            {"employee_number": "4", "name": "Dan", "unit": "Nowhere", "from": "2025-01-01"},
            {"employee_number": "5", "name": "Eve", "unit": "Sales", "from": "2025-13-01"},
            {"employee_number": "5", "name": "Eve", "unit": "Sales", "from": "infinity"},
            {
                "employee_number": "1",
                "name": "Ada",
                "email": "ada@acme.test",
                "unit": "Acme",
                "from": "2025-03-01",
                "to": "2025-04-01",
            },
            {**STAFF[-1], "unit": "Acme", "from": "2026-06-01", "to": "never"},
            {**STAFF[0], "unit": "Acme", "name": "Eva", "from": "2026-06-01", "to": None},
            {**STAFF[-1], "employee_number": "6", "to": "2025-01-01"},
            {**STAFF[-1], "employee_number": "7", "to": "never"},
        ],
        "contracts": [
            {**CONTRACTS[0], "employee_number": "9"},
            {**CONTRACTS[0], "site": "Nowhere"},
            {**CONTRACTS[0], "from": "2025-02-30"},
            {**CONTRACTS[0], "from": "2024-06-01", "to": "2025-02-01"},
            {**CONTRACTS[0], "from": "2023-01-01", "to": "2022-01-01"},
            {**CONTRACTS[0], "from": "2023-01-01", "to": "2022-01-01"},
            {**CONTRACTS[0], "from": "2023-01-01", "to": "2023-06-01", "holiday_rule": "never"},
            {**CONTRACTS[0], "from": "2025-07-01", "anchor": "never"},
        ],
        "holidays": [
            {"site": "Porto", "day": "2025-01-08", "name": "x", "start": "14:00", "end": "12:00"},
            {"site": "Porto", "day": "2025-01-06", "name": "x", "start": "12:00", "end": "14:00"},
        ],
        "structure": [
            {"record": "ship", "name": "Vessel"},
            {"record": "unit", "name": "Crew", "parent": "Nowhere"},
            {"record": "site", "name": "Mars", "time_zone": "Mars/Olympus"},
            {"record": "pattern", "name": "Odd", "days": "2"},
            {
                "record": "pattern_line",
                "pattern": "Odd",
                "day": "5",
                "start": "09:00",
                "end": "10:00",
                "activity": "office",
            },
        ],
    }
    said = {kind: outcomes(run_rows(filled, kind, each)) for kind, each in rows.items()}
    assert said == {
        "staff": [
            "refused; employee_number: is missing",
            "refused; name: name is missing.",
            "refused; unit: there is no unit Nowhere, " + SAY_THE_PATH,
            'refused; from: "2025-13-01" is not a date such as 2025-07-22',
            'refused; from: "infinity" is not a date such as 2025-07-22',
            "refused; from: The person has a home unit in that time already.",
            'refused; to: "never" is not a date such as 2025-07-22',
            "refused; employee_number: 1 stands on line 6 too, with another name",
            "refused; to: to must be later than from.",
            'refused; to: "never" is not a date such as 2025-07-22',
        ],
        "contracts": [
            "refused; employee_number: there is nobody with the employee number 9",
            "refused; site: there is no site Nowhere",
            'refused; from: "2025-02-30" is not a date such as 2025-07-22',
            "refused; from: The person has a contract in that time already.",
            "refused; to: to must be later than from.",
            "refused; row: the same as line 5, which is refused",
            "refused; row: the same stands on line 5, with other data",
            "refused; anchor: anchor must be a date (YYYY-MM-DD).",
        ],
        "holidays": [
            "refused; start: The closed part must lie within the day and must not be empty.",
            "refused; day: The site is closed at that time already.",
        ],
        "structure": [
            "refused; record: ship is none of site, activity, unit, pattern, pattern_line",
            "refused; parent: there is no unit Nowhere, " + SAY_THE_PATH,
            "refused; time_zone: Mars/Olympus is not the name of an IANA time zone.",
            "refused; pattern: line 5 of the same pattern is refused",
            "refused; day: The pattern has 2 days, and the first one is 0.",
        ],
    }
    assert rows_of(filled) == before


def test_what_begins_ends_what_runs(filled: psycopg.Connection) -> None:
    later: list[Row] = [{**CONTRACTS[0], "from": "2025-07-01"}]
    report = run_rows(filled, "contracts", later)
    assert [(item["outcome"], item["remark"]) for item in report["items"]] == [
        ("created", "ends the contract of 2025-01-01")
    ]
    ended: list[Row] = [{**CONTRACTS[0], "from": "2025-07-01", "to": "2025-08-01"}]
    assert outcomes(run_rows(filled, "contracts", ended)) == ["ended"]
    found = filled.execute(
        "SELECT valid::text FROM schedule.contract WHERE staff_id = 1 ORDER BY valid"
    ).fetchall()
    assert found == [("[2025-01-01,2025-07-01)",), ("[2025-07-01,2025-08-01)",)]


def test_versions_of_a_pattern(filled: psycopg.Connection) -> None:
    """Lines that count from a day on are a later version of their pattern."""
    line: Row = {"record": "pattern_line", "pattern": "Two", "day": "0", "activity": "office"}
    rows: list[Row] = [
        {"record": "pattern", "name": "Two", "days": "1"},
        {**line, "start": "08:00", "end": "12:00", "from": None, "to": "2025-05-01"},
        {**line, "start": "09:00", "end": "13:00", "from": "2025-05-01", "to": None},
    ]
    assert outcomes(run_rows(filled, "structure", rows)) == ["created"] * 3
    found = filled.execute(
        "SELECT start_minute, valid::text FROM schedule.pattern_line AS l"
        " JOIN schedule.pattern AS p USING (pattern_id) WHERE p.name = 'Two' ORDER BY valid"
    ).fetchall()
    assert found == [(480, "(,2025-05-01)"), (540, "[2025-05-01,)")]
    assert outcomes(run_rows(filled, "structure", [*rows, rows[0]])) == ["unchanged"] * 4


def test_a_stored_profile(strata: Strata, filled: psycopg.Connection, tmp_path: Path) -> None:
    """Other names of our columns and other words for activities, by name."""
    definition = {"aliases": {"employee_number": ["Nr"]}, "activities": {"Urlaub": "leave"}}
    with filled.transaction():
        filled.execute("SET LOCAL ROLE strata_owner")
        filled.execute(
            "INSERT INTO import.profile_resource (name, kind, definition)"
            " VALUES ('payroll', 'adjustments', %s)",
            [Jsonb(definition)],
        )
    file = tmp_path / "rows.csv"
    file.write_text("Nr;activity;start;end\n2;Urlaub;2025-02-20 08:00;2025-02-20 17:00\n")
    outcome = strata("import", "--kind", "adjustments", "--profile", "payroll", file, "--every-row")
    assert (outcome.code, outcome.out.splitlines()) == (
        0,
        [
            "line 2: created: request 3",
            "rows.csv: 1 rows: 1 created, 0 changed, 0 unchanged, 0 refused.",
        ],
    )
    unknown = strata("import", "--kind", "staff", "--profile", "payroll", file)
    assert (unknown.code, unknown.err.startswith("strata: There is no profile payroll")) == (
        1,
        True,
    )
