"""Positions, versions and epochs when several sessions write, nobody does, and midnight comes."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import Connection

from tests.events.seen import Event, resources
from tests.events.telling import sequence, words
from tests.shifts.conftest import ORGANISATION
from tests.support.servers import Database

REQUEST = """
SELECT schedule.store_approved_request(
    2, '[{"activity": "meeting", "start": "2030-06-03T08:00:00Z", "end": "2030-06-03T10:00:00Z"}]'
)
"""
# What the second transaction writes, and then the first, of one thing: its own row or a part of it.
LATE = {
    "own row": (
        "UPDATE org.unit SET name = 'Second' WHERE unit_id = 2",
        "UPDATE org.unit SET name = 'First' WHERE unit_id = 2",
        ("unit", 2),
    ),
    "deletion": (
        "UPDATE org.unit SET name = 'Second' WHERE unit_id = 4",
        "DELETE FROM org.membership WHERE unit_id = 4; DELETE FROM auth.role_grant"
        " WHERE unit_id = 4; DELETE FROM org.unit WHERE unit_id = 4",
        ("unit", 4),
    ),
    "membership": (
        "UPDATE org.staff SET name = 'Second' WHERE staff_id = 2",
        "UPDATE org.membership SET valid = '[2026-01-01,2031-01-01)' WHERE staff_id = 2",
        ("staff", 2),
    ),
    "end of a membership": (
        "DELETE FROM org.membership WHERE staff_id = 2",
        "UPDATE org.staff SET name = 'First' WHERE staff_id = 2",
        ("staff", 2),
    ),
    "secondment": (
        "INSERT INTO org.secondment (staff_id, unit_id, valid)"
        " VALUES (2, 4, '[2030-06-03,2030-06-04)')",
        "UPDATE org.membership SET valid = '[2026-01-01,2031-01-01)' WHERE staff_id = 2",
        ("staff", 2),
    ),
    "part of a request": (
        "UPDATE schedule.request SET reason = 'Second'",
        "UPDATE schedule.adjustment SET ends_at = '2030-06-03 09:00Z';"
        "UPDATE schedule.request SET state = state",
        ("request", 1),
    ),
    "line of a pattern": (
        "UPDATE schedule.pattern SET name = 'Second'",
        "UPDATE schedule.pattern_line SET minutes = 60",
        ("pattern", 1),
    ),
}


@pytest.fixture
def ward(database: Database) -> Iterator[Connection]:
    """The administrator's connection to an organisation of people who exchange shifts."""
    with database.connect() as connection:
        connection.execute(ORGANISATION.encode())
        connection.execute(REQUEST)
        sequence(connection)
        yield connection


def epoch(connection: Connection) -> str:
    (found,) = connection.execute("SELECT epoch FROM event.sequencer").fetchone() or ("",)
    return str(found)


@pytest.mark.parametrize("what", LATE)
def test_versions_do_not_go_back_when_who_began_first_writes_last(
    ward: Connection, database: Database, what: str
) -> None:
    second, first, thing = LATE[what]
    told: list[Event] = []
    with psycopg.connect(database.url) as early:
        # By this the change of the first one has its time.
        early.execute("INSERT INTO org.holiday (site_id, day, name) VALUES (1, '2030-12-25', 'X')")
        ward.execute(second.encode())
        told += sequence(ward)
        early.execute(first.encode())
        early.commit()
    told += sequence(ward)
    versions = [each.payload["version"] for each in told if each.thing == thing]
    assert len(versions) == 2
    assert versions == sorted(versions)
    there = resources(ward).get(thing, versions[-1])
    # The version of a person knows nothing of secondments, and of what has ended.
    assert there == versions[-1] or (thing[0] == "staff" and there < versions[-1])


def test_a_deletion_is_newer_than_what_it_deletes(ward: Connection, database: Database) -> None:
    """Also when the transaction began before; and what was to be seen meanwhile stays known."""
    with psycopg.connect(database.url) as early:
        early.execute("INSERT INTO org.holiday (site_id, day, name) VALUES (1, '2030-12-25', 'X')")
        ward.execute("INSERT INTO org.holiday (site_id, day, name) VALUES (1, '2030-12-26', 'Y')")
        (created,) = sequence(ward)[:1]
        early.execute("DELETE FROM org.holiday WHERE name = 'Y'")
        early.commit()
    deleted = next(each for each in sequence(ward) if each.thing == created.thing)
    assert deleted.payload["action"] == "deleted"
    assert deleted.payload["version"] == created.payload["version"] + 1
    rows = ward.execute("SELECT name FROM org.holiday_history").fetchall()
    assert rows == [("Y",)]


def test_what_a_change_makes_and_deletes_was_never_to_be_seen(ward: Connection) -> None:
    with ward.transaction():
        ward.execute("INSERT INTO org.holiday (site_id, day, name) VALUES (1, '2030-12-26', 'Y')")
        ward.execute("UPDATE org.holiday SET name = 'Z'")
        ward.execute("DELETE FROM org.holiday")
    assert sequence(ward) == []
    assert ward.execute("SELECT count(*) FROM org.holiday_history").fetchone() == (0,)


def test_positions_follow_the_commits(ward: Connection, database: Database) -> None:
    """What is not committed has none, what was rolled back gets none, and no number is missing."""
    with psycopg.connect(database.url) as early, psycopg.connect(database.url) as undone:
        early.execute("UPDATE org.unit SET name = 'First' WHERE unit_id = 2")
        undone.execute("UPDATE org.unit SET name = 'Never' WHERE unit_id = 3")
        ward.execute("UPDATE org.unit SET name = 'Second' WHERE unit_id = 4")
        told = sequence(ward)
        undone.rollback()
        assert sequence(ward) == []
        early.commit()
    told += sequence(ward)
    assert [each.thing for each in told] == [("unit", 4), ("unit", 2)]
    assert told[1].pos == told[0].pos + 1
    rows = ward.execute("SELECT min(pos), max(pos), count(*) FROM event.log").fetchall()
    assert rows == [(1, told[1].pos, told[1].pos)]


def test_one_sequencer_at_a_time(ward: Connection, database: Database) -> None:
    """Who does not want to wait has nothing to do; what the other one undoes is not lost."""
    ward.execute("UPDATE org.unit SET name = 'Other' WHERE unit_id = 2")
    with psycopg.connect(database.url) as other:
        assert other.execute("SELECT event.sequence(FALSE)").fetchone() == (1,)
        assert sequence(ward) == []
        other.rollback()
    assert [words(each) for each in sequence(ward)] == ["settings:updated unit 2 updated"]


def test_midnight_moves_people(ward: Connection) -> None:
    """Whose membership ends or begins is told of, once, though nothing was written that day."""
    ward.execute(
        "UPDATE org.membership SET valid = daterange('2026-01-01', org.today()) WHERE staff_id = 3"
    )
    ward.execute(
        "INSERT INTO org.membership (staff_id, unit_id, valid)"
        " VALUES (3, 2, daterange(org.today(), NULL))"
    )
    sequence(ward)
    before = epoch(ward)
    ward.execute("UPDATE event.sequencer SET day = day - 1, written_by = pg_current_xact_id()")
    told = sequence(ward)
    assert [words(each) for each in told] == ["staff:updated staff 3 updated staff_id=3"]
    assert told[0].payload["version"] == resources(ward)["staff", 3]
    assert {"v2", "v4", "m2", "s3"} <= told[0].scopes
    assert sequence(ward) == []
    assert epoch(ward) == before


def test_nothing_happens_at_midnight(ward: Connection) -> None:
    before = epoch(ward)
    ward.execute("UPDATE event.sequencer SET day = day - 1, written_by = pg_current_xact_id()")
    assert sequence(ward) == []
    assert sequence(ward) == []
    assert epoch(ward) == before
