"""Databases for the tests: one server per version of PostgreSQL, one copy per test or module."""

import re
import signal
from collections.abc import Iterator

import psycopg
import pytest
from xdist.scheduler import LoadScopeScheduling

from app import ROOT
from app.database import migrate
from tests.support.servers import APP_PASSWORD, Database, Server, throw_away_server, versions


def pytest_configure() -> None:
    """Whatever ends the tests early lets them stop their servers first."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


class ByVersion(LoadScopeScheduling):  # type: ignore[misc]
    """What is tested on one version of PostgreSQL goes to one worker, so each starts one server."""

    def _split_scope(self, nodeid: str) -> str:
        found = re.search(rf"\[({'|'.join(versions())})[-\]]", nodeid)
        return found[1] if found else "none"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByVersion:
    """Who of several workers gets which tests."""
    return ByVersion(config, log)


@pytest.fixture(scope="session", params=versions())
def cluster(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A throw-away server; tests that use it run once for every version that is found."""
    with throw_away_server(request.param) as server:
        yield server


@pytest.fixture(scope="session")
def newest(cluster: Server) -> None:
    """Passes on the newest version of PostgreSQL only: what is tested has little to do with it."""
    if versions()[0] not in ("docker", cluster.version):
        pytest.skip("the newest version is enough")


@pytest.fixture(scope="session")
def template(cluster: Server) -> Iterator[Database]:
    """A migrated database that the others are copies of; nothing may stay connected to it."""
    with cluster.database() as database:
        migrate.up(database.url, ROOT, print)
        with database.connect() as connection:
            connection.execute(f"ALTER ROLE strata_app PASSWORD '{APP_PASSWORD}'")
        yield database


@pytest.fixture
def database(cluster: Server, template: Database) -> Iterator[Database]:
    """A migrated, empty database for one test."""
    with cluster.database(template.name) as copy:
        yield copy


@pytest.fixture(scope="module")
def shared_database(cluster: Server, template: Database) -> Iterator[Database]:
    """A migrated, empty database for the tests of one module."""
    with cluster.database(template.name) as copy:
        yield copy


@pytest.fixture
def admin(database: Database) -> Iterator[psycopg.Connection]:
    """A connection of the administrator to the database of this test."""
    with database.connect() as connection:
        yield connection
