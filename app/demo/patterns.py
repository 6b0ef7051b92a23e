"""The rotations of the demo organisation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

# A Monday, on which the cycles of everybody who is in step begin.
EPOCH = date(2024, 1, 1)
WEEKDAYS = range(5)
DAY = 1440


@dataclass(frozen=True)
class Line:
    """A range of minutes that begins on a day of the cycle."""

    day: int
    start: int
    minutes: int
    activity: str

    @property
    def end(self) -> int:
        """Minutes from the midnight before the line; more than a day when it crosses the next."""
        return self.start + self.minutes


@dataclass(frozen=True)
class Pattern:
    """A rotation of some days."""

    name: str
    days: int
    lines: tuple[Line, ...]
    on_clock_change: str = "wall"

    def lines_on(self, day: date, anchor: date) -> list[Line]:
        """The lines that begin on a date, for a contract with this anchor."""
        cycle_day = (day - anchor).days % self.days
        return [line for line in self.lines if line.day == cycle_day]


def _on(days: Iterable[int], *parts: str) -> tuple[Line, ...]:
    """The same parts on each of the days, written "08:00-12:00 office"."""
    return tuple(_line(day, part) for day in days for part in parts)


def _line(day: int, part: str) -> Line:
    hours, activity = part.split()
    start, end = (int(time[:2]) * 60 + int(time[3:]) for time in hours.split("-"))
    return Line(day, start, (end - start) % DAY, activity)


OFFICE = Pattern(
    "Office week",
    7,
    _on(WEEKDAYS, "08:00-12:00 office", "12:00-12:45 break", "12:45-16:45 office"),
)
NINE_TO_SIX = Pattern(
    "Office week, nine to six",
    7,
    _on(WEEKDAYS, "09:00-12:00 office", "12:00-13:00 break", "13:00-18:00 office"),
)
# Nobody says what happens at lunch here: a gap.
MIXED = Pattern(
    "Office and remote",
    7,
    _on((0, 1, 3), "08:30-12:00 office", "12:30-17:00 office")
    + _on((2, 4), "08:30-12:00 remote", "12:30-17:00 remote"),
)
SERVICE_DESK = Pattern(
    "Service desk, 2 weeks",
    14,
    _on(range(5), "07:00-11:00 office", "11:30-15:30 office")
    + _on((5,), "08:00-12:00 office")
    + _on(range(7, 12), "11:00-15:00 office", "15:30-19:30 office"),
)
THREE_SHIFTS = Pattern(
    "Three shifts, 4 weeks",
    28,
    _on(range(5), "06:00-14:00 office")
    + _on(range(7, 12), "14:00-22:00 office")
    + _on(range(14, 19), "22:00-06:00 night_duty")
    + _on(range(22, 26), "07:00-15:00 office"),
)
# Twelve hours are the most that anybody may work: the length counts, not the clock.
TWELVE_HOURS = Pattern(
    "Twelve hours, day and night",
    8,
    _on((0, 1), "06:00-18:00 office") + _on((4, 5), "18:00-06:00 night_duty"),
    on_clock_change="elapsed",
)
THREE_DAYS = Pattern(
    "Three days a week", 7, _on(range(3), "08:00-12:00 office", "12:30-16:30 office")
)
MORNINGS = Pattern("Mornings", 7, _on(WEEKDAYS, "08:00-12:30 office"))

PATTERNS = (
    OFFICE,
    NINE_TO_SIX,
    MIXED,
    SERVICE_DESK,
    THREE_SHIFTS,
    TWELVE_HOURS,
    THREE_DAYS,
    MORNINGS,
)


def anchor_of(pattern: Pattern, crew: int) -> date:
    """Where the cycle of a crew begins: crews of a rotation follow each other."""
    step = 2 if pattern is TWELVE_HOURS else 7
    return EPOCH + timedelta(days=crew * step % pattern.days)
