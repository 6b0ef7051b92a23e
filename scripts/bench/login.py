"""Signing in: what a flood of logins means for other reads, and what times tell of an account."""

import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import psycopg
from common import console, organisation, report, server, versions
from load import PASSWORD, ask, get, login, sign_in, strata, timed

from app.auth.passwords import make_hasher
from app.config import read_settings

LOGINS = 300
READERS = 2
SECONDS = 6.0
ATTEMPTS = 40
PATHS = ("/v1/staff/7", "/v1/me", "/v1/units?limit=20")
WANTED = 3.0


def main() -> None:
    """Measure on every version found."""
    flood: list[dict[str, object]] = []
    times: list[dict[str, object]] = []
    for version in versions():
        with server(version) as url, tempfile.TemporaryDirectory() as name:
            own = prepared(url)
            with strata(own, Path(name)) as port:
                times += [{"PostgreSQL": version, **row} for row in distributions(port, own)]
                flood.append({"PostgreSQL": version, **under_flood(port)})
            console.print(f"PostgreSQL {version} measured.")
    report("login", flood)
    report("login-times", times)


def prepared(url: str) -> str:
    """The URL of a new database of 300 people who have accounts, and an administrator."""
    own = organisation(url, 300)
    hashed = make_hasher(read_settings({})).hash(PASSWORD)
    with psycopg.connect(own, autocommit=True) as connection:
        for number in range(LOGINS):
            connection.execute(
                "SELECT auth.store_account(%s, 'P', 'viewer', %s)",
                [f"p{number}@bench.test", hashed],
            )
        connection.execute(
            "SELECT auth.store_account('admin@bench.test', 'A', 'admin', %s)", [hashed]
        )
        connection.execute(f"ALTER ROLE strata_app PASSWORD '{PASSWORD}'".encode())
    return own


def distributions(port: int, url: str) -> Iterator[dict[str, object]]:
    """How long attempts take that all get the same answer, in turns."""
    kinds = {
        "unknown": login(port, "nobody@bench.test"),
        "wrong": login(port, "p1@bench.test", "not the password"),
        "throttled": login(port, "p2@bench.test"),
    }
    taken: dict[str, list[float]] = {kind: [] for kind in kinds}
    with psycopg.connect(url, autocommit=True) as connection:
        for _ in range(ATTEMPTS):
            connection.execute(
                "UPDATE auth.credential SET failures = 0, throttled_until = CASE WHEN account_id ="
                " (SELECT account_id FROM auth.account WHERE email = 'p2@bench.test')"
                " THEN now() + interval '1 hour' END WHERE failures > 0 OR account_id ="
                " (SELECT account_id FROM auth.account WHERE email = 'p2@bench.test')"
            )
            for kind, request in kinds.items():
                began = time.perf_counter()
                answer = ask(port, request)
                taken[kind].append((time.perf_counter() - began) * 1000)
                assert answer.status == 401, answer
        connection.execute("UPDATE auth.credential SET failures = 0, throttled_until = NULL")
    for kind, values in taken.items():
        tenths = statistics.quantiles(values, n=10)
        yield {
            "attempt": kind,
            "p10, ms": tenths[0],
            "median, ms": statistics.median(values),
            "p90, ms": tenths[-1],
        }


def under_flood(port: int) -> dict[str, object]:
    """The slowest percent of reads while nothing else happens, and while everybody signs in."""
    signed = sign_in(port)
    reads = [get(port, path, **signed) for path in PATHS]
    timed(port, READERS, 1.0, lambda _: cycle(reads), 200)
    idle = timed(port, READERS, SECONDS, lambda _: cycle(reads), 200)
    logins: list[float] = []
    statuses: list[int] = []

    def one(number: int) -> None:
        began = time.perf_counter()
        statuses.append(ask(port, login(port, f"p{number}@bench.test")).status)
        logins.append(time.perf_counter() - began)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(LOGINS)]
    for thread in threads:
        thread.start()
    flooded = timed(
        port,
        READERS,
        60.0,
        lambda _: cycle(reads),
        200,
        until=lambda: len(logins) == LOGINS,
    )
    for thread in threads:
        thread.join()
    calm, busy = (statistics.quantiles(taken, n=100)[98] * 1000 for taken in (idle, flooded))
    return {
        "logins": LOGINS,
        "signed in": statuses.count(200),
        "all signed in after, s": max(logins),
        "reads idle": len(idle),
        "reads meanwhile": len(flooded),
        "p99 idle, ms": calm,
        "p99 meanwhile, ms": busy,
        "ratio": busy / calm,
        "wanted": WANTED,
    }


if __name__ == "__main__":
    main()
