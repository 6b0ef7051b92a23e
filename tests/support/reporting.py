"""Reporting logins for the tests."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from tests.support.servers import Database

PASSWORD = "only for tests"


@contextmanager
def reporting_login(database: Database, name: str, email: str | None) -> Iterator[str]:
    """How a new login connects that reads reports as an account, or nobody; it goes at the end."""
    role = sql.Identifier(name)
    with database.connect() as connection:
        make = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {} IN ROLE strata_bi")
        connection.execute(make.format(role, sql.Literal(PASSWORD)))
        try:
            if email is not None:
                connection.execute("SELECT auth.store_reporting_login(%s, %s)", [name, email])
            yield make_conninfo(database.url, user=name, password=PASSWORD)
        finally:
            connection.execute(sql.SQL("DROP ROLE {}").format(role))


@contextmanager
def connected(database: Database, name: str, email: str | None) -> Iterator[psycopg.Connection]:
    """A connection of such a login."""
    with (
        reporting_login(database, name, email) as url,
        psycopg.connect(url, autocommit=True) as connection,
    ):
        yield connection
