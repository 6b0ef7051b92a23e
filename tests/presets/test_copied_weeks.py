"""Copies of weeks against the same in plain Python, for random people, clocks and weeks."""

import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.model.clock import instant_of, local_minute, local_to_instant
from tests.support.resources import ACME
from tests.support.servers import Database

EXAMPLES = int(os.environ.get("STRATA_EXAMPLES", "60"))
# Half an hour of summer time, a change at midnight, and none.
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Havana", "Asia/Tokyo")
ORGANISATION = "Asia/Tokyo"
# Mondays of weeks around the clock changes of these zones, and some others.
MONDAYS = [
    date(2030, month, day)
    for month, day in (
        *((1, 7), (3, 4), (3, 11), (3, 25), (4, 1), (4, 8), (6, 3)),
        *((9, 30), (10, 7), (10, 21), (10, 28), (11, 4)),
    )
]
CODES = {1: ("office", "remote"), 2: ("meeting", "training"), 3: ("leave",)}
DAY = 24 * 60
# Adjustment: class, which activity, and minutes since the epoch.
Adjustment = tuple[int, int, int, int]


@dataclass(frozen=True)
class Case:
    """A person with a site from a day on, what it has, and the weeks."""

    zone: str | None
    from_day: date
    week: date
    weeks: tuple[date, ...]
    adjustments: tuple[Adjustment, ...]

    def zone_of(self, monday: date) -> str:
        """The zone of a person in a week."""
        return self.zone if self.zone and self.from_day < monday + 7 * ONE_DAY else ORGANISATION


ONE_DAY = timedelta(days=1)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Adjustments from two days before the week to two after it, many of them at night."""
    week, *weeks = draw(st.lists(st.sampled_from(MONDAYS), min_size=2, max_size=4, unique=True))
    zone = draw(st.none() | st.sampled_from(ZONES))
    first = local_minute(zone or ORGANISATION, week, 0)
    adjustments: list[Adjustment] = []
    for rank in (1, 2, 3):
        end = first - 2 * DAY
        while draw(st.sampled_from((False, True, True))) and end < first + 9 * DAY:
            start = end + draw(st.sampled_from((0, 15, 30, 45, 60, 240, DAY, 3 * DAY)))
            # Often at the small hours of the Sunday, in which clocks change.
            if start < first + 6 * DAY and draw(st.booleans()):
                start = first + 6 * DAY + draw(st.integers(-2, 12)) * 15
            end = start + draw(st.sampled_from((15, 30, 45, 60, 75, 90, 180, DAY, 4 * DAY)))
            adjustments.append((rank, draw(st.integers(0, len(CODES[rank]) - 1)), start, end))
    from_day = draw(st.sampled_from((date(2029, 1, 1), week, week + 3 * ONE_DAY, date(2030, 8, 1))))
    return Case(zone, from_day, week, tuple(sorted(weeks)), tuple(adjustments))


# From 01:00 to 02:45 and from 03:00 to 04:00; on the other Sunday 02:00 to 03:00 is not there.
PUSHED = Case(
    zone="Europe/Berlin",
    from_day=date(2029, 1, 1),
    week=date(2030, 6, 3),
    weeks=(date(2030, 3, 25),),
    adjustments=tuple(
        (
            2,
            0,
            local_minute("Europe/Berlin", date(2030, 6, 9), start),
            local_minute("Europe/Berlin", date(2030, 6, 9), end),
        )
        for start, end in ((60, 165), (180, 240))
    ),
)


def expected(case: Case) -> list[tuple[str, datetime, datetime]]:
    """By hand: cut to the week, read from the clock, moved by whole days, and read back."""
    zone = case.zone_of(case.week)
    first = local_minute(zone, case.week, 0)
    last = local_minute(zone, case.week + 7 * ONE_DAY, 0)
    found = []
    for monday in case.weeks:
        target = case.zone_of(monday)
        taken: dict[int, int] = defaultdict(int)
        for rank, number, start, end in sorted(case.adjustments, key=lambda each: each[2]):
            if rank == 3 or start >= last or end <= first:
                continue
            begins, ends = (
                instant_of(minute).astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
                + (monday - case.week)
                for minute in (max(start, first), min(end, last))
            )
            if begins >= ends:
                continue
            moved = max(local_to_instant(target, begins), taken[rank])
            until = local_to_instant(target, ends)
            taken[rank] = max(taken[rank], until)
            if moved < until:
                found.append((CODES[rank][number], instant_of(moved), instant_of(until)))
    return sorted(found)


@pytest.fixture(scope="module")
def organisation(shared_database: Database) -> Iterator[psycopg.Connection]:
    """A person, and a site for each zone."""
    with shared_database.connect() as connection:
        connection.execute(ACME.encode())
        connection.execute("UPDATE org.settings SET time_zone = %s", [ORGANISATION])
        connection.execute(
            "INSERT INTO org.site (name, time_zone) SELECT z, z FROM unnest(%s::text[]) AS z",
            [list(ZONES)],
        )
        yield connection


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(case=cases())
@example(case=PUSHED)
def test_a_copy_is_what_the_clock_says(organisation: psycopg.Connection, case: Case) -> None:
    with organisation.transaction(force_rollback=True):
        if case.zone:
            organisation.execute(
                "INSERT INTO schedule.contract (staff_id, site_id, pattern_id, anchor, valid)"
                " SELECT 1, max(site_id), 1, '2029-01-01', daterange(%s, NULL) FROM org.site"
                " WHERE time_zone = %s",
                [case.from_day, case.zone],
            )
        for rank, number, start, end in case.adjustments:
            organisation.execute(
                "SELECT schedule.store_approved_request(1, jsonb_build_array(jsonb_build_object("
                "'activity', %s::text, 'start', %s::timestamptz, 'end', %s::timestamptz)))",
                [CODES[rank][number], instant_of(start), instant_of(end)],
            )
        found = organisation.execute(
            "SELECT a.code, c.starts_at, c.ends_at"
            " FROM approval.week_adjustments('{1}', %s, %s) AS c"
            " JOIN org.activity AS a USING (activity_id)",
            [case.week, list(case.weeks)],
        ).fetchall()
    assert sorted(found) == expected(case)
