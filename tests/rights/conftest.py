"""A database with what all scenes build on."""

from collections.abc import Iterator

import pytest
from psycopg import Connection

# Registers the profiles of hypothesis too.
from tests.properties import conftest as _properties  # noqa: F401
from tests.rights.store import BASE, READER
from tests.support.reporting import reporting_login
from tests.support.servers import Database


@pytest.fixture(scope="module")
def connection(shared_database: Database) -> Iterator[Connection]:
    """The administrator's connection to the database of the scenes."""
    with (
        reporting_login(shared_database, READER, None),
        shared_database.connect() as connection,
    ):
        connection.execute("SET TIME ZONE 'UTC'")
        # Looking up a zone among all there are takes longer than the rest of an example.
        connection.execute("ALTER TABLE org.site DISABLE TRIGGER require_time_zone")
        connection.execute("ALTER TABLE org.settings DISABLE TRIGGER require_time_zone")
        connection.execute(BASE)
        # Scenes number their rows themselves, from 1 on.
        connection.execute(
            "SELECT setval(pg_get_serial_sequence(format('%I.%I', schema_name, table_name),"
            " key_columns[1]), 100000) FROM audit.domain_table WHERE has_identity"
        )
        yield connection
