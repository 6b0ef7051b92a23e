"""What a person of the demo organisation has been given, so that nothing is given twice."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Literal

from app.demo.patterns import Line
from app.demo.people import REACH, Person


@dataclass(frozen=True)
class Adjustment:
    """Something different for a while, in the local time of the person's site."""

    activity: str
    start: datetime
    end: datetime
    note: str | None = None


@dataclass(frozen=True)
class Request:
    """What somebody asked for, and when: days before the first adjustment."""

    person: Person
    adjustments: tuple[Adjustment, ...]
    reason: str | None = None
    notice: int = 0


def at(day: date, minute: int = 0) -> datetime:
    """The local time so many minutes after the midnight at which a day begins."""
    return datetime.combine(day, time()) + timedelta(minutes=minute)


def days_from(start: date, count: int) -> list[date]:
    """Some days in a row."""
    return [start + timedelta(days=n) for n in range(count)]


@dataclass
class Diary:
    """The days of a person around today, and which of them are taken, by class of activity."""

    person: Person
    today: date
    closed: Collection[date]
    taken: set[tuple[int, date]] = field(default_factory=set)

    def any_day(self, random: Random, last: int = REACH.days) -> date:
        """A day within reach, up to so many days after today."""
        return self.today + timedelta(days=random.randint(-REACH.days, last))

    def lines_on(self, day: date) -> list[Line]:
        """What the person works on a day; nothing where holidays close it."""
        return [] if day in self.closed else self.person.lines_on(day)

    def works_days(self, day: date) -> bool:
        """Whether the person works that day, and not into the night."""
        lines = self.lines_on(day)
        return bool(lines) and all(line.end <= 1440 for line in lines)

    def take(self, activity_class: Literal[1, 2, 3], days: list[date]) -> bool:
        """Take days for something of a class; False when they cannot all be had.

        A day has one thing of a class at most, so those of a class never overlap.
        """
        wanted = {(activity_class, day) for day in days}
        first, last = self.today - REACH, self.today + REACH
        if wanted & self.taken or not all(
            first <= day <= last and self.person.employed(day) for day in days
        ):
            return False
        self.taken |= wanted
        return True
