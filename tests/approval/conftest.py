"""Acme with the rules of a new database: one for each module."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.approval.drawn import EDITS, ONE_MANAGER
from tests.approval.organisation import organisation
from tests.approval.store import Store
from tests.support.servers import Database


@pytest.fixture(scope="module", name="prepared")
def _prepared(shared_database: Database) -> Iterator[Store]:
    store = Store(shared_database)
    store.prepare(organisation(datetime.now(UTC).date()))
    yield store
    store.close()


@pytest.fixture(name="acme")
def _acme(prepared: Store) -> Store:
    """Without requests, and with the rules of a new database."""
    found = organisation(datetime.now(UTC).date())
    found.rules = [EDITS, ONE_MANAGER]
    prepared.begin(found)
    return prepared
