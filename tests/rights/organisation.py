"""Random organisations with accounts: plain data. Dates are days from today, which is 0."""

from collections.abc import Iterator
from dataclasses import dataclass

from hypothesis import strategies as st

from tests.rights.asking import Adjustment, Asked, asked

ROLES = ("viewer", "staff", "manager", "admin")
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu")
SLOT = 15  # minutes; everything begins and ends on one
SLOTS = 24 * 60 // SLOT
MAX_UNITS = 7
PEOPLE = (1, 2, 3, 4, 5)  # those of base.sql
PATTERNS = (1, 2, 3)


@dataclass(frozen=True)
class Activity:
    """An activity of base.sql, and the one that others see instead."""

    code: str
    activity_class: int
    works: bool
    available: bool
    absent: bool
    shown_as: int | None = None


ACTIVITIES = {
    1: Activity("office", 1, True, True, False),
    2: Activity("remote", 1, True, True, False),
    3: Activity("meeting", 2, True, False, False),
    4: Activity("away", 3, False, False, True),
    # Private ones differ from their stand-ins in everything that could give them away.
    5: Activity("zz_secret", 3, False, False, True, 4),
    6: Activity("zz_secret_call", 2, True, False, False, 2),
}
SECRET = "zz_secret"
NUMBERS = {activity.code: number for number, activity in ACTIVITIES.items()}


def shown(activity: int) -> int:
    """The activity that others see."""
    return ACTIVITIES[activity].shown_as or activity


@dataclass(frozen=True)
class Stay:
    """A person in a unit, or lent to it, from one day up to, not including, another."""

    stay_id: int
    staff_id: int
    unit_id: int
    first: int
    end: int | None

    def holds(self, day: int) -> bool:
        """Whether the day is one of it."""
        return self.first <= day and (self.end is None or day < self.end)

    def meets(self, first: int, end: int | None) -> bool:
        """Whether it has a day of a range."""
        return (end is None or self.first < end) and (self.end is None or first < self.end)


@dataclass(frozen=True)
class Contract:
    """What a person normally works."""

    contract_id: int
    staff_id: int
    pattern_id: int
    first: int
    end: int | None


@dataclass(frozen=True)
class Duty:
    """A responsibility of a day."""

    duty_id: int
    staff_id: int
    unit_id: int | None
    day: int


@dataclass(frozen=True)
class Preset:
    """A preset of a person, a unit or everybody, of one line."""

    preset_id: int
    staff_id: int | None
    unit_id: int | None
    activity: int


@dataclass(frozen=True)
class Requirement:
    """So many people every day from one minute on; without activities the available ones count."""

    requirement_id: int
    unit_id: int
    start_minute: int
    minutes: int
    people: int
    activities: tuple[int, ...]


@dataclass(frozen=True)
class Grant:
    """A role on a unit and all below it, or on everything."""

    grant_id: int
    role: str
    unit_id: int | None


@dataclass(frozen=True)
class Account:
    """Who acts."""

    account_id: int
    staff_id: int | None
    grants: tuple[Grant, ...]
    active: bool = True


@dataclass(frozen=True)
class Scene:
    """An organisation, its accounts, and a window in slots from the midnight that begins today."""

    zone: str
    site_zone: str
    parents: dict[int, int | None]
    memberships: tuple[Stay, ...]
    secondments: tuple[Stay, ...]
    contracts: tuple[Contract, ...]
    asked: Asked
    duties: tuple[Duty, ...]
    presets: tuple[Preset, ...]
    requirements: tuple[Requirement, ...]
    accounts: tuple[Account, ...]
    window: tuple[int, int]

    def way_up(self, unit_id: int | None) -> Iterator[int]:
        """The unit and those above it."""
        while unit_id is not None:
            yield unit_id
            unit_id = self.parents[unit_id]

    def subtree(self, unit_id: int) -> set[int]:
        """The unit and those below it."""
        return {each for each in self.parents if unit_id in self.way_up(each)}


def duty_note_of(duty_id: int) -> str:
    """The note of a duty, that occurs nowhere else."""
    return f"duty-note-zz-{duty_id}-zz"


@st.composite
def ranges(draw: st.DrawFn, most: int, longest: int) -> list[tuple[int, int | None]]:
    """Ranges of days around today, one after the other; the last one may have no end."""
    found: list[tuple[int, int | None]] = []
    day = draw(st.integers(-6, 3))
    for _ in range(draw(st.sampled_from(range(most + 1)))):
        end = day + draw(st.integers(1, longest))
        found.append((day, end))
        day = end + draw(st.sampled_from((0, 0, 1, 2)))
    if found and draw(st.sampled_from((True, False))):
        found[-1] = (found[-1][0], None)
    return found


@st.composite
def adjustments_of(draw: st.DrawFn, staff_id: int) -> list[Adjustment]:
    """What does not overlap within a class, whatever its state."""
    found = []
    free = dict.fromkeys((1, 2, 3), draw(st.integers(-3 * SLOTS, SLOTS)))
    for number in range(draw(st.sampled_from((0, 2, 3, 4)))):
        number_of = staff_id * 10 + number
        activity = draw(st.sampled_from((*ACTIVITIES, 5, 6)))
        activity_class = ACTIVITIES[activity].activity_class
        start = free[activity_class] + draw(st.sampled_from((0, 0, 4, 40)))
        free[activity_class] = end = start + draw(st.sampled_from((2, 20, 60, SLOTS, 2 * SLOTS)))
        found.append(Adjustment(number_of, number_of, staff_id, activity, start, end))
    return found


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    """An organisation around today with four accounts."""
    parents: dict[int, int | None] = {1: None}
    for unit_id in range(2, draw(st.sampled_from((3, 5, MAX_UNITS))) + 1):
        parents[unit_id] = draw(st.integers(max(1, unit_id - 4), unit_id - 1))
    units = st.sampled_from(sorted(parents))
    units_or_none = st.none() | units
    persons = st.sampled_from(PEOPLE)
    homes: list[Stay] = []
    lent: list[Stay] = []
    contracts: list[Contract] = []
    for staff_id in PEOPLE:
        usual = st.just([(-30, None)])
        for first, end in draw(usual | ranges(3, 6)):
            homes.append(Stay(len(homes) + 1, staff_id, draw(units), first, end))
        for first, end in draw(ranges(2, 4)):
            lent.append(Stay(len(lent) + 1, staff_id, draw(units), first, end))
        for first, end in draw(usual | ranges(2, 8)):
            pattern = draw(st.sampled_from(PATTERNS))
            contracts.append(Contract(len(contracts) + 1, staff_id, pattern, first, end))
    days = st.integers(-4, 4)
    duties = [
        Duty(number, draw(persons), draw(units_or_none), draw(days))
        for number in range(1, draw(st.sampled_from((0, 2, 4))) + 1)
    ]
    owners = st.sampled_from(("person", "unit", "all"))
    presets = []
    for number in range(1, draw(st.sampled_from((0, 2, 4))) + 1):
        owner = draw(owners)
        staff = draw(persons) if owner == "person" else None
        unit = draw(units) if owner == "unit" else None
        presets.append(Preset(number, staff, unit, draw(st.sampled_from(sorted(ACTIVITIES)))))
    public = [number for number, activity in ACTIVITIES.items() if activity.shown_as is None]
    requirements = [
        Requirement(
            number,
            draw(units),
            draw(st.sampled_from((0, 480, 600, 1320))),
            draw(st.sampled_from((60, 480, 1440))),
            draw(st.integers(0, 3)),
            tuple(sorted(draw(st.just(set()) | st.sets(st.sampled_from(public), max_size=3)))),
        )
        for number in range(1, draw(st.sampled_from((1, 2, 4))) + 1)
    ]
    accounts = []
    grant_id = 0
    free_people: list[int | None] = [None, *PEOPLE]
    for account_id in (1, 2, 3, 4):
        grants = set()
        for _ in range(draw(st.sampled_from((0, 1, 1, 1, 2, 3)))):
            where = draw(units | units | units | st.none())
            grants.add((draw(st.sampled_from(ROLES)), where))
        own = draw(st.sampled_from(free_people))
        if own is not None:
            free_people.remove(own)
        held = []
        for role, where in sorted(grants, key=str):
            grant_id += 1
            held.append(Grant(grant_id, role, where))
        accounts.append(Account(account_id, own, tuple(held)))
    # Whoever may not sign in any more decides nothing, whatever was granted.
    accounts.append(Account(5, None, (Grant(grant_id + 1, "admin", None),), active=False))
    found = [each for who in PEOPLE for each in draw(adjustments_of(who))]
    people = {each.account_id: each.staff_id for each in accounts}
    start = draw(st.sampled_from((-SLOTS, 0, SLOTS // 2)) | st.integers(-2 * SLOTS, SLOTS))
    return Scene(
        zone=draw(st.sampled_from(ZONES)),
        site_zone=draw(st.sampled_from(ZONES)),
        parents=parents,
        memberships=tuple(homes),
        secondments=tuple(lent),
        contracts=tuple(contracts),
        asked=draw(asked(found, people, sorted(parents), PEOPLE)),
        duties=tuple(duties),
        presets=tuple(presets),
        requirements=tuple(requirements),
        accounts=tuple(accounts),
        window=(start, start + draw(st.sampled_from((1, SLOTS, 2 * SLOTS, 3 * SLOTS)))),
    )
