"""What the properties share: how many examples they take, and a database to try them on."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from psycopg import Connection

from tests.properties.store import prepare
from tests.support.servers import Database

# One example is a whole organisation: slow to draw and to read, so the clock is not its judge.
settings.register_profile(
    "ci", max_examples=200, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
)
settings.register_profile("quick", settings.get_profile("ci"), max_examples=50)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(scope="module")
def connection(shared_database: Database) -> Iterator[Connection]:
    """A connection to a database with the people and activities of base.sql."""
    with shared_database.connect() as connection:
        prepare(connection)
        yield connection
