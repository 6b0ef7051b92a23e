"""What the writers of the storm do: each takes random people and times from a few."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from psycopg import Connection
from psycopg.types.json import Jsonb

FIRST_HOUR = datetime(2024, 5, 1, tzinfo=UTC)
FIRST_DAY = date(2024, 5, 1)
PEOPLE = range(1, 5)
ACTIVITIES = {1: "remote", 2: "meeting", 3: "leave"}  # id, which is the class too, and code

INSERT_ADJUSTMENT = """
INSERT INTO schedule.adjustment
(request_id, staff_id, activity_id, class, starts_at, ends_at, state)
VALUES (-%(staff)s, %(staff)s, %(activity)s, %(activity)s, %(start)s, %(end)s, 'approved')
"""
MOVE_ADJUSTMENT = """
UPDATE schedule.adjustment
SET starts_at = %(start)s, ends_at = %(end)s, state = 'approved'
WHERE adjustment_id = (
    SELECT adjustment_id FROM schedule.adjustment
    WHERE staff_id = %(staff)s ORDER BY random() LIMIT 1
)
"""
CANCEL_ADJUSTMENTS = """
UPDATE schedule.adjustment SET state = 'cancelled'
WHERE staff_id = %(staff)s AND class = %(activity)s AND state = 'approved'
"""
INSERT_CONTRACT = """
INSERT INTO schedule.contract (staff_id, site_id, pattern_id, anchor, valid)
VALUES (%(staff)s, 1, 1, %(day)s, daterange(%(day)s, %(last_day)s, '[]'))
"""
MOVE_CONTRACT = """
UPDATE schedule.contract SET valid = daterange(%(day)s, %(last_day)s, '[]')
WHERE contract_id = (
    SELECT contract_id FROM schedule.contract
    WHERE staff_id = %(staff)s ORDER BY random() LIMIT 1
)
"""
DELETE_CONTRACT = """
DELETE FROM schedule.contract WHERE staff_id = %(staff)s AND valid @> %(day)s
"""
STORE_REQUEST = "SELECT schedule.store_approved_request(%s, %s)"
LOCK_STAFF = "SELECT schedule.lock_staff(%s)"

Write = Callable[[Connection, random.Random], None]


def parameters(chance: random.Random) -> dict[str, object]:
    """Somebody, a class, and a time that soon meets another one."""
    start = FIRST_HOUR + timedelta(hours=chance.randrange(48))
    day = FIRST_DAY + timedelta(days=chance.randrange(60))
    return {
        "staff": chance.choice(PEOPLE),
        "activity": chance.choice(tuple(ACTIVITIES)),
        "start": start,
        "end": start + timedelta(hours=chance.randint(1, 12)),
        "day": day,
        "last_day": day + timedelta(days=chance.randrange(30)),
    }


def store_request(connection: Connection, chance: random.Random) -> None:
    """A request of one or two adjustments, through the function that stores it."""
    adjustments = []
    for _ in range(chance.randint(1, 2)):
        given = parameters(chance)
        start, end = given["start"], given["end"]
        code = ACTIVITIES[chance.choice(tuple(ACTIVITIES))]
        adjustments.append({"activity": code, "start": str(start), "end": str(end)})
    connection.execute(STORE_REQUEST, [chance.choice(PEOPLE), Jsonb(adjustments)])


def locked_inserts(connection: Connection, chance: random.Random) -> None:
    """Rows of two people in random order in one transaction, after locking both."""
    staff = chance.sample(PEOPLE, 2)
    with connection.transaction():
        connection.execute(LOCK_STAFF, [staff])
        for staff_id in staff:
            statement = chance.choice((INSERT_ADJUSTMENT, INSERT_CONTRACT))
            connection.execute(statement, {**parameters(chance), "staff": staff_id})


def locked_cancellation(connection: Connection, chance: random.Random) -> None:
    """Everything of one class of a person is cancelled, after locking the person."""
    given = parameters(chance)
    with connection.transaction():
        connection.execute(LOCK_STAFF, [[given["staff"]]])
        connection.execute(CANCEL_ADJUSTMENTS, given)


def plain(statement: str) -> Write:
    """A statement that locks nobody first."""

    def write(connection: Connection, chance: random.Random) -> None:
        connection.execute(statement, parameters(chance))

    return write


WRITES: dict[str, Write] = {
    "request": store_request,
    "locked inserts": locked_inserts,
    "locked cancellation": locked_cancellation,
    "insert of an adjustment": plain(INSERT_ADJUSTMENT),
    "insert of a contract": plain(INSERT_CONTRACT),
    "update of an adjustment": plain(MOVE_ADJUSTMENT),
    "update of adjustments": plain(CANCEL_ADJUSTMENTS),
    "update of a contract": plain(MOVE_CONTRACT),
    "delete of a contract": plain(DELETE_CONTRACT),
}
