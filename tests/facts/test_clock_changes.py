"""Shifts around clock changes last as long as two other libraries say."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from psycopg import Connection

from tests.facts.files import read_facts
from tests.model.clock import local_minute
from tests.model.organisation import Contract, Line, Pattern, Person, Site
from tests.properties.organisations import DAY, Scene
from tests.properties.store import read_segments, store

CASES = read_facts("dst_cases.json")["cases"]


def described(case: dict[str, Any]) -> str:
    """A case in a line."""
    return f"{case['time_zone']}-{case['start_date']}-{case['start']}-{case['end']}"


def scene_of(case: dict[str, Any]) -> Scene:
    """A person who works this one shift."""
    day = date.fromisoformat(case["start_date"])
    start = datetime.combine(day, time.fromisoformat(case["start"]))
    end = datetime.combine(date.fromisoformat(case["end_date"]), time.fromisoformat(case["end"]))
    line = Line(
        day=0,
        start_minute=start.hour * 60 + start.minute,
        minutes=(end - start) // timedelta(minutes=1),
        activity=1,
        on_clock_change="wall",
    )
    site = Site(1, case["time_zone"], {})
    pattern = Pattern(1, 1, (line,))
    contract = Contract(10, site, pattern, day, day, day + timedelta(days=1), "by_start")
    midnight = local_minute(site.time_zone, day, 0)
    people = (Person(1, (contract,), ()),)
    return Scene((site,), (pattern,), people, midnight - DAY, midnight + 3 * DAY)


@pytest.mark.parametrize("case", CASES, ids=described)
def test_shift_lasts_as_long(connection: Connection, case: dict[str, Any]) -> None:
    scene = scene_of(case)
    with connection.transaction(force_rollback=True):
        store(connection, scene)
        segments = read_segments(connection, [1], scene.start, scene.end)[1]
    assert sum(each.end - each.start for each in segments) == case["minutes"]
