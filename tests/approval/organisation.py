"""Who there is in the tests of approvals, as plain data. Minutes are since the epoch."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from tests.model.clock import instant_of, local_minute
from tests.model.organisation import Contract, Line, Pattern, Site

ZONE = "Asia/Tokyo"  # of the organisation; the site keeps UTC
ROLES = ("viewer", "staff", "manager", "admin")
DAY = 24 * 60
# Number and class of the activities that people ask for.
CLASSES = {"office": 1, "remote": 1, "meeting": 2, "training": 2, "leave": 3, "off": 3}
NUMBERS = {"office": 1, "remote": 2, "meeting": 3, "training": 4, "leave": 8, "off": 9}
AVAILABLE = {1, 2}


@dataclass(frozen=True)
class Account:
    """Who acts: a person or nobody, and the roles on units (None: on everything)."""

    account_id: int
    name: str
    staff_id: int | None
    grants: tuple[tuple[str, int | None], ...]
    active: bool = True

    def holds(self, role: str, units: tuple[int | None, ...]) -> bool:
        """Whether it has at least this role by a grant on one of the units."""
        enough = ROLES[ROLES.index(role) :]
        return any(held in enough and unit in units for held, unit in self.grants)


@dataclass(frozen=True)
class Home:
    """A person at home in a unit on some dates."""

    staff_id: int
    unit_id: int
    first: date
    end: date | None


@dataclass(frozen=True)
class RuleStep:
    """A decision that a rule asks for."""

    deciders: str
    quorum: str = "any"
    accounts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Rule:
    """How something is decided; dates are days from today."""

    rule_id: int = 0
    unit_id: int | None = None
    activity: str | None = None
    activity_class: int | None = None
    requester: str | None = None
    minimum_notice: int | None = None
    maximum_length: int | None = None
    lock_day: int | None = None
    deadline: int | None = None
    on_deadline: str = "escalate"
    coverage: str = "ignore"
    priority: int = 0
    valid: tuple[int | None, int | None] = (None, None)
    steps: tuple[RuleStep, ...] = ()

    @property
    def automatic(self) -> bool:
        """Whether nobody has to decide."""
        return not self.steps


@dataclass(frozen=True)
class Delegation:
    """Who decides for whom; past and future ones say nothing."""

    account_id: int
    delegate_id: int
    when: str = "now"


@dataclass(frozen=True)
class Requirement:
    """So many available people of a unit on every day between two minutes of it, in UTC."""

    requirement_id: int
    unit_id: int
    start_minute: int
    minutes: int
    people: int


@dataclass
class Organisation:
    """Units, people and accounts, and what was set up for an example."""

    today: date
    parents: dict[int, int | None]
    homes: tuple[Home, ...]
    accounts: dict[int, Account]
    requirements: tuple[Requirement, ...] = ()
    rules: list[Rule] = field(default_factory=list)
    delegations: list[Delegation] = field(default_factory=list)

    def minute(self, day: int, minute: int = 0) -> int:
        """The minute of a day counted from today, in UTC."""
        return local_minute("UTC", self.today + timedelta(days=day), minute)

    def locked_before(self, rule: Rule) -> int | None:
        """The minute up to which the rule lets nothing change: midnight of the organisation."""
        if rule.lock_day is None:
            return None
        return local_minute(ZONE, self.today + timedelta(days=rule.lock_day), 0)

    def way_up(self, unit_id: int | None) -> tuple[int | None, ...]:
        """The unit, those above it, and the whole organisation."""

        def units(unit: int | None) -> Iterator[int]:
            while unit is not None:
                yield unit
                unit = self.parents[unit]

        return (*units(unit_id), None)

    def home(self, staff_id: int, day: date) -> int:
        """The home unit on a date, else that of today, the next, the last."""
        own = [each for each in self.homes if each.staff_id == staff_id]

        def order(each: Home) -> tuple[bool, bool, bool, int]:
            distance = abs((each.first - self.today).days)
            return not holds(each, day), not holds(each, self.today), each.first < day, distance

        return min(own, key=order).unit_id

    def home_at(self, staff_id: int, minute: int) -> int:
        """The home unit on the date that a minute has in the organisation's zone."""
        day = self.today
        while local_minute(ZONE, day, 0) > minute:
            day -= timedelta(days=1)
        while local_minute(ZONE, day + timedelta(days=1), 0) <= minute:
            day += timedelta(days=1)
        return self.home(staff_id, day)

    def manages(self, account: Account, staff_id: int, role: str = "manager") -> bool:
        """Whether the account has the role on the home unit that the person has today."""
        return account.holds(role, self.way_up(self.home(staff_id, self.today)))

    def may_ask(self, account: Account, staff_id: int) -> bool:
        """For oneself as staff, for others as their manager."""
        role = "staff" if account.staff_id == staff_id else "manager"
        return self.manages(account, staff_id, role)

    def accounts_of(self, people: set[int]) -> set[int]:
        """The accounts of people."""
        return {a.account_id for a in self.accounts.values() if a.staff_id in people}

    def delegates_to(self, account_id: int) -> list[int]:
        """Who handed its right to decide to this account for now."""
        return [
            each.account_id
            for each in self.delegations
            if each.delegate_id == account_id and each.when == "now"
        ]


def holds(home: Home, day: date) -> bool:
    """Whether the date is one of the home's."""
    return home.first <= day and (home.end is None or day < home.end)


# Everybody works from 8 to 16 in UTC.
SITE = Site(1, "UTC", {})
PATTERN = Pattern(1, 1, (Line(0, 480, 480, NUMBERS["office"], "wall"),))
CONTRACT = Contract(1, SITE, PATTERN, date(2020, 1, 1), date(2020, 1, 1), None, "by_start")
PARENTS: dict[int, int | None] = {1: None, 2: 1, 3: 2, 4: 1}
PEOPLE = {1: "Ann", 2: "Bea", 3: "Cat", 4: "Dan", 5: "Eve", 6: "Fay", 7: "Hal"}
# Cat moves from 4 to 3 on this day; its night begins on the day before in UTC.
MOVE = 20
ACCOUNTS = (
    Account(1, "Ann", 1, (("staff", 3),)),
    Account(2, "Bea", 2, (("staff", 3),)),
    Account(3, "Cat", 3, (("staff", 1),)),
    Account(4, "Dan", 4, (("manager", 3),)),
    Account(5, "Eve", 5, (("manager", 2),)),
    Account(6, "Fay", 6, (("admin", 1),)),
    Account(7, "Gus", None, (("admin", None),)),
    Account(8, "Hal", 7, (("manager", 4),)),
    Account(9, "Ivy", None, ()),
    Account(10, "Jon", None, (("manager", 3),)),
    Account(11, "Kim", None, (("manager", 3),), active=False),
    Account(12, "Lea", None, (("manager", None),)),
)


def organisation(today: date) -> Organisation:
    """Acme (1) > North (2) > North East (3); Acme > South (4)."""
    start, move = date(2020, 1, 1), today + timedelta(days=MOVE)
    units = {1: 3, 2: 3, 4: 3, 5: 2, 6: 1, 7: 4}
    homes = [Home(staff_id, unit_id, start, None) for staff_id, unit_id in units.items()]
    homes += [Home(3, 4, start, move), Home(3, 3, move, None)]
    # Everybody sees everything: who may know of what is the matter of other tests.
    accounts = {
        each.account_id: replace(each, grants=(*each.grants, ("viewer", None))) for each in ACCOUNTS
    }
    return Organisation(today, PARENTS, tuple(homes), accounts)


def instant(minute: int) -> str:
    """A minute as the API writes it."""
    return f"{instant_of(minute):%Y-%m-%dT%H:%M:%SZ}"
