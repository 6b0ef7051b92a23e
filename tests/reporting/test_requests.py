"""Throughput and backlog of requests, against what plain Python counts for each reader."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest

from tests.support.reporting import connected
from tests.support.servers import Database

ZONE = ZoneInfo("Europe/Berlin")
TODAY, MOVED = date(2026, 1, 1), date(2030, 3, 6)
# Acme (1) > Sales (2), Shop (3); Ada and Bob begin in Sales, Cyd works in Shop.
ACME = f"""
SELECT org.ensure_standard_activities();
UPDATE org.settings SET time_zone = 'Europe/Berlin';
INSERT INTO org.unit_resource (name, parent_id) VALUES ('Acme', NULL), ('Sales', 1), ('Shop', 1);
INSERT INTO org.staff (employee_number, name) VALUES ('1', 'Ada'), ('2', 'Bob'), ('3', 'Cyd');
INSERT INTO org.membership (staff_id, unit_id, valid) VALUES
(1, 2, '[2026-01-01,)'), (3, 3, '[2026-01-01,)'),
(2, 2, '[2026-01-01,{MOVED})'), (2, 3, '[{MOVED},)');
INSERT INTO auth.account (email, name, staff_id) VALUES
('admin@acme.test', 'Ana', NULL), ('sales@acme.test', 'Sam', NULL),
('shop@acme.test', 'Sue', NULL), ('ada@acme.test', 'Ada', 1),
('viewer@acme.test', 'Vic', NULL), ('named@acme.test', 'Ned', NULL);
INSERT INTO auth.role_grant (account_id, role, unit_id) VALUES
(1, 'admin', NULL), (2, 'manager', 2), (3, 'manager', 3),
(4, 'staff', 2), (5, 'viewer', NULL), (6, 'viewer', 2);
"""
REQUEST = """
INSERT INTO schedule.request (staff_id, state, requested_at, decided_at, automatic)
VALUES (%s, %s, %s, %s, %s) RETURNING request_id
"""
STEP = """
INSERT INTO approval.step (
    request_id, place, deciders, quorum, unit_id, account_ids, state, on_deadline, deadline
)
VALUES (%s, %s, %s, 'any', %s, %s, %s, 'escalate', %s)
"""
THROUGHPUT = """
SELECT
    day, unit_id, asked, approved, rejected, withdrawn, expired, automatic,
    median_minutes, longest_minutes
FROM reporting.request_throughput WHERE day BETWEEN '2030-03-01' AND '2030-03-12'
"""
BACKLOG = """
SELECT request_id, staff_id, unit_id, step, steps, deciders, deciding_unit_id, age_minutes, overdue
FROM reporting.approval_backlog ORDER BY request_id
"""
STATES = ("draft", "pending", "approved", "cancelled", "rejected", "withdrawn", "expired")
# The people whose requests each reads: today Bob is in Sales.
READERS = {"admin": {1, 2, 3}, "sales": {1, 2}, "shop": {3}, "ada": {1}, "viewer": set[int]()}


@dataclass(frozen=True)
class Asked:
    """A request as it is stored."""

    request_id: int
    staff_id: int
    state: str
    requested_at: datetime
    decided_at: datetime | None
    automatic: bool
    was_asked: bool


def home(staff_id: int, day: date) -> int:
    """The home unit of a person on a day."""
    return {1: 2, 2: 2 if day < MOVED else 3, 3: 3}[staff_id]


def store(connection: psycopg.Connection, chance: random.Random) -> Asked:
    """A request of March 2030, with steps where it needs them."""
    state = chance.choice(STATES)
    staff_id = chance.randint(1, 3)
    requested = datetime(2030, 3, 2, tzinfo=UTC) + timedelta(minutes=chance.randrange(8 * 1440))
    automatic = state in ("approved", "cancelled") and chance.random() < 0.3
    decided = None
    if state not in ("draft", "pending"):
        later = 0 if automatic else chance.randrange(2 * 1440)
        decided = requested + timedelta(minutes=later)
    thrown_away = state == "withdrawn" and chance.random() < 0.5
    row = connection.execute(REQUEST, [staff_id, state, requested, decided, automatic]).fetchone()
    assert row
    if not automatic and not thrown_away and state != "draft":
        step = ("pending" if state == "pending" else "closed", None)
        connection.execute(STEP, [row[0], 0, "unit_managers", home(staff_id, TODAY), [], *step])
    asked = state != "draft" and not thrown_away
    return Asked(row[0], staff_id, state, requested, decided, automatic, asked)


@pytest.fixture(scope="module")
def requests(shared_database: Database) -> Iterator[list[Asked]]:
    """Some hundred requests in the small organisation."""
    chance = random.Random(5)
    with shared_database.connect() as connection:
        connection.execute(ACME.encode())
        yield [store(connection, chance) for _ in range(300)]


def local_day(instant: datetime) -> date:
    return instant.astimezone(ZONE).date()


def counted(requests: list[Asked]) -> dict[tuple[date, int], tuple[Any, ...]]:
    """The columns of the report after day and unit, by these."""
    found = {}
    days = {
        local_day(instant)
        for each in requests
        for instant in (each.requested_at, each.decided_at)
        if instant
    }
    for day in days:
        for unit in (2, 3):
            here = [
                each for each in requests if each.was_asked and home(each.staff_id, day) == unit
            ]
            done = [each for each in here if each.decided_at and local_day(each.decided_at) == day]
            approved = [each for each in done if each.state in ("approved", "cancelled")]
            by_people = [each for each in approved if not each.automatic]
            minutes = [
                (each.decided_at - each.requested_at) / timedelta(minutes=1)
                for each in (*by_people, *(each for each in done if each.state == "rejected"))
                if each.decided_at
            ]
            asked = sum(local_day(each.requested_at) == day for each in here)
            states = [each.state for each in done]
            if asked or done:
                found[day, unit] = (
                    asked,
                    len(by_people),
                    *(states.count(word) for word in ("rejected", "withdrawn", "expired")),
                    len(approved) - len(by_people),
                    round(median(minutes)) if minutes else None,
                    round(max(minutes)) if minutes else None,
                )
    return found


@pytest.mark.parametrize("reader", READERS)
def test_throughput_is_what_python_counts(
    shared_database: Database, requests: list[Asked], reader: str
) -> None:
    """By the organisation's days, the unit of then, and of requests that the reader may read."""
    visible = [each for each in requests if each.staff_id in READERS[reader]]
    with connected(shared_database, "strata_test_reader", f"{reader}@acme.test") as connection:
        rows = connection.execute(THROUGHPUT.encode()).fetchall()
    expected = counted(visible)
    if reader == "ada":
        # Who knows one unit only.
        assert {unit for _, unit in expected} == {2}
    assert len(rows) == len(expected)
    assert {(row[0], row[1]): row[2:] for row in rows} == expected


def test_a_request_at_night_counts_on_the_day_of_the_organisation(
    shared_database: Database, requests: list[Asked]
) -> None:
    """There are some whose day in UTC is another one."""
    assert any(local_day(each.requested_at) != each.requested_at.date() for each in requests)


@pytest.mark.parametrize("reader", READERS)
def test_backlog_is_what_is_pending(
    shared_database: Database, requests: list[Asked], reader: str
) -> None:
    pending = [
        each.request_id
        for each in requests
        if each.state == "pending" and each.staff_id in READERS[reader]
    ]
    with connected(shared_database, "strata_test_reader", f"{reader}@acme.test") as connection:
        found = [row[0] for row in connection.execute(BACKLOG.encode()).fetchall()]
    assert found == pending


def test_backlog_of_who_may_decide_by_name(
    shared_database: Database, requests: list[Asked]
) -> None:
    """The second step of a request about somebody of a unit that the reader does not know."""
    now = datetime.now(UTC).replace(microsecond=0)
    row = [3, "pending", now - timedelta(minutes=90), None, False]
    with shared_database.connect() as admin, admin.transaction(force_rollback=False):
        stored = admin.execute(REQUEST, row).fetchone()
        assert stored
        past = now - timedelta(minutes=1)
        admin.execute(STEP, [stored[0], 0, "unit_managers", 3, [], "approved", None])
        admin.execute(STEP, [stored[0], 1, "accounts", None, [6], "pending", past])
    try:
        with connected(shared_database, "strata_test_reader", "named@acme.test") as connection:
            rows = connection.execute(BACKLOG.encode()).fetchall()
        assert rows == [(stored[0], 3, None, 2, 2, "accounts", None, 90, True)]
        with connected(shared_database, "strata_test_reader", "admin@acme.test") as connection:
            rows = connection.execute(BACKLOG.encode()).fetchall()
        assert (stored[0], 3, 3, 2, 2, "accounts", None, 90, True) in rows
    finally:
        with shared_database.connect() as admin:
            admin.execute("DELETE FROM schedule.request WHERE request_id = %s", [stored[0]])


def test_a_day_without_requests_costs_nothing(
    shared_database: Database, requests: list[Asked]
) -> None:
    """The condition on the day reaches the function: a century would take much longer."""
    with connected(shared_database, "strata_test_reader", "admin@acme.test") as connection:
        plan = connection.execute(
            "EXPLAIN (ANALYZE, FORMAT JSON) SELECT * FROM reporting.request_throughput"
            " WHERE day = '2030-03-05'"
        ).fetchone()
    assert plan
    scans: list[Any] = [plan[0][0]["Plan"]]
    loops = {}
    while scans:
        node = scans.pop()
        scans += node.get("Plans", [])
        loops[node.get("Function Name", node["Node Type"])] = node["Actual Loops"]
    assert loops["requests_day"] == 1
