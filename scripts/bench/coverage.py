"""Coverage against reading the effective segments that it is counted from."""

import statistics
import time
from typing import Any

import psycopg
from common import HERE, console, organisation, report, server, versions

SIZES = ((150, 364), (300, 31), (10_000, 1))
START = "timestamptz '2026-01-05 00:00+00'"
COVERAGE = "SELECT count(*) FROM schedule.coverage(NULL, {start}, {end})"
SEGMENTS = """
SELECT count(*)
FROM schedule.effective_segments(ARRAY(SELECT staff_id FROM org.staff), {start}, {end})
"""
ROUNDS = 7


def measure(connection: psycopg.Connection, people: int, days: int) -> dict[str, Any]:
    """Median milliseconds of both, which take turns."""
    end = f"{START} + interval '{days} days'"
    times: dict[str, list[float]] = {COVERAGE: [], SEGMENTS: []}
    rows: dict[str, int] = {}
    for _ in range(ROUNDS):
        for statement, taken in times.items():
            began = time.perf_counter()
            row = connection.execute(statement.format(start=START, end=end).encode()).fetchone()
            taken.append((time.perf_counter() - began) * 1000)
            assert row
            rows[statement] = row[0]
    coverage, segments = (statistics.median(times[each]) for each in (COVERAGE, SEGMENTS))
    return {
        "people": people,
        "days": days,
        "pieces": rows[COVERAGE],
        "segments": rows[SEGMENTS],
        "coverage, ms": coverage,
        "segments, ms": segments,
        "ratio": coverage / segments,
    }


def main() -> None:
    """Measure every size on every version found."""
    rows = []
    for version in versions():
        with server(version) as url:
            for people, days in SIZES:
                with psycopg.connect(organisation(url, people), autocommit=True) as connection:
                    connection.execute((HERE / "coverage.sql").read_bytes())
                    connection.execute("ANALYZE")
                    rows.append({"PostgreSQL": version, **measure(connection, people, days)})
                    console.print(f"PostgreSQL {version}, {people:,} people, {days} days: done")
    report("coverage", rows)


if __name__ == "__main__":
    main()
