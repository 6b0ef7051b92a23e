"""Calls of the API for an account, and what is stored after them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from tests.approval.organisation import instant, organisation
from tests.approval.requests import FORBIDDEN, Asked, Body, Refused
from tests.approval.setting import Setting
from tests.model.clock import instant_of, minute_of
from tests.support.servers import Database

STATE = (Path(__file__).parent / "state.sql").read_bytes()


class Store(Setting):
    """The database of the tests: as its administrator, and as the application for an account."""

    def __init__(self, database: Database) -> None:
        super().__init__(database.connect(), organisation(datetime.now(UTC).date()))
        self.application = psycopg.connect(database.app_url, autocommit=True)

    def close(self) -> None:
        """Ends both connections."""
        self.application.close()
        self.admin.close()

    # Calling

    @contextmanager
    def acting(self, account_id: int) -> Iterator[psycopg.Connection]:
        """A transaction of the application for an account, which stays if nothing fails."""
        with acting(self.application, account_id) as connection:
            yield connection

    def call(self, account_id: int, function: str, *arguments: object) -> Any:  # noqa: ANN401
        """What a function of the API answers to an account."""
        with self.acting(account_id) as connection:
            return call(connection, function, *arguments)

    def ask(self, account_id: int, body: Body, **more: object) -> dict[str, Any]:
        """What is answered to who asks for something."""
        found: dict[str, Any] = self.call(account_id, "create_request", {**document(body), **more})
        return found

    def move(self, account_id: int, action: str, request: dict[str, Any], **more: object) -> Any:  # noqa: ANN401
        """What is answered to who moves the version of a request that was read."""
        body = {"version": request["version"], **more}
        return self.call(account_id, f"request_{action}", request["id"], body)

    def run_deadlines(self) -> None:
        """The job of a node."""
        with self.application.transaction():
            self.application.execute("SET LOCAL ROLE strata_user")
            self.application.execute("SELECT approval.run_deadlines()")

    # Reading

    def state(self) -> dict[int, dict[str, Any]]:
        """Everything that is stored of requests, by id."""
        row = self.admin.execute(STATE).fetchone()
        assert row
        return {each["id"]: each for each in row[0] or []}

    def schedule(self, people: set[int], start: int, end: int) -> dict[int, list[tuple[int, ...]]]:
        """Start, end and activity of the effective segments of people."""
        found: dict[int, list[tuple[int, ...]]] = {staff_id: [] for staff_id in people}
        for staff_id, starts_at, ends_at, activity in self.admin.execute(
            "SELECT staff_id, starts_at, ends_at, activity_id"
            " FROM schedule.effective_segments(%s, %s, %s) ORDER BY starts_at",
            [sorted(people), instant_of(start), instant_of(end)],
        ):
            found[staff_id].append((minute_of(starts_at), minute_of(ends_at), activity))
        return {staff_id: plain(each) for staff_id, each in found.items()}


@contextmanager
def acting(connection: psycopg.Connection, account_id: int) -> Iterator[psycopg.Connection]:
    """A transaction of the application's login for an account."""
    with connection.transaction():
        connection.execute(
            "SELECT set_config('role', 'strata_user', TRUE),"
            " set_config('strata.account_id', %s, TRUE)",
            [str(account_id)],
        )
        yield connection


def call(connection: psycopg.Connection, function: str, *arguments: object) -> Any:  # noqa: ANN401
    """What a function answers; what it refuses is raised as Refused."""
    statement = sql.SQL("SELECT {}({})").format(
        sql.Identifier("api", function), sql.SQL(", ").join([sql.Placeholder()] * len(arguments))
    )
    given = [Jsonb(each) if isinstance(each, dict) else each for each in arguments]
    try:
        row = connection.execute(statement, given).fetchone()
    except psycopg.Error as error:
        raise refusal(error) from error
    return row and row[0]


def refusal(error: psycopg.Error) -> Refused:
    """A refusal by the database: its code, and the fields that it names."""
    pointers: list[str] = []
    if error.diag.message_detail and error.diag.message_detail.startswith("["):
        pointers = [each["pointer"] for each in json.loads(error.diag.message_detail)]
    elif error.diag.column_name:
        pointers = ["/" + error.diag.column_name]
    code = error.sqlstate or ""
    # What is not allowed has a sentence of ours, or none.
    code = FORBIDDEN if code == "ST011" else code
    found = Refused(code, pointers=tuple(sorted(set(pointers))))
    found.add_note(str(error))
    return found


def items(asked: tuple[Asked, ...]) -> list[dict[str, str]]:
    """Adjustments as a body has them."""
    return [
        {"activity": each.activity, "start": instant(each.start), "end": instant(each.end)}
        for each in asked
    ]


def document(body: Body) -> dict[str, Any]:
    """The body of POST /v1/requests."""
    found: dict[str, Any] = {"staff_id": body.staff_id, "on_conflict": body.on_conflict}
    if body.asked:
        found["adjustments"] = items(body.asked)
    if body.cancels:
        found["cancels"] = list(body.cancels)
    if body.draft:
        found["draft"] = True
    if body.swap:
        parts = [{"start": instant(start), "end": instant(end)} for start, end in body.swap.parts]
        found["swap"] = {"staff_id": body.swap.partner_id, "parts": parts}
    return found


def plain(segments: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Start, end and activity of segments; equal neighbours, whatever their source, are one."""
    found: list[tuple[int, ...]] = []
    for start, end, activity in segments:
        if found and found[-1][1:] == (start, activity):
            found[-1] = (found[-1][0], end, activity)
        else:
            found.append((start, end, activity))
    return found
