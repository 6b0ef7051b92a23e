"""The files of a real organisation: what goes in, and the schedule that comes of it."""

import csv
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from tests.imports.conftest import Strata, contents

# The merge of these files by hand: what each status is, and its class.
MEANING = {
    "online": ("office", 1),
    "出社": ("office", 1),
    "remote": ("remote", 1),
    "break": ("break", 2),
    "night duty": ("night_duty", 2),
    "off": ("off", 3),
}
TOKYO = timedelta(hours=9)
MARINE_DAY = date(2025, 7, 21)


def import_people(strata: Strata, callstatus: Path) -> str:
    file = callstatus / "roster.json"
    return strata("import", "--kind", "people", "--profile", "callstatus", file).out


def import_requests(strata: Strata, callstatus: Path) -> str:
    file = callstatus / "requests_2025_07.json"
    return strata("import", "--kind", "requests", "--profile", "callstatus", file).out


def test_everything_goes_in_once(
    strata: Strata, callstatus: Path, admin: psycopg.Connection
) -> None:
    assert import_people(strata, callstatus) == (
        "roster.json: 225 people: 225 created, 0 changed, 0 unchanged, 0 refused.\n"
    )
    assert import_requests(strata, callstatus) == (
        "requests_2025_07.json: 930 requests: 930 created, 0 changed, 0 unchanged, 0 refused.\n"
        "They have 1631 segments, 1631 of them accepted.\n"
        "38 responsibilities were ignored: they are not requests.\n"
    )
    before = contents(admin)
    assert "0 created, 0 changed, 225 unchanged, 0 refused" in import_people(strata, callstatus)
    assert "0 created, 0 changed, 930 unchanged, 0 refused" in import_requests(strata, callstatus)
    assert contents(admin) == before


def test_the_organisation(strata: Strata, callstatus: Path, admin: psycopg.Connection) -> None:
    import_people(strata, callstatus)
    depths = admin.execute(
        "SELECT cardinality(string_to_array(full_name, ' > ')), count(*) FROM org.unit AS u"
        " JOIN LATERAL org.units_named(u.name) AS n USING (unit_id) GROUP BY 1 ORDER BY 1"
    ).fetchall()
    assert depths == [(1, 1), (2, 6), (3, 18)]
    patterns = admin.execute(
        "SELECT p.name, count(DISTINCT c.staff_id), count(DISTINCT l.day)"
        " FROM schedule.pattern AS p JOIN schedule.contract AS c USING (pattern_id)"
        " JOIN schedule.pattern_line AS l USING (pattern_id) GROUP BY 1 ORDER BY 1"
    ).fetchall()
    assert patterns == [("Mon-Fri 09:00-17:45", 157, 5), ("Mon-Fri 09:00-18:00", 68, 5)]
    site = admin.execute("SELECT name, time_zone FROM org.site").fetchall()
    assert site == [("Tokyo", "Asia/Tokyo")]
    settings = admin.execute("SELECT organisation_name, time_zone FROM org.settings").fetchall()
    assert settings == [("Support", "Asia/Tokyo")]


def test_the_effective_schedule_is_what_the_files_say(
    strata: Strata, callstatus: Path, admin: psycopg.Connection
) -> None:
    import_people(strata, callstatus)
    import_requests(strata, callstatus)
    assert strata("holidays", "JP", 2025).code == 0
    first, last = date(2025, 7, 7), date(2025, 7, 31)
    found: dict[tuple[str, date], list[str | None]] = {}
    for number, start, end, activity in admin.execute(
        "SELECT s.employee_number, e.starts_at, e.ends_at, a.code FROM schedule.effective_segments("
        " ARRAY(SELECT staff_id FROM org.staff), %s, %s) AS e"
        " JOIN org.staff AS s USING (staff_id) JOIN org.activity AS a USING (activity_id)",
        [instant(first), instant(last + timedelta(days=1))],
    ):
        local = start.astimezone(UTC) + TOKYO
        minutes = found.setdefault((number, local.date()), [None] * 1440)
        begin = local.hour * 60 + local.minute
        length = int((end - start).total_seconds()) // 60
        minutes[begin : begin + length] = [activity] * length
    assert found == expected_minutes(callstatus, first, last)


def instant(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) - TOKYO


def expected_minutes(
    callstatus: Path, first: date, last: date
) -> dict[tuple[str, date], list[str | None]]:
    """Every minute of every person's day that has something in it, from the files alone."""
    roster = json.loads((callstatus / "roster.json").read_text())["employeeData"]
    requests = json.loads((callstatus / "requests_2025_07.json").read_text())["applications"]
    parts: dict[tuple[str, date], list[dict[str, Any]]] = {}
    for request in requests:
        number = roster[request["staffId"] - 73]["empNo"]
        parts.setdefault((number, date.fromisoformat(request["date"])), []).extend(
            request["schedules"]
        )
    expected: dict[tuple[str, date], list[str | None]] = {}
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    for person in roster:
        for day in days:
            minutes: list[str | None] = [None] * 1440
            hours = person[f"{day:%A}".lower() + "Hours"]
            if hours and day != MARINE_DAY:
                begin, end = (int(t[:2]) * 60 + int(t[3:]) for t in hours.split("-"))
                minutes[begin:end] = ["office"] * (end - begin)
            segments = parts.get((person["empNo"], day), [])
            for segment in sorted(segments, key=lambda part: MEANING[part["status"]][1]):
                begin, end = int(segment["start"] * 60), int(segment["end"] * 60)
                minutes[begin:end] = [MEANING[segment["status"]][0]] * (end - begin)
            if any(minutes):
                expected[person["empNo"], day] = minutes
    return expected


def test_people_by_position_need_the_roster(
    strata: Strata, callstatus: Path, admin: psycopg.Connection
) -> None:
    before = contents(admin)
    file = callstatus / "requests_2025_07.json"
    outcome = strata("import", "--kind", "requests", "--profile", "callstatus", file)
    assert outcome.code == 1
    assert outcome.err == (
        "strata: The file names people by their place in the file of people: import that one first,"
        " with the profile callstatus: nothing was changed.\n"
    )
    assert contents(admin) == before


def test_each_adjustment_of_unknown_people_is_named(strata: Strata, callstatus: Path) -> None:
    import_people(strata, callstatus)
    file = callstatus / "adjustments_week.csv"
    outcome = strata("import", "--kind", "adjustments", "--profile", "callstatus", file)
    *lines, counts, segments = outcome.out.splitlines()
    rows = list(csv.reader(file.read_text().splitlines()))
    assert lines == [
        f"line {number}: refused: column 2 (employee number): "
        f"there is nobody with the employee number {row[1]} ({row[2]})"
        for number, row in enumerate(rows, start=1)
    ]
    assert counts == (
        "adjustments_week.csv: 93 rows: 0 created, 0 changed, 0 unchanged, 93 refused."
    )
    assert segments == "They have 93 segments, 0 of them accepted."
    assert outcome.code == 1


def test_adjustments_of_known_people_lie_over_each_other(
    strata: Strata, callstatus: Path, tmp_path: Path, admin: psycopg.Connection
) -> None:
    """The place, "online", spans the day under the tasks: no row is in the way of another."""
    file = callstatus / "adjustments_week.csv"
    rows = list(csv.reader(file.read_text().splitlines()))
    roster = tmp_path / "roster.json"
    names = {row[1]: row[2] for row in rows}
    staff = [{"empNo": number, "name": name} for number, name in names.items()]
    roster.write_text(json.dumps({"employeeData": staff}))
    assert strata("import", "--kind", "people", "--profile", "callstatus", roster).code == 0
    arguments = ("import", "--kind", "adjustments", "--profile", "callstatus", file, "--every-row")
    outcome = strata(*arguments)
    *lines, counts, _ = outcome.out.splitlines()
    assert outcome.code == 0
    assert "93 created, 0 changed, 0 unchanged, 0 refused" in counts
    assert [line.split(": ")[:2] for line in lines] == [
        [f"line {number}", "created"] for number in range(1, 94)
    ]
    minutes: dict[str, int] = dict(
        admin.execute(
            "SELECT activity, sum(minutes)::int FROM reporting.effective_segment AS e"
            " JOIN org.staff AS s USING (staff_id)"
            " WHERE e.day = '2025-06-18' AND s.employee_number IN ('0001', '0002') GROUP BY 1"
        ).fetchall()
    )
    assert minutes == {"office": 540 - 120 + 510 - 60, "meeting": 120, "break": 60}
    assert "0 created, 0 changed, 93 unchanged, 0 refused" in strata(*arguments).out
