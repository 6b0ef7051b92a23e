"""A resource of Sales for each noun, made anew for every attempt; how one is made and changed."""

import datetime as dt
import itertools
import json
from typing import Any, NamedTuple

import psycopg

_numbers = itertools.count(1)


class Target(NamedTuple):
    """A resource that a test may end, a body that makes another one, and one that changes it."""

    id: int
    creation: dict[str, Any]
    change: dict[str, Any]


def bodies(noun: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A body that makes a resource of Sales that was not there before, and one that changes it."""
    number = next(_numbers)
    name, year = f"Number {number}", 2100 + number
    day = f"{year}-01-01"
    night = dt.date(2100, 1, 1) + dt.timedelta(days=number)
    lines = [{"day": 0, "start": "08:00", "end": "09:00", "activity": "office"}]
    window = {"start": "08:00", "end": "09:00"}
    made: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
        "unit": ({"name": name, "parent_id": 2}, {"short_name": "N"}),
        "site": ({"name": name, "time_zone": "UTC"}, {"time_zone": "Asia/Tokyo"}),
        "holiday": ({"site_id": 1, "day": day, "name": name}, {"name": "Other"}),
        "activity": (
            {"code": f"number_{number}", "name": name, "colour": "#112233", "class": 1}
            | {"works": True, "available": True, "absent": False},
            {"name": "Other"},
        ),
        "staff": ({"employee_number": name, "name": name, "unit_id": 2}, {"name": "Other"}),
        "membership": ({"staff_id": 6, "unit_id": 2, "from": day}, {"to": f"{year}-06-01"}),
        "secondment": (
            {"staff_id": 3, "unit_id": 4, "from": day, "to": f"{year}-02-01"},
            {"to": f"{year}-03-01"},
        ),
        "pattern": ({"name": name, "days": 1, "lines": lines}, {"name": f"Other {number}"}),
        "contract": (
            {"staff_id": 3, "site_id": 1, "pattern_id": 1, "anchor": day, "from": day}
            | {"to": f"{year}-02-01"},
            {"to": f"{year}-03-01"},
        ),
        "preset": (
            {"name": name, "unit_id": 2}
            | {"lines": [{"day_offset": 0, "activity": "office", **window}]},
            {"category": "Other"},
        ),
        "duty": ({"name": name, "day": day, "staff_id": 3, "unit_id": 2}, {"name": "Other"}),
        "coverage_requirement": (
            {"unit_id": 2, "site_id": 1, "weekdays": [1], "people": 1, **window},
            {"people": 2},
        ),
        "import_profile": (
            {"name": f"number-{number}", "kind": "staff", "definition": {}},
            {"name": f"other-{number}"},
        ),
        "account": ({"email": f"{number}@acme.test", "name": name}, {"name": "Other"}),
        "grant": (
            {"account_id": 1, "role": "viewer", "unit_id": 2},
            {"role": "staff"},
        ),
        "approval_rule": (
            {"name": name, "unit_id": 2, "steps": [{"deciders": "unit_managers"}]},
            {"name": "Other"},
        ),
        # Of the manager of Sales, accounts 3 and 5 of scene.sql.
        "delegation": (
            {"account_id": 3, "delegate_id": 5}
            | {"from": f"{night}T20:00:00Z", "to": f"{night}T22:00:00Z"},
            {"to": f"{night}T23:00:00Z"},
        ),
        # Switched off, so that nothing is sent.
        "webhook": (
            {"name": name, "url": "https://example.org/", "account_id": 1, "active": False},
            {"name": "Other"},
        ),
        "settings": ({}, {"organisation_name": name}),
    }
    return made[noun]


def make_target(connection: psycopg.Connection, noun: str) -> Target:
    """A new resource of Sales, made by the administrator of the database."""
    creation, change = bodies(noun)
    if noun == "settings":
        return Target(1, creation, change)
    if noun == "membership":
        # Somebody has one home at a time: the last one ends where the next one begins.
        connection.execute(
            "UPDATE org.membership SET valid = daterange(lower(valid), %s)"
            " WHERE staff_id = 6 AND upper_inf(valid)",
            [creation["from"]],
        )
    if noun == "grant":
        creation["account_id"] = make_target(connection, "account").id
    row_id = connection.execute(
        "SELECT api.insert_resource(%s, %s)", [noun, json.dumps(creation)]
    ).fetchone()
    assert row_id is not None
    more, _ = bodies(noun)
    if noun == "grant":
        more["account_id"] = make_target(connection, "account").id
    if noun == "membership":
        connection.execute(
            "UPDATE org.membership SET valid = daterange(lower(valid), %s)"
            " WHERE membership_id = %s",
            [more["from"], row_id[0]],
        )
    return Target(row_id[0], more, change)


def make_delivery(connection: psycopg.Connection) -> tuple[int, int]:
    """A new webhook and a delivery to it that was given up."""
    webhook = make_target(connection, "webhook").id
    connection.execute("UPDATE event.webhook SET active = TRUE WHERE webhook_id = %s", [webhook])
    row = connection.execute(
        "INSERT INTO event.delivery (webhook_id, epoch, pos, type, body, scopes, state)"
        " VALUES (%s, 'e', 1, 'staff:updated', '{}', '{}', 'dead') RETURNING delivery_id",
        [webhook],
    ).fetchone()
    assert row is not None
    return webhook, int(row[0])


def make_shift(connection: psycopg.Connection, taking: str) -> int:
    """A new shift of Sales that the manager offers and Ada would take."""
    day = f"{2100 + next(_numbers)}-01-01"
    row = connection.execute(
        "WITH made AS (INSERT INTO approval.open_shift AS o"
        " (unit_id, activity_id, starts_at, ends_at, taking, state, offered_by)"
        " SELECT 2, c.activity_id, %(day)s::date + time '18:00', %(day)s::date + time '20:00',"
        " %(taking)s, 'open', a.account_id"
        " FROM org.activity AS c CROSS JOIN auth.account AS a"
        " WHERE c.code = 'office' AND a.email = 'manager@acme.test' RETURNING o.open_shift_id)"
        " INSERT INTO approval.open_shift_taker (open_shift_id, staff_id)"
        " SELECT m.open_shift_id, 1 FROM made AS m RETURNING open_shift_id",
        {"day": day, "taking": taking},
    ).fetchone()
    assert row is not None
    return int(row[0])


def make_request(connection: psycopg.Connection, state: str) -> tuple[int, int]:
    """A request about Cyd of Sales that nobody has moved yet: its id and version."""
    row = connection.execute(
        "INSERT INTO schedule.request (staff_id, state) VALUES (3, %s)"
        " RETURNING request_id, approval.version_of(recorded_from)",
        [state],
    ).fetchone()
    assert row is not None
    if state == "pending":
        connection.execute(
            "INSERT INTO approval.step"
            " (request_id, place, deciders, quorum, unit_id, state, on_deadline)"
            " VALUES (%s, 0, 'unit_managers', 'any', 2, 'pending', 'escalate')",
            [row[0]],
        )
    return int(row[0]), int(row[1])
