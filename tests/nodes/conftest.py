"""The small organisation of the tests of HTTP, with logins for several nodes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.http.conftest import fill
from tests.http.running import ADMIN, CHEAP_HASH
from tests.nodes.system import Nodes, running
from tests.support.servers import Database, scratch_directory


@pytest.fixture(scope="module")
def organisation(shared_database: Database) -> Database:
    """The organisation, and its administrator."""
    with fill(shared_database).connect() as connection:
        connection.execute("SELECT auth.store_account(%s, 'Ana', 'admin', %s)", [ADMIN, CHEAP_HASH])
    return shared_database


@pytest.fixture(scope="module")
def directory() -> Iterator[Path]:
    """A directory that everybody can enter."""
    with scratch_directory() as path:
        yield path


@pytest.fixture(scope="module")
def nodes(organisation: Database, directory: Path) -> Iterator[Nodes]:
    """Three nodes on the organisation."""
    with running(organisation.url, directory, 3) as started:
        yield started
