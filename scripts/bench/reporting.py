"""A day of reporting.effective_segment beside the function that it reads, and usual reports."""

import statistics
import time

import psycopg
from common import organisation, report, server, versions

PEOPLE = 10_000
ROUNDS = 15
FUNCTION = """
SELECT count(*), sum(s.ends_at - s.starts_at)
FROM schedule.effective_segments(
    ARRAY(SELECT staff_id FROM org.staff), '2026-11-16 00:00+00', '2026-11-17 00:00+00'
) AS s
"""
SEGMENTS = "effective_segment WHERE day = '2026-11-16'"
REPORTS = {
    "segments of a unit and a month": (
        "effective_segment WHERE day BETWEEN '2026-11-01' AND '2026-11-30' AND unit_id = 77"
    ),
    "hours of everybody and a day": "daily_hours WHERE day = '2026-11-16'",
    "hours of a unit, day by day for a month": (
        "daily_hours WHERE day BETWEEN '2026-11-01' AND '2026-11-30' AND unit_id = 77"
    ),
    "hours of a person, day by day for a year": (
        "daily_hours WHERE day BETWEEN '2026-01-01' AND '2026-12-31' AND staff_id = 77"
    ),
    "hours of a unit and a month": (
        "monthly_hours WHERE month_start = '2026-11-01' AND unit_id = 77"
    ),
    "hours of a person, month by month for a year": (
        "monthly_hours WHERE month_start BETWEEN '2026-01-01' AND '2026-12-01' AND staff_id = 77"
    ),
    "headcount of everybody and a day": "headcount_by_quarter_hour WHERE day = '2026-11-16'",
    "what changed in an hour": "audit_trail WHERE occurred_at > now() - interval '1 hour'",
}


def milliseconds(connection: psycopg.Connection, statement: str) -> float:
    """How long the server takes for a statement that returns one row."""
    begin = time.perf_counter()
    connection.execute(statement.encode()).fetchall()
    return (time.perf_counter() - begin) * 1000


def read_all(what: str) -> str:
    """A statement that computes every column of a report and returns a number."""
    return "SELECT count(*) FROM (SELECT * FROM reporting.WHAT OFFSET 0) AS r".replace("WHAT", what)


def main() -> None:
    """Measure on every version found."""
    rows = []
    for version in versions():
        with server(version) as url:
            own = organisation(url, PEOPLE)
            with psycopg.connect(own, autocommit=True) as connection:
                pairs = [
                    (
                        milliseconds(connection, FUNCTION),
                        milliseconds(connection, read_all(SEGMENTS)),
                    )
                    for _ in range(ROUNDS + 2)
                ][2:]
                function, view = (statistics.median(column) for column in zip(*pairs, strict=True))
                results = {"schedule.effective_segments, everybody and a day": function}
                results["segments of everybody and a day"] = view
                for name, what in REPORTS.items():
                    statement = read_all(what)
                    results[name] = min(milliseconds(connection, statement) for _ in range(2))
            rows += [
                {
                    "PostgreSQL": version,
                    "people": PEOPLE,
                    "what": name,
                    "ms": taken,
                    "ratio": taken / function,
                    "us per person more": (taken - function) * 1000 / PEOPLE,
                }
                for name, taken in results.items()
            ]
    report("reporting", rows)


if __name__ == "__main__":
    main()
