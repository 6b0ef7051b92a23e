"""Hypothesis strategies for organisations around a clock change, and for windows on them."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import strategies as st

from tests.model.clock import local_minute
from tests.model.organisation import (
    WHOLE_DAY,
    Adjustment,
    Contract,
    HolidayRule,
    Line,
    OnClockChange,
    Pattern,
    Person,
    Site,
)
from tests.properties.zones import PECULIAR_ZONES, change_days

DAY = 24 * 60
# The activities that tests/properties/base.sql stores: two of each class.
CLASS_OF_ACTIVITY = {1: 1, 2: 1, 3: 2, 4: 2, 5: 3, 6: 3}
OTHER_STATES = ("draft", "pending", "rejected", "withdrawn", "expired", "cancelled")

activities = st.sampled_from(sorted(CLASS_OF_ACTIVITY))
near_midnight = st.sampled_from((0, 1, 30, 60, 90, 120, 150, 180, 540, 1320, 1380, 1410, 1439))
starts_of_day = near_midnight | st.integers(0, DAY - 1)
lengths = st.sampled_from((1, 30, 60, 90, 240, 480, 600, 1439, 1440)) | st.integers(1, DAY)
# A start and a length: night shifts, office hours, whole days, or anything.
usual_hours = st.sampled_from(
    ((1320, 480), (1200, 720), (1380, 180), (540, 525), (0, 1440), (1439, 1440), (60, 120))
)
hours = usual_hours | usual_hours | st.tuples(starts_of_day, lengths)
clock_change_modes: st.SearchStrategy[OnClockChange] = st.sampled_from(("wall", "elapsed"))
usual_parts = st.sampled_from(((0, 240), (60, 600), (90, 180), (0, 720), (720, 1440), (1380, 1440)))
holiday_rules: st.SearchStrategy[HolidayRule] = st.sampled_from(("by_start", "by_minute", "ignore"))
states = st.just("approved") | st.sampled_from(("approved", *OTHER_STATES))


@dataclass(frozen=True)
class Scene:
    """An organisation and a window [start, end) on it."""

    sites: tuple[Site, ...]
    patterns: tuple[Pattern, ...]
    people: tuple[Person, ...]
    start: int
    end: int


def overlap(one: Line, other: Line, days: int) -> bool:
    """Whether two lines share a minute of their cycle, which closes to a ring, on some day."""
    if one.valid_to <= other.valid_from or other.valid_to <= one.valid_from:
        return False
    distance = (other.day - one.day) * DAY + other.start_minute - one.start_minute
    return distance % (days * DAY) < one.minutes or -distance % (days * DAY) < other.minutes


Shape = tuple[tuple[int, int], int, OnClockChange]


@st.composite
def shapes_around_midnight(draw: st.DrawFn) -> list[Shape]:
    """Short lines in a row where clocks change, so that some fall into gaps and upon each other."""
    minutes = draw(st.sampled_from((30, 60)))
    starts = [start % DAY for start in range(-60, 240, minutes)]
    return [
        ((start, minutes), draw(activities), draw(clock_change_modes))
        for start in starts
        for _ in range(2)
    ]


@st.composite
def patterns(draw: st.DrawFn, pattern_id: int, middle: date) -> Pattern:
    """A rotation in which every day takes some of a few shapes, as far as they do not overlap.

    It has up to three versions, which begin around the middle day.
    """
    days = draw(st.sampled_from((1, 2, 3, 7)) | st.integers(1, 35))
    number_of_changes = draw(st.sampled_from((0, 0, 1, 1, 2)))
    numbers = st.sets(st.integers(-3, 4), min_size=number_of_changes, max_size=number_of_changes)
    changes = [middle + timedelta(days=number) for number in sorted(draw(numbers))]
    anything = st.lists(st.tuples(hours, activities, clock_change_modes), min_size=2, max_size=4)
    shapes = draw(anything | anything | shapes_around_midnight())
    masks = st.integers(0, 2 ** len(shapes) - 1) | st.just(2 ** len(shapes) - 1)
    lines: list[Line] = []
    for valid in pairwise((date.min, *changes, date.max)):
        chosen = draw(st.lists(masks, min_size=days, max_size=days))
        for day, choice in enumerate(chosen):
            for number, ((start, minutes), activity, mode) in enumerate(shapes):
                line = Line(day, start, minutes, activity, mode, *valid)
                if choice & 1 << number and not any(overlap(line, other, days) for other in lines):
                    lines.append(line)
    return Pattern(pattern_id, days, tuple(lines))


@st.composite
def closed_parts(draw: st.DrawFn) -> tuple[tuple[int, int], ...]:
    """One or two parts of a day."""
    ends = sorted(draw(st.sets(near_midnight | st.integers(0, DAY), min_size=2, max_size=4)))
    return tuple(zip(ends[::2], ends[1::2], strict=False))


@st.composite
def sites(draw: st.DrawFn, site_id: int, time_zone: str, middle: date) -> Site:
    """A place whose holidays lie around the middle day."""
    one_part = usual_parts.map(lambda part: (part,))
    parts = st.sampled_from(((), (WHOLE_DAY,), (WHOLE_DAY,))) | one_part | closed_parts()
    first = middle - timedelta(days=3)
    closed = {first + timedelta(days=number): draw(parts) for number in range(8)}
    return Site(site_id, time_zone, {day: parts for day, parts in closed.items() if parts})


@st.composite
def contracts_of(
    draw: st.DrawFn, staff_id: int, scene: tuple[list[Site], list[Pattern]], middle: date
) -> tuple[Contract, ...]:
    """Up to three contracts in a row, which begin and end around the middle day."""
    number_of_ends = draw(st.sampled_from((0, 2, 2, 3, 3, 4)))
    days = st.sampled_from(range(-4, 6))
    ends = sorted(draw(st.sets(days, min_size=number_of_ends, max_size=number_of_ends)))
    ranges = list(pairwise(ends))
    contracts = []
    for number, (first, end) in enumerate(ranges):
        if draw(st.sampled_from(range(6))) == 5:
            continue
        first_day = middle + timedelta(days=first - (400 if number == 0 else 0))
        open_ended = number == len(ranges) - 1 and draw(st.booleans())
        contracts.append(
            Contract(
                contract_id=staff_id * 10 + number,
                site=draw(st.sampled_from(scene[0])),
                pattern=draw(st.sampled_from(scene[1])),
                anchor=middle + timedelta(days=draw(st.integers(-40, 40))),
                valid_from=first_day,
                valid_to=None if open_ended else middle + timedelta(days=end),
                holiday_rule=draw(holiday_rules),
            )
        )
    return tuple(contracts)


@st.composite
def adjustments_of(draw: st.DrawFn, first_id: int, start: int) -> tuple[Adjustment, ...]:
    """Approved adjustments that do not overlap within their class, and others in any way."""
    gaps = st.sampled_from((0, 0, 0, 1, 60, 600)) | st.integers(0, 2 * DAY)
    spans = lengths | lengths | lengths | st.sampled_from((2 * DAY, 3 * DAY, 366 * DAY))
    number_of_rows = draw(st.sampled_from((0, 0, 1, 3, 6)))
    row = st.tuples(activities, gaps, spans, states)
    rows = draw(st.lists(row, min_size=number_of_rows, max_size=number_of_rows))
    first = start - draw(st.sampled_from((DAY, DAY, DAY, 366 * DAY)))
    free_from = dict.fromkeys((1, 2, 3), first)
    adjustments = []
    for number, (activity, gap, span, state) in enumerate(rows):
        activity_class = CLASS_OF_ACTIVITY[activity]
        begin = free_from[activity_class] + gap
        if state == "approved":
            free_from[activity_class] = begin + span
        adjustments.append(
            Adjustment(first_id + number, activity, activity_class, begin, begin + span, state)
        )
    return tuple(adjustments)


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    """An organisation around a clock change, and a window near it."""
    time_zone = draw(st.sampled_from((*PECULIAR_ZONES, "Pacific/Apia")))
    middle = draw(st.sampled_from(change_days(time_zone)))
    midnight = local_minute(time_zone, middle, 0)
    start = midnight + draw(st.integers(-3 * DAY, 2 * DAY) | st.sampled_from((-3 * DAY, -DAY, 0)))
    end = start + draw(st.sampled_from((1, DAY, 3 * DAY, 4 * DAY)) | st.integers(1, 5 * DAY))
    other_zone = draw(st.just(time_zone) | st.sampled_from(PECULIAR_ZONES))
    places = [draw(sites(1, time_zone, middle)), draw(sites(2, other_zone, middle))]
    rotations = [draw(patterns(number, middle)) for number in (1, 2)]
    people = []
    for staff_id in range(1, draw(st.sampled_from((1, 6, 8))) + 1):
        contracts = draw(contracts_of(staff_id, (places, rotations), middle))
        adjustments = draw(adjustments_of(staff_id * 100, start))
        people.append(Person(staff_id, contracts, adjustments))
    return Scene(tuple(places), tuple(rotations), tuple(people), start, end)
