"""The model of approvals itself, on cases worked out by hand."""

from datetime import date

import pytest

from tests.approval import applying
from tests.approval.model import World
from tests.approval.organisation import Delegation, Rule, RuleStep, organisation
from tests.approval.requests import FORBIDDEN, OVERLAP, Asked, Body, Refused

ANN, BEA, DAN, EVE, GUS, IVY, JON = 1, 2, 4, 5, 7, 9, 10
DEFAULTS = [
    Rule(1, requester="manager", priority=1),
    Rule(2, steps=(RuleStep("unit_managers"),)),
]


@pytest.fixture(name="world")
def _world() -> World:
    found = organisation(date(2026, 11, 25))
    found.rules = list(DEFAULTS)
    return World(found)


def leave(world: World, first: int = 8, end: int = 12) -> tuple[Asked, ...]:
    """Leave on a morning."""
    minute = world.organisation.minute
    return (Asked("leave", minute(1, first * 60), minute(1, end * 60)),)


def refused(world: World, account: int, request: int, verdict: str = "approve") -> frozenset[str]:
    """The codes by which a decision is refused."""
    with pytest.raises(Refused) as found:
        world.decide(account, request, 0, verdict, None)
    return found.value.codes


def test_one_step(world: World) -> None:
    world.create(ANN, 1, Body(1, leave(world)))
    assert refused(world, ANN, 1) == {FORBIDDEN}
    world.decide(DAN, 1, 0, "approve", None)
    assert world.requests[1].path == [
        (None, "draft"),
        ("draft", "pending"),
        ("pending", "approved"),
    ]


def test_a_managers_own_leave_goes_to_somebody_else(world: World) -> None:
    world.create(DAN, 1, Body(4, leave(world)))
    assert refused(world, DAN, 1) == {FORBIDDEN}
    world.decide(EVE, 1, 0, "reject", None)
    assert world.requests[1].state == "rejected"


def test_a_delegate_decides_once_and_not_for_those_involved(world: World) -> None:
    world.organisation.delegations = [Delegation(JON, IVY), Delegation(DAN, BEA)]
    world.create(BEA, 1, Body(2, leave(world)))
    assert refused(world, BEA, 1) == {FORBIDDEN}
    world.decide(IVY, 1, 0, "approve", None)
    (step,) = world.requests[1].steps
    assert [(each.account_id, each.on_behalf_of) for each in step.decisions] == [(IVY, JON)]


def test_all_of_the_nearest_unit(world: World) -> None:
    world.organisation.rules = [Rule(3, steps=(RuleStep("unit_managers", "all"),))]
    world.create(ANN, 1, Body(1, leave(world)))
    assert refused(world, GUS, 1) == {FORBIDDEN}
    world.decide(DAN, 1, 0, "approve", None)
    assert refused(world, DAN, 1) == {FORBIDDEN}
    assert world.requests[1].state == "pending"
    world.decide(JON, 1, 0, "approve", None)
    assert world.requests[1].state == "approved"


def test_what_is_replaced_is_cut_in_two(world: World) -> None:
    minute = world.organisation.minute
    world.create(GUS, 1, Body(1, leave(world)))
    assert world.requests[1].state == "approved"
    with pytest.raises(Refused) as found:
        world.create(GUS, 2, Body(1, leave(world, 9, 10)))
    assert found.value.codes == {OVERLAP}
    assert found.value.pointers == ("/adjustments/0",)
    world.create(GUS, 2, Body(1, leave(world, 9, 10), on_conflict="replace"))
    rows = [
        ((a.start - minute(1)) / 60, (a.end - minute(1)) / 60) for a in applying.approved(world)
    ]
    assert sorted(rows) == [(8, 9), (9, 10), (10, 12)]
