"""What questions about the schedule must answer to an account: the truth, cut and masked."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from tests.model.clock import instant_of, local_minute, minute_of
from tests.rights.model import Rights
from tests.rights.organisation import ACTIVITIES, PEOPLE, SLOT, Requirement, shown
from tests.rights.store import Stored

MERGED = """
SELECT staff_id, starts_at, ends_at, activity_id, rank
FROM schedule.effective_segments(%s, %s, %s, merged => %s)
ORDER BY staff_id, starts_at
"""


@dataclass(frozen=True)
class Segment:
    """A part of the schedule of a person, in minutes."""

    staff_id: int
    start: int
    end: int
    activity: int
    rank: int


class Truth:
    """The whole schedule of a scene around a window; the merge is proven elsewhere."""

    def __init__(self, database: Stored, window: tuple[int, int] | None = None) -> None:
        self.database = database
        self.scene = database.scene
        of_the_scene = [database.minute(slot) for slot in self.scene.window]
        self.start, self.end = window or of_the_scene
        now = minute_of(database.now)
        # Read now: later an account acts, which may not call this.
        self.in_window = self.segments(self.start, self.end)
        self.from_now = self.segments(now, now + 24 * 60)

    def segments(self, start: int, end: int, *, merged: bool = True) -> list[Segment]:
        """What everybody does in a window."""
        rows = self.database.rows(MERGED, list(PEOPLE), instant_of(start), instant_of(end), merged)
        return [
            Segment(staff_id, minute_of(starts), minute_of(ends), activity, rank)
            for staff_id, starts, ends, activity, rank in rows
        ]

    @cached_property
    def doing(self) -> dict[tuple[int, int], Segment]:
        """The segment of a person in each slot of the window."""
        return {
            (each.staff_id, minute): each
            for each in self.in_window
            for minute in range(each.start, each.end, SLOT)
        }

    def counted(self, staff_id: int, day: int) -> int | None:
        """The unit in which a person counts on a day."""
        for stay in (*self.scene.secondments, *self.scene.memberships):
            if stay.staff_id == staff_id and stay.holds(day):
                return stay.unit_id
        return None


class View:
    """The schedule as one account sees it."""

    def __init__(self, truth: Truth, rights: Rights) -> None:
        self.truth = truth
        self.database = truth.database
        self.scene = truth.scene
        self.rights = rights

    def activity(self, staff_id: int, activity: int) -> int:
        """An activity of a person as it is shown to the account."""
        return activity if staff_id in self.rights.confidants else shown(activity)

    def days(self, start: int, end: int) -> range:
        """The days that a window touches."""
        at = self.database.day_at
        return range(at(instant_of(start)), at(instant_of(end - 1)) + 1)

    def stretches(self, staff_id: int, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The parts of a window in which the account sees the person, as long as they can be."""
        begin = None
        for day in self.days(start, end):
            first = max(start, self.database.midnight(day))
            if self.rights.sees(staff_id, day):
                begin = first if begin is None else begin
            elif begin is not None:
                yield begin, first
                begin = None
        if begin is not None:
            yield begin, end

    def people(self, unit: int | None, start: int, end: int) -> set[int]:
        """Whom a window shows: members of the unit and those lent to it, whom the account sees."""
        days = self.days(start, end)
        first, beyond = days[0], days[-1] + 1
        below = set(self.scene.parents) if unit is None else self.scene.subtree(unit)
        found = {
            stay.staff_id
            for stay in self.scene.memberships
            if stay.unit_id in below
            and stay.meets(first, beyond)
            # By which unit one asks, one must not learn where somebody is whom one sees elsewhere.
            and (unit is None or self.rights.reads_membership(stay))
        }
        if unit is not None:
            found |= {
                stay.staff_id
                for stay in self.scene.secondments
                if stay.unit_id in below
                and stay.meets(first, beyond)
                and self.rights.reads_secondment(stay)
            }
        return {who for who in found if self.rights.sees_in(who, first, beyond)}

    def home(self, staff_id: int, start: int, end: int) -> int | None:
        """The last home of a window, if the account may know it."""
        days = self.days(start, end)
        stays = [
            stay
            for stay in self.scene.memberships
            if stay.staff_id == staff_id and stay.meets(days[0], days[-1] + 1)
        ]
        if not stays:
            return None
        last = max(stays, key=lambda stay: stay.first)
        return last.unit_id if self.rights.reads_membership(last) else None

    def schedule(self, staff_id: int) -> list[tuple[str, str, str, str, int]]:
        """The segments of a person in the window."""
        start, end = self.truth.start, self.truth.end
        return [
            (
                written(max(each.start, first)),
                written(min(each.end, beyond)),
                ACTIVITIES[self.activity(staff_id, each.activity)].code,
                "adjustment" if each.rank else "contract",
                ACTIVITIES[self.activity(staff_id, each.activity)].activity_class,
            )
            for each in self.truth.in_window
            if each.staff_id == staff_id
            for first, beyond in self.stretches(staff_id, start, end)
            if each.start < beyond and each.end > first
        ]

    def present(self, minute: int, unit: int | None) -> set[int]:
        """Who counts in the unit or below it at a minute, as far as the account sees them."""
        day = self.database.day_at(instant_of(minute))
        below = set(self.scene.parents) if unit is None else self.scene.subtree(unit)
        return {
            staff_id
            for staff_id in PEOPLE
            if self.truth.counted(staff_id, day) in below and self.rights.sees(staff_id, day)
        }

    def headcount(self, unit: int | None, step: int) -> list[dict[str, Any]]:
        """People by activity at the beginning of each step of the window."""
        steps = []
        for minute in range(self.truth.start, self.truth.end, step):
            doing = [
                self.activity(staff_id, self.truth.doing[staff_id, minute].activity)
                for staff_id in self.present(minute, unit)
                if (staff_id, minute) in self.truth.doing
            ]
            steps.append(
                {
                    "start": written(minute),
                    "available": sum(ACTIVITIES[each].available for each in doing),
                    "by_activity": dict(Counter(ACTIVITIES[each].code for each in doing)),
                }
            )
        return steps

    def now(self, unit: int | None) -> set[tuple[int, str, str | None]]:
        """Who is available in this minute, with what, and until when as far as is seen."""
        now = minute_of(self.database.now)
        horizon = now + 24 * 60
        found = set()
        # Who is lent out without being a member anywhere is on no list of members.
        there = self.present(now, unit) & self.people(unit, now, now + 1)
        for each in self.truth.from_now:
            activity = ACTIVITIES[self.activity(each.staff_id, each.activity)]
            if each.start == now and activity.available and each.staff_id in there:
                _, seen_until = next(self.stretches(each.staff_id, now, horizon))
                until = min(each.end, seen_until)
                found.add(
                    (each.staff_id, activity.code, written(until) if until < horizon else None)
                )
        return found

    def coverage(
        self, unit: int | None, start: int, end: int
    ) -> set[tuple[int, str, str, int, int]]:
        """Requirement, start, end, required and available of the pieces of a window."""
        below = set(self.scene.parents) if unit is None else self.scene.subtree(unit)
        pieces = set()
        for requirement in self.scene.requirements:
            if requirement.unit_id in below & self.rights.read:
                pieces |= set(self._pieces(requirement, start, end))
        return pieces

    def _pieces(
        self, requirement: Requirement, start: int, end: int
    ) -> Iterator[tuple[int, str, str, int, int]]:
        required: set[int] = set()
        for day in range(-8, 9):
            date, zone = self.database.date(day), self.scene.site_zone
            last = requirement.start_minute + requirement.minutes
            first, beyond = (
                local_minute(zone, date, each) for each in (requirement.start_minute, last)
            )
            required |= set(range(max(first, start), min(beyond, end), SLOT))
        begin: int | None = None
        numbers = {minute: self._covering(requirement, minute) for minute in required}
        for minute in sorted(required):
            begin = minute if begin is None else begin
            if numbers.get(minute + SLOT) != numbers[minute]:
                yield (
                    requirement.requirement_id,
                    written(begin),
                    written(minute + SLOT),
                    requirement.people,
                    numbers[minute],
                )
                begin = None

    def _covering(self, requirement: Requirement, minute: int) -> int:
        """What is missing is the same for all who ask, so everybody counts as all see them."""
        number = 0
        for staff_id in self.present(minute, requirement.unit_id):
            segment = self.truth.doing.get((staff_id, minute))
            if segment is not None:
                activity = shown(segment.activity)
                number += (
                    activity in requirement.activities
                    if requirement.activities
                    else ACTIVITIES[activity].available
                )
        return number


def written(minute: int) -> str:
    """An instant as the API writes it."""
    return f"{instant_of(minute):%Y-%m-%dT%H:%M:%S}Z"


def text(instant: datetime) -> str:
    """An instant of the database as the API writes it."""
    return written(minute_of(instant))
