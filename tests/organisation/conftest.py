"""The small organisation that the tests of resources begin with."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.support.resources import ACME
from tests.support.servers import Database


@pytest.fixture(scope="module")
def organisation(shared_database: Database) -> Iterator[psycopg.Connection]:
    """A connection to a database with the organisation."""
    with shared_database.connect() as connection:
        connection.execute(ACME.encode())
        yield connection


@pytest.fixture
def structure(organisation: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """The same for a test whose changes are taken back."""
    with organisation.transaction(force_rollback=True):
        yield organisation
