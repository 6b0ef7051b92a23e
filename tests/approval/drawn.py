"""What the examples of the state machine are made of."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from tests.approval.organisation import (
    ACCOUNTS,
    CLASSES,
    DAY,
    PEOPLE,
    Delegation,
    Organisation,
    Rule,
    RuleStep,
)
from tests.approval.requests import FORBIDDEN, Asked, Request

SWAPS = True
# Some more often than others, so that requests meet.
people = st.sampled_from((1, 1, 1, 2, 2, 3, 4, 4, *sorted(PEOPLE)))
ACTIVE = [each.account_id for each in ACCOUNTS if each.active]
accounts = st.sampled_from(ACTIVE)
conflicts = st.sampled_from(("reject", "replace"))
# The rules of a new database.
EDITS = Rule(1, requester="manager", priority=1)
ONE_MANAGER = Rule(2, steps=(RuleStep("unit_managers"),))


@st.composite
def rule_steps(draw: st.DrawFn) -> RuleStep:
    """A step of a rule."""
    deciders = draw(
        st.sampled_from(("unit_managers", "unit_managers", "parent_managers", "admins", "accounts"))
    )
    named: tuple[int, ...] = ()
    if deciders == "accounts":
        named = tuple(sorted(draw(st.sets(accounts, min_size=1, max_size=3))))
    return RuleStep(deciders, draw(st.sampled_from(("any", "any", "all"))), named)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """A rule that often fits."""
    narrow = draw(st.sampled_from((None, None, "activity", "class")))
    seldom = st.sampled_from((None, None, None, True)).map(bool)
    return Rule(
        unit_id=draw(st.sampled_from((None, None, 1, 2, 3, 3, 4))),
        activity=draw(st.sampled_from(sorted(CLASSES))) if narrow == "activity" else None,
        activity_class=draw(st.sampled_from((1, 2, 3))) if narrow == "class" else None,
        requester=draw(st.sampled_from((None, None, "self", "manager", "admin"))),
        minimum_notice=draw(st.sampled_from((0, 4 * DAY))) if draw(seldom) else None,
        maximum_length=draw(st.sampled_from((60, 240))) if draw(seldom) else None,
        lock_day=5 if draw(seldom) else None,
        deadline=draw(st.none() | st.just(60)),
        on_deadline=draw(st.sampled_from(("escalate", "escalate", "expire"))),
        coverage=draw(st.sampled_from(("ignore", "warn", "block", "block"))),
        priority=draw(st.integers(0, 1)),
        valid=draw(st.sampled_from(((None, None), (None, None), (None, -10), (10, None), (-9, 9)))),
        steps=tuple(draw(st.lists(rule_steps(), max_size=3))),
    )


@st.composite
def numbered_rules(draw: st.DrawFn) -> list[Rule]:
    """The rules of a new database, seldom without them, and some more."""
    found = draw(st.sampled_from((*[[EDITS, ONE_MANAGER]] * 4, [])))
    coverage = draw(st.sampled_from(("ignore", "block")))
    found = [replace(each, coverage=coverage) for each in found]
    more = draw(st.lists(rules(), max_size=5))
    return [
        *found,
        *(replace(each, rule_id=number) for number, each in enumerate(more, start=3)),
    ]


@st.composite
def delegations(draw: st.DrawFn) -> list[Delegation]:
    """At most one of each account."""
    givers = draw(st.lists(accounts, unique=True, max_size=5))
    found = []
    for giver in givers:
        taker = draw(st.sampled_from([each for each in ACTIVE if each != giver]))
        when = draw(st.sampled_from(("now", "now", "now", "past", "future")))
        found.append(Delegation(giver, taker, when))
    return found


rule_sets = numbered_rules()
delegation_sets = delegations()


@st.composite
def times(draw: st.DrawFn, organisation: Organisation) -> tuple[int, int]:
    """A time on one of a few days; the last begins when somebody moves, or an hour before."""
    day, hours = draw(
        st.sampled_from(
            ((1, (8, 10)), (1, (8, 9, 10)), (1, (6, 12)), (30, (8, 10)), (19, (14, 15)))
        )
    )
    start = organisation.minute(day, 60 * draw(st.sampled_from(hours)))
    return start, start + draw(st.sampled_from((60, 120, 240, 480)))


@st.composite
def asked(draw: st.DrawFn, organisation: Organisation) -> tuple[Asked, ...]:
    """Adjustments that do not overlap within a class."""
    found: list[Asked] = []
    for _ in range(draw(st.integers(1, 3))):
        start, end = draw(times(organisation))
        each = Asked(draw(st.sampled_from(sorted(CLASSES))), start, end)
        if not any(
            each.activity_class == other.activity_class
            and each.start < other.end
            and other.start < each.end
            for other in found
        ):
            found.append(each)
    return tuple(found)


def steps(request: Request) -> list[dict[str, object]]:
    """The steps of the model as the database tells them."""
    return [
        {
            "deciders": step.deciders,
            "quorum": step.quorum,
            "unit_id": step.unit_id,
            "accounts": sorted(step.accounts),
            "state": step.state,
            "timed": step.timed and step.state == "pending",
            "escalations": step.escalations,
            "decisions": [
                [each.account_id, each.on_behalf_of, each.verdict] for each in step.decisions
            ],
        }
        for step in request.steps
    ]


def code(item: dict[str, Any]) -> str | None:
    """Why an item of a call with several decisions was refused."""
    if "problem" not in item:
        return None
    found: str = item["problem"]["code"]
    return FORBIDDEN if found == "ST011" else found
