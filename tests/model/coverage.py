"""Coverage, minute by minute: who counts for a requirement, and what is missing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tests.model.clock import instant_of, local_minute
from tests.model.contract_layer import REACH, dates
from tests.model.merge import effective_segments
from tests.model.organisation import Adjustment, Person, Site


@dataclass(frozen=True)
class Stay:
    """A person in a unit, or lent to it, from one date up to, not including, another."""

    staff_id: int
    unit_id: int
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class Requirement:
    """The least number of people of a unit; without activities all available ones count."""

    requirement_id: int
    unit_id: int
    site: Site
    weekdays: tuple[int, ...] | None
    dates: tuple[date, ...] | None
    start_minute: int
    minutes: int
    people: int
    activities: tuple[int, ...] | None
    valid_from: date | None
    valid_to: date | None

    def required_minutes(self, start: int, end: int) -> set[int]:
        """The minutes of a window in which the requirement asks for people."""
        minutes: set[int] = set()
        for day in dates(instant_of(start).date() - REACH, instant_of(end).date() + REACH):
            chosen = day in self.dates if self.dates else day.isoweekday() in (self.weekdays or ())
            begun = self.valid_from is None or day >= self.valid_from
            if chosen and begun and (self.valid_to is None or day < self.valid_to):
                zone, last = self.site.time_zone, self.start_minute + self.minutes
                minutes.update(
                    range(local_minute(zone, day, self.start_minute), local_minute(zone, day, last))
                )
        return minutes & set(range(start, end))


@dataclass(frozen=True)
class Piece:
    """A part of a requirement's time in which the number of available people stands."""

    requirement_id: int
    start: int
    end: int
    required: int
    available: int
    missing: int


@dataclass(frozen=True)
class Places:
    """Who is where: the tree of units, homes, secondments, and the zone that their dates are of."""

    parents: Mapping[int, int | None]
    homes: Sequence[Stay]
    secondments: Sequence[Stay]
    time_zone: str

    def subtree(self, top: int) -> set[int]:
        """The unit and all below it."""
        return {unit for unit in self.parents if any(above == top for above in self._way_up(unit))}

    def counted(self, staff_id: int, start: int, end: int) -> dict[int, int]:
        """The unit that a person counts for, by minute of a window."""
        units: dict[int, int] = {}
        # What is written later wins: the destination over the home.
        for stay in (*self.homes, *self.secondments):
            if stay.staff_id == staff_id:
                first = local_minute(self.time_zone, stay.valid_from, 0)
                beyond = local_minute(self.time_zone, stay.valid_to, 0) if stay.valid_to else end
                for minute in range(max(start, first), min(end, beyond)):
                    units[minute] = stay.unit_id
        return units

    def _way_up(self, unit: int | None) -> Iterable[int]:
        while unit is not None:
            yield unit
            unit = self.parents[unit]


def coverage(
    people: Sequence[Person],
    places: Places,
    requirements: Sequence[Requirement],
    available: set[int],
    window: tuple[int, int],
    *,
    what_if: tuple[Mapping[int, Sequence[Adjustment]], Collection[int]] = ({}, ()),
) -> set[Piece]:
    """The pieces of all requirements in a window; `available` are the activities that are so.

    what_if: what each person proposes, and which adjustments are cancelled.
    """
    start, end = window
    proposed, cancelled = what_if
    doing = {
        person.staff_id: {
            minute: segment.activity
            for segment in effective_segments(
                person, start, end, proposed.get(person.staff_id, ()), cancelled
            )
            for minute in range(segment.start, segment.end)
        }
        for person in people
    }
    where = {person.staff_id: places.counted(person.staff_id, start, end) for person in people}
    pieces: set[Piece] = set()
    for requirement in requirements:
        units = places.subtree(requirement.unit_id)
        counts = available if requirement.activities is None else set(requirement.activities)
        begin = None
        minutes = sorted(requirement.required_minutes(start, end))
        numbers = {
            minute: sum(
                doing[staff_id].get(minute) in counts and where[staff_id].get(minute) in units
                for staff_id in doing
            )
            for minute in minutes
        }
        for minute in minutes:
            begin = minute if begin is None else begin
            if numbers.get(minute + 1) != numbers[minute]:
                missing = max(requirement.people - numbers[minute], 0)
                pieces.add(
                    Piece(
                        requirement.requirement_id,
                        begin,
                        minute + 1,
                        requirement.people,
                        numbers[minute],
                        missing,
                    )
                )
                begin = None
    return pieces
