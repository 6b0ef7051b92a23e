"""What the outbox costs who writes: beside no outbox, and beside NOTIFY in the transaction."""

import re
import statistics
import subprocess
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from common import console
from http_rates import meetings
from load import load, node, sign_in
from psycopg import sql
from psycopg.conninfo import make_conninfo
from rich.progress import track

from app.database.binaries import postgresql_binaries

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
    in_sql = partial(sql_rate, version, script, directory)
    alone, together = (partial(http_rate, directory, writers) for writers in (1, WRITERS))
    sources = {
        "no outbox": (without, True),
        "outbox, a node gives positions": (url, True),
        "outbox, nobody gives positions": (url, False),
        "NOTIFY in the transaction": (notify, True),
    }
    rates: dict[tuple[str, str], list[float]] = {}
    for turn in track(range(ROUNDS), "Writing", console=console):
        for name, (database, served) in sources.items():
            rates.setdefault((name, "SQL"), []).append(in_sql(database, served))
            if served:
                staff = 1 + 20 * turn
                rates.setdefault((name, "alone"), []).append(alone(database, staff))
                rates.setdefault((name, "together"), []).append(together(database, staff + 1))
    medians = {key: statistics.median(taken) for key, taken in rates.items()}
    return [
        {
            "beside the change": name,
            **{
                f"{what}{unit}": value
                for kind, what in (
                    ("SQL", f"SQL, {WRITERS} writers"),
                    ("alone", "request over HTTP, alone"),
                    ("together", f"{WRITERS} at once"),
                )
                for unit, value in (
                    (", 1/s", medians.get((name, kind), "")),
                    (" to none", ratio(medians, name, kind)),
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


def sql_rate(version: str, script: Path, directory: Path, url: str, served: bool) -> float:
    """Changes per second by statements on the database."""
    pgbench = postgresql_binaries()[version] / "pgbench"
    with node(url, directory) if served else nullcontext():
        output = subprocess.run(
            [
                *(pgbench, "--no-vacuum", "--protocol=simple", f"--client={WRITERS}"),
                *(f"--time={SECONDS}", f"--file={script}", url),
            ],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    if not served:
        with psycopg.connect(url, autocommit=True) as connection:
            while connection.execute("SELECT event.sequence(TRUE)").fetchone() != (0,):
                pass
    found = re.search(r"tps = ([\d.]+)", output)
    assert found, output
    return float(found[1])


def http_rate(directory: Path, writers: int, url: str, staff: int) -> float:
    """Requests per second that approve themselves: one adjustment each."""
    with node(url, directory) as served:
        signed = sign_in(served.port)
        return load(
            served.port,
            writers,
            SECONDS,
            lambda number: meetings(served.port, staff + number, signed),
            201,
        ).rate
