"""Who the tests of rights act as, in the organisation of scene.sql, whose unit is Sales."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests.support.servers import Database

SCENE = (Path(__file__).parent / "scene.sql").read_text(encoding="utf-8")
# Name in the tables of expectations, and the account.
PERSONAS = {
    "anonymous": None,
    "viewer": "viewer@acme.test",
    "staff": "staff@acme.test",
    "manager": "manager@acme.test",
    "sibling": "sibling@acme.test",
    "admin": "admin@acme.test",
}
# A second transaction, so that every table has superseded rows too.
HISTORY = """
DO $$
DECLARE
    name text;
    columns text;
BEGIN
    FOR name, columns IN
        SELECT
            format('%I.%I', t.schema_name, t.table_name),
            quote_ident(t.columns[cardinality(t.columns)])
        FROM audit.domain_table AS t
        WHERE t.schema_name <> 'audit'
    LOOP
        EXECUTE format('UPDATE %s SET %s = %2$s', name, columns);
    END LOOP;
END;
$$
"""


def fill(database: Database) -> None:
    """Load the organisation, each row with a superseded version."""
    with database.connect() as connection:
        connection.execute(SCENE.encode())
        connection.execute(HISTORY)


def account_ids(connection: psycopg.Connection) -> dict[str | None, int]:
    """The accounts by e-mail address."""
    return dict(connection.execute("SELECT email, account_id FROM auth.account").fetchall())


@contextmanager
def acting(connection: psycopg.Connection, account: int | None) -> Iterator[psycopg.Connection]:
    """A transaction of the server's login that acts as an account, or as nobody; then undone."""
    with connection.transaction(force_rollback=True):
        connection.execute(
            "SELECT set_config('role', 'strata_user', TRUE),"
            " set_config('strata.account_id', %s, TRUE)",
            ["" if account is None else str(account)],
        )
        yield connection


def rows(connection: psycopg.Connection, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query; the query may be made of names of the catalogue."""
    return connection.execute(query.encode()).fetchall()
