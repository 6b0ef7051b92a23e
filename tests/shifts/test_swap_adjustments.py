"""What two people exchange, and what is wrong with a swap, straight from the functions."""

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.http.conftest import fill
from tests.support.servers import Database

# On Monday the 23rd of November 2026 Ada (1) and Bob (2) work from 0:00 to 8:00 UTC, and Ada meets
# from 1:00 to 2:00; Cyd (3) has no contract.
DAY = "2026-11-23"
EXTRA = """
INSERT INTO org.activity (code, name, colour, class, works, available, absent, private, shown_as)
VALUES ('off', 'Off', '#999999', 3, FALSE, FALSE, TRUE, FALSE, NULL),
('council', 'Council', '#999999', 2, TRUE, FALSE, FALSE, TRUE, 3),
('cure', 'Cure', '#999999', 2, FALSE, FALSE, TRUE, TRUE, 4);
SELECT schedule.store_approved_request(g.staff_id, jsonb_build_array(jsonb_build_object(
    'activity', g.activity, 'start', g.start, 'end', g."end")))
FROM (VALUES
    (3, 'remote', '2026-11-23T03:00:00Z', '2026-11-23T10:00:00Z'),
    (2, 'council', '2026-11-23T06:00:00Z', '2026-11-23T07:00:00Z'),
    (2, 'leave', '2026-11-24T06:00:00Z', '2026-11-24T07:00:00Z'),
    (2, 'cure', '2026-11-25T06:00:00Z', '2026-11-25T07:00:00Z')
) AS g (staff_id, activity, start, "end");
"""


@pytest.fixture(scope="module")
def connection(shared_database: Database) -> Iterator[psycopg.Connection]:
    """A connection of the administrator to the small organisation with a few more adjustments."""
    fill(shared_database)
    with shared_database.connect() as opened:
        opened.execute(EXTRA)
        yield opened


def exchanged(
    connection: psycopg.Connection, one: int, other: int, *parts: tuple[str, str]
) -> list[tuple[Any, ...]]:
    """What two people would get: person, activity, start and end in UTC."""
    text = "{" + ",".join(f"[{DAY} {start}Z, {DAY} {end}Z)" for start, end in parts) + "}"
    return connection.execute(
        "SELECT j.staff_id, a.code, to_char(j.starts_at AT TIME ZONE 'UTC', 'HH24:MI'),"
        " to_char(j.ends_at AT TIME ZONE 'UTC', 'HH24:MI')"
        " FROM approval.swap_adjustments(%s, %s, %s::tstzmultirange) AS j"
        " JOIN org.activity AS a ON a.activity_id = j.activity_id AND a.class = j.class",
        [one, other, text],
    ).fetchall()


def test_each_gets_what_the_other_has(connection: psycopg.Connection) -> None:
    """In the parts only; of something private the other one gets what all see of it."""
    assert exchanged(connection, 1, 2, ("00:30", "01:30"), ("05:00", "09:00")) == [
        (1, "office", "00:30", "01:30"),
        (1, "office", "05:00", "06:00"),
        (1, "meeting", "06:00", "07:00"),
        (1, "office", "07:00", "08:00"),
        (2, "office", "00:30", "01:00"),
        (2, "meeting", "01:00", "01:30"),
        (2, "office", "05:00", "08:00"),
    ]


def test_who_would_work_and_gets_nothing_is_off(connection: psycopg.Connection) -> None:
    """By the contract, that is: an adjustment that is given away is cut and leaves nothing."""
    assert exchanged(connection, 3, 1, ("02:00", "12:00")) == [
        (3, "office", "02:00", "08:00"),
        (1, "off", "02:00", "03:00"),
        (1, "remote", "03:00", "10:00"),
    ]


def test_what_neither_has_is_not_exchanged(connection: psycopg.Connection) -> None:
    assert exchanged(connection, 1, 2, ("12:00", "13:00")) == []


def faults(connection: psycopg.Connection, swap: object, **more: object) -> list[tuple[str, str]]:
    """Where a swap of Ada is wrong, and how."""
    row = connection.execute(
        "SELECT approval.swap_faults(%s::jsonb)",
        [json.dumps({"staff_id": 1, "swap": swap, **more})],
    ).fetchone()
    assert row is not None
    return [(item["pointer"], item["detail"]) for item in row[0]]


def part(day: str, start: str, end: str) -> dict[str, str]:
    """A part of a day of November 2026."""
    return {"start": f"2026-11-{day}T{start}:00Z", "end": f"2026-11-{day}T{end}:00Z"}


GOOD = [part("23", "06:00", "07:00")]
INSTANT = "must be an RFC 3339 instant, such as 2026-11-23T09:00:00Z."
LIST = "parts must be a list of 1 to 1000 parts."
ABSENT = "One of the two is absent in that time: an absence cannot be exchanged."
WRONG: list[tuple[Any, list[tuple[str, str]]]] = [
    (None, []),
    ({"staff_id": 2, "parts": GOOD}, []),
    ([], [("/swap", "swap must be an object of staff_id and parts.")]),
    (
        {"a/b": 1},
        [
            ("/swap/a~1b", "There is no such field."),
            ("/swap/staff_id", "staff_id must be the id of the other person, a number."),
            ("/swap/parts", LIST),
        ],
    ),
    (
        {"staff_id": "2", "parts": []},
        [
            ("/swap/staff_id", "staff_id must be the id of the other person, a number."),
            ("/swap/parts", LIST),
        ],
    ),
    ({"staff_id": 99, "parts": GOOD}, [("/swap/staff_id", "There is no person 99.")]),
    (
        {"staff_id": 1, "parts": GOOD},
        [("/swap/staff_id", "Nobody exchanges time with oneself.")],
    ),
    ({"staff_id": 2, "parts": GOOD * 1001}, [("/swap/parts", LIST)]),
    (
        {
            "staff_id": 2,
            "parts": [
                7,
                {"start": "2026-11-23", "end": 5, "note": "x"},
                {"start": "2026-11-23T09:00:30Z", "end": "2026-11-23T10:00:00"},
                part("23", "09:00", "09:00"),
                *GOOD,
                part("23", "06:30", "08:00"),
            ],
        },
        [
            ("/swap/parts/0", "A part must be an object of start and end."),
            ("/swap/parts/1/note", "There is no such field."),
            ("/swap/parts/1/start", f"start {INSTANT}"),
            ("/swap/parts/1/end", f"end {INSTANT}"),
            ("/swap/parts/2/start", "start must be a whole minute."),
            ("/swap/parts/2/end", f"end {INSTANT}"),
            ("/swap/parts/3/end", "end must be later than start."),
            ("/swap/parts/5", "It overlaps an earlier part."),
        ],
    ),
    (
        {
            "staff_id": 2,
            "parts": [*GOOD, {"start": "2028-01-01T00:00Z", "end": "2028-01-01T01:00Z"}],
        },
        [("/swap/parts", "All parts must lie within 366 days.")],
    ),
    (
        {"staff_id": 2, "parts": [part("23", "12:00", "13:00")]},
        [("/swap/parts", "Neither of the two has anything in that time.")],
    ),
    ({"staff_id": 2, "parts": [part("24", "06:30", "08:00")]}, [("/swap/parts", ABSENT)]),
    ({"staff_id": 2, "parts": [part("25", "06:30", "08:00")]}, [("/swap/parts", ABSENT)]),
]


@pytest.mark.parametrize(("swap", "expected"), WRONG)
def test_what_is_wrong_is_said_at_once(
    connection: psycopg.Connection, swap: object, expected: list[tuple[str, str]]
) -> None:
    assert faults(connection, swap) == expected
