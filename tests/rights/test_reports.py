"""A reporting login sees what the model says: rows, hours and totals, and stand-ins."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg import Connection

from tests.model.clock import instant_of, local_minute, minute_of
from tests.rights.answers import Segment, Truth, View, text
from tests.rights.model import Rights
from tests.rights.organisation import ACTIVITIES, NUMBERS, SECRET, SLOT, Scene, scenes
from tests.rights.store import Stored, stored

SEGMENTS = """
SELECT
    day, staff_id, unit_id, site_id, starts_at, ends_at, minutes, activity, layer,
    works, available, absent
FROM reporting.effective_segment WHERE day BETWEEN %s AND %s
"""
HOURS = """
SELECT
    day, staff_id, unit_id, site_id,
    contracted_minutes, worked_minutes, absent_minutes, available_minutes
FROM reporting.daily_hours WHERE day BETWEEN %s AND %s
"""
HEADCOUNT = """
SELECT day, unit_id, starts_at, activity, people, works, available, absent
FROM reporting.headcount_by_quarter_hour WHERE day BETWEEN %s AND %s
"""
GAPS = """
SELECT requirement_id, starts_at, ends_at, required, available
FROM reporting.coverage_gap WHERE day = %s
"""
STAFF = "SELECT staff_id, unit_id, seconded, first_day, end_day FROM reporting.staff"
ASSIGNMENT = "SELECT staff_id, unit_id, first_day, end_day, seconded FROM reporting.assignment"
BEYOND = 60  # no day of a scene is so late; what holds then has no end
Row = tuple[Any, ...]


def as_administrator(database: Stored, statement: str, *values: object) -> list[Row]:
    """What a report says to whom nothing is hidden."""
    with database.connection.transaction(force_rollback=True):
        database.connection.execute(
            "INSERT INTO auth.role_grant (grant_id, account_id, role) OVERRIDING SYSTEM VALUE"
            " VALUES (1000, 1, 'admin') ON CONFLICT (account_id, unit_id, role) DO NOTHING"
        )
        with database.reporting(1):
            return database.rows(statement, *values)


def shown_segments(view: View, rows: list[Row]) -> list[Row]:
    """Rows of segments as the account sees them."""
    found = []
    for row in rows:
        staff_id = row[1]
        if view.rights.sees(staff_id, view.database.day(row[0])):
            activity = ACTIVITIES[view.activity(staff_id, NUMBERS[row[7]])]
            flags = (activity.works, activity.available, activity.absent)
            found.append((*row[:7], activity.code, row[8], *flags))
    return found


def shown_hours(
    view: View, rows: list[Row], segments: list[Row], contracted: list[Segment]
) -> list[Row]:
    """Rows of hours as the account sees them, from the segments that it sees."""
    scene, database = view.scene, view.database
    found = []
    for day, staff_id, unit_id, site_id, *_ in rows:
        if not view.rights.sees(staff_id, database.day(day)):
            continue
        employed = any(each.staff_id == staff_id for each in scene.contracts)
        zone = scene.site_zone if employed else scene.zone
        start, end = (local_minute(zone, date.fromordinal(day.toordinal() + n), 0) for n in (0, 1))
        asked = {
            minute
            for each in contracted
            if each.staff_id == staff_id
            and each.rank == 0
            and ACTIVITIES[view.activity(staff_id, each.activity)].works
            for minute in range(max(each.start, start), min(each.end, end), SLOT)
        }
        sums = [len(asked) * SLOT, 0, 0, 0]
        for segment in segments:
            if segment[:4] == (day, staff_id, unit_id, site_id):
                works, available, absent = segment[9:]
                during = set(range(minute_of(segment[4]), minute_of(segment[5]), SLOT))
                sums[1] += works * segment[6]
                sums[2] += absent * len(during & asked) * SLOT
                sums[3] += available * segment[6]
        found.append((day, staff_id, unit_id, site_id, *sums))
    return found


def heads(segments: list[Row]) -> list[Row]:
    """How many do what at the beginning of each quarter of an hour."""
    counts: Counter[Row] = Counter()
    for day, _, unit_id, _, starts_at, ends_at, _, activity, _, *flags in segments:
        for minute in range(minute_of(starts_at), minute_of(ends_at), SLOT):
            counts[day, unit_id, instant_of(minute), activity, *flags] += 1
    return [(*key[:4], people, *key[4:]) for key, people in counts.items()]


def assignments(view: View) -> Iterator[tuple[int, int, int, int | None, bool]]:
    """Who counts where, as far as the account knows of the membership or secondment behind it."""
    lent = view.scene.secondments
    for stay in lent:
        if view.rights.reads_secondment(stay):
            yield stay.staff_id, stay.unit_id, stay.first, stay.end, True
    for stay in filter(view.rights.reads_membership, view.scene.memberships):
        away = [each for each in lent if each.staff_id == stay.staff_id]
        first = None
        for day in range(stay.first, BEYOND + 1):
            there = stay.holds(day) and not any(each.holds(day) for each in away)
            if there and first is None:
                first = day
            elif not there and first is not None:
                yield stay.staff_id, stay.unit_id, first, day, False
                first = None
        if first is not None:
            yield stay.staff_id, stay.unit_id, first, None, False


def check_staff(view: View, staff: list[Row], assigned: list[Row]) -> None:
    database, rights = view.database, view.rights
    wanted = list(assignments(view))

    def dated(day: int | None) -> date | None:
        return None if day is None else database.date(day)

    assert sorted(assigned, key=str) == sorted(
        [(who, unit, dated(first), dated(end), lent) for who, unit, first, end, lent in wanted],
        key=str,
    )
    people = []
    for who in rights.known_staff():
        now = [
            (unit, lent)
            for each, unit, first, end, lent in wanted
            if each == who and first <= 0 and (end is None or end > 0)
        ]
        homes = [
            stay
            for stay in view.scene.memberships
            if stay.staff_id == who and rights.reads_membership(stay)
        ]
        ends = [stay.end for stay in homes if stay.end is not None]
        begun = min((stay.first for stay in homes), default=None)
        ended = max(ends) if homes and len(ends) == len(homes) else None
        people.append((who, *(now[0] if now else (None, None)), dated(begun), dated(ended)))
    assert sorted(staff, key=str) == sorted(people, key=str)


@settings(max_examples=25)
@given(scene=scenes(), number=st.sampled_from(range(4)))
def test_reports_equal_the_model(connection: Connection, scene: Scene, number: int) -> None:
    rights = Rights(scene, scene.accounts[number])
    with stored(connection, scene) as database:
        days = database.date(-1), database.date(1)
        today = [local_minute(scene.site_zone, database.date(day), 0) for day in (-3, 0, 1, 4)]
        truth = Truth(database, (today[1], today[2]))
        contracted = truth.segments(today[0], today[3], merged=False)
        everything = as_administrator(database, SEGMENTS, *days)
        everybody = as_administrator(database, HOURS, *days)
        with database.reporting(rights.account.account_id):
            segments = database.rows(SEGMENTS, *days)
            hours = database.rows(HOURS, *days)
            headcount = database.rows(HEADCOUNT, *days)
            gaps = database.rows(GAPS, database.date(0))
            staff = database.rows(STAFF)
            assigned = database.rows(ASSIGNMENT)
            activities = database.rows("SELECT * FROM reporting.activity")
        view = View(truth, rights)
        wanted = shown_segments(view, everything)
        assert sorted(segments, key=str) == sorted(wanted, key=str)
        wanted_hours = shown_hours(view, everybody, wanted, contracted)
        assert sorted(hours, key=str) == sorted(wanted_hours, key=str)
        assert sorted(headcount, key=str) == sorted(heads(wanted), key=str)
        assert {(row[0], text(row[1]), text(row[2]), *row[3:]) for row in gaps} == {
            piece for piece in view.coverage(None, today[1], today[2]) if piece[4] < piece[3]
        }
        check_staff(view, staff, assigned)
    assert SECRET not in repr(activities)
    if not rights.confidants:
        assert SECRET not in repr((segments, hours, headcount))
