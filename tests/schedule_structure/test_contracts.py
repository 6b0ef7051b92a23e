"""Contracts: cut at a date, one at a time, for people who are there."""

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from tests.support.resources import change, create, one, read, refused, run
from tests.support.servers import Database

CONTRACT = "schedule.contract_resource"
YEAR: dict[str, Any] = {
    "staff_id": 1,
    "site_id": 1,
    "pattern_id": 1,
    "anchor": date(2030, 1, 1),
    "from": date(2030, 1, 1),
    "to": date(2031, 1, 1),
}


def test_a_contract_is_made_and_read(structure: psycopg.Connection) -> None:
    row_id = create(structure, CONTRACT, **YEAR)
    assert read(structure, CONTRACT, row_id) == {"id": row_id, **YEAR, "holiday_rule": "by_start"}


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"from": date(2030, 12, 31), "to": None}, "contract_no_overlap"),
        ({"from": date(2032, 1, 2), "to": date(2032, 1, 1)}, "contract_from_before_to"),
        ({"from": date(2032, 1, 1), "to": date(2032, 1, 1)}, "contract_from_before_to"),
        ({"staff_id": 99}, "contract_staff_exists"),
        ({"staff_id": 2, "site_id": 99}, "contract_site_exists"),
        ({"staff_id": 2, "pattern_id": 99}, "contract_pattern_exists"),
        ({"staff_id": 2, "holiday_rule": "never"}, "contract_holiday_rule_known"),
    ],
)
def test_what_is_wrong_is_named(
    structure: psycopg.Connection, values: dict[str, Any], constraint: str
) -> None:
    create(structure, CONTRACT, **YEAR)
    with refused(structure, constraint):
        create(structure, CONTRACT, **{**YEAR, **values})


def minutes(connection: psycopg.Connection, known_at: object) -> int:
    """What person 2 works in the first days of June 2030, as known at an instant."""
    row = one(
        connection,
        "SELECT coalesce(sum(extract(EPOCH FROM ends_at - starts_at)) / 60, 0)::integer AS minutes"
        " FROM schedule.effective_segments('{2}', '2030-06-01', '2030-06-11', %s)",
        known_at,
    )
    return int(row["minutes"])


def test_a_contract_cut_at_a_date_leaves_history_as_it_was(
    organisation: psycopg.Connection,
) -> None:
    row_id = create(organisation, CONTRACT, **{**YEAR, "staff_id": 2})
    known_at = one(organisation, "SELECT clock_timestamp() AS at")["at"]
    before = minutes(organisation, known_at)
    assert before == 5 * 8 * 60
    change(organisation, CONTRACT, row_id, to=date(2030, 6, 3))
    assert minutes(organisation, "infinity") == 8 * 60
    assert minutes(organisation, known_at) == before
    # The days after the cut are free for another one.
    create(organisation, CONTRACT, **{**YEAR, "staff_id": 2, "from": date(2030, 6, 3)})
    assert minutes(organisation, "infinity") == before
    with refused(organisation, "contract_no_overlap"):
        change(organisation, CONTRACT, row_id, to=None)


def test_nobody_works_who_has_left(structure: psycopg.Connection) -> None:
    run(structure, "SELECT org.end_staff(1, '2030-06-01')")
    sentence = "The person has left by {}: nothing begins then or later."
    with refused(structure, "from", sentence.format("2030-06-01")):
        create(structure, CONTRACT, **{**YEAR, "from": date(2030, 6, 1)})
    row_id = create(structure, CONTRACT, **{**YEAR, "to": date(2030, 6, 1)})
    with refused(structure, "from", sentence.format("2030-07-01")):
        change(structure, CONTRACT, row_id, **{"from": date(2030, 7, 1), "to": None})
    change(structure, CONTRACT, row_id, to=date(2030, 5, 1))


OVERLAPPING = {
    "contract_no_overlap": (
        'INSERT INTO schedule.contract_resource (staff_id, site_id, pattern_id, anchor, "from")'
        " VALUES (2, 1, 1, '2040-01-01', '2040-01-01')"
    ),
    "secondment_one_destination": (
        'INSERT INTO org.secondment_resource (staff_id, unit_id, "from", "to")'
        " VALUES (2, 1, '2040-01-01', '2040-02-01')"
    ),
    "duty_one_holder": (
        "INSERT INTO schedule.duty_resource (name, day, staff_id) VALUES ('Fax', '2040-01-01', 2)"
    ),
}


@pytest.mark.parametrize("constraint", OVERLAPPING)
def test_of_two_writers_one_wins(
    organisation: psycopg.Connection, shared_database: Database, constraint: str
) -> None:
    with shared_database.connect() as other:
        other.execute("SET lock_timeout = '200ms'")
        with organisation.transaction():
            organisation.execute(OVERLAPPING[constraint].encode())
            # The second one waits for the first, whatever becomes of it.
            with pytest.raises(psycopg.errors.LockNotAvailable):
                other.execute(OVERLAPPING[constraint].encode())
        with refused(other, constraint):
            other.execute(OVERLAPPING[constraint].encode())


def test_two_moves_through_the_resource_cannot_close_a_circle(
    organisation: psycopg.Connection, shared_database: Database
) -> None:
    left, right = (
        create(organisation, "org.unit_resource", name=name, parent_id=1)
        for name in ("Left", "Right")
    )
    with shared_database.connect() as other:
        other.execute("SET lock_timeout = '200ms'")
        with organisation.transaction():
            change(organisation, "org.unit_resource", left, parent_id=right)
            with pytest.raises(psycopg.errors.LockNotAvailable):
                change(other, "org.unit_resource", right, parent_id=left)
        with refused(other, "parent_id", f"Unit {right} cannot be moved below itself."):
            change(other, "org.unit_resource", right, parent_id=left)


def test_no_contract_begins_while_its_pattern_changes(
    organisation: psycopg.Connection, shared_database: Database
) -> None:
    """Whoever changes lines decides by the contracts there are, so new ones wait."""
    row_id = create(organisation, "schedule.pattern_resource", name="New", days=1, lines="[]")
    values = {**YEAR, "pattern_id": row_id, "from": date(2050, 1, 1), "to": date(2050, 2, 1)}
    lines = '[{"day": 0, "start": "06:00", "end": "14:00", "activity": "office"}]'
    with shared_database.connect() as other:
        other.execute("SET lock_timeout = '200ms'")
        with organisation.transaction():
            answer = change(organisation, "schedule.pattern_resource", row_id, lines=lines)
            assert answer["from"] is None
            with pytest.raises(psycopg.errors.LockNotAvailable):
                create(other, CONTRACT, **values)
        create(other, CONTRACT, **values)
    answer = change(organisation, "schedule.pattern_resource", row_id, lines="[]")
    day = one(organisation, "SELECT org.today() AS day")["day"]
    assert answer["from"] == day + timedelta(days=1)
