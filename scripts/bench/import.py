"""Imports of large files by `strata import` against COPY of the same rows into a bare table."""

import csv
import datetime
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
from common import console, report, server, versions
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from app import ROOT
from app.database import migrate

PEOPLE = 10_000
EACH = 10
FIRST = datetime.date(2026, 1, 1)

Rows = Iterator[tuple[str, ...]]


def structure() -> Rows:
    """A site, twenty units and a pattern."""
    columns = "record name parent time_zone code colour class works available absent"
    yield (*columns.split(), "private", "days", "pattern", "day", "start", "end", "activity")
    yield ("site", "Berlin", "", "Europe/Berlin", *[""] * 13)
    for code, level in (("office", "1"), ("training", "2")):
        flags = ("true", "true", "false", "false")
        yield ("activity", code, "", "", code, "#0000aa", level, *flags, *[""] * 6)
    yield ("unit", "Acme", *[""] * 15)
    for number in range(20):
        yield ("unit", f"Team {number}", "Acme", *[""] * 14)
    yield ("pattern", "Week", *[""] * 9, "7", *[""] * 5)
    for day in range(5):
        yield ("pattern_line", *[""] * 11, "Week", str(day), "09:00", "17:00", "office")


def staff() -> Rows:
    """People of these units."""
    yield ("employee_number", "name", "email", "unit", "from", "to")
    for number in range(PEOPLE):
        yield (f"{number:06}", f"Person {number}", "", f"Team {number % 20}", str(FIRST), "")


def contracts() -> Rows:
    """One contract after the other for each of them."""
    yield ("employee_number", "site", "pattern", "anchor", "from", "to", "holiday_rule")
    for number in range(PEOPLE):
        for place in range(EACH):
            first, end = (FIRST + datetime.timedelta(days=90 * n) for n in (place, place + 1))
            yield (f"{number:06}", "Berlin", "Week", "2026-01-05", str(first), str(end), "by_start")


def adjustments() -> Rows:
    """Trainings of each of them, on different days."""
    yield ("employee_number", "activity", "start", "end", "note", "reason", "request")
    for number in range(PEOPLE):
        for place in range(EACH):
            day = FIRST + datetime.timedelta(days=7 * place + number % 5)
            start, end = f"{day}T10:00:00Z", f"{day}T12:00:00Z"
            yield (f"{number:06}", "training", start, end, "", "Course", "")


def write(path: Path, rows: Rows) -> int:
    """Write the file; the number of its rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = [csv.writer(file).writerow(row) for row in rows]
    return len(lines) - 1


def copy(url: str, path: Path) -> float:
    """Seconds of COPY of the same file into a table without anything."""
    with psycopg.connect(url) as connection, path.open("rb") as file:
        columns = file.readline().decode().strip().split(",")
        fields = sql.SQL(", ").join(sql.SQL("{} text").format(sql.Identifier(c)) for c in columns)
        connection.execute(sql.SQL("CREATE TEMPORARY TABLE bare ({})").format(fields))
        begin = time.perf_counter()
        with connection.cursor().copy("COPY bare FROM STDIN (FORMAT csv)") as target:
            while chunk := file.read(65536):
                target.write(chunk)
        return time.perf_counter() - begin


def strata_import(url: str, kind: str, path: Path) -> tuple[float, float]:
    """Seconds and MiB of the command."""
    address = f"postgresql:///?{urlencode(conninfo_to_dict(url))}"
    command = [sys.executable, "-m", "app", "import", "--kind", kind, "--all-or-nothing", str(path)]
    begin = time.perf_counter()
    process = subprocess.Popen(command, env=os.environ | {"STRATA_DATABASE_URL": address})
    _, code, used = os.wait4(process.pid, 0)
    if code:
        sys.exit(f"The import of {kind} failed.")
    return time.perf_counter() - begin, used.ru_maxrss / 1024


def main() -> None:
    """Import every kind, in the order in which they build upon each other."""
    rows: list[dict[str, Any]] = []
    version = versions()[0]
    with server(version) as admin, tempfile.TemporaryDirectory() as name:
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute("CREATE DATABASE imports")
        url = make_conninfo(admin, dbname="imports")
        migrate.up(url, ROOT, lambda _: None)
        for make in (structure, staff, contracts, adjustments):
            kind = make.__name__
            path = Path(name) / f"{kind}.csv"
            number = write(path, make())
            copied = copy(url, path)
            seconds, memory = strata_import(url, kind, path)
            rows.append(
                {
                    "PostgreSQL": version,
                    "kind": kind,
                    "rows": number,
                    "seconds": seconds,
                    "rows per second": number / seconds,
                    "COPY, seconds": copied,
                    "ratio": seconds / copied,
                    "memory, MiB": memory,
                }
            )
            console.print(f"{kind}: {number:,} rows in {seconds:.1f} s")
    report("import", rows)


if __name__ == "__main__":
    main()
