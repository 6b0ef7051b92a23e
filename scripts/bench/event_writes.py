"""What the outbox costs who writes: beside no outbox, and beside NOTIFY in the transaction."""

import re
import statistics
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import psycopg
from common import console, transactions_per_second
from http_rates import meetings
from load import load, node, sign_in
from psycopg import sql
from psycopg.conninfo import make_conninfo
from rich.progress import track

WRITERS = 16
SECONDS = 4
ROUNDS = 3
# Each writer has people of its own, so that nobody waits for a row.
SCRIPT = """
\\set staff random(1, 18) * 16 - :client_id
UPDATE org.staff SET name = 'Person ' || random() WHERE staff_id = :staff;
"""
OUTBOX = re.compile(
    r"WITH entry AS \((.*?)RETURNING entry_id, change_id\s*\)\s*INSERT INTO event\.outbox.*?;", re.S
)
FUNCTIONS = ("audit.keep_history()", "audit.keep_creations()")
WITHOUT = r"\1;"
NOTIFY = r"\1; PERFORM pg_notify('strata_event', gen_random_uuid()::text);"


def measure(version: str, url: str, directory: Path) -> list[dict[str, Any]]:
    """Rates of changes in SQL and of requests over HTTP, by what happens beside them."""
    script = directory / "write.sql"
    script.write_text(SCRIPT, encoding="utf-8")
    without = changed(url, "without", WITHOUT)
    notify = changed(url, "notify", NOTIFY)
    sources = {
        "no outbox": (without, True),
        "outbox": (url, True),
        "outbox, no node": (url, False),
        "NOTIFY": (notify, True),
    }
    rates: dict[tuple[str, str], list[float]] = {}
    turns = [(turn, name) for turn in range(ROUNDS) for name in sources]
    for turn, name in track(turns, "Writing", console=console):
        database, served = sources[name]
        place: Any = node(database, directory) if served else nullcontext()
        with place as running:
            taken = {"SQL": transactions_per_second(version, database, script, WRITERS, SECONDS)}
            if served:
                taken |= http_rates_of(running.port, 1 + 40 * turn)
        empty(database)
        for what, rate in taken.items():
            rates.setdefault((name, what), []).append(rate)
    medians = {key: statistics.median(taken) for key, taken in rates.items()}
    return [
        {
            "beside a change": name,
            **{
                f"{what}{unit}": value
                for what in ("SQL", "HTTP", "HTTP, 16")
                for unit, value in (
                    (", 1/s", medians.get((name, what), "")),
                    (", ratio", ratio(medians, name, what)),
                )
            },
        }
        for name in sources
    ]


def ratio(medians: dict[tuple[str, str], float], name: str, kind: str) -> float | str:
    """The rate as a part of that without an outbox."""
    rate = medians.get((name, kind))
    return "" if rate is None else rate / medians["no outbox", kind]


def changed(url: str, name: str, replacement: str) -> str:
    """The URL of a copy of the database in which changes do something else than fill the outbox."""
    with psycopg.connect(url, autocommit=True) as connection:
        source = connection.info.dbname
    with psycopg.connect(make_conninfo(url, dbname="postgres"), autocommit=True) as connection:
        copy = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        connection.execute(copy.format(sql.Identifier(name), sql.Identifier(source)))
    own = make_conninfo(url, dbname=name)
    with psycopg.connect(own, autocommit=True) as connection:
        connection.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO strata_app").format(sql.Identifier(name))
        )
        for function in FUNCTIONS:
            row = connection.execute(
                "SELECT pg_get_functiondef(%s::regprocedure)", [function]
            ).fetchone()
            assert row
            text, many = OUTBOX.subn(replacement, row[0])
            assert many == 1, row[0]
            connection.execute(text.encode())
    return own


def http_rates_of(port: int, staff: int) -> dict[str, float]:
    """Requests per second that approve themselves, one adjustment each: one writer, and many."""
    signed = sign_in(port)

    def rate(writers: int, first: int, seconds: float) -> float:
        return load(
            port, writers, seconds, lambda number: meetings(port, first + number, signed), 201
        ).rate

    # So that no connection plans a statement for the first time.
    rate(WRITERS, staff, 1)
    return {
        "HTTP": rate(1, staff + WRITERS, SECONDS),
        "HTTP, 16": rate(WRITERS, staff + WRITERS + 1, SECONDS),
    }


def empty(url: str) -> None:
    """Give positions to what waits for one."""
    with psycopg.connect(url, autocommit=True) as connection:
        while connection.execute("SELECT event.sequence(TRUE)").fetchone() != (0,):
            pass
