"""What reaches an account is what it may know: no change is missed, and nothing else is told."""

from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest
from hypothesis import event as note
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg import Connection

from tests.events.changing import OTHERS, Change, changed, changes
from tests.events.judging import excessive, missing, received, version_faults
from tests.events.known_changes import KNOWN
from tests.events.rows import Statement, Writer, statements
from tests.events.seen import Event, Eyes, Look, disagreement, resources
from tests.events.telling import BEGIN_CHANGE, sequence
from tests.rights.known_scenes import MOVED
from tests.rights.model import Rights
from tests.rights.organisation import Account, Duty, Scene, scenes
from tests.rights.store import Stored, stored

# Of constraints and of our own triggers; anything else is a fault of ours.
REFUSALS = ("23", "ST")


class World:
    """A scene that changes, and what its accounts have seen of it since the log was last read."""

    def __init__(self, database: Stored) -> None:
        self.database = database
        self.scene = database.scene
        self.writer = Writer(database)
        self.eyes = Eyes(database)
        database.connection.execute("DELETE FROM event.outbox")
        self.looks = [self.look()]
        self.told: list[Event] = []

    def look(self) -> dict[int, Look]:
        """What every account sees now, may see, and holds."""
        return {
            each.account_id: Look(
                self.eyes.sight(each.account_id),
                Rights(self.scene, each),
                self.eyes.keys(each.account_id),
            )
            for each in self.scene.accounts
            if each.active
        }

    def apply(self, change: Change) -> bool:
        """Carry out a change, unless the database does not allow it; whether it did."""
        if change.what in OTHERS:
            return self.carry_out(self.scene, [(OTHERS[change.what], [])])
        return self.become(changed(self.scene, change))

    def become(self, after: Scene) -> bool:
        """Make the scene another one in one change; whether the database allowed it."""
        rows = self.writer.rows
        return self.carry_out(after, [*statements(rows(self.scene), rows(after))])

    def carry_out(self, after: Scene, todo: list[Statement]) -> bool:
        """Execute statements, after which the scene is another one; whether that was allowed."""
        if not todo:
            return False
        try:
            with self.database.connection.transaction():
                self.database.value(BEGIN_CHANGE)
                for statement, values in todo:
                    self.database.connection.execute(statement.encode(), values)
        except psycopg.Error as error:
            if not (error.sqlstate or "").startswith(REFUSALS):
                raise
            return False
        self.scene = after
        self.looks.append(self.look())
        return True

    def faults(self) -> list[str]:
        """Give out positions; what is wrong with what everybody was told, after what they saw."""
        (position,) = self.database.rows("SELECT pos FROM event.sequencer")[0]
        self.told = told = sequence(self.database.connection)
        found = [*version_faults(told, resources(self.database.connection))]
        if [each.pos for each in told] != [*range(position + 1, position + 1 + len(told))]:
            found.append("positions have gaps")
        for look in self.looks:
            found += [f"{who}: {each}" for who in look for each in disagreement(look[who])]
        for account in self.scene.accounts:
            seen = [look.get(account.account_id) for look in self.looks]
            if seen[0] is not None and seen[-1] is not None:
                looks = [look for look in seen if look is not None]
                found += [f"{account}: {each}" for each in self._faults(account, told, looks)]
        self.looks = self.looks[-1:]
        return found

    def _faults(self, account: Account, told: list[Event], looks: list[Look]) -> Iterator[str]:
        first, last = looks[0], looks[-1]
        got = received(account.account_id, told, first.keys, last.keys)
        yield from got.faults
        for kind, what in missing(first.sight, last.sight, got, account.staff_id):
            yield f"not told of {kind} {what}, but of {[each.payload for each in got.events]}"
        for event in got.events:
            for fault in excessive(event, looks, self.database):
                yield f"{fault} in {event}"


@pytest.mark.usefixtures("newest")
@pytest.mark.parametrize("name", KNOWN)
def test_known_changes(connection: Connection, name: str) -> None:
    scene, planned = KNOWN[name]
    with stored(connection, scene) as database:
        world = World(database)
        for change in planned:
            assert world.apply(change), change
            assert world.faults() == []


@settings(max_examples=8)
@given(
    scene=scenes(), planned=st.lists(st.tuples(changes(), st.booleans()), min_size=2, max_size=4)
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
                assert world.faults() == []
        assert world.faults() == []


@pytest.mark.parametrize("number", [200, 201])
def test_many_things_at_once_are_told_as_one(connection: Connection, number: int) -> None:
    """Still nobody hears of it who sees none of them, and whoever sees one does."""
    nobody = Account(6, None, ())
    with stored(connection, replace(MOVED, accounts=(*MOVED.accounts, nobody))) as database:
        world = World(database)
        duties = tuple(Duty(1000 + each, 1, None, each - 150) for each in range(number))
        assert world.become(replace(world.scene, duties=(*MOVED.duties, *duties)))
        assert world.faults() == []
        assert [each.type for each in world.told].count("schedule:bulk") == (number > 200)
        keys = world.looks[-1][nobody.account_id].keys
        assert not any(each.scopes & keys for each in world.told)
