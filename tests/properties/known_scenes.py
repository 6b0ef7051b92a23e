"""Scenes that random ones seldom hit: occurrences that meet, and the longest adjustment."""

from datetime import date, timedelta

from tests.model.clock import local_minute
from tests.model.organisation import Adjustment, Contract, Line, Pattern, Person, Site
from tests.properties.organisations import DAY, Scene

HOUR = 60


def scene(time_zone: str, middle: date, *patterns: Pattern) -> Scene:
    """Somebody whose contract changes on the middle day, if there are two patterns."""
    site = Site(1, time_zone, {})
    first_day = middle - timedelta(days=10)
    change = middle if len(patterns) == 2 else None
    contracts = [Contract(10, site, patterns[0], middle, first_day, change, "by_start")]
    if change:
        contracts.append(Contract(11, site, patterns[1], middle, change, None, "by_start"))
    midnight = local_minute(time_zone, middle, 0)
    people = (Person(1, tuple(contracts), ()),)
    return Scene((site,), patterns, people, midnight - 2 * DAY, midnight + 2 * DAY)


# The night shift of the old contract ends after the day shift of the new one has begun.
NEW_CONTRACT_AFTER_A_NIGHT = scene(
    "UTC",
    date(2024, 5, 1),
    Pattern(1, 1, (Line(0, 20 * HOUR, 12 * HOUR, 1, "wall"),)),
    Pattern(2, 1, (Line(0, 6 * HOUR, 8 * HOUR, 2, "wall"),)),
)
# The same where the contract stays and the pattern changes.
NEW_VERSION_AFTER_A_NIGHT = scene(
    "UTC",
    date(2024, 5, 1),
    Pattern(
        1,
        1,
        (
            Line(0, 20 * HOUR, 12 * HOUR, 1, "wall", valid_to=date(2024, 5, 1)),
            Line(0, 6 * HOUR, 8 * HOUR, 2, "wall", valid_from=date(2024, 5, 1)),
        ),
    ),
)
# The clock goes forward at night, and the shift that keeps its length runs into the next one.
LONGER_NIGHT = scene(
    "America/New_York",
    date(2024, 3, 10),
    Pattern(
        1,
        1,
        (
            Line(0, 22 * HOUR, 8 * HOUR, 1, "elapsed"),
            Line(0, 6 * HOUR, 8 * HOUR, 2, "wall"),
        ),
    ),
)
# 00:30 does not exist and moves to 01:30, where another line begins.
MOVED_ONTO_ANOTHER_LINE = scene(
    "Africa/Cairo",
    date(2024, 4, 26),
    Pattern(
        1,
        1,
        (
            Line(0, 30, 30, 1, "elapsed"),
            Line(0, HOUR, 30, 2, "wall"),
            Line(0, HOUR + 30, HOUR, 3, "wall"),
        ),
    ),
)
# 2011-12-30 does not exist and moves onto 2011-12-31, where lines begin then and at other times.
MOVED_ONTO_ANOTHER_DAY = scene(
    "Pacific/Apia",
    date(2011, 12, 30),
    Pattern(
        1,
        2,
        (
            Line(0, 8 * HOUR, 2 * HOUR, 1, "elapsed"),
            Line(0, 14 * HOUR, 6 * HOUR, 2, "elapsed"),
            Line(1, 8 * HOUR, 4 * HOUR, 3, "wall"),
            Line(1, 12 * HOUR, 4 * HOUR, 4, "elapsed"),
        ),
    ),
)


def year_of_leave() -> Scene:
    """366 days that end a minute after the window begins, and have one clock change too many."""
    start = local_minute("Europe/Berlin", date(2025, 3, 30), 12 * HOUR)
    leave = Adjustment(100, 5, 3, start - 366 * DAY + 1, start + 1)
    person = Person(1, (), (leave,))
    return Scene((Site(1, "Europe/Berlin", {}),), (), (person,), start, start + DAY)


YEAR_OF_LEAVE = year_of_leave()
