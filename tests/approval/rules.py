"""Which rule decides an item, what it refuses, and which steps it asks for."""

from dataclasses import dataclass

from tests.approval.organisation import Account, Organisation, Rule
from tests.approval.requests import INVALID, Refused, Step

# Requester of a rule, and the relations that it is for.
FITS = {
    None: ("self", "manager", "admin"),
    "self": ("self",),
    "manager": ("manager", "admin"),
    "admin": ("admin",),
}


@dataclass(frozen=True)
class Item:
    """Something that changes, and where the body says so."""

    pointer: str
    staff_id: int
    activity: str
    activity_class: int
    start: int
    end: int
    cancelled: bool


def relation(organisation: Organisation, account: Account, staff_id: int, unit_id: int) -> str:
    """As what an account asks; who manages nobody there asks like the person itself."""
    way = organisation.way_up(unit_id)
    if account.staff_id == staff_id:
        return "self"
    held = (role for role in ("admin", "manager") if account.holds(role, way))
    return next(held, "self")


def rule_for(organisation: Organisation, account: Account, item: Item) -> Rule | None:
    """The most specific one of the valid rules that fit."""
    unit_id = organisation.home_at(item.staff_id, item.start)
    way = organisation.way_up(unit_id)
    asks_as = relation(organisation, account, item.staff_id, unit_id)
    fitting = [
        rule
        for rule in organisation.rules
        if (rule.valid[0] or 0) <= 0
        and (rule.valid[1] is None or rule.valid[1] > 0)
        and rule.unit_id in way
        and rule.activity in (None, item.activity)
        and rule.activity_class in (None, item.activity_class)
        and asks_as in FITS[rule.requester]
    ]

    def order(rule: Rule) -> tuple[int, int, int, bool, int]:
        narrow = 0 if rule.activity else 1 if rule.activity_class else 2
        depth = way.index(rule.unit_id)
        return depth, narrow, -rule.priority, rule.requester is None, rule.rule_id

    return min(fitting, key=order, default=None)


def limits(organisation: Organisation, rule: Rule, item: Item) -> set[str]:
    """The pointers of what the rule refuses about an item."""
    faults = set()
    start, end = ("", "") if item.cancelled else ("/start", "/end")
    # Times in these tests lie hours from midnight, and notice is given in whole days.
    if rule.minimum_notice and item.start < organisation.minute(0) + rule.minimum_notice:
        faults.add(item.pointer + start)
    if rule.maximum_length and not item.cancelled and item.end - item.start > rule.maximum_length:
        faults.add(item.pointer + end)
    locked = organisation.locked_before(rule)
    if locked is not None and item.start < locked:
        faults.add(item.pointer + start)
    return faults


def rules_of(organisation: Organisation, account: Account, items: list[Item]) -> list[Rule]:
    """The rule of each item; refused where there is none or one forbids it."""
    found = []
    faults = set()
    for item in items:
        rule = rule_for(organisation, account, item)
        if rule is None:
            faults.add(item.pointer)
        else:
            faults |= limits(organisation, rule, item)
            found.append(rule)
    if faults:
        raise Refused(INVALID, pointers=tuple(sorted(faults)))
    return found


def is_left_alone(
    organisation: Organisation,
    account: Account,
    others: set[int],
    items: list[Item],
    rules: list[Rule],
) -> bool:
    """Whether nobody would decide for other people, whom the account does not manage either."""
    return any(
        rule.automatic
        and item.staff_id in others
        and not account.holds(
            "manager", organisation.way_up(organisation.home_at(item.staff_id, item.start))
        )
        for item, rule in zip(items, rules, strict=True)
    )


def steps_of(organisation: Organisation, items: list[Item], rules: list[Rule]) -> list[Step]:
    """The steps of the rules in order of the first item that needs them; equal ones are one."""
    steps: dict[tuple[object, ...], Step] = {}
    for item, rule in zip(items, rules, strict=True):
        home = organisation.home_at(item.staff_id, item.start)
        for needed in rule.steps:
            unit_id: int | None = home
            if needed.deciders == "parent_managers":
                unit_id = organisation.parents[home] or home
            elif needed.deciders == "accounts":
                unit_id = None
            step = Step(
                needed.deciders,
                needed.quorum,
                unit_id,
                needed.accounts,
                rule.deadline,
                rule.on_deadline,
            )
            steps.setdefault(step.key, step)
    return list(steps.values())
