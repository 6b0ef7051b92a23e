"""Benchmark instance 24, a year of 150 people and 32 shifts: imported, and counted otherwise."""

import time
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import urlencode

import pytest
from psycopg import Connection
from psycopg.conninfo import conninfo_to_dict

from app.cli import main
from tests.coverage.instances import date_of, read_instance
from tests.coverage.year_files import BEGINS, ZONE, absences, required_days, write_files
from tests.model.clock import instant_of, local_minute, minute_of
from tests.support.servers import Database

INSTANCE = read_instance("instance24.txt")
SHIFTS = list(INSTANCE.shifts)
PIECES = """
SELECT a.code, c.required, c.starts_at, c.ends_at, c.available, c.missing
FROM schedule.coverage(NULL, %s, %s) AS c
JOIN schedule.coverage_requirement_activity AS r ON r.coverage_requirement_id = c.requirement_id
JOIN org.activity AS a ON a.activity_id = r.activity_id
"""

Piece = tuple[str, int, int, int, int]  # shift, required, start, end, available


def span(day: int, shift: str) -> tuple[int, int]:
    """The instants in which a shift of a day lies."""
    begin = BEGINS[shift[0]]
    end = begin + INSTANCE.shifts[shift]
    return local_minute(ZONE, date_of(day), begin), local_minute(ZONE, date_of(day), end)


def working_ranges() -> dict[str, list[tuple[int, int]]]:
    """When somebody works each shift: the rotation without the days off."""
    ranges: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, days_off in enumerate(INSTANCE.days_off.values()):
        away = absences(days_off)
        for day in range(INSTANCE.days):
            if day % 7 > 4:
                continue
            shift = SHIFTS[(day // 7 + number) % len(SHIFTS)]
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
    for (shift, people), days in required_days(INSTANCE).items():
        for day in days:
            start, end = span(day, shift)
            end = min(end, beyond)
            near = [each for each in ranges[shift] if each[0] < end and each[1] > start]
            cuts = {start, end} | {cut for each in near for cut in each if start < cut < end}
            found: list[Piece] = []
            for one, other in pairwise(sorted(cuts)):
                available = sum(each[0] <= one and each[1] >= other for each in near)
                begin = found.pop()[2] if found and found[-1][4] == available else one
                found.append((shift, people, begin, other, available))
            pieces.update(found)
    return pieces


@pytest.fixture(scope="module")
def connection(
    shared_database: Database, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Connection]:
    """A database into which the instance was imported."""
    url = "postgresql:///?" + urlencode(conninfo_to_dict(shared_database.url))
    for kind, file in write_files(INSTANCE, tmp_path_factory.mktemp("files")).items():
        command = ["import", "--kind", kind, "--all-or-nothing", "--database-url", url]
        assert main([*command, str(file)]) == 0
    with shared_database.connect() as connection:
        connection.execute("ANALYZE")
        yield connection


def test_the_coverage_of_the_year(connection: Connection) -> None:
    window = [instant_of(local_minute(ZONE, date_of(day), 0)) for day in (0, INSTANCE.days)]
    began = time.perf_counter()
    rows = connection.execute(PIECES.encode(), window).fetchall()
    taken = time.perf_counter() - began
    print(f"coverage of {INSTANCE.days} days: {len(rows)} pieces in {taken:.2f} s")

    found = {(row[0], row[1], minute_of(row[2]), minute_of(row[3]), row[4]) for row in rows}
    assert len(found) == len(rows)
    assert all(row[5] == max(row[1] - row[4], 0) for row in rows)
    assert found == expected_pieces()
    assert len(found) > len(INSTANCE.cover)  # days off cut night shifts at midnight
    assert sum(row[5] for row in rows) > 1000
