"""Webhooks and a log of events, written straight into the tables."""

import json
from typing import Any

import psycopg

from tests.support.resources import one, run

PEOPLE = """
SELECT auth.store_account(g.email, g.email, g.role, NULL)
FROM (VALUES ('admin@acme.test', 'admin'), ('viewer@acme.test', 'viewer')) AS g (email, role);
INSERT INTO org.unit (parent_id, name)
VALUES (NULL, 'Acme'), (1, 'Sales'), (2, 'Shop'), (1, 'Works');
INSERT INTO org.staff (employee_number, name) VALUES ('1', 'Ada'), ('2', 'Bob'), ('3', 'Cyd');
"""
ADMIN = 1
VIEWER = 2


def append(connection: psycopg.Connection, kind: str, scopes: list[str], **payload: object) -> int:
    """Put an event at the end of the log, as the sequencer does; its position."""
    row = one(
        connection,
        "WITH head AS (UPDATE event.sequencer SET pos = pos + 1, sequenced_at = clock_timestamp()"
        " RETURNING pos, sequenced_at)"
        " INSERT INTO event.log (pos, sequenced_at, type, payload, scopes)"
        " SELECT pos, sequenced_at, %s, %s, %s FROM head RETURNING pos",
        kind,
        json.dumps({"kind": "duty", **payload}),
        scopes,
    )
    return int(row["pos"])


def subscribe(connection: psycopg.Connection, **values: Any) -> int:  # noqa: ANN401 - any column
    """A new webhook, for everything that the administrator sees unless told otherwise."""
    given = {"name": "Test", "url": "https://example.org/", "account_id": ADMIN, **values}
    names, places = ", ".join(given), ", ".join(["%s"] * len(given))
    row = one(
        connection,
        f"INSERT INTO event.webhook_resource ({names}) VALUES ({places}) RETURNING id",
        *given.values(),
    )
    return int(row["id"])


def make(connection: psycopg.Connection) -> None:
    """Make out all deliveries that there are to make."""
    while one(connection, "SELECT event.make_deliveries() AS more")["more"]:
        pass


def take(connection: psycopg.Connection) -> dict[str, Any] | None:
    """A delivery that is due."""
    taken: dict[str, Any] | None = one(connection, "SELECT event.take_delivery() AS t")["t"]
    return taken


def report(
    connection: psycopg.Connection,
    taken: dict[str, Any],
    status: int | None = 200,
    error: str | None = None,
) -> str | None:
    """Say what came of it; the state of the delivery."""
    statement = "SELECT event.report_delivery(%s, %s, %s, %s, 7) AS state"
    values = (taken["delivery"], taken["attempt"], status, error)
    state: str | None = one(connection, statement, *values)["state"]
    return state


def bodies(connection: psycopg.Connection, webhook: int) -> list[dict[str, Any]]:
    """What is sent to a webhook, in order."""
    statement = "SELECT body FROM event.delivery WHERE webhook_id = %s ORDER BY delivery_id"
    return [json.loads(row["body"]) for row in run(connection, statement, webhook)]


def make_due(connection: psycopg.Connection) -> None:
    """Let the time pass that failed deliveries wait."""
    run(
        connection,
        "UPDATE event.delivery SET next_attempt_at = clock_timestamp() WHERE state = 'waiting'",
    )
