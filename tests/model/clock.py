"""Local time to instant and back."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, reset_tzpath

# The pinned tzdata package speaks, not whatever the machine has.
reset_tzpath(())

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def minute_of(instant: datetime) -> int:
    """The instant as minutes since the epoch; seconds have no place here."""
    minute, rest = divmod(instant - EPOCH, MINUTE)
    assert not rest, f"{instant} is not a whole minute"
    return minute


def instant_of(minute: int) -> datetime:
    """The instant of a minute since the epoch."""
    return EPOCH + minute * MINUTE


def local_to_instant(time_zone: str, local: datetime) -> int:
    """The first occurrence of a local time; what falls into a gap moves forward by the gap.

    fold=0 means just this (PEP 495): of a doubled time the first one, and in a gap the offset that
    held before it, which reads as the local time plus the gap on the clock after it.
    """
    return minute_of(local.replace(tzinfo=ZoneInfo(time_zone), fold=0))


@cache
def local_minute(time_zone: str, day: date, minute: int) -> int:
    """The instant of a minute counted from the midnight that begins a local day."""
    return local_to_instant(time_zone, datetime.combine(day, time()) + minute * MINUTE)
