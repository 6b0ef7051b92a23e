"""The model itself, held against what can be counted by hand."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.model.clock import instant_of, local_to_instant
from tests.model.merge import effective_segments
from tests.model.organisation import (
    WHOLE_DAY,
    Adjustment,
    Contract,
    HolidayRule,
    Line,
    Pattern,
    Person,
    Segment,
    Site,
)

MIDNIGHT = local_to_instant("UTC", datetime(2024, 5, 1))
HOUR = 60
DAY = 24 * HOUR


@pytest.mark.parametrize(
    ("time_zone", "change"),
    [
        ("Africa/Cairo", datetime(2024, 4, 26)),
        ("America/Havana", datetime(2024, 11, 3)),
        ("Australia/Lord_Howe", datetime(2024, 4, 7, 2)),
        ("Australia/Lord_Howe", datetime(2024, 10, 6, 2)),
        ("Pacific/Apia", datetime(2011, 12, 30)),
    ],
)
def test_local_time_is_its_first_occurrence_or_moves_forward(
    time_zone: str, change: datetime
) -> None:
    zone = ZoneInfo(time_zone)
    first = change.replace(tzinfo=UTC) - timedelta(days=2)
    instants = [first + timedelta(minutes=minute) for minute in range(0, 4 * DAY, 5)]
    readings = [instant.astimezone(zone).replace(tzinfo=None) for instant in instants]
    for minute in range(-3 * HOUR, 3 * HOUR, 5):
        local = change + timedelta(minutes=minute)
        found = instant_of(local_to_instant(time_zone, local))
        if local in readings:
            assert found == instants[readings.index(local)]
        else:
            before = max(reading for reading in readings if reading < local)
            after = min(reading for reading in readings if reading > local)
            gap = after - before - timedelta(minutes=5)
            assert found.astimezone(zone).replace(tzinfo=None) == local + gap


def night_worker(rule: HolidayRule, *adjustments: Adjustment) -> Person:
    """Somebody who works from 20:00 to 04:00 in UTC, where 2024-05-01 is closed."""
    site = Site(1, "UTC", {date(2024, 5, 1): (WHOLE_DAY,)})
    pattern = Pattern(1, 1, (Line(0, 20 * HOUR, 8 * HOUR, 1, "wall"),))
    contract = Contract(7, site, pattern, date(2024, 1, 1), date(2024, 1, 1), None, rule)
    return Person(1, (contract,), adjustments)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("by_start", [(0, 4), (44, 48)]),
        ("by_minute", [(24, 28), (44, 48)]),
        ("ignore", [(0, 4), (20, 28), (44, 48)]),
    ],
)
def test_holiday_rules(rule: HolidayRule, expected: list[tuple[int, int]]) -> None:
    found = effective_segments(night_worker(rule), MIDNIGHT, MIDNIGHT + 2 * DAY)
    hours = [((each.start - MIDNIGHT) // HOUR, (each.end - MIDNIGHT) // HOUR) for each in found]
    assert hours == expected


def test_the_higher_class_wins_its_minutes_only() -> None:
    task = Adjustment(8, 3, 2, MIDNIGHT + HOUR, MIDNIGHT + 3 * HOUR)
    absence = Adjustment(9, 5, 3, MIDNIGHT + 2 * HOUR, MIDNIGHT + 5 * HOUR)
    person = night_worker("ignore", task, absence)
    assert effective_segments(person, MIDNIGHT, MIDNIGHT + DAY // 2) == [
        Segment(MIDNIGHT, MIDNIGHT + HOUR, 1, 0, 7),
        Segment(MIDNIGHT + HOUR, MIDNIGHT + 2 * HOUR, 3, 4, 8),
        Segment(MIDNIGHT + 2 * HOUR, MIDNIGHT + 5 * HOUR, 5, 6, 9),
    ]
