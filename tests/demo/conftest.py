"""The demo organisation, loaded once for the tests that only read it."""

from collections.abc import Iterator
from datetime import date

import psycopg
import pytest

from app.demo import SEED, load
from tests.support.servers import Database

# Berlin changes its clocks 19 days later.
TODAY = date(2026, 3, 10)


@pytest.fixture(scope="module")
def loaded_database(shared_database: Database) -> Database:
    """A database with the demo organisation."""
    assert load(shared_database.url, SEED, TODAY)
    return shared_database


@pytest.fixture
def loaded(loaded_database: Database) -> Iterator[psycopg.Connection]:
    """A connection of the administrator to it."""
    with loaded_database.connect() as connection:
        yield connection
