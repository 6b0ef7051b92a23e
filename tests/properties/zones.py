"""Zones with peculiar clock changes, and the local days on which their clocks changed."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

# At midnight (Cairo, Beirut, Havana, Santiago), by half an hour (Lord Howe), by two hours (Troll),
# by a whole day (Apia, which had no 2011-12-30), at night (Berlin, New York), never (Tokyo, UTC).
PECULIAR_ZONES = (
    "Africa/Cairo",
    "America/Havana",
    "America/New_York",
    "America/Santiago",
    "Antarctica/Troll",
    "Asia/Beirut",
    "Asia/Tokyo",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Pacific/Apia",
    "UTC",
)
NONE, ONE_DAY = timedelta(), timedelta(days=1)
QUIET_DAY = date(2024, 2, 28)
# Old enough for every copy of the time zone database to agree on them.
FIRST, LAST = datetime(2011, 1, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)


@cache
def change_days(time_zone: str) -> tuple[date, ...]:
    """The local days near whose midnight the clock changed most; a quiet day if it never did."""
    zone = ZoneInfo(time_zone)
    changes: dict[timedelta, list[date]] = {}
    for instant in (FIRST + timedelta(days=day) for day in range((LAST - FIRST).days)):
        before, after = instant.astimezone(zone), (instant + ONE_DAY).astimezone(zone)
        change = (after.utcoffset() or NONE) - (before.utcoffset() or NONE)
        changes.setdefault(abs(change), []).append(after.date())
    greatest = max(changes)
    return tuple(changes[greatest]) if greatest else (QUIET_DAY,)
