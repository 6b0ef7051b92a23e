"""Writes of every kind, and what must come of them."""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from tests.rights.model import Rights
from tests.rights.organisation import MAX_UNITS, PEOPLE, ROLES, Scene, Stay
from tests.rights.store import Stored

Fields = dict[str, int | None]
REFUSED = "42501"
OWN = "own"  # no role, but an account for itself
# Belongs to (field, whether it is a person, role, the constraint that speaks of what is not there).
RULES: dict[str, tuple[tuple[str, bool, str, str], ...]] = {
    "unit": (("parent_id", False, "admin", "unit_parent_exists"),),
    "staff": (
        ("id", True, "manager", "membership_staff_exists"),
        ("unit_id", False, "manager", "membership_unit_exists"),
    ),
    "membership": (
        ("staff_id", True, "manager", "membership_staff_exists"),
        ("unit_id", False, "manager", "membership_unit_exists"),
    ),
    "secondment": (
        ("staff_id", True, "manager", "secondment_staff_exists"),
        ("unit_id", False, "viewer", "secondment_unit_exists"),
    ),
    "contract": (("staff_id", True, "manager", "contract_staff_exists"),),
    "duty": (
        ("staff_id", True, "manager", "duty_staff_exists"),
        ("unit_id", False, "viewer", "duty_unit_exists"),
    ),
    "preset": (
        ("staff_id", True, "staff", "preset_staff_exists"),
        ("unit_id", False, "manager", "preset_unit_exists"),
    ),
    "coverage_requirement": (("unit_id", False, "manager", "coverage_requirement_unit_exists"),),
    "grant": (("unit_id", False, "admin", "role_grant_unit_exists"),),
    "approval_rule": (("unit_id", False, "admin", "rule_unit_exists"),),
    # Of an account: that account itself, and administrators of everything.
    "delegation": (("account_id", False, OWN, "delegation_account_exists"),),
    # Of the whole organisation.
    "site": (),
    "activity": (),
    "pattern": (),
    "account": (),
}
# What each takes to be made, besides what is drawn.
NEW: dict[str, dict[str, Any]] = {
    "unit": {"name": "New unit"},
    "staff": {"employee_number": "New", "name": "New"},
    "membership": {},
    "secondment": {},
    "contract": {"site_id": 1, "pattern_id": 1},
    "duty": {"name": "New duty"},
    "preset": {
        "name": "New preset",
        "lines": [{"start": "08:00", "end": "09:00", "activity": "office"}],
    },
    "coverage_requirement": {
        "site_id": 1,
        "weekdays": [1],
        "start": "08:00",
        "end": "09:00",
        "people": 1,
    },
    "grant": {"account_id": 1, "unit_id": None},
    "approval_rule": {"name": "New rule", "automatic": True},
    "delegation": {"delegate_id": 3, "from": "2110-01-01T00:00Z", "to": "2110-02-01T00:00Z"},
    "site": {"name": "New site", "time_zone": "UTC"},
    "activity": {
        "code": "new",
        "name": "New",
        "colour": "#808080",
        "class": 1,
        "works": True,
        "available": True,
        "absent": False,
    },
    "pattern": {"name": "New", "days": 1, "lines": []},
    "account": {"email": "new@rights.test", "name": "New"},
}
CHANGED: dict[str, dict[str, Any]] = {
    "contract": {"holiday_rule": "by_minute"},
    "membership": {},
    "secondment": {},
    "coverage_requirement": {"people": 7},
    "duty": {"note": "changed"},
    "delegation": {"to": "2119-01-01T00:00Z"},
    "grant": {},
}
NOT_THERE = 900


@dataclass(frozen=True)
class Write:
    """A noun, what is done, to which one, and the places that it names."""

    noun: str
    action: str
    target: int
    staff_id: int
    unit_id: int
    named: tuple[str, ...]
    role: str

    def body(self, database: Stored) -> dict[str, Any]:
        """What is sent."""
        places = {
            "parent_id": self.unit_id,
            "unit_id": self.unit_id,
            "staff_id": self.staff_id,
            "account_id": self.staff_id,
        }
        if self.action == "change":
            fixed = {"membership": "staff_id", "secondment": "staff_id", "contract": "staff_id"}
            fixed |= {"delegation": "account_id"}
            named = {key: places[key] for key in self.named if key != fixed.get(self.noun)}
            return {**CHANGED.get(self.noun, {"name": "Changed"}), **named}
        body = {**NEW[self.noun], **{key: places[key] for key in self.named}}
        day = f"{database.date(200)}"
        if self.noun in ("membership", "secondment", "contract"):
            body |= {"from": day}
        if self.noun == "contract":
            body |= {"anchor": day}
        if self.noun == "duty":
            body |= {"day": day}
        if self.noun == "grant":
            body |= {"role": self.role}
        return body


@st.composite
def writes(draw: st.DrawFn) -> Write:
    """A write of any kind; it may name what is not there."""
    noun = draw(st.sampled_from((*RULES, *(noun for noun, rules in RULES.items() if rules))))
    action = draw(st.sampled_from(("create", "change", "end")))
    fields = [rule[0] for rule in RULES[noun] if rule[0] != "id"]
    optional = (
        noun in ("unit", "duty", "preset", "grant", "approval_rule", "delegation")
        or action == "change"
    )
    named = set(fields)
    if optional:
        named = set(draw(st.lists(st.sampled_from(fields), max_size=2)) if fields else ())
    if noun == "preset" and len(named) == 2:
        named = {draw(st.sampled_from(fields))}
    if noun == "duty" and action == "create":
        named |= {"staff_id"}
    units = st.integers(1, MAX_UNITS) | st.just(NOT_THERE)
    target = draw(st.integers(1, 8))
    if noun == "approval_rule" and target > 2:
        # As load_scene.sql numbers those of a unit.
        target = (target - 2) * 10 + draw(st.integers(0, 1))
    return Write(
        noun,
        action,
        target,
        draw(st.sampled_from((*PEOPLE, NOT_THERE))),
        draw(units),
        tuple(sorted(named)),
        draw(st.sampled_from(ROLES)),
    )


def found(rights: Rights, noun: str, number: int) -> tuple[bool, Fields]:
    """Whether the account may know of a resource, and what it belongs to."""
    scene = rights.scene
    of_nobody = {
        "site": {1},
        "activity": set(range(1, 7 if rights.names_private() else 5)),
        "pattern": {1, 2, 3},
        "account": {
            each.account_id
            for each in scene.accounts
            if each == rights.account or rights.anywhere("admin")
        },
    }
    if noun in of_nobody:
        return number in of_nobody[noun], {}
    if noun == "unit":
        return number in rights.known_units(), {"parent_id": scene.parents.get(number)}
    if noun == "staff":
        return number in rights.known_staff(), {"id": number, "unit_id": shown_home(scene, number)}
    special = {"approval_rule": found_rule, "delegation": found_delegation, "grant": found_grant}
    if noun in special:
        return special[noun](rights, number)
    of_it = {each: (visible, fields) for each, visible, fields in belongings(rights, noun)}
    return of_it.get(number, (False, {}))


def belongings(rights: Rights, noun: str) -> list[tuple[int, bool, Fields]]:
    """Id, whether it is seen, and what it belongs to, of all of a kind."""
    scene = rights.scene
    if noun in ("membership", "secondment"):
        stays = scene.memberships if noun == "membership" else scene.secondments
        reads = rights.reads_membership if noun == "membership" else rights.reads_secondment
        return [
            (stay.stay_id, reads(stay), {"staff_id": stay.staff_id, "unit_id": stay.unit_id})
            for stay in stays
        ]
    if noun == "contract":
        return [
            (each.contract_id, rights.reads_contract(each), {"staff_id": each.staff_id})
            for each in scene.contracts
        ]
    if noun == "duty":
        return [
            (
                each.duty_id,
                rights.reads_duty(each),
                {"staff_id": each.staff_id, "unit_id": each.unit_id},
            )
            for each in scene.duties
        ]
    if noun == "preset":
        return [
            (
                each.preset_id,
                (each.staff_id is None or each.staff_id in rights.confidants)
                and (each.unit_id is None or each.unit_id in rights.read),
                {"staff_id": each.staff_id, "unit_id": each.unit_id},
            )
            for each in scene.presets
        ]
    return [
        (each.requirement_id, each.unit_id in rights.read, {"unit_id": each.unit_id})
        for each in scene.requirements
    ]


def found_grant(rights: Rights, number: int) -> tuple[bool, Fields]:
    """A grant is seen by whom it is of, and by the admins of its unit."""
    for account in rights.scene.accounts:
        for grant in account.grants:
            if grant.grant_id == number:
                seen = (
                    account == rights.account
                    or rights.everywhere("admin")
                    or grant.unit_id in rights.units("admin")
                )
                return seen, {"unit_id": grant.unit_id}
    return False, {}


def found_delegation(rights: Rights, number: int) -> tuple[bool, Fields]:
    """A delegation is seen by the two accounts, and by administrators of everything."""
    for each in rights.scene.asked.delegations:
        if each.delegation_id == number:
            return rights.reads_delegation(each), {"account_id": each.account_id}
    return False, {}


def found_rule(rights: Rights, number: int) -> tuple[bool, Fields]:
    """A rule of everybody's is seen by all, one of a unit by whoever knows of the unit."""
    unit, private = divmod(number, 10)
    if number in (1, 2):
        return True, {"unit_id": None}
    seen = unit in rights.known_units() and (not private or rights.names_private())
    return seen, {"unit_id": unit}


def shown_home(scene: Scene, staff_id: int) -> int | None:
    """The home unit that the resource of a person shows: of today, else the next one."""
    stays: list[Stay] = [
        stay for stay in scene.memberships if stay.staff_id == staff_id and stay.meets(0, None)
    ]
    return min(stays, key=lambda stay: stay.first).unit_id if stays else None


def faults(rights: Rights, noun: str, fields: Fields) -> set[str]:
    """What speaks against the account writing what belongs there: 42501, or a constraint's name."""
    if rights.everywhere("admin"):
        return set()
    against = set()
    belongs = False
    for field, person, role, constraint in RULES[noun]:
        own = rights.account.account_id if role == OWN else None
        place = fields.get(field, own)
        if place is None:
            continue
        belongs = True
        known = rights.known_staff() if person else rights.known_units()
        if role == OWN:
            known = rights.known_accounts()
            allowed = place == own
        else:
            allowed = rights.answers_for(place, role) if person else place in rights.units(role)
        if place not in known:
            against.add(constraint)
        elif not allowed:
            against.add(REFUSED)
    return against if belongs else {REFUSED}
