"""The one function that makes an instant of a local time, over every zone there is."""

import random
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from psycopg import Connection

from tests.model.clock import instant_of, local_to_instant

FIRST, LAST = datetime(2000, 1, 1), datetime(2038, 1, 1)
AROUND = [timedelta(hours=hours) for hours in (-25, -3, -2, -1, 0, 1, 2, 3, 25)]
WEEK = timedelta(days=7)
# The local readings of the instants around the expected one tell whether both sides know the same
# rules there: PostgreSQL and Python may have different editions of the time zone database.
INSTANTS = """
SELECT
    found.instant,
    ARRAY(
        SELECT around.instant AT TIME ZONE %(time_zone)s
        FROM unnest(%(around)s::interval[]) AS distance
        CROSS JOIN LATERAL (VALUES (given.expected + distance)) AS around (instant)
    )
FROM unnest(%(locals)s::timestamp[], %(expected)s::timestamptz[])
    WITH ORDINALITY AS given (local_time, expected, number)
JOIN schedule.local_instants(%(time_zone)s, %(locals)s) AS found
    ON found.local_time = given.local_time
ORDER BY given.number
"""


def known_zones(connection: Connection) -> list[str]:
    """The zones that Python and PostgreSQL both know."""
    rows = connection.execute("SELECT name FROM pg_catalog.pg_timezone_names")
    return sorted(available_timezones() & {name for (name,) in rows})


@cache
def interesting_locals(time_zone: str) -> list[datetime]:
    """Local minutes near every change of the clock, and some anywhere."""
    chance = random.Random(time_zone)
    zone = ZoneInfo(time_zone)
    minutes = (LAST - FIRST) // timedelta(minutes=1)
    chosen = [FIRST + timedelta(minutes=chance.randrange(minutes)) for _ in range(10)]
    week = FIRST.replace(tzinfo=UTC)
    while week < LAST.replace(tzinfo=UTC):
        before, after = week.astimezone(zone), (week + WEEK).astimezone(zone)
        if before.utcoffset() != after.utcoffset():
            change = first_reading_after_change(week, zone)
            chosen += [change + timedelta(minutes=chance.randint(-180, 180)) for _ in range(4)]
        week += WEEK
    return sorted(set(chosen))


def first_reading_after_change(week: datetime, zone: ZoneInfo) -> datetime:
    """What the clock shows first after the change that a week of instants contains."""
    low, high = 0, WEEK // timedelta(minutes=1)
    old = week.astimezone(zone).utcoffset()
    while high - low > 1:
        middle = (low + high) // 2
        if (week + timedelta(minutes=middle)).astimezone(zone).utcoffset() == old:
            low = middle
        else:
            high = middle
    return (week + timedelta(minutes=high)).astimezone(zone).replace(tzinfo=None)


def test_local_instants_are_first_occurrences_and_move_forward(connection: Connection) -> None:
    compared = unknown = 0
    zones = known_zones(connection)
    assert len(zones) > 400
    for time_zone in zones:
        zone = ZoneInfo(time_zone)
        local_times = interesting_locals(time_zone)
        expected = [instant_of(local_to_instant(time_zone, local)) for local in local_times]
        rows = connection.execute(
            INSTANTS,
            {
                "time_zone": time_zone,
                "locals": local_times,
                "expected": expected,
                "around": AROUND,
            },
        ).fetchall()
        for (instant, readings), wanted in zip(rows, expected, strict=True):
            around = [(wanted + distance).astimezone(zone) for distance in AROUND]
            if readings == [each.replace(tzinfo=None) for each in around]:
                compared += 1
                assert instant == wanted, (time_zone, instant, wanted)
            else:
                unknown += 1
    print(f"{compared} local times compared, {unknown} in zones with different rules")
    assert unknown < compared / 20
