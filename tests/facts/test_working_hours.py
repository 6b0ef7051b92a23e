"""Working hours of calendars with leaves, as another system computes them."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from psycopg import Connection, errors

from tests.facts.files import read_facts
from tests.model.clock import minute_of
from tests.model.organisation import Adjustment, Contract, Line, Pattern, Person, Site
from tests.properties.organisations import Scene
from tests.properties.store import read_segments, store

FACTS = read_facts("working_hours_facts.json")
WORK, LEAVE = 1, 5  # activities of base.sql
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONDAY_OF_WEEK_0 = date.fromordinal(1)  # the weeks of a cycle are counted from there
WHOLE_MINUTE = timedelta(minutes=1)


def instant(text: str) -> datetime:
    """An instant such as 2018-04-02T00:00:00[Europe/Brussels]; 23:59:59 is the end of that day."""
    match = re.fullmatch(r"(.+)\[(.+)\]", text)
    assert match
    local = datetime.fromisoformat(match[1])
    if local.time() == time(23, 59, 59):
        local += timedelta(seconds=1)
    return local.replace(tzinfo=ZoneInfo(match[2]))


def minutes_of_day(text: str) -> int:
    """A time of day as minutes."""
    parsed = time.fromisoformat(text)
    return parsed.hour * 60 + parsed.minute


def lines_of_week(rows: list[list[str]], week: int) -> list[Line]:
    """The lines of one week of a cycle; a row has a day or a range of days, a start and an end."""
    lines = []
    for days, start, end in rows:
        first, last = (WEEKDAYS.index(day) for day in (days[:3], days[-3:]))
        begin = minutes_of_day(start)
        length = minutes_of_day(end) - begin
        lines += [
            Line(week * 7 + day, begin, length, WORK, "wall") for day in range(first, last + 1)
        ]
    return lines


def pattern_of(calendar: dict[str, Any]) -> Pattern:
    """A calendar of one week, or of several that take turns."""
    weeks = calendar.get("cycle_weeks", 1)
    rows = [calendar[f"week{week}"] for week in range(weeks)] if weeks > 1 else [calendar["lines"]]
    lines = [line for week, of_week in enumerate(rows) for line in lines_of_week(of_week, week)]
    return Pattern(1, weeks * 7, tuple(lines))


def scene_of(
    case: dict[str, Any],
    adjustments: tuple[Adjustment, ...] = (),
    closed: dict[date, tuple[tuple[int, int], ...]] | None = None,
) -> Scene:
    """Somebody who works by the calendar of a case."""
    calendar = FACTS["calendars"][case["cal"]]
    site = Site(1, calendar["tz"], closed or {})
    pattern = pattern_of(calendar)
    contract = Contract(10, site, pattern, MONDAY_OF_WEEK_0, date(2018, 1, 1), None, "by_start")
    person = Person(1, (contract,), adjustments)
    start, end = (minute_of(instant(case[key])) for key in ("from", "to"))
    return Scene((site,), (pattern,), (person,), start, end)


def worked_hours(connection: Connection, scene: Scene) -> float:
    """The hours of a stored scene in which its person works."""
    segments = read_segments(connection, [1], scene.start, scene.end)[1]
    return sum(each.end - each.start for each in segments if each.activity == WORK) / 60


def leaves_of(case: dict[str, Any]) -> list[tuple[datetime, datetime]]:
    """From when to when a case has leaves."""
    return [(instant(start), instant(end)) for start, end in case["leaves"]]


@pytest.mark.parametrize("case", FACTS["hours"], ids=lambda case: str(case["id"]))
def test_working_hours(connection: Connection, case: dict[str, Any]) -> None:
    """Leaves are absences.

    Two cases have a leave of no length and one of ten seconds, which must take no hour away. The
    precision of Strata is the minute: it refuses both, and the hours stay.
    """
    fits = [(start, end) for start, end in leaves_of(case) if end - start >= WHOLE_MINUTE]
    leaves = tuple(
        Adjustment(100 + number, LEAVE, 3, minute_of(start), minute_of(end))
        for number, (start, end) in enumerate(fits)
    )
    with connection.transaction(force_rollback=True):
        scene = scene_of(case, leaves)
        store(connection, scene)
        for start, end in leaves_of(case):
            if (start, end) not in fits:
                refuse(connection, start, end)
        assert worked_hours(connection, scene) == case["expect"]


def refuse(connection: Connection, start: datetime, end: datetime) -> None:
    """Asserts that an absence of seconds is refused."""
    with pytest.raises(errors.CheckViolation) as refusal, connection.transaction():
        connection.execute(
            "INSERT INTO schedule.adjustment"
            " (request_id, staff_id, activity_id, class, starts_at, ends_at, state)"
            " VALUES (1, 1, %s, 3, %s, %s, 'approved')",
            [LEAVE, start, end],
        )
    assert refusal.value.diag.constraint_name in {
        "adjustment_start_before_end",
        "adjustment_whole_minutes",
    }


@pytest.mark.parametrize(
    "case", [case for case in FACTS["hours"] if case["id"] == "O11"], ids=["O11"]
)
def test_a_day_of_leave_for_everybody_is_a_holiday(
    connection: Connection, case: dict[str, Any]
) -> None:
    """The leave from 00:00 to 23:59 as a day on which the site is closed in part."""
    ((start, end),) = leaves_of(case)
    part = (minutes_of_day(f"{start:%H:%M}"), minutes_of_day(f"{end:%H:%M}"))
    with connection.transaction(force_rollback=True):
        scene = scene_of(case, closed={start.date(): (part,)})
        store(connection, scene)
        assert worked_hours(connection, scene) == case["expect"]
