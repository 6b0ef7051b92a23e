"""The rates of the server: board, what is unchanged, one person, rights, and another server."""

import json
import statistics
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import repeat
from pathlib import Path
from typing import NamedTuple

import psycopg
import rights
from common import console, organisation, report, server, transactions_per_second, versions
from load import PASSWORD, ask, bare, get, load, post, sign_in, strata
from psycopg.conninfo import make_conninfo

from app.auth.passwords import make_hasher
from app.config import read_settings

CLIENTS = 4
SECONDS = 3.0
STORE = "SELECT auth.store_account('admin@bench.test', 'A', 'admin', %s)"
ROUNDS = 3
BOARD = "/v1/schedules?from=2026-11-24&to=2026-11-25&time_zone=UTC"
MONTH = "/v1/schedules?from=2026-11-01&to=2026-12-01&time_zone=UTC&staff=7"
PERSON = "/v1/staff/7"
# What the server sends for one board: app/http/statement.py.
SCRIPT = r"""
SELECT set_config('role', 'strata_user', TRUE), set_config('transaction_read_only', 'on', TRUE),
set_config('statement_timeout', '15s', TRUE), set_config('lock_timeout', '5s', TRUE) \;
SELECT auth.enter(1, 'bench') \;
SELECT r.revision, api.schedules("from" => '2026-11-24', "to" => '2026-11-25', time_zone => 'UTC')
FROM audit.revision() AS r (revision);
"""


class Reference(NamedTuple):
    """What NestJS + Prisma + PostgreSQL did on the 2-core build machine, without a login check."""

    what: str
    figure: float
    unit: str
    wanted: float


DAY_225 = Reference("day board of 225 people, 8 clients", 44, "1/s", 5)
DAY_225_MEDIAN = Reference("the same, median", 174, "ms", 5)
DAY_300 = Reference("day board of 300 people with a year of data, 8 clients", 28, "1/s", 5)
# In 30 calls; here it is one.
MONTH_OF_ONE = Reference("a month of one person", 433, "ms", 5)
WRITE_ALONE = Reference("one adjustment written, alone", 543, "1/s", 1)
WRITE_16 = Reference("one adjustment written, 16 writers", 702, "1/s", 1)


def main() -> None:
    """Measure on every version found."""
    rates: list[dict[str, object]] = []
    comparison: list[dict[str, object]] = []
    costs: list[dict[str, object]] = []
    for version in versions():
        with server(version) as url, tempfile.TemporaryDirectory() as name:
            directory = Path(name)
            day = prepared(url, 300)
            rates.append(measure(version, day, directory))
            costs += rights.measure(version, day, BOARD, PERSON, directory)
            small, year = prepared(url, 225), prepared(url, 300, first_day="2026-01-01")
            comparison += compare(version, small, year, directory)
            console.print(f"PostgreSQL {version} measured.")
    report("http", rates)
    report("http-rights", costs)
    report("http-comparison", comparison)


def prepared(url: str, people: int, **options: str) -> str:
    """The URL of a new database of so many people and an administrator, as which is asked."""
    own = organisation(url, people, **options)
    with psycopg.connect(own, autocommit=True) as connection:
        hashed = make_hasher(read_settings({})).hash(PASSWORD)
        connection.execute(STORE, [hashed])
        connection.execute(f"ALTER ROLE strata_app PASSWORD '{PASSWORD}'".encode())
    return own


def measure(version: str, url: str, directory: Path) -> dict[str, object]:
    """The rates of the server and of what stands beside it, which take turns, as medians."""
    script = directory / "board.sql"
    script.write_text(SCRIPT, encoding="utf-8")
    app_url = make_conninfo(url, user="strata_app", password=PASSWORD)
    with strata(url, directory) as port, bare(url, directory) as other:
        signed = sign_in(port)
        tag = ask(port, get(port, BOARD, **signed)).headers["etag"]
        sources: dict[str, Callable[[], float]] = {
            "sql": partial(transactions_per_second, version, app_url, script, CLIENTS, SECONDS),
            "http": partial(rate, port, get(port, BOARD, **signed)),
            "unchanged": partial(rate, port, get(port, BOARD, If_None_Match=tag, **signed), 304),
            "person": partial(rate, port, get(port, PERSON, **signed)),
            "bare": partial(rate, other, get(other, PERSON)),
        }
        rounds = [{name: take() for name, take in sources.items()} for _ in range(ROUNDS)]
    median = {name: statistics.median(turn[name] for turn in rounds) for name in sources}
    return {
        "PostgreSQL": version,
        "board under pgbench, 1/s": median["sql"],
        "board over HTTP, 1/s": median["http"],
        "HTTP to SQL": median["http"] / median["sql"],
        "unchanged (304), 1/s": median["unchanged"],
        "304 to 200": median["unchanged"] / median["http"],
        "one person, 1/s": median["person"],
        "bare handler, 1/s": median["bare"],
        "one person to bare": median["person"] / median["bare"],
    }


def compare(version: str, small: str, year: str, directory: Path) -> list[dict[str, object]]:
    """Our figures beside those of the reference, and how many times better they are."""
    with strata(small, directory) as port:
        board = get(port, BOARD, **sign_in(port))
        day_225 = load(port, 8, SECONDS, lambda _: repeat(board), 200)
    with strata(year, directory) as port:
        signed = sign_in(port)
        board, one = get(port, BOARD, **signed), get(port, MONTH, **signed)
        day_300 = load(port, 8, SECONDS, lambda _: repeat(board), 200)
        month = load(port, 1, SECONDS, lambda _: repeat(one), 200)
        alone = load(port, 1, SECONDS, lambda _: meetings(port, 1, signed), 201)
        together = load(port, 16, SECONDS, lambda number: meetings(port, 2 + number, signed), 201)
    ours = {
        DAY_225: day_225.rate,
        DAY_225_MEDIAN: day_225.median_ms,
        DAY_300: day_300.rate,
        MONTH_OF_ONE: month.median_ms,
        WRITE_ALONE: alone.rate,
        WRITE_16: together.rate,
    }
    return [
        {
            "PostgreSQL": version,
            "what": reference.what,
            "unit": reference.unit,
            "NestJS + Prisma": reference.figure,
            "Strata": figure,
            "times better": (
                figure / reference.figure if reference.unit == "1/s" else reference.figure / figure
            ),
            "wanted": reference.wanted,
        }
        for reference, figure in ours.items()
    ]


def meetings(port: int, staff: int, signed: dict[str, str]) -> Iterator[bytes]:
    """Requests for one meeting after the other of one person."""
    start = datetime(2028, 1, 1, tzinfo=UTC)
    while True:
        end = start + timedelta(minutes=1)
        adjustment = {"activity": "meeting", "start": start.isoformat(), "end": end.isoformat()}
        body = {"staff_id": staff, "adjustments": [adjustment]}
        yield post(port, "/v1/requests", json.dumps(body).encode(), **signed)
        start = end + timedelta(minutes=4)


def rate(port: int, request: bytes, status: int = 200) -> float:
    """Answers per second to one request asked again and again."""
    return load(port, CLIENTS, SECONDS, lambda _: repeat(request), status).rate


if __name__ == "__main__":
    main()
