"""The demo organisation as rows, in the order in which they are stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from app.accounts import DEMO_LOGINS
from app.demo.adjustments import make_requests
from app.demo.calendars import Holiday, make_holidays
from app.demo.diary import Request
from app.demo.patterns import PATTERNS
from app.demo.people import Contract, Person, make_people
from app.demo.structure import ORGANISATION, REQUIREMENTS, SITES, TEAMS, TIME_ZONE

Row = dict[str, Any]


@dataclass(frozen=True)
class Batch:
    """Rows for one statement."""

    statement: str
    rows: list[Row]


# So many requests go into one batch.
PORTION = 250


def make_organisation(seed: int, today: date) -> list[Batch]:
    """Everything, the same for the same seed and day."""
    random = Random(seed)  # noqa: S311 - nothing here is secret
    holidays = make_holidays(today)
    people = make_people(random, today)
    requests = [
        _request(number, request, today)
        for number, request in enumerate(make_requests(random, people, holidays, today), 1)
    ]
    departments = dict.fromkeys(team.department for team in TEAMS)
    return [
        Batch("activities", []),
        Batch("settings", [{"organisation_name": ORGANISATION, "time_zone": TIME_ZONE}]),
        Batch("sites", [{"name": site.name, "time_zone": site.time_zone} for site in SITES]),
        Batch("holidays", [_holiday(holiday) for holiday in holidays]),
        Batch("patterns", [{"name": p.name, "days": p.days} for p in PATTERNS]),
        Batch("pattern_lines", list(_pattern_lines())),
        Batch("units", [{"name": ORGANISATION, "parent": None}]),
        Batch("units", [{"name": name, "parent": ORGANISATION} for name in departments]),
        Batch("units", [{"name": team.name, "parent": team.department} for team in TEAMS]),
        Batch("staff", [_staff(person) for person in people]),
        Batch("memberships", [_membership(person) for person in people]),
        Batch("secondments", list(_secondments(people))),
        Batch("accounts", list(_accounts(people))),
        Batch("contracts", [_contract(p, contract) for p in people for contract in p.contracts]),
        Batch("coverage_requirements", list(_coverage_requirements())),
        *(
            Batch("requests", requests[start : start + PORTION])
            for start in range(0, len(requests), PORTION)
        ),
    ]


def _holiday(holiday: Holiday) -> Row:
    return {
        "site": holiday.site.name,
        "day": holiday.day.isoformat(),
        "name": holiday.name,
        "closed": holiday.closed,
        "source": holiday.source,
    }


def _pattern_lines() -> Iterator[Row]:
    for pattern in PATTERNS:
        for line in pattern.lines:
            yield {
                "pattern": pattern.name,
                "day": line.day,
                "start_minute": line.start,
                "minutes": line.minutes,
                "activity": line.activity,
                "on_clock_change": pattern.on_clock_change,
            }


def _staff(person: Person) -> Row:
    return {"employee_number": person.number, "name": person.name, "email": person.email}


def _membership(person: Person) -> Row:
    return {
        "employee_number": person.number,
        "unit": person.team.name,
        "valid": _range(person.contracts[0].start, person.contracts[-1].end),
    }


def _secondments(people: list[Person]) -> Iterator[Row]:
    for person in people:
        if person.secondment:
            yield {
                "employee_number": person.number,
                "unit": person.secondment.team.name,
                "valid": _range(person.secondment.start, person.secondment.end),
            }


def _accounts(people: list[Person]) -> Iterator[Row]:
    """The demo logins; who has a role on a unit is somebody there, and reads everything besides."""
    for login in DEMO_LOGINS:
        grants = [{"role": login.role, "unit": login.unit}]
        number = None
        if login.unit:
            grants.append({"role": "viewer", "unit": None})
            at_home = (
                person
                for person in people
                if login.unit in (person.team.department, person.team.name)
                and person.contracts[-1].end is None
                and not person.secondment
            )
            number = (list(at_home)[0 if login.role == "staff" else -1]).number
        yield {**login._asdict(), "employee_number": number, "grants": grants}


def _coverage_requirements() -> Iterator[Row]:
    for requirement in REQUIREMENTS:
        yield {
            "unit": requirement.unit,
            "site": requirement.site.name,
            "weekdays": requirement.weekdays,
            "start": requirement.start,
            "end": requirement.end,
            "people": requirement.people,
        }


def _contract(person: Person, contract: Contract) -> Row:
    return {
        "employee_number": person.number,
        "site": person.team.site.name,
        "pattern": contract.pattern.name,
        "anchor": contract.anchor.isoformat(),
        "valid": _range(contract.start, contract.end),
        "holiday_rule": person.team.holiday_rule,
    }


def _request(number: int, request: Request, today: date) -> Row:
    """Asked for in good time, but not after today: the present knows what is approved."""
    first = min(part.start for part in request.adjustments).date()
    asked = min(first - timedelta(days=request.notice), today - timedelta(days=1))
    return {
        "key": f"demo {number}",
        "employee_number": request.person.number,
        "site": request.person.team.site.name,
        "reason": request.reason,
        "requested_at": datetime.combine(asked, time(8), UTC).isoformat(),
        "adjustments": [
            {
                "activity": part.activity,
                "start": part.start.isoformat(),
                "end": part.end.isoformat(),
                "note": part.note,
            }
            for part in request.adjustments
        ],
    }


def _range(start: date, end: date | None) -> str:
    """A range of dates as PostgreSQL reads it."""
    return f"[{start},{end or ''})"
