"""Throw-away PostgreSQL servers, and databases on them."""

import functools
import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from app import ROOT
from app.database import embedded
from app.database.binaries import postgresql_binaries

APP_PASSWORD = "only for tests"
# What a crash may lose does not matter here.
FAST = {
    "autovacuum": "off",
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "synchronous_commit": "off",
}
# Bytes that a cluster of the tests may take.
ROOMY = 4 * 1024**3
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Database:
    """A database of a throw-away server: `url` is the administrator's, `app_url` strata_app's."""

    name: str
    url: str

    @property
    def app_url(self) -> str:
        """How the server of Strata connects."""
        return make_conninfo(self.url, user="strata_app", password=APP_PASSWORD)

    def connect(self) -> psycopg.Connection:
        """A connection of the administrator, without transactions of its own."""
        return psycopg.connect(self.url, autocommit=True)


@dataclass(frozen=True)
class Server:
    """A throw-away server."""

    version: str
    url: str

    @contextmanager
    def database(self, template: str = "template0") -> Iterator[Database]:
        """A new database, a copy of the template, dropped at the end of the block."""
        name = f"test_{next(_numbers)}"
        with psycopg.connect(self.url, autocommit=True) as connection:
            statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
            connection.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
            try:
                if template != "template0":
                    # Rights on the database itself are not copied.
                    with psycopg.connect(self.url, dbname=name, autocommit=True) as copy:
                        copy.execute((ROOT / "sql" / "roles.sql").read_bytes())
                yield Database(name, make_conninfo(self.url, dbname=name))
            finally:
                drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
                connection.execute(drop.format(sql.Identifier(name)))


@functools.cache
def versions() -> list[str]:
    """The versions of PostgreSQL that the tests can run on here, the newest first."""
    if os.environ.get("STRATA_TEST_DATABASE") == "docker":
        return ["docker"]
    return sorted(postgresql_binaries(), key=int, reverse=True)


@contextmanager
def throw_away_server(version: str) -> Iterator[Server]:
    """A server of this version: a new cluster, or a container."""
    if version == "docker":
        with _container() as url:
            yield Server("18", url)
        return
    with scratch_directory() as directory:
        binaries = postgresql_binaries()[version]
        with embedded.running(directory / "postgres", binaries, print, FAST) as cluster:
            yield Server(version, cluster.url("postgres"))


def _memory() -> Path | None:
    """A directory in memory, if there is one: a copy of a database is a thousand files."""
    place = Path("/dev/shm")
    if place.is_dir() and os.access(place, os.W_OK) and shutil.disk_usage(place).free > ROOMY:
        return place
    return None


@contextmanager
def scratch_directory() -> Iterator[Path]:
    """A directory for a cluster, which PostgreSQL's user can enter (pytest's cannot)."""
    with tempfile.TemporaryDirectory(prefix="strata-test-", dir=_memory()) as name:
        Path(name).chmod(0o711)
        yield Path(name)


@contextmanager
def _container() -> Iterator[str]:
    from testcontainers.postgres import PostgresContainer  # noqa: PLC0415 - only with Docker

    container = PostgresContainer("postgres:18", username=embedded.ADMIN, driver=None)
    settings = " ".join(f"-c {name}={value}" for name, value in FAST.items())
    with container.with_command(f"postgres {settings}"):
        yield container.get_connection_url()
