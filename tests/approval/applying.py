"""What an approval does to the schedules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.approval.organisation import AVAILABLE, CLASSES, CONTRACT, DAY, NUMBERS, Requirement
from tests.approval.requests import (
    CHANGED,
    INVALID,
    OUTDATED,
    OVERLAP,
    SHORTAGE,
    Adjustment,
    Refused,
    Request,
    Swap,
)
from tests.approval.rules import rule_for
from tests.model.merge import effective_segments
from tests.model.organisation import Adjustment as Row
from tests.model.organisation import Person, Segment

if TYPE_CHECKING:
    from tests.approval.model import World

ABSENCE = 3
CODES = {number: code for code, number in NUMBERS.items()}


def refuse(world: World, request: Request, on_conflict: str) -> None:
    """Refuses what cannot count as it is."""
    refuse_locked(world, request)
    cancelled = [world.requests[each] for each in request.body.cancels]
    if any(each.state != "approved" for each in cancelled):
        raise Refused(CHANGED)
    swap = request.body.swap
    if swap and outdated(world, request, swap):
        raise Refused(OUTDATED)
    gone = {id(row) for each in cancelled for row in each.adjustments}
    standing = [row for row in approved(world) if id(row) not in gone]
    if not swap and on_conflict == "reject":
        in_the_way = [
            place
            for place, new in enumerate(request.adjustments)
            if any(meets(new, old) for old in standing)
        ]
        if in_the_way:
            pointers = tuple(f"/adjustments/{place}" for place in in_the_way)
            raise Refused(OVERLAP, pointers=pointers)
    refuse_shortage(world, request, gone)


def apply(world: World, request: Request) -> None:
    """Lets a request count that nothing speaks against."""
    swap = request.body.swap
    for each in (world.requests[number] for number in request.body.cancels):
        each.become("cancelled")
        for row in each.adjustments:
            row.state = "cancelled"
    if swap:
        for staff_id in request.people:
            cut(world, staff_id, None, swap.parts)
    else:
        for new in request.adjustments:
            cut(world, new.staff_id, new.activity_class, ((new.start, new.end),))
    request.move_to("approved")


def approved(world: World) -> list[Adjustment]:
    """Everything that counts."""
    return [
        row
        for request in world.requests.values()
        for row in request.adjustments
        if row.state == "approved"
    ]


def meets(new: Adjustment, old: Adjustment) -> bool:
    """Whether both are in one class of one person at the same time."""
    return (
        (new.staff_id, new.activity_class) == (old.staff_id, old.activity_class)
        and new.start < old.end
        and old.start < new.end
    )


def cut(
    world: World, staff_id: int, activity_class: int | None, parts: tuple[tuple[int, int], ...]
) -> None:
    """Takes times out of what counts."""
    for request in world.requests.values():
        for row in list(request.adjustments):
            if row.state != "approved" or row.staff_id != staff_id:
                continue
            if activity_class not in (None, row.activity_class):
                continue
            ranges = remains(row, parts)
            if not ranges:
                row.state = "cancelled"
                continue
            row.start, row.end = ranges[0]
            for start, end in ranges[1:]:
                request.adjustments.append(
                    Adjustment(staff_id, row.activity, start, end, "approved")
                )


def remains(row: Adjustment, parts: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """What is left of a row without some times: minute by minute, then as ranges."""
    taken = {minute for start, end in parts for minute in range(start, end)}
    return glued([minute for minute in range(row.start, row.end) if minute not in taken])


def glued(minutes: list[int]) -> list[tuple[int, int]]:
    """Minutes in order as ranges."""
    ranges: list[tuple[int, int]] = []
    for minute in minutes:
        if ranges and ranges[-1][1] == minute:
            ranges[-1] = (ranges[-1][0], minute + 1)
        else:
            ranges.append((minute, minute + 1))
    return ranges


def refuse_locked(world: World, request: Request) -> None:
    """The lock dates of the rules count once more when it is approved."""
    account = world.account(request.requested_by)
    for item in world.items(request.body, request.adjustments):
        rule = rule_for(world.organisation, account, item)
        locked = world.organisation.locked_before(rule) if rule else None
        if locked is not None and item.start < locked:
            raise Refused(INVALID)


def refuse_shortage(world: World, request: Request, gone: set[int]) -> None:
    """Where a rule says so nothing may make a shortage worse."""
    account = world.account(request.requested_by)
    items = world.items(request.body, request.adjustments)
    chosen = [rule_for(world.organisation, account, item) for item in items]
    if not any(rule and rule.coverage == "block" for rule in chosen):
        return
    swap = request.body.swap
    change = Change(request.adjustments, gone, request.people if swap else set(), swap)
    for item in items:
        for requirement in world.organisation.requirements:
            if worsens(world, requirement, change, item.start, item.end):
                raise Refused(SHORTAGE)


@dataclass(frozen=True)
class Change:
    """What an approval would change: new rows, rows that go, and what a swap takes away."""

    new: list[Adjustment]
    gone: set[int]
    swapping: set[int]
    swap: Swap | None


NOTHING = Change([], set(), set(), None)


def worsens(world: World, requirement: Requirement, change: Change, start: int, end: int) -> bool:
    """Whether more people are missing at any minute than before."""
    before = available(world, requirement.unit_id, NOTHING, start, end)
    after = available(world, requirement.unit_id, change, start, end)
    for minute in range(start, end):
        offset = (minute - requirement.start_minute) % DAY
        need = requirement.people if offset < requirement.minutes else 0
        if max(0, need - after[minute]) > max(0, need - before[minute]):
            return True
    return False


def available(world: World, unit_id: int, change: Change, start: int, end: int) -> dict[int, int]:
    """How many people of the unit are available in each minute."""
    counts = dict.fromkeys(range(start, end), 0)
    for staff_id in {home.staff_id for home in world.organisation.homes}:
        for segment in effective(world, staff_id, start, end, change):
            if segment.activity not in AVAILABLE:
                continue
            for minute in range(segment.start, segment.end):
                home = world.organisation.home_at(staff_id, minute)
                if unit_id in world.organisation.way_up(home):
                    counts[minute] += 1
    return counts


def effective(
    world: World, staff_id: int, start: int, end: int, change: Change = NOTHING
) -> list[Segment]:
    """The schedule of a person by the model of the merge."""
    standing = [
        (row.activity, each)
        for row in approved(world)
        if row.staff_id == staff_id and id(row) not in change.gone
        for each in (
            remains(row, change.swap.parts)
            if change.swap and staff_id in change.swapping
            else [(row.start, row.end)]
        )
    ]
    rows = [as_row(number, *each) for number, each in enumerate(standing)]
    new = [
        as_row(number, row.activity, (row.start, row.end))
        for number, row in enumerate(change.new)
        if row.staff_id == staff_id
    ]
    return effective_segments(Person(staff_id, (CONTRACT,), tuple(rows)), start, end, new)


def as_row(number: int, activity: str, during: tuple[int, int]) -> Row:
    """An adjustment for the merge, which counts."""
    return Row(number, NUMBERS[activity], CLASSES[activity], *during)


def swapped(world: World, staff_id: int, swap: Swap) -> list[Adjustment]:
    """Each gets what the other would do, and is off where only the own contract would be left."""
    found = []
    for taker, giver in ((staff_id, swap.partner_id), (swap.partner_id, staff_id)):
        given: dict[str, set[int]] = {}
        own: set[int] = set()
        for start, end in swap.parts:
            for each in effective(world, giver, start, end):
                given.setdefault(CODES[each.activity], set()).update(range(each.start, each.end))
            for each in effective_segments(Person(taker, (CONTRACT,), ()), start, end):
                own.update(range(each.start, each.end))
        if any(CLASSES[code] == ABSENCE for code in given):
            raise Refused(INVALID, pointers=("/swap/parts",))
        free = own.difference(*given.values())
        rows = [
            Adjustment(taker, code, start, end, "draft")
            for code, minutes in ({**given, "off": free} if free else given).items()
            for start, end in glued(sorted(minutes))
        ]
        found += sorted(rows, key=lambda row: row.start)
    if not found:
        raise Refused(INVALID, pointers=("/swap/parts",))
    return found


def outdated(world: World, request: Request, swap: Swap) -> bool:
    """Whether the two have other things to exchange now than when it was asked for."""

    def rows(adjustments: list[Adjustment]) -> list[tuple[int, str, int, int]]:
        return sorted((a.staff_id, a.activity, a.start, a.end) for a in adjustments)

    try:
        now = swapped(world, request.body.staff_id, swap)
    except Refused:
        return True
    return rows(now) != rows(request.adjustments)
