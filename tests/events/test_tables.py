"""No table is forgotten: clients hear of its changes, or tables.txt says why not."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from psycopg import Connection

from tests.rights.test_tables import EXPECTED
from tests.support.servers import Database

HEADER, *LINES = Path(__file__).with_name("tables.txt").read_text(encoding="utf-8").splitlines()
TABLES = {table: kinds for table, *kinds in (line.split() for line in LINES)}


@pytest.fixture(scope="module")
def administrator(shared_database: Database) -> Iterator[Connection]:
    """The administrator's connection to an empty database."""
    with shared_database.connect() as connection:
        yield connection


def test_every_table_that_somebody_reads_or_that_keeps_its_history_has_its_line(
    administrator: Connection,
) -> None:
    kept = administrator.execute(
        "SELECT schema_name || '.' || table_name FROM audit.domain_table"
    ).fetchall()
    read = {
        table
        for table, words in EXPECTED.items()
        if {*words} != {"closed"} and not table.startswith("reporting.")
    }
    wanted = {table for (table,) in kept} | {t for t in read if not t.endswith("_history")}
    assert [*TABLES] == sorted(wanted), "complete tables.txt"


def test_clients_hear_of_the_tables_that_have_kinds(administrator: Connection) -> None:
    rows = administrator.execute(
        "SELECT relation, array_agg(kind ORDER BY kind) FROM event.source GROUP BY relation"
    ).fetchall()
    assert dict(rows) == {table: kinds for table, kinds in TABLES.items() if kinds[0] != "-"}
