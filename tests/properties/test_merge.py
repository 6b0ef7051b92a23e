"""The effective schedule equals the brute-force model, for any data."""

from itertools import pairwise

from hypothesis import example, given, settings
from psycopg import Connection

from tests.model.merge import Claim, claims_of_minutes, effective_segments, glued
from tests.model.organisation import Segment
from tests.properties.known_scenes import (
    LONGER_NIGHT,
    MOVED_ONTO_ANOTHER_DAY,
    MOVED_ONTO_ANOTHER_LINE,
    NEW_CONTRACT_AFTER_A_NIGHT,
    NEW_VERSION_AFTER_A_NIGHT,
    YEAR_OF_LEAVE,
)
from tests.properties.organisations import Scene, scenes
from tests.properties.store import EVERYBODY, read_claims, read_segments, set_time_zone, store

DAY = 24 * 60


def cut(segments: list[Segment], start: int, end: int) -> list[Segment]:
    """The segments of [start, end) out of those of a wider window."""
    return [
        Segment(max(each.start, start), min(each.end, end), each.activity, each.rank, each.source)
        for each in segments
        if each.start < end and each.end > start
    ]


def disjoint(segments: list[Segment]) -> bool:
    """Whether no segment begins before the one in front of it ends."""
    return all(one.end <= other.start for one, other in pairwise(segments))


def union(segments: list[Segment]) -> set[int]:
    """Every minute that some segment takes."""
    return set().union(*(range(each.start, each.end) for each in segments))


def claimed_minutes(claims: list[Segment]) -> dict[int, set[Claim]]:
    """The claims on each minute."""
    minutes: dict[int, set[Claim]] = {}
    for claim in claims:
        for minute in range(claim.start, claim.end):
            minutes.setdefault(minute, set()).add((claim.rank, claim.source, claim.activity))
    return minutes


@example(scene=NEW_CONTRACT_AFTER_A_NIGHT)
@example(scene=NEW_VERSION_AFTER_A_NIGHT)
@example(scene=LONGER_NIGHT)
@example(scene=MOVED_ONTO_ANOTHER_LINE)
@example(scene=MOVED_ONTO_ANOTHER_DAY)
@example(scene=YEAR_OF_LEAVE)
@given(scene=scenes())
def test_effective_schedule_equals_the_model(connection: Connection, scene: Scene) -> None:
    window = scene.start, scene.end
    people = [person.staff_id for person in scene.people]
    with connection.transaction(force_rollback=True):
        store(connection, scene)
        found = read_segments(connection, people, *window)
        among_many = read_segments(connection, EVERYBODY, *window)
        alone = read_segments(connection, people[:1], *window)
        wider = read_segments(connection, people, scene.start - 700, scene.end + 2 * DAY)
        claims = read_claims(connection, people, *window)
        set_time_zone(connection, scene.sites[0].time_zone)
        elsewhere = read_segments(connection, people, *window)

    expected = {}
    for person in scene.people:
        wanted = claims_of_minutes(person, *window)
        minutes = claimed_minutes(claims.get(person.staff_id, []))
        assert minutes == {minute: set(each) for minute, each in wanted.items()}
        if wanted:
            expected[person.staff_id] = glued(wanted)
            assert union(found[person.staff_id]) == union(claims[person.staff_id])
    assert found == expected
    assert among_many == expected
    assert elsewhere == expected
    assert alone == {key: value for key, value in expected.items() if key == people[0]}
    narrowed = {key: cut(value, *window) for key, value in wider.items()}
    assert {key: value for key, value in narrowed.items() if value} == expected
    assert all(disjoint(segments) for segments in found.values())


@settings(max_examples=10)
@given(scene=scenes())
def test_weeks_equal_the_model(connection: Connection, scene: Scene) -> None:
    """Over weeks, patterns of any length come round, and open contracts go on."""
    window = scene.start, scene.end + 45 * DAY
    with connection.transaction(force_rollback=True):
        store(connection, scene)
        found = read_segments(connection, EVERYBODY, *window)
    expected = {who.staff_id: effective_segments(who, *window) for who in scene.people}
    assert found == {staff_id: segments for staff_id, segments in expected.items() if segments}
