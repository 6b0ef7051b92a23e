"""The demo organisation, read through a reporting login."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from app import demo
from tests.support.servers import Database

ANALYST = "strata_test_analyst"


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
    """A login that is a member of strata_bi."""
    organisation.execute(
        f"CREATE ROLE {ANALYST} LOGIN PASSWORD 'analyst' IN ROLE strata_bi".encode()
    )
    try:
        url = make_conninfo(shared_database.url, user=ANALYST, password="analyst")
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("SET TIME ZONE 'UTC'")
            yield connection
    finally:
        organisation.execute(f"DROP ROLE {ANALYST}".encode())
