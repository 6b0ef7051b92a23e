"""The people of the demo organisation, with their contracts."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from app.demo.names import address_of, invent_name
from app.demo.patterns import MORNINGS, THREE_DAYS, Line, Pattern, anchor_of
from app.demo.structure import TEAMS, Team

# How far the adjustments reach, before and after today.
REACH = timedelta(days=45)


@dataclass(frozen=True)
class Contract:
    """A pattern for a range of dates; no end: until further notice."""

    pattern: Pattern
    anchor: date
    start: date
    end: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the contract holds on a date."""
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Secondment:
    """A time in another team."""

    team: Team
    start: date
    end: date


@dataclass(frozen=True)
class Person:
    """Somebody who is scheduled."""

    number: str
    name: str
    team: Team
    contracts: tuple[Contract, ...]
    secondment: Secondment | None = None

    @property
    def email(self) -> str:
        """The e-mail address."""
        return address_of(self.name)

    def employed(self, day: date) -> bool:
        """Whether a contract holds on a date."""
        return any(contract.holds(day) for contract in self.contracts)

    def lines_on(self, day: date) -> list[Line]:
        """What the contract says for a date; holidays are not looked at."""
        return [
            line
            for contract in self.contracts
            if contract.holds(day)
            for line in contract.pattern.lines_on(day, contract.anchor)
        ]


def make_people(random: Random, today: date) -> list[Person]:
    """All teams with their people."""
    taken: set[str] = set()
    people: list[Person] = []
    for team in TEAMS:
        for place in range(team.size):
            name = invent_name(random, team.site.country, taken)
            number = str(1001 + len(people))
            people.append(Person(number, name, team, (_contract(random, team, place, today),)))
    _extend_part_time(random, people, today)
    _end_one(random, people, today)
    _lend_some(random, people, today)
    return people


def _contract(random: Random, team: Team, place: int, today: date) -> Contract:
    """The contract of somebody who came years ago; the last two places at desks are part-time."""
    pattern = team.pattern
    if team.at_desks and place >= team.size - 2:
        pattern = (THREE_DAYS, MORNINGS)[team.size - 1 - place]
    hired = today - timedelta(days=random.randrange(400, 5000))
    return Contract(pattern, anchor_of(pattern, place), hired)


def _extend_part_time(random: Random, people: list[Person], today: date) -> None:
    """Some go from part-time to full-time on the first of a month within reach."""
    days = (today - REACH + timedelta(days=n) for n in range(1, 2 * REACH.days))
    changes = [day for day in days if day.day == 1]
    part_time = [
        index
        for index, person in enumerate(people)
        if person.contracts[0].pattern in (THREE_DAYS, MORNINGS)
    ]
    for index in random.sample(part_time, 8):
        person = people[index]
        before, change = person.contracts[0], random.choice(changes)
        full_time = Contract(person.team.pattern, anchor_of(person.team.pattern, 0), change)
        people[index] = replace(person, contracts=(replace(before, end=change), full_time))


def _end_one(random: Random, people: list[Person], today: date) -> None:
    """One person has left."""
    index = random.choice(list(_unchanged(people)))
    last = replace(people[index].contracts[0], end=today - timedelta(days=20))
    people[index] = replace(people[index], contracts=(last,))


def _lend_some(random: Random, people: list[Person], today: date) -> None:
    """Some are lent to another team of their site."""
    for index in random.sample(list(_unchanged(people)), 5):
        home = people[index].team
        others = [team for team in TEAMS if team.site == home.site and team != home]
        start = today + timedelta(days=random.randrange(-40, 10))
        end = start + timedelta(days=random.randrange(21, 60))
        secondment = Secondment(random.choice(others), start, end)
        people[index] = replace(people[index], secondment=secondment)


def _unchanged(people: list[Person]) -> Iterator[int]:
    """Those whose only contract goes on."""
    for index, person in enumerate(people):
        if len(person.contracts) == 1 and person.contracts[0].end is None:
            yield index
