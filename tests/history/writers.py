"""The writers, a thread each: python -m tests.history.writers OPTIONS (JSON)."""

import json
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import psycopg
from psycopg.types.json import Jsonb

from tests.history.scene import BULK_REQUEST, END, ROVING, START, email_of

ACTIVITIES = ("remote", "meeting", "leave", "sick")
TEAMS = (3, 4, 5, 6)
STORE = "SELECT schedule.store_approved_request(%s, %s)"
LOCK = "SELECT schedule.lock_staff(%s)"
CANCEL = """
UPDATE schedule.adjustment SET state = 'cancelled'
WHERE adjustment_id = (
    SELECT adjustment_id FROM schedule.adjustment
    WHERE staff_id = %s AND state = 'approved' ORDER BY random() LIMIT 1
)
"""
SHIFT = """
UPDATE schedule.adjustment SET ends_at = ends_at + interval '15 minutes'
WHERE adjustment_id = (
    SELECT adjustment_id FROM schedule.adjustment
    WHERE staff_id = %s AND state = 'approved' ORDER BY random() LIMIT 1
)
"""
DELETE = """
DELETE FROM schedule.adjustment
WHERE adjustment_id = (
    SELECT adjustment_id FROM schedule.adjustment
    WHERE staff_id = %s AND state = 'cancelled' ORDER BY random() LIMIT 1
)
"""
# Not to where the person is: an update that changes nothing makes a version and no event.
MOVE = "UPDATE org.membership SET unit_id = %s WHERE staff_id = %s AND unit_id <> %s"
RENAME = "UPDATE org.staff SET name = %s WHERE staff_id = %s"
GRANT = """
INSERT INTO auth.role_grant (account_id, role, unit_id)
SELECT account_id, %s, %s FROM auth.account WHERE email = %s
ON CONFLICT DO NOTHING
"""
REVOKE = """
DELETE FROM auth.role_grant
WHERE account_id = (SELECT account_id FROM auth.account WHERE email = %s) AND unit_id = %s
"""
# More than 200 at once, beside the hours of the others.
BULK = """
INSERT INTO schedule.adjustment
(request_id, staff_id, activity_id, class, starts_at, ends_at, state)
SELECT %(request)s, 13, 3, 2, moment, moment + interval '1 minute', 'approved'
FROM generate_series(
    %(start)s::timestamptz + %(day)s * interval '1 day' + interval '90 minutes',
    %(start)s::timestamptz + %(day)s * interval '1 day' + interval '299 minutes', '1 minute'
) AS moment
"""
END_BULK = "UPDATE schedule.adjustment SET state = 'cancelled' WHERE request_id = %s"


class RolledBackError(Exception):
    """The writer has changed its mind."""


class Hand:
    """What a writer has: a connection, the nodes, chance, and a count of what came of it."""

    def __init__(self, options: dict[str, Any], seed: int) -> None:
        self.options = options
        self.chance = random.Random(seed)
        self.outcomes: Counter[str] = Counter()
        self.connection: psycopg.Connection | None = None
        self.http = httpx.Client(timeout=10)
        self.acknowledged: list[tuple[str, int]] = []

    def database(self) -> psycopg.Connection:
        """A connection as the owner, a new one when the last is broken."""
        if self.connection is None or self.connection.closed or self.connection.broken:
            self.connection = psycopg.connect(self.options["url"], autocommit=True)
            self.connection.execute("SET ROLE strata_owner; SET lock_timeout = '5s'")
        return self.connection

    def ask(
        self, account: str, method: str, path: str, document: object = None, **headers: str
    ) -> dict[str, Any]:
        """One request to any of the nodes; what it answers, if it did what was asked."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        given["Authorization"] = "Bearer " + self.options["tokens"][account]
        nodes = self.chance.sample(self.options["nodes"], 3)
        while True:
            try:
                answer = self.http.request(method, nodes.pop() + path, json=document, headers=given)
                break
            except httpx.ConnectError:
                # As a proxy does, when a node is not there.
                if not nodes:
                    raise
        self.outcomes[f"{method} {answer.status_code}"] += 1
        if answer.status_code == 500:
            self.outcomes[f"500 of {method} {path}"] += 1
        if answer.is_error:
            raise RolledBackError
        found: dict[str, Any] = answer.json() if answer.content else {}
        if method == "POST" and answer.status_code == 201:
            self.acknowledged.append((path.split("/")[2], found["id"]))
        return found

    def times(self) -> dict[str, str]:
        """Some hours of the week."""
        minutes = int((END - START).total_seconds() // 60)
        # From six o'clock on, so that the nights are free for bulk changes.
        start = self.chance.randrange(6, minutes // 60 - 12) * 60 + self.chance.choice((0, 15, 30))
        begin = START + timedelta(minutes=start)
        end = begin + timedelta(minutes=self.chance.choice((15, 60, 240)))
        return {"start": begin.isoformat(), "end": end.isoformat()}

    def adjustment(self) -> dict[str, str]:
        """Something different for some hours."""
        return {"activity": self.chance.choice(ACTIVITIES), **self.times()}


def manage(hand: Hand) -> None:
    """A manager edits the own people's week, over what is there, and takes some of it back."""
    body = {
        "staff_id": hand.chance.choice((1, 2, 5, 9, 10)),
        "adjustments": [hand.adjustment() for _ in range(hand.chance.randint(1, 3))],
        "on_conflict": "replace",
        "reason": "because",
    }
    made = hand.ask("manager", "POST", "/v1/requests", body)
    if hand.chance.random() < 0.4:
        version = {"version": made["version"]}
        hand.ask("manager", "POST", f"/v1/requests/{made['id']}/cancel", version)


def ask_and_decide(hand: Hand) -> None:
    """Somebody asks for something, and a manager decides, or it is taken back."""
    body = {"staff_id": 2, "adjustments": [hand.adjustment()]}
    made = hand.ask("own", "POST", "/v1/requests", body)
    who, action = hand.chance.choice(
        (("manager", "approve"), ("manager", "reject"), ("own", "withdraw"))
    )
    version = {"version": made["version"]}
    hand.ask(who, "POST", f"/v1/requests/{made['id']}/{action}", version)


def plan(hand: Hand) -> None:
    """Duties come and go; contracts get another rule."""
    person = hand.chance.choice((3, 4, 6, 7))
    if hand.chance.random() < 0.3:
        rule = hand.chance.choice(("by_start", "by_minute", "ignore"))
        hand.ask("admin", "PATCH", f"/v1/contracts/{person}", {"holiday_rule": rule}, If_Match="*")
        return
    day = (START + timedelta(days=hand.chance.randrange(7))).date().isoformat()
    name = f"Desk {hand.chance.randrange(1000)}"
    duty = hand.ask("admin", "POST", "/v1/duties", {"staff_id": person, "name": name, "day": day})
    if hand.chance.random() < 0.6:
        hand.ask("admin", "DELETE", f"/v1/duties/{duty['id']}", If_Match="*")


def settle(hand: Hand) -> None:
    """Settings, activities and units get other names."""
    number = hand.chance.randrange(10**6)
    path, body = hand.chance.choice(
        (
            ("/v1/activities/2", {"colour": f"#{number:06d}"}),
            ("/v1/settings", {"organisation_name": f"Acme {number}"}),
            ("/v1/units/6", {"name": f"Night {number}"}),
        )
    )
    hand.ask("admin", "PATCH", path, body, If_Match="*")
    time.sleep(0.3)


def adjust(hand: Hand) -> None:
    """By SQL, several things in one transaction, and some of them undone."""
    connection = hand.database()
    people = sorted(hand.chance.sample((3, 4, 5, 6, 7, 8, 12), 2))
    with connection.transaction():
        connection.execute(LOCK, [people])
        for person in people:
            statement = hand.chance.choice((STORE, STORE, CANCEL, SHIFT, DELETE))
            given = [person, Jsonb([hand.adjustment()])]
            connection.execute(statement, given if statement == STORE else [person])
        if hand.chance.random() < 0.25:
            raise RolledBackError


def linger(hand: Hand) -> None:
    """A transaction that takes a second; half of them come to nothing."""
    connection = hand.database()
    with connection.transaction():
        connection.execute(STORE, [hand.chance.choice((15, 16)), Jsonb([hand.adjustment()])])
        time.sleep(1)
        if hand.chance.random() < 0.5:
            raise RolledBackError


def move(hand: Hand) -> None:
    """People come into other units, or get another name."""
    connection = hand.database()
    person = hand.chance.randrange(17, 25)
    with connection.transaction():
        connection.execute(LOCK, [[person]])
        if hand.chance.random() < 0.3:
            connection.execute(RENAME, [f"Person {hand.chance.randrange(10**6)}", person])
        else:
            team = hand.chance.choice(TEAMS)
            connection.execute(MOVE, [team, person, team])
        if hand.chance.random() < 0.5:
            connection.execute(STORE, [person, Jsonb([hand.adjustment()])])
        if hand.chance.random() < 0.2:
            raise RolledBackError
    time.sleep(0.1)


def grant(hand: Hand) -> None:
    """Somebody's grants are given and taken; now and then many rows change at once."""
    connection = hand.database()
    unit = hand.chance.choice(TEAMS)
    email = email_of(ROVING)
    if hand.chance.random() < 0.5:
        connection.execute(GRANT, ["viewer", unit, email])
    else:
        connection.execute(REVOKE, [email, unit])
    if hand.chance.random() < 0.2:
        with connection.transaction():
            connection.execute(LOCK, [[13]])
            connection.execute(END_BULK, [BULK_REQUEST])
            day = hand.chance.randrange(6)
            connection.execute(BULK, {"request": BULK_REQUEST, "start": START, "day": day})
    time.sleep(0.5)


WRITERS: tuple[Callable[[Hand], None], ...] = (
    *(manage, adjust, linger, ask_and_decide, move, plan, grant, settle),
    *(manage, adjust, linger, manage, adjust, linger, plan, manage),
)


def write(hand: Hand, task: Callable[[Hand], None], until: float) -> None:
    """Do one thing again and again, whatever breaks meanwhile."""
    low, high = hand.options["pause"]
    while time.monotonic() < until:
        name = task.__name__
        try:
            task(hand)
            hand.outcomes[f"{name}: done"] += 1
        except RolledBackError:
            hand.outcomes[f"{name}: undone"] += 1
        except psycopg.Error as error:
            hand.outcomes[f"{name}: {error.sqlstate or type(error).__name__}"] += 1
        except httpx.HTTPError as error:
            hand.outcomes[f"{name}: {type(error).__name__}"] += 1
        time.sleep(hand.chance.uniform(low, high))


def main() -> None:
    """Write for a while, then say what came of it."""
    options = json.loads(sys.argv[1])
    until = time.monotonic() + options["seconds"]
    hands = [Hand(options, options["seed"] + place) for place in range(options["writers"])]
    threads = [
        threading.Thread(target=write, args=(hand, WRITERS[place % len(WRITERS)], until))
        for place, hand in enumerate(hands)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    outcomes: Counter[str] = sum((hand.outcomes for hand in hands), Counter())
    acknowledged = [item for hand in hands for item in hand.acknowledged]
    print(json.dumps({"outcomes": outcomes, "acknowledged": acknowledged}))


if __name__ == "__main__":
    main()
