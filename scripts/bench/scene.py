"""What the measurements of real time share: accounts that follow, and changes with their times."""

import json
import time
from typing import Any

import psutil
import psycopg
from load import PASSWORD, ask, login, patch, post, sign_in
from rich.progress import track

from app.auth.passwords import make_hasher
from app.config import read_settings

ACCOUNTS = 100
# Sockets of one account; and let nobody be sent away at the end.
ENVIRONMENT = {"STRATA_SOCKETS_PER_ACCOUNT": "1000", "STRATA_DRAIN_SECONDS": "0"}
COMMITTED = """
SELECT (extract(EPOCH FROM pg_xact_commit_timestamp(s.xmin)) * 1000000)::bigint
FROM org.staff AS s WHERE s.staff_id = %s
"""
PERSON = 7


def prepare(url: str) -> None:
    """An administrator who writes, and accounts that follow: viewers of everything."""
    hashed = make_hasher(read_settings({})).hash(PASSWORD)
    with psycopg.connect(url, autocommit=True) as connection:
        for email, role in [("admin", "admin"), *((f"v{n}", "viewer") for n in range(ACCOUNTS))]:
            connection.execute(
                "SELECT auth.store_account(%s, 'A', %s, %s)", [f"{email}@bench.test", role, hashed]
            )
        connection.execute(f"ALTER ROLE strata_app PASSWORD '{PASSWORD}'".encode())


def tokens(port: int, many: int = ACCOUNTS) -> list[str]:
    """Access tokens of so many accounts that follow."""
    answers = [
        ask(port, login(port, f"v{number}@bench.test"))
        for number in track(range(many), "Logging in", transient=True)
    ]
    return [json.loads(answer.body)["access_token"] for answer in answers]


class Writer:
    """Who makes one change after the other over HTTP; each is one event for everybody."""

    path = "/v1/ws"

    def __init__(self, port: int, url: str) -> None:
        """An administrator, with a connection that finds out when it was."""
        self.port = port
        self.signed = sign_in(port)
        self.connection = psycopg.connect(url, autocommit=True)
        self.number = 0

    def change(self) -> int:
        """Give a person another name; when that was committed, by the monotonic clock."""
        self.number += 1
        body = json.dumps({"name": f"Person {self.number}"}).encode()
        request = patch(self.port, f"/v1/staff/{PERSON}", body, If_Match="*", **self.signed)
        answer = ask(self.port, request)
        assert answer.status == 200, answer
        row = self.connection.execute(COMMITTED, [PERSON]).fetchone()
        assert row
        offset = time.time_ns() - time.monotonic_ns()
        committed: int = row[0] * 1000 - offset
        return committed


class Broadcaster:
    """The same for a broadcast from memory, where there is nothing to commit."""

    path = "/"

    def __init__(self, port: int) -> None:
        """Of the server at this port."""
        self.port = port

    def change(self) -> int:
        """Say something that is as long as an event; when it was asked for."""
        body = {
            "kind": "person",
            "id": PERSON,
            "version": 1767225600000000,
            "action": "updated",
            "at": "2026-01-01T00:00:00.000000Z",
            "staff_id": PERSON,
        }
        request = post(self.port, "/", json.dumps(body).encode())
        asked = time.monotonic_ns()
        answer = ask(self.port, request)
        assert answer.status == 200, answer
        return asked


def processor_seconds(pid: int) -> float:
    """How long a process has used a processor."""
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


def memory_of(pid: int) -> int:
    """The bytes of memory that a process has."""
    return int(psutil.Process(pid).memory_info().rss)


def quantiles(taken_ns: list[int]) -> tuple[float, float]:
    """Median and 99th percentile, in milliseconds."""
    ordered = sorted(taken_ns)
    return tuple(ordered[int(len(ordered) * part)] / 1e6 for part in (0.5, 0.99))  # type: ignore[return-value]


def require(condition: bool, **facts: Any) -> None:  # noqa: ANN401 - whatever explains it
    """Stop when something was not as it must be."""
    if not condition:
        raise SystemExit(f"This must not be: {facts}")
