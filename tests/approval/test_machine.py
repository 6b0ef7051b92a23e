"""The database and the model agree on random lives of requests."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis.stateful import run_state_machine_as_test

from tests.approval.machine import PROFILE, Machine
from tests.approval.organisation import organisation
from tests.approval.store import Store
from tests.support.servers import Database


@pytest.fixture(scope="module", name="store")
def _store(shared_database: Database) -> Iterator[Store]:
    store = Store(shared_database)
    store.prepare(organisation(datetime.now(UTC).date()))
    yield store
    store.close()


def test_every_transition_agrees(store: Store) -> None:
    machine = type("BoundMachine", (Machine,), {"store": store})
    run_state_machine_as_test(machine, settings=PROFILE)
