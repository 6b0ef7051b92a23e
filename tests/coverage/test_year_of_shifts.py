"""Benchmark instance 24, a year of 150 people and 32 shifts, against a count of its own.

The instance says which cover is needed and who is off when, not who works: everybody goes through
all shifts, one a week from Monday to Friday, from a week of their own on.
"""

import json
import time
from collections import defaultdict
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from psycopg import Connection

from tests.coverage.instances import FIRST_DAY, date_of, read_instance
from tests.model.clock import instant_of, local_minute, minute_of
from tests.support.servers import Database

LOAD = (Path(__file__).parent / "year_of_shifts.sql").read_bytes()
INSTANCE = read_instance("instance24.txt")
ZONE = "Europe/Berlin"
# The instance does not say when a shift begins; its letter is a part of the day.
BEGINS = {"a": 360, "d": 480, "s": 720, "p": 840, "n": 1260}
SHIFTS = list(INSTANCE.shifts)
WEEKS = len(SHIFTS)

Piece = tuple[int, int, int, int, int]  # requirement, start, end, required, available


def span(day: int, shift: str) -> tuple[int, int]:
    """The instants in which a shift of a day lies."""
    begin = BEGINS[shift[0]]
    end = begin + INSTANCE.shifts[shift]
    return local_minute(ZONE, date_of(day), begin), local_minute(ZONE, date_of(day), end)


def requirements() -> dict[tuple[str, int], list[int]]:
    """The days on which a shift needs a number of people, for every shift and number."""
    days: dict[tuple[str, int], list[int]] = defaultdict(list)
    for cover in INSTANCE.cover:
        days[cover.shift, cover.people].append(cover.day)
    return days


def absences(days: tuple[int, ...]) -> list[tuple[int, int]]:
    """The days off as ranges of instants, those in a row as one."""
    ranges: list[tuple[int, int]] = []
    for day in days:
        start, end = (local_minute(ZONE, date_of(each), 0) for each in (day, day + 1))
        if ranges and ranges[-1][1] == start:
            start = ranges.pop()[0]
        ranges.append((start, end))
    return ranges


def document() -> str:
    """Everything that is stored."""
    return json.dumps(
        {
            "shifts": SHIFTS,
            "pattern_days": 7 * WEEKS,
            "lines": [
                {
                    "day": 7 * week + day,
                    "start_minute": BEGINS[shift[0]],
                    "minutes": INSTANCE.shifts[shift],
                    "shift": shift,
                }
                for week, shift in enumerate(SHIFTS)
                for day in range(5)
            ],
            "people": [
                {
                    "name": name,
                    "anchor": (FIRST_DAY - timedelta(weeks=number % WEEKS)).isoformat(),
                }
                for number, name in enumerate(INSTANCE.days_off)
            ],
            "days_off": [
                {
                    "name": name,
                    "starts_at": instant_of(start).isoformat(),
                    "ends_at": instant_of(end).isoformat(),
                }
                for name, days in INSTANCE.days_off.items()
                for start, end in absences(days)
            ],
            "requirements": [
                {
                    "id": number,
                    "shift": shift,
                    "people": people,
                    "dates": [date_of(day).isoformat() for day in days],
                    "start_minute": BEGINS[shift[0]],
                    "minutes": INSTANCE.shifts[shift],
                }
                for number, ((shift, people), days) in enumerate(requirements().items(), start=1)
            ],
        }
    )


def working_ranges() -> dict[str, list[tuple[int, int]]]:
    """When somebody works each shift: the rotation without the days off."""
    ranges: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, days_off in enumerate(INSTANCE.days_off.values()):
        away = absences(days_off)
        for day in range(-1, INSTANCE.days):
            if day % 7 > 4:
                continue
            shift = SHIFTS[(day // 7 + number) % WEEKS]
            start, end = span(day, shift)
            for off_start, off_end in away:
                if off_start < end and off_end > start:
                    if start < off_start:
                        ranges[shift].append((start, off_start))
                    start = off_end
            if start < end:
                ranges[shift].append((start, end))
    return ranges


def expected_pieces() -> set[Piece]:
    """Every shift of the year, cut wherever somebody who works it comes or goes."""
    ranges = working_ranges()
    beyond = local_minute(ZONE, date_of(INSTANCE.days), 0)
    pieces: set[Piece] = set()
    for number, ((shift, people), days) in enumerate(requirements().items(), start=1):
        for day in days:
            start, end = span(day, shift)
            end = min(end, beyond)
            near = [each for each in ranges[shift] if each[0] < end and each[1] > start]
            cuts = {start, end} | {cut for each in near for cut in each if start < cut < end}
            edges = sorted(cuts)
            found: list[Piece] = []
            for one, other in pairwise(edges):
                available = sum(each[0] <= one and each[1] >= other for each in near)
                begin = found.pop()[1] if found and found[-1][4] == available else one
                found.append((number, begin, other, people, available))
            pieces.update(found)
    return pieces


@pytest.fixture(scope="module")
def connection(shared_database: Database) -> Connection:
    """A database with the instance."""
    connection = shared_database.connect()
    connection.execute(LOAD, [document()])
    connection.execute("ANALYZE")
    return connection


def test_the_coverage_of_the_year(connection: Connection) -> None:
    window = [instant_of(local_minute(ZONE, date_of(day), 0)) for day in (0, INSTANCE.days)]
    began = time.perf_counter()
    rows = connection.execute("SELECT * FROM schedule.coverage(NULL, %s, %s)", window).fetchall()
    taken = time.perf_counter() - began
    print(f"coverage of {INSTANCE.days} days: {len(rows)} pieces in {taken:.2f} s")

    found = {(row[0], minute_of(row[1]), minute_of(row[2]), row[3], row[4]) for row in rows}
    assert len(found) == len(rows)
    assert all(row[5] == max(row[3] - row[4], 0) for row in rows)
    assert found == expected_pieces()
    assert len(found) > len(INSTANCE.cover)  # days off cut night shifts at midnight
    assert sum(row[5] for row in rows) > 1000
