"""Decisions: many in one call, many managers at once; what a preview costs against a plain read."""

import json
import statistics
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from argon2 import PasswordHasher
from common import console, organisation, report, server, versions
from load import PASSWORD, ask, get, post, sign_in, strata, timed
from psycopg.types.json import Jsonb

PEOPLE = 300
BULK = 1_600
MANAGERS = 16
EACH = 40  # decisions of each of the managers at once
ROUNDS = 60
INBOX = 100
DAY = "2027-03-0{}"
# So that everything needs a decision; otherwise the edits of managers approve themselves.
RULES = "DELETE FROM approval.rule WHERE automatic"
COVERAGE = """
INSERT INTO schedule.coverage_requirement
    (unit_id, site_id, weekdays, start_minute, minutes, people)
SELECT u.unit_id, 1, '{1,2,3,4,5}', 540, 480, 2 FROM org.unit AS u WHERE u.parent_id IS NOT NULL
"""
WAITING = """
SELECT request_id, (extract(EPOCH FROM recorded_from) * 1000000)::bigint FROM schedule.request
WHERE state = 'pending' ORDER BY request_id
"""


def accounts(connection: psycopg.Connection) -> None:
    """Who asks, and who decides: each may everything, and nobody is involved."""
    hashed = PasswordHasher().hash(PASSWORD)
    for name in ("admin", *(f"m{number}" for number in range(MANAGERS))):
        connection.execute(
            "SELECT auth.store_account(%s, 'P', 'manager', %s)", [f"{name}@bench.test", hashed]
        )


def ask_for(connection: psycopg.Connection, many: int, hour: int) -> list[tuple[int, int]]:
    """Ids and versions of so many new requests, of all people in turn."""
    row = connection.execute(
        "SELECT account_id FROM auth.account WHERE email = 'admin@bench.test'"
    ).fetchone()
    assert row
    with connection.transaction():
        connection.execute("SET LOCAL SESSION AUTHORIZATION strata_app")
        connection.execute(
            "SELECT set_config('role', 'strata_user', TRUE),"
            " set_config('strata.account_id', %s, TRUE)",
            [str(row[0])],
        )
        for number in range(many):
            body = {"staff_id": 1 + number % PEOPLE, **hour_of(hour, number // PEOPLE)}
            connection.execute("SELECT api.create_request(%s)", [Jsonb(body)])
    return connection.execute(WAITING).fetchall()


def hour_of(hour: int, day: int) -> dict[str, Any]:
    """The adjustments of a request: an hour of training on one of a few days."""
    start, end = (f"{DAY.format(1 + day)}T{each:02}:00:00Z" for each in (hour, hour + 1))
    return {"adjustments": [{"activity": "training", "start": start, "end": end}]}


def bulk(port: int, waiting: list[tuple[int, int]], version: str, what: str = "") -> dict[str, Any]:
    """One call that decides all."""
    decisions = [{"id": n, "verdict": "approve", "version": v} for n, v in waiting]
    body = json.dumps({"decisions": decisions}).encode()
    request = post(port, "/v1/requests/decisions", body, **sign_in(port, "m0@bench.test"))
    began = time.perf_counter()
    answer = ask(port, request)
    taken = time.perf_counter() - began
    assert answer.status == 200, answer
    assert json.loads(answer.body)["decided"] == len(waiting), answer.body[:500]
    return {
        "PostgreSQL": version,
        "what": f"{len(waiting):,} decisions in one call{what}",
        "1/s": len(waiting) / taken,
        "p50, ms": taken * 1000,
        "p99, ms": taken * 1000,
    }


def managers(port: int, waiting: list[tuple[int, int]], version: str) -> dict[str, Any]:
    """Many managers who decide one request after the other, at once."""
    signed = [sign_in(port, f"m{number}@bench.test") for number in range(MANAGERS)]

    def requests(number: int) -> Iterator[bytes]:
        for request_id, read in waiting[number::MANAGERS]:
            body = json.dumps({"version": read}).encode()
            yield post(port, f"/v1/requests/{request_id}/approve", body, **signed[number])

    began = time.perf_counter()
    taken = timed(port, MANAGERS, 600, requests, 200)
    return row_of(
        f"a decision, {MANAGERS} managers at once", taken, version, time.perf_counter() - began
    )


def row_of(what: str, taken: list[float], version: str, whole: float) -> dict[str, Any]:
    """Rate and latency of what one or several clients did."""
    return {
        "PostgreSQL": version,
        "what": what,
        "1/s": len(taken) / whole,
        "p50, ms": statistics.median(taken) * 1000,
        "p99, ms": statistics.quantiles(taken, n=100)[98] * 1000,
    }


def reads(port: int, request_id: int, version: str) -> list[dict[str, Any]]:
    """A person's day as it is, and as it would be; the inbox."""
    signed = sign_in(port, "m0@bench.test")
    day = f"from={DAY.format(1)}&to={DAY.format(2)}"
    body = json.dumps({"staff_id": 1, **hour_of(16, 0)}).encode()
    shapes = {
        "plain read of the day of a person": get(port, f"/v1/schedules?{day}&staff=1", **signed),
        "preview of something unsaved": post(port, "/v1/requests/preview", body, **signed),
        "preview of a request": get(port, f"/v1/requests/{request_id}/preview", **signed),
        f"inbox, {INBOX} items": get(port, f"/v1/inbox?limit={INBOX}", **signed),
    }
    rows = []
    for what, request in shapes.items():
        many = ROUNDS if "inbox" not in what else ROUNDS // 10
        numbers = count()
        began = time.perf_counter()

        def again(_: int, request: bytes = request, many: int = many) -> Iterator[bytes]:
            while next(numbers) < many:  # noqa: B023 - used before the next one is made
                yield request

        taken = timed(port, 1, 600, again, 200)
        rows.append(row_of(what, taken, version, time.perf_counter() - began))
    return rows


def with_ratios(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each with its time beside that of what it is compared with, of the same run."""
    bulk_row, covered, single, plain, *others = rows
    each = {
        id(bulk_row): bulk_row["1/s"] / single["1/s"],
        id(covered): covered["1/s"] / bulk_row["1/s"],
        **{id(row): row["p50, ms"] / plain["p50, ms"] for row in others},
    }
    meaning = {id(bulk_row): "of the rate of single ones", id(covered): "of the rate without"}
    return [
        {
            **row,
            "ratio": f"{each[id(row)]:.2f} {meaning.get(id(row), 'times the plain read')}"
            if id(row) in each
            else "",
        }
        for row in rows
    ]


def measure(version: str, url: str, directory: Path) -> list[dict[str, Any]]:
    """All of it on one version."""
    own = organisation(url, PEOPLE)
    with psycopg.connect(own, autocommit=True) as connection:
        accounts(connection)
        connection.execute(RULES)
        with strata(own, directory) as port:
            rows = [bulk(port, ask_for(connection, BULK, 8), version)]
            connection.execute(COVERAGE)
            waiting = ask_for(connection, BULK, 10)
            rows.append(bulk(port, waiting, version, " that look at the coverage of a team"))
            console.print(f"PostgreSQL {version}: decided in bulk")
            rows.append(managers(port, ask_for(connection, MANAGERS * EACH, 12), version))
            waiting = ask_for(connection, INBOX, 14)
            connection.execute("VACUUM ANALYZE")
            rows += reads(port, waiting[0][0], version)
    return with_ratios(rows)


def main() -> None:
    """Measure on every version found."""
    rows = []
    for version in versions():
        with server(version) as url, tempfile.TemporaryDirectory() as name:
            rows += measure(version, url, Path(name))
    report("approval", rows)


if __name__ == "__main__":
    main()
