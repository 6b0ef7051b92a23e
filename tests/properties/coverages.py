"""Scenes with a tree of units, people who are lent out, and coverage requirements."""

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import strategies as st

from tests.model.clock import instant_of
from tests.model.coverage import Places, Requirement, Stay
from tests.model.organisation import Site
from tests.properties.organisations import Scene, activities, hours, scenes
from tests.properties.zones import PECULIAR_ZONES

# 1 is the root, with 2 and 3 below it, and 4 below 2.
PARENTS = {1: None, 2: 1, 3: 1, 4: 2}
units = st.sampled_from(tuple(PARENTS))


@dataclass(frozen=True)
class CoveredScene:
    """A scene, who is where in it, and what is required."""

    scene: Scene
    places: Places
    requirements: tuple[Requirement, ...]


@st.composite
def stays(draw: st.DrawFn, staff_id: int, first: date, longest: int) -> list[Stay]:
    """Stays one after the other, some with a gap between them."""
    found: list[Stay] = []
    day = first + timedelta(days=draw(st.integers(-10, 4)))
    for _ in range(draw(st.integers(0, 3))):
        end = day + timedelta(days=draw(st.integers(1, longest)))
        found.append(Stay(staff_id, draw(units), day, end))
        day = end + timedelta(days=draw(st.sampled_from((0, 0, 1))))
    return found


@st.composite
def requirements(
    draw: st.DrawFn, number: int, sites: tuple[Site, ...], middle: date
) -> Requirement:
    """A requirement on weekdays or on dates near the middle day, at any hour."""
    days = st.integers(-4, 4).map(lambda distance: middle + timedelta(days=distance))
    weekdays = draw(st.none() | st.sets(st.integers(1, 7), min_size=1))
    start, minutes = draw(hours)
    counted = draw(st.none() | st.none() | st.sets(activities, min_size=1))
    valid_from = draw(st.none() | days)
    valid_to = draw(st.none() | days)
    if valid_from and valid_to and valid_from >= valid_to:
        valid_to = None
    return Requirement(
        requirement_id=number,
        unit_id=draw(units),
        site=draw(st.sampled_from(sites)),
        weekdays=tuple(sorted(weekdays)) if weekdays else None,
        dates=None if weekdays else tuple(draw(st.sets(days, min_size=1))),
        start_minute=start,
        minutes=minutes,
        people=draw(st.integers(0, 5)),
        activities=tuple(sorted(counted)) if counted else None,
        valid_from=valid_from,
        valid_to=valid_to,
    )


@st.composite
def covered_scenes(draw: st.DrawFn) -> CoveredScene:
    """A scene with one to five requirements; most people are somewhere in the tree."""
    scene = draw(scenes())
    first = instant_of(scene.start).date()
    homes: list[Stay] = []
    lent: list[Stay] = []
    for person in scene.people:
        if draw(st.sampled_from((True, True, False))):
            homes.append(Stay(person.staff_id, draw(units), first - timedelta(days=9), None))
        else:
            homes += draw(stays(person.staff_id, first, 6))
        lent += draw(stays(person.staff_id, first, 2))
    zone = draw(st.just(scene.sites[0].time_zone) | st.sampled_from(PECULIAR_ZONES))
    wanted = tuple(
        draw(requirements(number, scene.sites, first))
        for number in range(1, draw(st.integers(1, 5)) + 1)
    )
    return CoveredScene(scene, Places(PARENTS, homes, lent, zone), wanted)
