"""Coverage equals a count of every minute, for any data."""

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from psycopg import Connection

from tests.model.clock import instant_of, minute_of
from tests.model.coverage import Piece, Requirement, Stay, coverage
from tests.properties.coverages import PARENTS, CoveredScene, covered_scenes
from tests.properties.store import store

AVAILABLE = {1, 2}  # as in base.sql
COVERAGE = "SELECT * FROM schedule.coverage(%s, %s, %s)"


@pytest.fixture(scope="module", autouse=True)
def units(connection: Connection) -> None:
    """The tree that every scene stands on."""
    # As for sites: looking up a zone takes longer than the rest of an example.
    connection.execute("ALTER TABLE org.settings DISABLE TRIGGER require_time_zone")
    for unit_id, parent_id in PARENTS.items():
        connection.execute(
            "INSERT INTO org.unit (unit_id, parent_id, name) OVERRIDING SYSTEM VALUE"
            " VALUES (%s, %s, %s)",
            [unit_id, parent_id, f"Unit {unit_id}"],
        )


def store_stays(connection: Connection, table: str, stays: Sequence[Stay]) -> None:
    """Memberships or secondments."""
    statement = (
        f"INSERT INTO org.{table} (staff_id, unit_id, valid) VALUES (%s, %s, daterange(%s, %s))"
    )
    for stay in stays:
        connection.execute(
            statement.encode(), [stay.staff_id, stay.unit_id, stay.valid_from, stay.valid_to]
        )


def clock(minute: int) -> str:
    """A minute of the day, or of the next one, as people write it."""
    within = (minute - 1) % 1440 + 1 if minute else 0
    return f"{within // 60:02}:{within % 60:02}"


def store_requirement(connection: Connection, requirement: Requirement) -> int:
    """Through the view that the API writes to; the id that it got."""
    days: list[date] | None = list(requirement.dates) if requirement.dates else None
    row = connection.execute(
        "INSERT INTO schedule.coverage_requirement_resource"
        ' (unit_id, site_id, weekdays, dates, start, "end", people, activities, "from", "to")'
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id",
        [
            requirement.unit_id,
            requirement.site.site_id,
            list(requirement.weekdays) if requirement.weekdays else None,
            days,
            clock(requirement.start_minute),
            clock(requirement.start_minute + requirement.minutes),
            requirement.people,
            [f"activity_{number}" for number in requirement.activities]
            if requirement.activities
            else None,
            requirement.valid_from,
            requirement.valid_to,
        ],
    ).fetchone()
    assert row
    found: int = row[0]
    return found


def read_coverage(
    connection: Connection, unit: int | None, start: int, end: int, ids: dict[int, int]
) -> set[Piece]:
    """The pieces as the database computes them, with the requirements' numbers of the scene."""
    rows = connection.execute(COVERAGE, [unit, instant_of(start), instant_of(end)]).fetchall()
    pieces = {Piece(ids[row[0]], minute_of(row[1]), minute_of(row[2]), *row[3:]) for row in rows}
    assert len(pieces) == len(rows)
    return pieces


@settings(max_examples=100)
@given(covered=covered_scenes())
def test_coverage_equals_the_model(connection: Connection, covered: CoveredScene) -> None:
    scene, places = covered.scene, covered.places
    window = scene.start, scene.end
    with connection.transaction(force_rollback=True):
        store(connection, scene)
        connection.execute("UPDATE org.settings SET time_zone = %s", [places.time_zone])
        store_stays(connection, "membership", places.homes)
        store_stays(connection, "secondment", places.secondments)
        ids = {
            store_requirement(connection, each): each.requirement_id
            for each in covered.requirements
        }
        found = read_coverage(connection, None, *window, ids)
        below = read_coverage(connection, 2, *window, ids)

    expected = coverage(scene.people, places, covered.requirements, AVAILABLE, window)
    assert found == expected
    units_below = places.subtree(2)
    wanted = {each.requirement_id for each in covered.requirements if each.unit_id in units_below}
    assert below == {piece for piece in expected if piece.requirement_id in wanted}
