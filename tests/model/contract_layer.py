"""Layer 0: what the contracts of a person claim, minute by minute."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tests.model.clock import instant_of, local_minute
from tests.model.organisation import WHOLE_DAY, Contract, Line, Site

# No time zone, clock change and line together reach further than this from its own local date.
REACH = timedelta(days=4)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Occurrence:
    """One line on one local day."""

    contract: Contract
    day: date
    line: Line
    start: int
    end: int


def dates(first: date, last: date) -> Iterator[date]:
    """Every date from the first to the last, both included."""
    day = first
    while day <= last:
        yield day
        day += ONE_DAY


def occurrences(contract: Contract, first: date, last: date) -> Iterator[Occurrence]:
    """What a contract makes of its pattern on the local dates that it is valid on."""
    zone = contract.site.time_zone
    for day in dates(max(first, contract.valid_from), last):
        if contract.valid_to is not None and day >= contract.valid_to:
            return
        cycle_day = (day - contract.anchor).days % contract.pattern.days
        for line in contract.pattern.lines:
            if line.day != cycle_day or not line.valid_from <= day < line.valid_to:
                continue
            start = local_minute(zone, day, line.start_minute)
            if line.on_clock_change == "wall":
                end = local_minute(zone, day, line.start_minute + line.minutes)
            else:
                end = start + line.minutes
            if end > start:
                yield Occurrence(contract, day, line, start, end)


def closed_instants(site: Site, day: date) -> set[int]:
    """The minutes that the holidays of one local day close."""
    closed: set[int] = set()
    for start, end in site.closed.get(day, ()):
        zone = site.time_zone
        closed.update(range(local_minute(zone, day, start), local_minute(zone, day, end)))
    return closed


def lost_minutes(occurrence: Occurrence, first: date, last: date) -> set[int]:
    """What the holidays take from an occurrence, by the rule of its contract."""
    site = occurrence.contract.site
    match occurrence.contract.holiday_rule:
        case "ignore":
            return set()
        case "by_start":
            if WHOLE_DAY in site.closed.get(occurrence.day, ()):
                return set(range(occurrence.start, occurrence.end))
            return closed_instants(site, occurrence.day)
        case "by_minute":
            days = [day for day in site.closed if first <= day <= last]
            return set().union(*(closed_instants(site, day) for day in days))


def contract_minutes(
    contracts: tuple[Contract, ...], start: int, end: int
) -> dict[int, tuple[int, int]]:
    """For each minute of a window that the contract layer claims: the contract and the activity.

    Where two occurrences claim a minute, the earlier contract has it, and within a contract the
    occurrence that began first.
    """
    first, last = instant_of(start).date() - REACH, instant_of(end).date() + REACH
    claimed: dict[int, tuple[int, int]] = {}
    for contract in sorted(contracts, key=lambda each: each.valid_from):
        ordered = sorted(
            occurrences(contract, first, last),
            key=lambda each: (each.start, each.day, each.line.start_minute),
        )
        for occurrence in ordered:
            lost = lost_minutes(occurrence, first, last)
            for minute in range(max(start, occurrence.start), min(end, occurrence.end)):
                if minute not in lost:
                    claimed.setdefault(minute, (contract.contract_id, occurrence.line.activity))
    return claimed
