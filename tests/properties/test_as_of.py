"""The schedule as of an instant is what was read at that instant, whatever changed since."""

from datetime import datetime

from hypothesis import Phase, given, settings
from psycopg import Connection, Rollback
from psycopg.errors import DataError, IntegrityError

from tests.model.organisation import Segment
from tests.properties.changes import Change, History, histories
from tests.properties.organisations import DAY
from tests.properties.store import EVERYBODY, read_segments, store

# Every sequence begins with no scene; what the ones before it left stays in the history.
CLEAN = (
    "DELETE FROM schedule.adjustment",
    "DELETE FROM schedule.contract",
    "DELETE FROM schedule.pattern",
    "DELETE FROM org.holiday",
    "DELETE FROM org.site",
    "UPDATE org.activity SET class = (activity_id + 1) / 2",
)

Reading = tuple[datetime, dict[int, list[Segment]]]


def commit(connection: Connection, changes: tuple[Change, ...], lasting: bool) -> None:
    """One transaction; changes that break a rule of the database do not happen."""
    with connection.transaction():
        for change in changes:
            try:
                with connection.transaction():
                    connection.execute(change.statement, change.parameters)
            except (DataError, IntegrityError):
                continue
        if not lasting:
            raise Rollback


def window_of(history: History) -> tuple[int, int]:
    """The window of the scene with some days around it, so that most changes are to be seen."""
    return history.scene.start - 2 * DAY, history.scene.end + 3 * DAY


def read_now(connection: Connection, history: History) -> Reading:
    """What is known now, and when now is."""
    segments = read_segments(connection, EVERYBODY, *window_of(history))
    row = connection.execute("SELECT clock_timestamp()").fetchone()
    assert row
    return row[0], segments


# Every example commits, and the history grows: a failure is not worth a thousand shorter ones.
@settings(max_examples=20, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(history=histories())
def test_as_of_equals_what_was_read(connection: Connection, history: History) -> None:
    with connection.transaction():
        for statement in CLEAN:
            connection.execute(statement)
    readings = [read_now(connection, history)]
    with connection.transaction():
        store(connection, history.scene)
    readings.append(read_now(connection, history))
    for changes, lasting in history.transactions:
        commit(connection, changes, lasting)
        readings.append(read_now(connection, history))

    people = [person.staff_id for person in history.scene.people]
    window = window_of(history)
    assert readings[0][1] == {}
    for instant, segments in readings:
        for staff_ids in (EVERYBODY, people):
            assert read_segments(connection, staff_ids, *window, known_at=instant) == segments
