"""Union, intersection and difference of intervals, by what the layers do to each other."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from psycopg import Connection

from tests.facts.files import read_facts
from tests.model.clock import local_minute
from tests.model.organisation import Adjustment, Contract, Line, Pattern, Person, Segment, Site
from tests.properties.organisations import Scene
from tests.properties.store import read_segments, store

FACTS = read_facts("working_hours_facts.json")["interval_algebra"]
DAY = date(2024, 5, 1)
MIDNIGHT = local_minute("UTC", DAY, 0)  # a number of the facts is a minute of this day
WINDOW = (MIDNIGHT, MIDNIGHT + 60)

Interval = list[int]


def scene_of(contract: list[Interval], adjustments: Iterable[tuple[int, Interval]]) -> Scene:
    """Somebody with lines and with adjustments of classes."""
    site = Site(1, "UTC", {})
    lines = tuple(Line(0, start, end - start, 1, "wall") for start, end in contract)
    pattern = Pattern(1, 1, lines)
    worked = Contract(10, site, pattern, DAY, DAY, DAY + timedelta(days=1), "by_start")
    rows = tuple(
        Adjustment(100 + number, rank * 2, rank, MIDNIGHT + start, MIDNIGHT + end)
        for number, (rank, (start, end)) in enumerate(adjustments)
    )
    return Scene((site,), (pattern,), (Person(1, (worked,), rows),), *WINDOW)


def intervals(segments: Iterable[Segment]) -> list[Interval]:
    """The time that segments take together."""
    joined: list[Interval] = []
    for segment in segments:
        start, end = segment.start - MIDNIGHT, segment.end - MIDNIGHT
        if joined and joined[-1][1] == start:
            joined[-1][1] = end
        else:
            joined.append([start, end])
    return joined


@pytest.mark.parametrize(("given", "expected"), FACTS["union"], ids=str)
def test_union(connection: Connection, given: list[Interval], expected: list[Interval]) -> None:
    """What overlaps must be of different classes; together they take the union."""
    with connection.transaction(force_rollback=True):
        store(connection, scene_of([], enumerate(given, start=1)))
        assert intervals(read_segments(connection, [1], *WINDOW)[1]) == expected


def test_difference_and_intersection(connection: Connection) -> None:
    """A contract loses to an absence just what they share; without the absence that is back."""
    facts = FACTS["multi"]
    with connection.transaction(force_rollback=True):
        store(connection, scene_of(facts["a"], [(3, interval) for interval in facts["b"]]))
        merged = read_segments(connection, [1], *WINDOW)[1]
        absences = [each.source for each in merged if each.rank]
        alone = read_segments(connection, [1], *WINDOW, cancelled=absences)[1]
    assert intervals(alone) == facts["a"]
    assert intervals(each for each in merged if each.rank) == facts["b"]
    assert intervals(each for each in merged if not each.rank) == facts["a_minus_b"]
    shared = [
        Segment(max(one.start, other.start), min(one.end, other.end), 1, 0, 10)
        for one in alone
        for other in merged
        if other.rank and one.start < other.end and other.start < one.end
    ]
    assert intervals(shared) == facts["a_and_b"]
