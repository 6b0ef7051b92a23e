"""Random changes of a scene: plain data, that says the same of every scene."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from hypothesis import strategies as st

from tests.rights.asking import Adjustment, Delegation, OpenShift, Request, Step
from tests.rights.organisation import (
    ACTIVITIES,
    PATTERNS,
    PEOPLE,
    ROLES,
    SLOTS,
    Account,
    Contract,
    Duty,
    Grant,
    Preset,
    Requirement,
    Scene,
    Stay,
)

T = TypeVar("T")
NEW = 500  # ids of what is made: far from those of scenes


@dataclass(frozen=True)
class Change:
    """What is changed, and the numbers by which this is chosen."""

    what: str
    numbers: tuple[int, ...]


class Choice:
    """Chooses by the numbers of a change, one after the other."""

    def __init__(self, numbers: Sequence[int]) -> None:
        self.numbers = list(numbers)

    def of(self, values: Sequence[T]) -> T:
        """One of some values."""
        return values[self.numbers.pop(0) % len(values)]

    def place(self, values: Sequence[T]) -> int:
        """The place of one of some values."""
        return self.numbers.pop(0) % len(values)

    def whether(self) -> bool:
        """Yes or no."""
        return self.numbers.pop(0) % 2 == 0

    def day(self) -> int:
        """A day not far from today."""
        return self.numbers.pop(0) % 10 - 4

    def unit(self, scene: Scene) -> int:
        """A unit of the scene."""
        return self.of(sorted(scene.parents))


def swapped(values: tuple[T, ...], place: int, *new: T) -> tuple[T, ...]:
    """The values with others in a place."""
    return (*values[:place], *new, *values[place + 1 :])


def next_id(ids: Sequence[int]) -> int:
    """An id that nothing has had yet."""
    return max((NEW, *ids)) + 1


def move_unit(scene: Scene, choice: Choice) -> Scene:
    """Another unit is above it now."""
    units = [unit for unit in scene.parents if unit != 1]
    unit = choice.of(units)
    below = {*scene.subtree(unit), scene.parents[unit]}
    others = [each for each in scene.parents if each not in below]
    if not others:
        return scene
    parent = choice.of(others)
    return replace(scene, parents={**scene.parents, unit: parent})


def add_unit(scene: Scene, choice: Choice) -> Scene:
    """A new unit."""
    new = max(scene.parents) + 1
    return replace(scene, parents={**scene.parents, new: choice.unit(scene)})


def changed_stays(stays: tuple[Stay, ...], scene: Scene, choice: Choice) -> tuple[Stay, ...]:
    """A stay that begins, ends, moves or goes."""
    how = choice.of(("unit", "end", "split", "first", "drop", "new", "unit", "split"))
    day, unit = choice.day(), choice.unit(scene)
    number = next_id([each.stay_id for each in stays])
    if not stays or how == "new":
        end = choice.of((None, day + 1, day + 4))
        return (*stays, Stay(number, choice.of(PEOPLE), unit, day, end))
    place = choice.place(stays)
    stay = stays[place]
    later = stay.first < day and (stay.end is None or day < stay.end)
    new: dict[str, tuple[Stay, ...]] = {
        "unit": (replace(stay, unit_id=unit),),
        "end": (replace(stay, end=max(day, stay.first + 1)),),
        "first": (replace(stay, first=day if stay.end is None else min(day, stay.end - 1)),),
        "split": (stay,),
        "drop": (),
    }
    if how == "split" and later:
        # As a move is stored: the stay ends, and the next one begins on that day.
        moved = replace(stay, stay_id=number, first=day, unit_id=unit)
        return swapped(stays, place, replace(stay, end=day), moved)
    return swapped(stays, place, *new[how])


def move(scene: Scene, choice: Choice) -> Scene:
    """A membership changes."""
    return replace(scene, memberships=changed_stays(scene.memberships, scene, choice))


def lend(scene: Scene, choice: Choice) -> Scene:
    """A secondment changes."""
    return replace(scene, secondments=changed_stays(scene.secondments, scene, choice))


def contract(scene: Scene, choice: Choice) -> Scene:
    """A contract is made, changed or gone."""
    place, how = choice.place(scene.contracts or (0,)), choice.of(("new", "end", "pattern", "drop"))
    if not scene.contracts or how == "new":
        number = next_id([each.contract_id for each in scene.contracts])
        first = choice.day()
        made = Contract(number, choice.of(PEOPLE), choice.of(PATTERNS), first, first + 3)
        return replace(scene, contracts=(*scene.contracts, made))
    old = scene.contracts[place]
    new = {
        "end": (replace(old, end=max(choice.day(), old.first + 1)),),
        "pattern": (replace(old, pattern_id=choice.of(PATTERNS)),),
        "drop": (),
    }[how]
    return replace(scene, contracts=swapped(scene.contracts, place, *new))


def duty(scene: Scene, choice: Choice) -> Scene:
    """A duty is made, changed or gone."""
    how = choice.of(("new", "day", "staff", "unit", "drop"))
    if not scene.duties or how == "new":
        number = next_id([each.duty_id for each in scene.duties])
        made = Duty(number, choice.of(PEOPLE), choice.unit(scene), choice.day())
        return replace(scene, duties=(*scene.duties, made))
    place = choice.place(scene.duties)
    old = scene.duties[place]
    new = {
        "day": (replace(old, day=choice.day()),),
        "staff": (replace(old, staff_id=choice.of(PEOPLE)),),
        "unit": (replace(old, unit_id=choice.unit(scene)),),
        "drop": (),
    }[how]
    return replace(scene, duties=swapped(scene.duties, place, *new))


def preset(scene: Scene, choice: Choice) -> Scene:
    """A preset is made, becomes another's, has another activity, or is gone."""
    how = choice.of(("new", "owner", "activity", "drop"))
    owner = choice.of(("person", "unit", "all"))
    staff = choice.of(PEOPLE) if owner == "person" else None
    unit = choice.unit(scene) if owner == "unit" else None
    activity = choice.of(sorted(ACTIVITIES))
    if not scene.presets or how == "new":
        number = next_id([each.preset_id for each in scene.presets])
        return replace(scene, presets=(*scene.presets, Preset(number, staff, unit, activity)))
    place = choice.place(scene.presets)
    old = scene.presets[place]
    new = {
        "owner": (replace(old, staff_id=staff, unit_id=unit),),
        "activity": (replace(old, activity=activity),),
        "drop": (),
    }[how]
    return replace(scene, presets=swapped(scene.presets, place, *new))


def requirement(scene: Scene, choice: Choice) -> Scene:
    """A coverage requirement is made, changed or gone."""
    how = choice.of(("new", "unit", "people", "activities", "drop"))
    if not scene.requirements or how == "new":
        number = next_id([each.requirement_id for each in scene.requirements])
        made = Requirement(number, choice.unit(scene), 480, 60, 1, (1,))
        return replace(scene, requirements=(*scene.requirements, made))
    place = choice.place(scene.requirements)
    old = scene.requirements[place]
    new = {
        "unit": (replace(old, unit_id=choice.unit(scene)),),
        "people": (replace(old, people=old.people + 1),),
        "activities": (replace(old, activities=(choice.of((1, 2, 3)),)),),
        "drop": (),
    }[how]
    return replace(scene, requirements=swapped(scene.requirements, place, *new))


def grant(scene: Scene, choice: Choice) -> Scene:
    """A role is given, taken or changed."""
    place = choice.place(scene.accounts)
    account = scene.accounts[place]
    how = choice.of(("give", "give", "take", "role", "unit"))
    role, unit = choice.of(ROLES), choice.of((None, *sorted(scene.parents)))
    held = account.grants
    if not held or how == "give":
        number = next_id([g.grant_id for each in scene.accounts for g in each.grants])
        return replace(
            scene,
            accounts=swapped(
                scene.accounts, place, replace(account, grants=(*held, Grant(number, role, unit)))
            ),
        )
    which = choice.place(held)
    new = {
        "take": (),
        "role": (replace(held[which], role=role),),
        "unit": (replace(held[which], unit_id=unit),),
    }[how]
    changed = replace(account, grants=swapped(held, which, *new))
    return replace(scene, accounts=swapped(scene.accounts, place, changed))


def account(scene: Scene, choice: Choice) -> Scene:
    """An account stands for somebody else, is shut or opened, or is new."""
    how = choice.of(("person", "nobody", "active", "new"))
    if how == "new":
        number = next_id([each.account_id for each in scene.accounts])
        return replace(scene, accounts=(*scene.accounts, Account(number, None, ())))
    place = choice.place(scene.accounts)
    old = scene.accounts[place]
    free = [who for who in PEOPLE if who not in {each.staff_id for each in scene.accounts}]
    person = choice.of(free) if free else None
    new = {
        "person": replace(old, staff_id=person),
        "nobody": replace(old, staff_id=None),
        "active": replace(old, active=not old.active),
    }[how]
    return replace(scene, accounts=swapped(scene.accounts, place, new))


def state(scene: Scene, choice: Choice) -> Scene:
    """A request comes to another state."""
    asked = scene.asked
    if not asked.requests:
        return scene
    place = choice.place(asked.requests)
    old = asked.requests[place]
    states = {
        "pending": ("approved", "rejected", "withdrawn", "expired"),
        "approved": ("cancelled",),
    }
    new = choice.of(states.get(old.state, (old.state,)))
    steps = tuple(
        replace(step, state="closed")
        if step.request_id == old.request_id and step.state == "pending" and new != old.state
        else step
        for step in asked.steps
    )
    requests = swapped(asked.requests, place, replace(old, state=new))
    return replace(scene, asked=replace(asked, requests=requests, steps=steps))


def adjustment(scene: Scene, choice: Choice) -> Scene:
    """An adjustment begins or ends at another time, is something else, or is gone."""
    asked = scene.asked
    if not asked.adjustments:
        return scene
    place = choice.place(asked.adjustments)
    old = asked.adjustments[place]
    by = choice.of((4, 20, SLOTS))
    fellows = [
        number
        for number, each in ACTIVITIES.items()
        if each.activity_class == ACTIVITIES[old.activity].activity_class
    ]
    how = choice.of(("start", "end", "activity", "activity", "drop"))
    if how == "drop" and len(asked.adjustments_of(old.request_id)) == 1:
        how = "activity"
    new = {
        "start": (replace(old, start=min(old.start + by, old.end - 1)),),
        "end": (replace(old, end=max(old.end - by, old.start + 1)),),
        "activity": (replace(old, activity=choice.of(fellows)),),
        "drop": (),
    }[how]
    changed = replace(asked, adjustments=swapped(asked.adjustments, place, *new))
    return replace(scene, asked=changed)


def ask(scene: Scene, choice: Choice) -> Scene:
    """Somebody asks for something, that is decided at once or not."""
    asked = scene.asked
    number = next_id([each.request_id for each in asked.requests])
    who, activity = choice.of(PEOPLE), choice.of(sorted(ACTIVITIES))
    start = choice.day() * SLOTS + choice.of((0, 32, 90))
    asker = choice.of((None, *(each.account_id for each in scene.accounts)))
    settled = choice.whether()
    request = Request(number, who, "approved" if settled else "pending", asked_by=asker)
    wanted = Adjustment(number, number, who, activity, start, start + choice.of((4, 40, 2 * SLOTS)))
    deciders = choice.of(("unit_managers", "admins", "accounts"))
    unit = choice.of((None, *sorted(scene.parents)))
    named = (choice.of(scene.accounts).account_id,) if deciders == "accounts" else ()
    step = Step(
        number * 2,
        number,
        0,
        "closed" if settled else "pending",
        deciders,
        choice.of(("any", "all")),
        unit,
        named,
    )
    return replace(
        scene,
        asked=replace(
            asked,
            requests=(*asked.requests, request),
            adjustments=(*asked.adjustments, wanted),
            steps=(*asked.steps, step),
        ),
    )


def decide(scene: Scene, choice: Choice) -> Scene:
    """A pending step is approved, and others decide."""
    asked = scene.asked
    pending = [step for step in asked.steps if step.state == "pending"]
    if not pending:
        return scene
    old = choice.of(pending)
    deciders = choice.of(("unit_managers", "admins", "accounts"))
    new = Step(
        next_id([each.step_id for each in asked.steps]) + 1000,
        old.request_id,
        max(each.place for each in asked.steps if each.request_id == old.request_id) + 1,
        "pending",
        deciders,
        choice.of(("any", "all")),
        choice.of((None, *sorted(scene.parents))),
        (choice.of(scene.accounts).account_id,) if deciders == "accounts" else (),
    )
    place = asked.steps.index(old)
    steps = (*swapped(asked.steps, place, replace(old, state="approved")), new)
    return replace(scene, asked=replace(asked, steps=steps))


def delegate(scene: Scene, choice: Choice) -> Scene:
    """Somebody decides for somebody, or does so no more."""
    asked = scene.asked
    if asked.delegations and choice.whether():
        ended = choice.place(asked.delegations)
        fewer = swapped(asked.delegations, ended)
        return replace(scene, asked=replace(asked, delegations=fewer))
    busy = {each.account_id for each in asked.delegations}
    free = [each.account_id for each in scene.accounts if each.account_id not in busy]
    if not free:
        return scene
    by, to = choice.of(free), choice.of(scene.accounts).account_id
    number = next_id([each.delegation_id for each in asked.delegations])
    new = Delegation(number, by, to, now=True)
    return replace(scene, asked=replace(asked, delegations=(*asked.delegations, new)))


def shift(scene: Scene, choice: Choice) -> Scene:
    """A shift is offered, somebody would take it, it is another unit's, or is gone."""
    asked = scene.asked
    how = choice.of(("new", "takers", "unit", "giver", "drop"))
    if not asked.shifts or how == "new":
        number = next_id([each.open_shift_id for each in asked.shifts])
        giver = choice.of((None, *PEOPLE))
        new = OpenShift(number, choice.unit(scene), giver, choice.day(), 10, None, ())
        return replace(scene, asked=replace(asked, shifts=(*asked.shifts, new)))
    place = choice.place(asked.shifts)
    old = asked.shifts[place]
    made: dict[str, tuple[OpenShift, ...]] = {
        "takers": (replace(old, takers=tuple({choice.of(PEOPLE), *old.takers[1:]})),),
        "unit": (replace(old, unit_id=choice.unit(scene)),),
        "giver": (replace(old, giver_id=choice.of((None, *PEOPLE))),),
        "drop": (),
    }
    changed = swapped(asked.shifts, place, *made[how])
    return replace(scene, asked=replace(asked, shifts=changed))


CHANGES: dict[str, Callable[[Scene, Choice], Scene]] = {
    each.__name__: each
    for each in (
        move_unit, add_unit, move, lend, contract, duty, preset, requirement, grant, account, state,
        adjustment, ask, decide, delegate, shift,
    )
}  # fmt: skip
# What most depends on who sees whom on which day.
OFTEN = (
    "move", "lend", "move", "lend", "contract", "duty", "adjustment", "adjustment", "state", "ask",
    "grant",
)  # fmt: skip
# Of what scenes do not have.
# An update that changes nothing makes no event, but a new version: so each has something to do.
OTHERS = {
    "private": "UPDATE org.activity SET private = TRUE, shown_as = 2"
    " WHERE activity_id = 1 AND NOT private",
    "public": "UPDATE org.activity SET private = FALSE, shown_as = NULL, code = 'call'"
    " WHERE activity_id = 6 AND private",
    "activity name": "UPDATE org.activity SET name = name || 'x' WHERE activity_id = 5",
    "pattern": "UPDATE schedule.pattern_line SET activity_id = 7 - activity_id WHERE minutes = 480",
    "pattern name": "UPDATE schedule.pattern SET name = name || 'x' WHERE pattern_id = 2",
    "holiday": "INSERT INTO org.holiday (site_id, day, name) VALUES (1, current_date, 'New')",
    "site": "UPDATE org.site SET name = name || 'x'",
    "settings": "UPDATE org.settings SET organisation_name = organisation_name || 'x'",
    "staff": "UPDATE org.staff SET name = name || '-zz' WHERE staff_id = 1",
    "new staff": "INSERT INTO org.staff (employee_number, name) VALUES ('E9', 'New-zz')",
    "rule": "UPDATE approval.rule SET priority = priority + 1 WHERE rule_id IN (2, 20, 21, 31)",
    "rule gone": "WITH g AS (DELETE FROM approval.rule_step WHERE rule_id = 21)"
    " DELETE FROM approval.rule WHERE rule_id = 21",
    "rule step": "UPDATE approval.rule_step SET quorum = 'all'"
    " WHERE rule_id = 30 AND quorum <> 'all'",
}


def changed(scene: Scene, change: Change) -> Scene:
    """What a change makes of a scene."""
    return CHANGES[change.what](scene, Choice(change.numbers))


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """A change, most often of what scenes have."""
    what = draw(st.sampled_from([*CHANGES, *OFTEN, *OTHERS]))
    if what in OTHERS:
        return Change(what, ())
    return Change(what, tuple(draw(st.lists(st.integers(0, 59), min_size=12, max_size=12))))
