"""Which events a change makes: those that told.txt says, one for each thing, with its version."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from psycopg import Connection

from tests.events.judging import version_faults
from tests.events.seen import resources
from tests.events.telling import BEGIN_CHANGE, RESTART, Told, carry_out, read, sequence, words
from tests.shifts.conftest import ORGANISATION
from tests.support.servers import Database

TOLD = read(Path(__file__).with_name("told.txt"))


@pytest.fixture(scope="module")
def ward(shared_database: Database) -> Iterator[Connection]:
    """The administrator's connection to an organisation of people who exchange shifts."""
    with shared_database.connect() as connection:
        connection.execute(ORGANISATION.encode())
        sequence(connection)
        yield connection


@pytest.mark.parametrize("told", TOLD, ids=[each.title for each in TOLD])
def test_a_change_makes_the_events_that_are_written_down(ward: Connection, told: Told) -> None:
    (restart,) = ward.execute(RESTART).fetchone() or ("",)
    ward.execute(restart)
    with ward.transaction(force_rollback=True):
        for change in told.changes:
            sequence(ward)
            ward.execute(BEGIN_CHANGE)
            for statement in change:
                carry_out(ward, statement)
        events = sequence(ward)
        assert [words(each) for each in events] == told.lines
        assert [*version_faults(events, resources(ward))] == []
