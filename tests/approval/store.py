"""An organisation in the database, calls of its API, and what is stored after them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from tests.approval.organisation import (
    ACCOUNTS,
    PEOPLE,
    Organisation,
    Rule,
    instant,
    organisation,
)
from tests.approval.requests import FORBIDDEN, Asked, Body, Refused
from tests.model.clock import instant_of, minute_of
from tests.support.servers import Database

FOLDER = Path(__file__).parent
SCENE = (FOLDER / "scene.sql").read_bytes()
STATE = (FOLDER / "state.sql").read_bytes()
# Without triggers: what was stored for an example was never there.
EMPTIED = [
    "approval.open_shift_taker",
    "approval.open_shift",
    "approval.decision",
    "approval.step",
    "approval.delegation",
    "approval.rule_step",
    "approval.rule",
    "schedule.cancellation",
    "schedule.adjustment",
    "schedule.request",
    "schedule.coverage_requirement",
    "audit.entry",
]
WHEN = {"past": (-48, -24), "now": (-24, 24), "future": (24, 48)}
INSERT_RULE = """
INSERT INTO approval.rule (
    rule_id, name, unit_id, activity_id, class, requester, minimum_notice, maximum_length,
    lock_date, automatic, deadline, on_deadline, coverage, priority, valid
) OVERRIDING SYSTEM VALUE
VALUES (
    %(rule_id)s, 'Rule ' || %(rule_id)s, %(unit_id)s,
    (SELECT activity_id FROM org.activity WHERE code = %(activity)s), %(class)s, %(requester)s,
    %(notice)s, %(length)s, %(lock)s, %(automatic)s, %(deadline)s, %(on_deadline)s, %(coverage)s,
    %(priority)s, daterange(%(first)s, %(end)s)
)
"""


class Store:
    """The database of the tests: as its administrator, and as the application for an account."""

    def __init__(self, database: Database) -> None:
        self.admin = database.connect()
        self.application = psycopg.connect(database.app_url, autocommit=True)
        self.organisation = organisation(datetime.now(UTC).date())

    def close(self) -> None:
        """Ends both connections."""
        self.application.close()
        self.admin.close()

    # Setting up

    def prepare(self, organisation: Organisation) -> None:
        """The units, people and accounts that all examples share."""
        self.admin.execute(SCENE)
        for staff_id, name in PEOPLE.items():
            self.admin.execute(
                "INSERT INTO org.staff (staff_id, employee_number, name)"
                " OVERRIDING SYSTEM VALUE VALUES (%s, %s, %s)",
                [staff_id, str(staff_id), name],
            )
            self.admin.execute(
                "INSERT INTO schedule.contract (staff_id, site_id, pattern_id, anchor, valid)"
                " VALUES (%s, 1, 1, '2020-01-01', '[2020-01-01,)')",
                [staff_id],
            )
        for home in organisation.homes:
            self.admin.execute(
                "INSERT INTO org.membership (staff_id, unit_id, valid)"
                " VALUES (%s, %s, daterange(%s, %s))",
                [home.staff_id, home.unit_id, home.first, home.end],
            )
        for account in ACCOUNTS:
            self.admin.execute(
                "INSERT INTO auth.account (account_id, email, name, staff_id, active)"
                " OVERRIDING SYSTEM VALUE VALUES (%s, %s, %s, %s, %s)",
                [
                    account.account_id,
                    f"{account.name.lower()}@acme.test",
                    account.name,
                    account.staff_id,
                    account.active,
                ],
            )
        for account in organisation.accounts.values():
            for role, unit_id in account.grants:
                self.admin.execute(
                    "INSERT INTO auth.role_grant (account_id, role, unit_id) VALUES (%s, %s, %s)",
                    [account.account_id, role, unit_id],
                )

    def begin(self, organisation: Organisation) -> None:
        """Nothing but the rules, delegations and requirements of an example."""
        self.organisation = organisation
        self.admin.execute("SET session_replication_role = replica")
        for table in EMPTIED:
            self.admin.execute(f"DELETE FROM {table}".encode())
        self.admin.execute("SET session_replication_role = origin")
        for rule in organisation.rules:
            self.add_rule(organisation, rule)
        self.delegate(organisation)
        for need in organisation.requirements:
            self.admin.execute(
                "INSERT INTO schedule.coverage_requirement (coverage_requirement_id, unit_id,"
                " site_id, weekdays, start_minute, minutes, people) OVERRIDING SYSTEM VALUE"
                " VALUES (%s, %s, 1, '{1,2,3,4,5,6,7}', %s, %s, %s)",
                [
                    need.requirement_id,
                    need.unit_id,
                    need.start_minute,
                    need.minutes,
                    need.people,
                ],
            )

    def delegate(self, organisation: Organisation) -> None:
        """No delegations but these."""
        self.admin.execute("DELETE FROM approval.delegation")
        for each in organisation.delegations:
            first, end = WHEN[each.when]
            self.admin.execute(
                "INSERT INTO approval.delegation (account_id, delegate_id, during) VALUES"
                " (%s, %s, tstzrange(now() + %s * interval '1h', now() + %s * interval '1h'))",
                [each.account_id, each.delegate_id, first, end],
            )

    def pass_step(self, request_id: int) -> None:
        """The pending step should have been decided by now."""
        self.admin.execute(
            "UPDATE approval.step SET deadline = now() - interval '1 minute'"
            " WHERE request_id = %s AND state = 'pending'",
            [request_id],
        )

    def pass_deadline(self, request_id: int) -> None:
        """The request should have been decided by now."""
        self.admin.execute(
            "UPDATE schedule.request SET requested_at = now() - interval '2h',"
            " deadline = now() - interval '1h' WHERE request_id = %s",
            [request_id],
        )

    def run_deadlines(self) -> None:
        """The job of a node."""
        with self.application.transaction():
            self.application.execute("SET LOCAL ROLE strata_user")
            self.application.execute("SELECT approval.run_deadlines()")

    def add_rule(self, organisation: Organisation, rule: Rule) -> None:
        """A rule with its steps."""

        def date(day: int | None) -> object:
            return None if day is None else organisation.today + timedelta(days=day)

        self.admin.execute(
            INSERT_RULE.encode(),
            {
                "rule_id": rule.rule_id,
                "unit_id": rule.unit_id,
                "activity": rule.activity,
                "class": rule.activity_class,
                "requester": rule.requester,
                "notice": rule.minimum_notice,
                "length": rule.maximum_length,
                "lock": date(rule.lock_day),
                "automatic": rule.automatic,
                "deadline": rule.deadline,
                "on_deadline": rule.on_deadline,
                "coverage": rule.coverage,
                "priority": rule.priority,
                "first": date(rule.valid[0]),
                "end": date(rule.valid[1]),
            },
        )
        for place, step in enumerate(rule.steps):
            self.admin.execute(
                "INSERT INTO approval.rule_step (rule_id, place, deciders, quorum, account_ids)"
                " VALUES (%s, %s, %s, %s, %s)",
                [rule.rule_id, place, step.deciders, step.quorum, list(step.accounts)],
            )

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
