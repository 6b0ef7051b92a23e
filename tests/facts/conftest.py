"""A database for the facts: the people and activities of the properties."""

from collections.abc import Iterator

import pytest
from psycopg import Connection

from tests.properties.store import prepare
from tests.support.servers import Database


@pytest.fixture(scope="module")
def connection(shared_database: Database) -> Iterator[Connection]:
    """A connection to a database with the people and activities of base.sql."""
    with shared_database.connect() as connection:
        prepare(connection)
        yield connection
