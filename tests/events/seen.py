"""What an account sees: rows under row security, the board, and the events that reach it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any

from psycopg import Connection

from tests.model.clock import instant_of, minute_of
from tests.rights.model import Rights
from tests.rights.organisation import PEOPLE
from tests.rights.store import Stored
from tests.rights.test_rows import expected_rows

Thing = tuple[str, int]
Span = tuple[int, int]
# The nouns of the API, and what it reads in other ways.
RELATIONS = """
SELECT noun, relation FROM api.resource
UNION ALL VALUES ('request', 'schedule.request_resource')
"""
SHIFTS = """
SELECT 'open_shift', (item ->> 'id')::bigint, item
FROM json_array_elements(api.open_shift_list("limit" => 1000) -> 'items') AS item
"""
OFFERS = "SELECT 'open_shift', id, version FROM approval.open_shift_resource"
APPROVED = """
SELECT 'adjustment', id, version FROM schedule.adjustment_resource WHERE state = 'approved'
"""
BOARD = 'SELECT api.schedules("from" => %s, "to" => %s)'
FIRST_DAY, END_DAY = -6, 8  # what the board is read for


@dataclass
class Sight:
    """What one account sees at one time."""

    rows: dict[Thing, dict[str, Any]]
    board: dict[int, list[tuple[int, int, str]]]  # by person: from, to, what the segment says
    staff: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.staff = {number for kind, number in self.rows if kind == "staff"}


@dataclass(frozen=True)
class Look:
    """What an account sees, may see and holds at one time."""

    sight: Sight
    rights: Rights
    keys: set[str]


# The tables whose rows the model knows, and what the API calls them.
MODELLED = {
    "unit": "org.unit",
    "staff": "org.staff",
    "membership": "org.membership",
    "secondment": "org.secondment",
    "contract": "schedule.contract",
    "duty": "schedule.duty",
    "preset": "schedule.preset",
    "coverage_requirement": "schedule.coverage_requirement",
    "request": "schedule.request",
    "account": "auth.account",
    "grant": "auth.role_grant",
    "delegation": "approval.delegation",
}


def disagreement(look: Look) -> list[tuple[str, set[str]]]:
    """Where row security and the model in Python do not show the same."""
    expected = expected_rows(look.rights)
    found = []
    for kind, table in MODELLED.items():
        seen = {str(number) for each, number in look.sight.rows if each == kind}
        if kind == "staff":
            # Whom a change has made the model does not know.
            seen &= {str(who) for who in PEOPLE}
        if seen != {*expected[table]}:
            found.append((kind, seen ^ {*expected[table]}))
    return found


class Eyes:
    """Looks at the database as an account."""

    def __init__(self, database: Stored) -> None:
        self.database = database
        self.question = " UNION ALL ".join(
            f"SELECT '{noun}', id, to_json(v) FROM {relation} AS v"
            for noun, relation in database.rows(RELATIONS)
        )

    def sight(self, account_id: int) -> Sight:
        """What the account sees now."""
        database = self.database
        window = (database.midnight(FIRST_DAY), database.midnight(END_DAY))
        with database.acting(account_id):
            rows = database.rows(f"{self.question} UNION ALL {SHIFTS}")
            board = database.value(BOARD, *(instant_of(minute).isoformat() for minute in window))
        return Sight(
            {(kind, number): content for kind, number, content in rows},
            {person["staff_id"]: [*segments(person)] for person in board["staff"]},
        )

    def keys(self, account_id: int) -> set[str]:
        """The scope keys that the account holds."""
        return set(self.database.value("SELECT event.scopes_of(%s)", account_id))


def resources(connection: Connection) -> dict[Thing, int]:
    """The versions of all that there is; of adjustments only what schedules are made of."""
    relations = connection.execute(RELATIONS).fetchall()
    question = " UNION ALL ".join(
        f"SELECT '{noun}', id, version FROM {relation}" for noun, relation in relations
    )
    rows = connection.execute(
        f"{question} UNION ALL {APPROVED} UNION ALL {OFFERS}".encode()
    ).fetchall()
    return {(kind, number): version for kind, number, version in rows}


def segments(person: dict[str, Any]) -> Iterator[tuple[int, int, str]]:
    """The segments of a person of the board."""
    for each in person["segments"]:
        said = {key: value for key, value in each.items() if key not in ("start", "end")}
        yield (
            minute_of(datetime.fromisoformat(each["start"])),
            minute_of(datetime.fromisoformat(each["end"])),
            json.dumps(said),
        )


def differing(before: list[tuple[int, int, str]], after: list[tuple[int, int, str]]) -> list[Span]:
    """The stretches of time in which two schedules of a person say something else."""
    bounds = sorted({bound for start, end, _ in (*before, *after) for bound in (start, end)})

    def said(schedule: list[tuple[int, int, str]], minute: int) -> str | None:
        return next((text for start, end, text in schedule if start <= minute < end), None)

    return [
        (start, end) for start, end in pairwise(bounds) if said(before, start) != said(after, start)
    ]


@dataclass(frozen=True)
class Event:
    """A row of the log."""

    pos: int
    type: str
    payload: dict[str, Any]
    scopes: frozenset[str]

    @property
    def thing(self) -> Thing | None:
        """What it is about, if it is about one thing."""
        number = self.payload.get("id")
        return None if number is None else (self.payload["kind"], number)

    @property
    def people(self) -> set[int]:
        """Whom it names."""
        return {self.payload[key] for key in ("staff_id", "partner_id") if key in self.payload}

    @property
    def span(self) -> tuple[float, float]:
        """The time that it names, in minutes."""
        start, end = (
            minute_of(datetime.fromisoformat(self.payload[key])) if key in self.payload else None
            for key in ("start", "end")
        )
        return (
            float("-inf") if start is None else start,
            float("inf") if end is None else end,
        )
