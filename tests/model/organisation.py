"""What the merge reads, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

WHOLE_DAY = (0, 24 * 60)

OnClockChange = Literal["wall", "elapsed"]
HolidayRule = Literal["by_start", "by_minute", "ignore"]


@dataclass(frozen=True)
class Site:
    """A place: its zone, and for each closed local day the closed ranges of minutes."""

    site_id: int
    time_zone: str
    closed: Mapping[date, tuple[tuple[int, int], ...]]


@dataclass(frozen=True)
class Line:
    """A range of minutes in the cycle of a pattern, on the days of one of its versions."""

    day: int
    start_minute: int
    minutes: int
    activity: int
    on_clock_change: OnClockChange
    valid_from: date = date.min
    valid_to: date = date.max


@dataclass(frozen=True)
class Pattern:
    """A rotation of a number of days."""

    pattern_id: int
    days: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Contract:
    """What a person normally works from one local date up to, not including, another."""

    contract_id: int
    site: Site
    pattern: Pattern
    anchor: date
    valid_from: date
    valid_to: date | None
    holiday_rule: HolidayRule


@dataclass(frozen=True)
class Adjustment:
    """What is different from one instant up to another."""

    adjustment_id: int
    activity: int
    activity_class: int
    start: int
    end: int
    state: str = "approved"


@dataclass(frozen=True)
class Person:
    """Somebody with the rows of both layers."""

    staff_id: int
    contracts: tuple[Contract, ...]
    adjustments: tuple[Adjustment, ...]


@dataclass(frozen=True)
class Segment:
    """A range of instants with one activity from one source. Rank 0 is the contract layer."""

    start: int
    end: int
    activity: int
    rank: int
    source: int
