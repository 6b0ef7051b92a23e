"""A served organisation: one for each module, or one of a test's own."""

from collections.abc import Iterator

import pytest

from tests.http.running import ORGANISATION, Running, running
from tests.support.servers import Database


def fill(database: Database) -> Database:
    """Load the small organisation."""
    with database.connect() as connection:
        connection.execute(ORGANISATION.encode())
    return database


@pytest.fixture(scope="module")
def server(
    shared_database: Database, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """A server on the small organisation, for the tests of one module."""
    with running(fill(shared_database), tmp_path_factory.mktemp("server")) as served:
        yield served


@pytest.fixture
def own_server(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server on the small organisation, for one test that changes or breaks something."""
    with running(fill(database), tmp_path_factory.mktemp("server")) as served:
        yield served
