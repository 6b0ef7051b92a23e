"""Coverage equals a count of every minute, for any data."""

import json
import os
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg import Connection

from tests.model.clock import instant_of, minute_of
from tests.model.coverage import Piece, Requirement, Stay, coverage
from tests.properties.coverages import PARENTS, CoveredScene, covered_scenes
from tests.properties.store import adjustment_row, store
from tests.properties.what_ifs import WhatIf, what_ifs_of

AVAILABLE = {1, 2}  # as in base.sql
COVERAGE = "SELECT * FROM schedule.coverage(%s, %s, %s)"
CHANGES = """
SELECT c.*
FROM (
    SELECT array_agg(a) AS proposed
    FROM jsonb_populate_recordset(NULL::schedule.adjustment, %(proposed)s::jsonb) AS a
) AS p
CROSS JOIN approval.{function}(p.proposed, %(cancelled)s) AS c
ORDER BY c.requirement_id, c.starts_at
"""


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


def store_covered(connection: Connection, covered: CoveredScene) -> dict[int, int]:
    """A scene with its requirements; the number of each by its id."""
    store(connection, covered.scene)
    connection.execute("UPDATE org.settings SET time_zone = %s", [covered.places.time_zone])
    store_stays(connection, "membership", covered.places.homes)
    store_stays(connection, "secondment", covered.places.secondments)
    return {
        store_requirement(connection, each): each.requirement_id for each in covered.requirements
    }


@settings(max_examples=50)
@given(covered=covered_scenes())
def test_coverage_equals_the_model(connection: Connection, covered: CoveredScene) -> None:
    scene, places = covered.scene, covered.places
    window = scene.start, scene.end
    with connection.transaction(force_rollback=True):
        ids = store_covered(connection, covered)
        found = read_coverage(connection, None, *window, ids)
        below = read_coverage(connection, 2, *window, ids)

    expected = coverage(scene.people, places, covered.requirements, AVAILABLE, window)
    assert found == expected
    units_below = places.subtree(2)
    wanted = {each.requirement_id for each in covered.requirements if each.unit_id in units_below}
    assert below == {piece for piece in expected if piece.requirement_id in wanted}


Change = tuple[int, int, int, int]
Changes = dict[tuple[int, int], Change]


def read_changes(
    connection: Connection, function: str, what_if: WhatIf, ids: dict[int, int]
) -> Changes:
    """Available and missing, before and after, by requirement and minute of the scene's window."""
    rows = connection.execute(
        CHANGES.format(function=function).encode(),
        {
            "proposed": json.dumps([adjustment_row(*each) for each in what_if.proposals]),
            "cancelled": list(what_if.cancelled),
        },
    ).fetchall()
    for one, other in pairwise(rows):
        assert one[:1] + one[3:] != other[:1] + other[3:] or one[2] < other[1]
    return {
        (ids[row[0]], minute): row[4:]
        for row in rows
        for minute in range(minute_of(row[1]), minute_of(row[2]))
        if what_if.scene.start <= minute < what_if.scene.end
    }


def expected_changes(covered: CoveredScene, what_if: WhatIf) -> Changes:
    """The same by counting."""
    before, after = (
        {
            (piece.requirement_id, minute): (piece.available, piece.missing)
            for piece in coverage(
                covered.scene.people,
                covered.places,
                covered.requirements,
                AVAILABLE,
                (covered.scene.start, covered.scene.end),
                what_if=change,
            )
            for minute in range(piece.start, piece.end)
        }
        for change in (({}, frozenset()), (what_if.proposed, what_if.cancelled))
    )
    return {
        key: (available, after[key][0], missing, after[key][1])
        for key, (available, missing) in before.items()
        if available != after[key][0]
    }


@settings(max_examples=int(os.environ.get("STRATA_EXAMPLES", "12")))
@given(data=st.data())
def test_what_a_proposal_changes_of_coverage_equals_the_model(
    connection: Connection, data: st.DataObject
) -> None:
    covered = data.draw(covered_scenes())
    what_if = data.draw(what_ifs_of(covered.scene))
    with connection.transaction(force_rollback=True):
        ids = store_covered(connection, covered)
        found = read_changes(connection, "coverage_changes", what_if, ids)
        losses = read_changes(connection, "coverage_losses", what_if, ids)
    expected = expected_changes(covered, what_if)
    assert found == expected
    assert losses == {
        key: (before, after, missing, more)
        for key, (before, after, missing, more) in expected.items()
        if more > missing
    }
