"""The demo organisation, read through a reporting login."""

from collections.abc import Iterator

import psycopg
import pytest

from app import demo
from tests.support.reporting import connected
from tests.support.servers import Database


@pytest.fixture(scope="module")
def organisation(shared_database: Database) -> Iterator[psycopg.Connection]:
    """The administrator's connection to the demo organisation."""
    demo.load(shared_database.url, 1)
    with shared_database.connect() as connection:
        connection.execute("VACUUM ANALYZE")
        connection.execute("SET TIME ZONE 'UTC'")
        yield connection


@pytest.fixture(scope="module")
def analyst(
    organisation: psycopg.Connection, shared_database: Database
) -> Iterator[psycopg.Connection]:
    """A reporting login that reads as a viewer of the whole organisation."""
    with connected(shared_database, "strata_test_analyst", "viewer@demo.test") as connection:
        connection.execute("SET TIME ZONE 'UTC'")
        yield connection
