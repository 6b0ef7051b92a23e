"""A served organisation, as the tests of HTTP have it, or one for nodes inside the tests."""

import pytest

from tests.http.conftest import fill, own_server, server
from tests.http.running import ADMIN, CHEAP_HASH
from tests.support.servers import Database

__all__ = ["own_server", "server"]


@pytest.fixture(scope="module")
def organisation(shared_database: Database) -> Database:
    """The small organisation, with an administrator who can sign in."""
    fill(shared_database)
    with shared_database.connect() as connection:
        connection.execute("SELECT auth.store_account(%s, 'Ana', 'admin', %s)", [ADMIN, CHEAP_HASH])
    return shared_database
