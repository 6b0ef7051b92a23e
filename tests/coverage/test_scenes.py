"""Coverage of a night that can be counted by hand, and what its requirements may say."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from psycopg import Connection

from tests.support.servers import Database

SCENE = (Path(__file__).parent / "scene.sql").read_bytes()
VIEW = "schedule.coverage_requirement_resource"
NIGHT = (
    f'INSERT INTO {VIEW} (unit_id, site_id, weekdays, start, "end", people)'
    " VALUES (2, 1, '{6}', '22:00', '06:00', 3) RETURNING id"
)

Row = tuple[str, str, int, int, int]


@pytest.fixture(scope="module")
def scene(shared_database: Database) -> Iterator[Connection]:
    """A connection to the scene."""
    with shared_database.connect() as connection:
        connection.execute("SET TIME ZONE 'UTC'")
        connection.execute(SCENE)
        yield connection


@pytest.fixture
def desk(scene: Connection) -> Iterator[Connection]:
    """The scene, for one test that changes it."""
    with scene.transaction(force_rollback=True):
        yield scene


def add(connection: Connection, columns: str, values: str) -> int:
    """A requirement of the desk from 22:00 to 6:00, with some columns more."""
    row = connection.execute(
        f'INSERT INTO {VIEW} (unit_id, site_id, start, "end", people, {columns})'
        f" VALUES (2, 1, '22:00', '06:00', 3, {values}) RETURNING id".encode()
    ).fetchone()
    assert row
    found: int = row[0]
    return found


def coverage(
    connection: Connection,
    start: str = "2026-10-24 00:00Z",
    end: str = "2026-10-27 00:00Z",
    unit: int | None = None,
    known_at: datetime | str = "infinity",
) -> list[Row]:
    """Start and end as "day hour:minute", required, available, missing."""
    rows = connection.execute(
        "SELECT to_char(starts_at, 'DD HH24:MI'), to_char(ends_at, 'DD HH24:MI'),"
        " required, available, missing FROM schedule.coverage(%s, %s, %s, %s) ORDER BY starts_at",
        [unit, start, end, known_at],
    )
    return rows.fetchall()


def test_a_night_with_a_clock_change(desk: Connection) -> None:
    """From 22:00 to 6:00 are nine hours. Cyd counts from the midnight of the secondment on."""
    desk.execute(NIGHT)
    assert coverage(desk) == [
        ("24 20:00", "24 22:00", 3, 2, 1),  # Ada and Bob
        ("24 22:00", "24 23:00", 3, 3, 0),  # and Cyd
        ("24 23:00", "24 23:30", 3, 2, 1),  # Bob meets
        ("24 23:30", "25 00:00", 3, 3, 0),
        ("25 00:00", "25 05:00", 3, 4, 0),  # and Dee, in Tokyo
    ]


def test_a_window_cuts_pieces(desk: Connection) -> None:
    desk.execute(NIGHT)
    assert coverage(desk, "2026-10-24 21:59Z", "2026-10-24 22:01Z") == [
        ("24 21:59", "24 22:00", 3, 2, 1),
        ("24 22:00", "24 22:01", 3, 3, 0),
    ]
    assert coverage(desk, "2026-10-25 05:00Z", "2026-10-25 06:00Z") == []


def test_a_unit_means_its_subtree(desk: Connection) -> None:
    """The requirement of the desk is one of Acme's subtree, and none of Field."""
    desk.execute(NIGHT)
    assert coverage(desk, unit=1) == coverage(desk, unit=2) == coverage(desk)
    assert coverage(desk, unit=3) == []
    with pytest.raises(psycopg.Error, match=r"There is no unit 99\."):
        coverage(desk, unit=99)


def test_activities_that_count(desk: Connection) -> None:
    """Who meets counts where meetings do."""
    add(desk, "dates, activities", "'{2026-10-24}', '{meeting,leave}'")
    assert coverage(desk) == [
        ("24 20:00", "24 23:00", 3, 0, 3),
        ("24 23:00", "24 23:30", 3, 1, 2),
        ("24 23:30", "25 05:00", 3, 0, 3),
    ]


def test_the_end_of_validity_lets_what_has_begun_go_on(desk: Connection) -> None:
    """to is exclusive: the night of the 24th begins before it and is required to its end."""
    add(desk, 'weekdays, "to"', "'{6,7,1}', '2026-10-25'")
    assert coverage(desk)[0][0] == "24 20:00"
    assert coverage(desk)[-1][1] == "25 05:00"
    desk.execute(f"UPDATE {VIEW} SET \"to\" = '2026-10-24'".encode())
    assert coverage(desk) == []


def test_the_beginning_of_validity(desk: Connection) -> None:
    add(desk, 'weekdays, "from"', "'{5,6,7}', '2026-10-24'")
    assert coverage(desk)[0][0] == "24 20:00"


def test_days_that_touch_are_one_piece_where_nothing_changes(desk: Connection) -> None:
    desk.execute(
        f'INSERT INTO {VIEW} (unit_id, site_id, weekdays, start, "end", people, activities)'
        " VALUES (3, 1, '{1,2,3,4,5,6,7}', '00:00', '24:00', 1, '{trip}')".encode()
    )
    assert coverage(desk) == [("24 00:00", "27 00:00", 1, 0, 1)]


def test_nobody_required_is_never_missing(desk: Connection) -> None:
    requirement = add(desk, "dates", "'{2026-10-24}'")
    desk.execute(f"UPDATE {VIEW} SET people = 0 WHERE id = %s".encode(), [requirement])
    assert [row[2:] for row in coverage(desk)] == [
        (0, 2, 0),
        (0, 3, 0),
        (0, 2, 0),
        (0, 3, 0),
        (0, 4, 0),
    ]


def test_as_of_counts_what_was_known(database: Database) -> None:
    """Requirements, their activities, places and the tree: each as it was."""
    with database.connect() as connection:
        connection.execute("SET TIME ZONE 'UTC'")
        connection.execute(SCENE)
        connection.execute(NIGHT.encode())
        readings = []
        for change in (
            f"UPDATE {VIEW} SET people = 4",
            f"UPDATE {VIEW} SET activities = '{{meeting}}'",
            "UPDATE org.activity SET available = FALSE WHERE code = 'office'",
            f"UPDATE {VIEW} SET activities = NULL",
            "UPDATE org.activity SET available = TRUE WHERE code = 'office'",
            "UPDATE org.membership SET unit_id = 3 WHERE staff_id = 1",
            "DELETE FROM org.secondment",
            "UPDATE org.unit SET parent_id = 1 WHERE unit_id = 4",
            "UPDATE org.settings SET time_zone = 'Asia/Tokyo'",
            "UPDATE org.site SET time_zone = 'Asia/Tokyo' WHERE site_id = 1",
            f"DELETE FROM {VIEW}",
            "SELECT",
        ):
            row = connection.execute("SELECT clock_timestamp()").fetchone()
            assert row
            readings.append((row[0], coverage(connection)))
            connection.execute(change.encode())
        assert len({str(rows) for _, rows in readings}) > 8
        for instant, rows in readings:
            assert coverage(connection, known_at=instant) == rows
        assert coverage(connection, known_at="2020-01-01 00:00Z") == []


def test_the_view_shows_what_was_written(desk: Connection) -> None:
    requirement = add(desk, "dates, activities", "'{2026-10-24,2026-10-31}', '{remote,office}'")
    read = f'SELECT start, "end", activities, weekdays, "from", "to" FROM {VIEW} WHERE id = %s'
    assert desk.execute(read.encode(), [requirement]).fetchone() == (
        "22:00",
        "06:00",
        ["office", "remote"],
        None,
        None,
        None,
    )
    for start, end in (("00:00", "24:00"), ("06:00", "06:00"), ("23:59", "24:00")):
        desk.execute(f'UPDATE {VIEW} SET start = %s, "end" = %s'.encode(), [start, end])
        row = desk.execute(read.encode(), [requirement]).fetchone()
        assert row
        assert row[:3] == (start, end, ["office", "remote"])
    desk.execute(f"UPDATE {VIEW} SET activities = '{{trip}}'".encode())
    row = desk.execute(read.encode(), [requirement]).fetchone()
    assert row
    assert row[2] == ["trip"]
    desk.execute(f"DELETE FROM {VIEW} WHERE id = %s".encode(), [requirement])
    assert desk.execute(read.encode(), [requirement]).fetchone() is None


@pytest.mark.parametrize(
    ("columns", "values", "error"),
    [
        ("weekdays, dates", "'{1}', '{2026-10-24}'", "coverage_requirement_weekdays_or_dates"),
        ('"from"', "'2026-10-24'", "coverage_requirement_weekdays_or_dates"),
        ("weekdays", "'{0,1}'", "coverage_requirement_weekdays_known"),
        ("weekdays", "'{}'", "coverage_requirement_weekdays_known"),
        ("weekdays", "'{1,NULL}'", "coverage_requirement_weekdays_known"),
        ("dates", "'{}'", "coverage_requirement_dates_given"),
        ("dates", "'{2026-10-24,NULL}'", "coverage_requirement_dates_given"),
        ("weekdays, activities", "'{1}', '{nap}'", r"There is no activity nap\."),
        ("weekdays, activities", "'{1}', '{trip,sick}'", "The activity sick is private"),
        ("weekdays, activities", "'{1}', '{}'", "activities must name one at least"),
        (
            'weekdays, "from", "to"',
            "'{1}', '2026-10-24', '2026-10-24'",
            "coverage_requirement_from_before_to",
        ),
    ],
)
def test_what_a_requirement_may_not_be(
    desk: Connection, columns: str, values: str, error: str
) -> None:
    with pytest.raises(psycopg.Error, match=error):
        add(desk, columns, values)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ("people = -1", "coverage_requirement_people_not_negative"),
        ("start = '9:00'", "start must be a time of day"),
        ("start = '24:00'", "coverage_requirement_start_in_day"),
        ("\"end\" = '24:01'", "end must be a time of day"),
        ("unit_id = 99", "coverage_requirement_unit_exists"),
        ("site_id = 99", "coverage_requirement_site_exists"),
    ],
)
def test_what_a_requirement_may_not_become(desk: Connection, change: str, error: str) -> None:
    add(desk, "weekdays", "'{1}'")
    with pytest.raises(psycopg.Error, match=error):
        desk.execute(f"UPDATE {VIEW} SET {change}".encode())
