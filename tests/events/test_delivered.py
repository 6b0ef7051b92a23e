"""What reaches an account is what it may know: no change is missed, and nothing else is told."""

import psycopg
from hypothesis import event as note
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg import Connection

from tests.events.changing import OTHERS, Change, changed, changes
from tests.events.judging import excessive, missing, received, version_faults
from tests.events.rows import Statement, Writer, statements
from tests.events.seen import Eyes, Sight, log
from tests.rights.model import Rights
from tests.rights.organisation import Scene, scenes
from tests.rights.store import Stored, stored

# All that follows is another change, as if it were another transaction.
BEGIN_CHANGE = "SELECT set_config('strata.change', '', TRUE)"
POSITION = "SELECT pos FROM event.sequencer"
# Of constraints, and of our own triggers.
REFUSALS = (psycopg.IntegrityError, psycopg.errors.RaiseException)
SEQUENCE = "SELECT event.sequence(FALSE)"


class World:
    """A scene that changes, and what its accounts have seen of it since the log was last read."""

    def __init__(self, database: Stored) -> None:
        self.database = database
        self.scene = database.scene
        self.writer = Writer(database)
        self.eyes = Eyes(database)
        database.connection.execute("DELETE FROM event.outbox")
        self.looks = [self.look()]

    def look(self) -> dict[int, tuple[Sight, Rights, set[str]]]:
        """What every account sees now, may see, and holds."""
        return {
            each.account_id: (
                self.eyes.sight(each.account_id),
                Rights(self.scene, each),
                self.eyes.keys(each.account_id),
            )
            for each in self.scene.accounts
            if each.active
        }

    def apply(self, change: Change) -> bool:
        """Carry out a change, unless the database does not allow it; whether it did."""
        database = self.database
        todo: list[Statement]
        if change.what in OTHERS:
            after, todo = self.scene, [(OTHERS[change.what], [])]
        else:
            after = changed(self.scene, change)
            todo = [*statements(self.writer.rows(self.scene), self.writer.rows(after))]
        if not todo:
            return False
        try:
            with database.connection.transaction():
                database.value(BEGIN_CHANGE)
                for statement, values in todo:
                    database.connection.execute(statement.encode(), values)
        except REFUSALS:
            return False
        self.scene = after
        self.looks.append(self.look())
        return True

    def judge(self) -> None:
        """Give out positions; what everybody was told must fit what everybody saw."""
        position = self.database.value(POSITION)
        while self.database.value(SEQUENCE):
            pass
        found = log(self.database, position)
        assert [each.pos for each in found] == [*range(position + 1, position + 1 + len(found))]
        assert [*version_faults(found, self.eyes.versions())] == []
        (first, last) = self.looks[0], self.looks[-1]
        for account in self.scene.accounts:
            number = account.account_id
            if number not in first or number not in last:
                continue
            seen = [look[number] for look in self.looks if number in look]
            got = received(number, found, seen[0][2], seen[-1][2])
            own = account.staff_id
            assert [*missing(seen[0][0], seen[-1][0], got, own)] == [], (account, found)
            for each in got.events:
                sights, rights = [s for s, _, _ in seen], [r for _, r, _ in seen]
                assert [*excessive(each, sights, rights, self.database)] == [], (account, each)
        self.looks = self.looks[-1:]


@settings(max_examples=20)
@given(
    scene=scenes(), planned=st.lists(st.tuples(changes(), st.booleans()), min_size=2, max_size=5)
)
def test_everybody_is_told_what_they_may_know(
    connection: Connection, scene: Scene, planned: list[tuple[Change, bool]]
) -> None:
    with stored(connection, scene) as database:
        world = World(database)
        for change, at_once in planned:
            if world.apply(change):
                note(change.what)
            if at_once:
                world.judge()
        world.judge()
