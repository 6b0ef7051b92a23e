"""Requests and adjustments: what is stored, what is in the way of what, and what is refused."""

import json
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.imports.conftest import Load, Strata, contents, people, person


@pytest.fixture(autouse=True)
def _staff(load: Load) -> None:
    load("people", people(person("1", "Ada"), person("2", "Ben")))


def request(
    who: str, *parts: tuple[str, object, object], day: str = "2025-07-22"
) -> dict[str, Any]:
    """A request with parts of (activity, from, to)."""
    segments = [{"what": what, "from": start, "to": end} for what, start, end in parts]
    return {"who": who, "day": day, "why": "asked", "parts": segments}


def stored(connection: psycopg.Connection) -> list[tuple[str, str, str]]:
    """Person, activity and time in UTC of everything approved."""
    return connection.execute(
        "SELECT s.employee_number, a.code, to_char(j.starts_at AT TIME ZONE 'UTC', 'MM-DD HH24:MI')"
        " || to_char(j.ends_at AT TIME ZONE 'UTC', '-HH24:MI') FROM schedule.adjustment AS j"
        " JOIN org.staff AS s USING (staff_id) JOIN org.activity AS a USING (activity_id)"
        " WHERE j.state = 'approved' ORDER BY 1, j.starts_at, 2"
    ).fetchall()


def test_times_are_local_to_the_site(load: Load, admin: psycopg.Connection) -> None:
    outcome = load(
        "requests",
        [
            request("1", ("in", 22.5, 6), day="2025-10-25"),  # the clock is set back at night
            request("2", ("in", "8:30", "12:00"), ("pause", 12, 12.75), ("holiday", 13, 24)),
        ],
    )
    assert "2 created" in outcome.out
    assert stored(admin) == [
        ("1", "office", "10-25 20:30-05:00"),
        ("2", "office", "07-22 06:30-10:00"),
        ("2", "break", "07-22 10:00-10:45"),
        ("2", "leave", "07-22 11:00-22:00"),
    ]
    states = admin.execute(
        "SELECT DISTINCT state, requested_by, decided_by, reason FROM schedule.request"
    ).fetchall()
    assert states == [("approved", None, None, "asked")]


FAULTS: list[tuple[dict[str, Any], list[str]]] = [
    (request("7", ("in", 9, 17)), ["who: there is nobody with the employee number 7"]),
    ({"day": "2025-07-22", "parts": []}, ["who: is missing", "parts: is empty"]),
    (
        request("1", ("in", 9, 17), day="2025-02-29"),
        ['day: "2025-02-29" is not a date such as 2025-07-22'],
    ),
    (
        request("1", ("in", 9, 12), ("IN", 12, 17)),
        ['parts[1].what: the profile does not say which activity "IN" is'],
    ),
    (request("1", ("odd", 9, 12)), ["parts[0].what: there is no activity juggling"]),
    (
        request("1", ("in", 9.01, 25)),
        [
            'parts[0].from: "9.01" is not a time of day in whole minutes',
            'parts[0].to: "25" is not a time of day in whole minutes',
        ],
    ),
    (request("1", ("in", 24, 2)), ['parts[0].from: "24" is not a time of day in whole minutes']),
    (
        request("1", ("pause", "2:30", "3:00"), day="2025-03-30"),
        ["parts[0].from: lies in the time that the clock skips on this date"],
    ),
    (
        request("1", ("in", 9, 12), ("meeting", 9, 12), ("home", 11, 13)),
        ["parts[2].what: overlaps segment 1 of the same request"],
    ),
]


def test_faults_of_requests(load: Load, admin: psycopg.Connection) -> None:
    rows = [row for row, _ in FAULTS]
    outcome = load("requests", [*rows, request("2", ("in", 9, 12))])
    *lines, counts, _ = outcome.out.splitlines()
    assert [line.partition(": refused: ")[2] for line in lines] == [
        fault for _, faults in FAULTS for fault in faults
    ]
    assert f"10 requests: 1 created, 0 changed, 0 unchanged, {len(FAULTS)} refused" in counts
    assert [row[0] for row in stored(admin)] == ["2"]


def test_the_first_in_the_file_wins(load: Load, admin: psycopg.Connection) -> None:
    rows = [
        request("1", ("home", 9, 12)),
        request("1", ("meeting", 9, 10), ("in", 11, 14)),  # meets the first one, goes as a whole
        request("1", ("in", 13, 15)),  # met only the second one
        request("1", ("meeting", 9, 10)),
        request("1", ("home", 9, 12)),
        request("1", ("in", 11, 14), ("meeting", 9, 10)),
    ]
    outcome = load("requests", rows, "--every-row")
    lines = [line.partition(": ")[2] for line in outcome.out.splitlines()]
    assert lines[:6] == [
        "created: request 1",
        "refused: parts[1].what: overlaps remote 2025-07-22 09:00-12:00 on line 3",
        "created: request 2",
        "created: request 3",
        "unchanged: the same as line 3",
        "refused: parts: are those of line 15, which is refused",
    ]
    assert len(stored(admin)) == 3
    before = contents(admin)
    assert "0 created, 0 changed, 4 unchanged, 2 refused" in load("requests", rows).out
    assert contents(admin) == before


def test_what_is_stored_wins_over_the_file(load: Load, admin: psycopg.Connection) -> None:
    load("requests", [request("1", ("holiday", 9, 17))])
    outcome = load("requests", [request("1", ("ill", 16, 18)), request("1", ("in", 16, 18))])
    assert outcome.out.splitlines()[0] == (
        "line 3: refused: parts[0].what: overlaps leave 2025-07-22 09:00-17:00, "
        "which is approved already (request 1)"
    )
    assert [row[1] for row in stored(admin)] == ["leave", "office"]


def test_other_words_change_a_request(load: Load, admin: psycopg.Connection) -> None:
    row = request("1", ("in", 9, 17))
    load("requests", [row])
    row["why"] = "moved"
    row["parts"][0]["note"] = "upstairs"
    assert "0 created, 1 changed" in load("requests", [row]).out
    assert "0 created, 0 changed, 1 unchanged" in load("requests", [row]).out
    words = admin.execute(
        "SELECT q.reason, a.note FROM schedule.request AS q"
        " JOIN schedule.adjustment AS a USING (request_id)"
    ).fetchall()
    assert words == [("moved", "upstairs")]


def test_a_cancelled_request_does_not_come_back(load: Load, admin: psycopg.Connection) -> None:
    rows = [request("1", ("in", 9, 17))]
    load("requests", rows)
    admin.execute("SET ROLE strata_owner")
    admin.execute("UPDATE schedule.request SET state = 'cancelled'")
    admin.execute("UPDATE schedule.adjustment SET state = 'cancelled'")
    assert "1 unchanged" in load("requests", rows).out
    assert stored(admin) == []


def test_rows_of_a_csv_file_are_requests(load: Load, admin: psycopg.Connection) -> None:
    file = "status,number,day,hours\nin,1,2025-07-22,9:00-17:30\n\npause,1,2025-07-22,9-10,\n"
    assert load("adjustments", file).err == (
        "strata: rows line 4 has 5 columns instead of 4 (status, number, day, hours): "
        "nothing was imported.\n"
    )
    file = "status,number,day,hours\nin,1,2025-07-22,9:00-17:30\npause,1,2025-07-22,9\n"
    outcome = load("adjustments", file)
    assert outcome.out.splitlines()[0] == (
        'line 3: refused: hours: "9" is not a time span such as 9:00-17:30'
    )
    assert stored(admin) == [("1", "office", "07-22 07:00-15:30")]


def test_without_a_contract_there_is_no_clock(load: Load) -> None:
    load("people", people(person("3", "Cleo", hours="")))
    outcome = load("requests", [request("3", ("in", 9, 17))])
    assert outcome.out.splitlines()[0] == (
        "line 3: refused: parts[0].from: "
        "has no time zone: there is no contract on this date, and no site to go by"
    )
    assert "1 created" in load("requests", [request("3", ("in", 9, 17))], "--site", "Berlin").out


def test_a_failure_in_the_middle_leaves_nothing(load: Load, admin: psycopg.Connection) -> None:
    admin.execute("SET ROLE strata_owner")
    admin.execute(
        "CREATE FUNCTION org.refuse() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE 'The disk is full'; END $$;"
        "CREATE TRIGGER refuse BEFORE INSERT ON schedule.adjustment FOR EACH ROW"
        " WHEN (NEW.starts_at > '2025-07-24') EXECUTE FUNCTION org.refuse()"
    )
    before = contents(admin)
    rows = [request("1", ("in", 9, 17), day=f"2025-07-{day}") for day in (22, 23, 24, 25)]
    outcome = load("requests", rows)
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == "strata: The disk is full: nothing was changed.\n"
    assert contents(admin) == before


def test_people_by_position_in_the_named_file(
    strata: Strata, tmp_path: Path, admin: psycopg.Connection
) -> None:
    """A later file of a few people does not shift everybody's number."""
    for name, numbers in (("roster.json", ("a", "b", "c")), ("joined.json", ("d", "c"))):
        file = tmp_path / name
        rows = [{"empNo": number, "name": f"Person {number}"} for number in numbers]
        file.write_text(json.dumps({"employeeData": rows}))
        strata("import", "--kind", "people", "--profile", "callstatus", file)
    file = tmp_path / "requests.json"
    part: dict[str, Any] = {"status": "online", "start": 9, "end": 10, "memo": ""}
    requests = [
        {"staffId": staff, "date": "2025-07-22", "presetName": "", "schedules": [part]}
        for staff in (75, 73, 76, "x")
    ]
    file.write_text(json.dumps({"applications": requests}))
    outcome = strata("import", "--kind", "requests", "--profile", "callstatus", file)
    assert outcome.out.splitlines()[:2] == [
        "line 1: refused: staffId: nobody was imported from the place that 76 stands for",
        "line 1: refused: staffId: nobody was imported from the place that x stands for",
    ]
    assert [row[0] for row in stored(admin)] == ["a", "c"]
