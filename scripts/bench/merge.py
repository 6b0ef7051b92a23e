"""The effective schedule against reading the same rows from a precomputed, indexed table."""

import statistics
import time
from pathlib import Path
from typing import Any

import matplotlib as mpl
import psycopg
from common import HERE, console, organisation, report, server, versions

from app import ROOT

mpl.use("Agg")
from matplotlib import pyplot as plt

START = "timestamptz '2026-11-16 00:00+00'"
SIZES = ((300, (1, 7, 14, 31)), (1_000, (1,)), (3_000, (1,)), (10_000, (1, 31)))
BOARD = (HERE / "board.sql").read_text()
ROWS = "SELECT count(*), sum(s.ends_at - s.starts_at) FROM SOURCE AS s"
MERGE = "schedule.effective_segments(ARRAY(SELECT staff_id FROM org.staff), {start}, {end})"
TABLE = "(SELECT * FROM precomputed WHERE starts_at >= {start} AND starts_at < {end})"


def measure(
    connection: psycopg.Connection, statement: str, days: int, rounds: int
) -> tuple[float, float]:
    """Median milliseconds of a statement over the merge and over the table, which take turns."""
    end = f"{START} + interval '{days} days'"
    sources = [text.format(start=START, end=end) for text in (MERGE, TABLE)]
    times: list[list[float]] = [[], []]
    for turn in range(rounds + 2):
        for source, taken in zip(sources, times, strict=True):
            begin = time.perf_counter()
            connection.execute(
                statement.replace("SOURCE", source).encode(), prepare=True
            ).fetchall()
            if turn >= 2:
                taken.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times[0]), statistics.median(times[1])


def measure_window(
    connection: psycopg.Connection, version: str, people: int, days: int
) -> dict[str, Any]:
    """One row of the result: the board's JSON and the bare rows, from both sources."""
    connection.execute("SELECT set_config('bench.days', %s, FALSE)", [str(days)])
    for statement in (HERE / "precomputed.sql").read_text().split(";\n"):
        if statement.strip():
            connection.execute(statement.encode())
    rounds = max(3, min(100, 100_000 // (people * days)))
    board, board_table = measure(connection, BOARD, days, rounds)
    rows, rows_table = measure(connection, ROWS, days, rounds)
    staff_days = people * days
    return {
        "PostgreSQL": version,
        "people": people,
        "days": days,
        "board, ms": board,
        "from the table, ms": board_table,
        "ratio": board / board_table,
        "board, us per staff-day": board * 1000 / staff_days,
        "rows only, ms": rows,
        "rows of the table, ms": rows_table,
        "rows only, us per staff-day": rows * 1000 / staff_days,
    }


def plot(rows: list[dict[str, Any]], target: Path) -> None:
    """Cost against people (one day) and days (300 people): a straight line is linear cost."""
    figure, (by_people, by_days) = plt.subplots(1, 2, figsize=(10, 4))
    for version in dict.fromkeys(row["PostgreSQL"] for row in rows):
        mine = [row for row in rows if row["PostgreSQL"] == version]
        for axes, points, key in (
            (by_people, [row for row in mine if row["days"] == 1], "people"),
            (by_days, [row for row in mine if row["people"] == 300], "days"),
        ):
            costs = [row["rows only, ms"] for row in points]
            axes.plot([row[key] for row in points], costs, "o-", label=f"PostgreSQL {version}")
            axes.set_xlabel(key)
            axes.set_ylabel("ms")
    for axes in (by_people, by_days):
        axes.set_xlim(left=0)
        axes.set_ylim(bottom=0)
        axes.legend()
    by_people.set_title("effective schedule of one day")
    by_days.set_title("effective schedule of 300 people")
    figure.tight_layout()
    target.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(target, dpi=110)
    console.print(f"Drawn to {target.relative_to(ROOT)}.")


def main() -> None:
    """Measure every size on every version found."""
    rows = []
    for version in versions():
        with server(version) as url:
            for people, windows in SIZES:
                with psycopg.connect(organisation(url, people), autocommit=True) as connection:
                    for days in windows:
                        rows.append(measure_window(connection, version, people, days))
                        console.print(
                            f"PostgreSQL {version}, {people:,} people, {days} days:"
                            f" ratio {rows[-1]['ratio']:.2f},"
                            f" {rows[-1]['board, us per staff-day']:.1f} us per staff-day"
                        )
    report("merge", rows)
    plot(rows, ROOT / "docs" / "images" / "merge-cost.png")


if __name__ == "__main__":
    main()
