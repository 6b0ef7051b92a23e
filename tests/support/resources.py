"""Reading and writing resource views in tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.rows import dict_row

Row = dict[str, Any]
ACME = """
SELECT org.ensure_standard_activities();
INSERT INTO org.site_resource (name, time_zone) VALUES ('Berlin', 'Europe/Berlin');
INSERT INTO org.unit_resource (name, parent_id) VALUES ('Acme', NULL), ('Sales', 1), ('Shop', 2);
INSERT INTO org.staff_resource (employee_number, name, unit_id, "from")
VALUES ('1', 'Ada', 2, '2026-01-01'), ('2', 'Bob', 3, '2026-01-01');
INSERT INTO schedule.pattern_resource (name, days, lines) VALUES (
    'Nights', 2, '[{"day": 1, "start": "22:00", "end": "06:00", "activity": "office"}]'
);
"""


def run(connection: psycopg.Connection, statement: str, *values: object) -> list[Row]:
    """The rows of a statement, none if it has none."""
    with connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute(statement.encode(), values)
        return cursor.fetchall() if cursor.description else []


def one(connection: psycopg.Connection, statement: str, *values: object) -> Row:
    """The only row of a statement."""
    (row,) = run(connection, statement, *values)
    return row


def create(connection: psycopg.Connection, relation: str, **values: object) -> int:
    """Inserts a row into a resource view; its id."""
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({}) RETURNING id").format(
        sql.Identifier(*relation.split(".")),
        sql.SQL(", ").join(map(sql.Identifier, values)),
        sql.SQL(", ").join(sql.Placeholder() * len(values)),
    )
    row = connection.execute(statement, list(values.values())).fetchone()
    assert row
    return int(row[0])


def change(connection: psycopg.Connection, relation: str, row_id: int, **values: object) -> Row:
    """Updates a row of a resource view; what the update returns."""
    assignments = [
        sql.SQL("{} = {}").format(sql.Identifier(name), sql.Placeholder()) for name in values
    ]
    statement = sql.SQL("UPDATE {} SET {} WHERE id = {} RETURNING *").format(
        sql.Identifier(*relation.split(".")),
        sql.SQL(", ").join(assignments),
        sql.Placeholder(),
    )
    with connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(statement, [*values.values(), row_id]).fetchone()
    assert row
    return row


def read(connection: psycopg.Connection, relation: str, row_id: int) -> Row:
    """A row of a resource view without its version."""
    row = one(connection, f"SELECT * FROM {relation} WHERE id = %s", row_id)
    del row["version"]
    return row


@contextmanager
def refused(
    connection: psycopg.Connection, place: str, sentence: str | None = None
) -> Iterator[None]:
    """The block ends in an error: of a constraint of that name, or our own of that field."""
    with pytest.raises(psycopg.Error) as error, connection.transaction():
        yield
    diagnosis = error.value.diag
    if sentence is None:
        assert diagnosis.constraint_name == place
    else:
        assert (diagnosis.column_name, diagnosis.message_primary) == (place, sentence)
