"""A miniature of the checkout, deployed to a database of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.database import migrate
from tests.support.servers import Database, Server
from tests.support.tree import plant_tree


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """The root of a miniature that a test may change."""
    return plant_tree(tmp_path)


@pytest.fixture
def empty(cluster: Server) -> Iterator[Database]:
    """A database in which nothing has been deployed."""
    with cluster.database() as database:
        yield database


@pytest.fixture(scope="session")
def miniature(cluster: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """What the databases with the miniature in them are copies of."""
    with cluster.database() as database:
        migrate.up(database.url, plant_tree(tmp_path_factory.mktemp("miniature")), print)
        yield database


@pytest.fixture
def deployed(cluster: Server, miniature: Database) -> Iterator[Database]:
    """A database with the miniature in it."""
    with cluster.database(miniature.name) as copy:
        yield copy
