"""Into the database: the rows go up as they are, SQL does the rest, all in one transaction."""

import itertools
from collections.abc import Callable, Iterable
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from app.database.owner import owner_transaction
from app.imports.mapping import labels, mapped_rows
from app.imports.profile import Profile
from app.imports.reading import SourceFile

ROWS_AT_ONCE = 1000
STORE = {
    "people": "SELECT import.store_people(%s)",
    "requests": "SELECT import.store_requests(%s)",
    "adjustments": "SELECT import.store_requests(%s)",
}

Report = dict[str, Any]


def store_file(
    url: str, file: SourceFile, profile: Profile, progress: Callable[[int], None]
) -> Report:
    """Store what is new or different in a file, and say what became of each row.

    `progress` is told how many rows have gone up. A repetition that changes nothing leaves nothing.
    """
    with owner_transaction(url) as connection:
        batch = _send(connection, file, profile, progress)
        connection.execute(STORE[profile.kind], [batch])
        row = connection.execute(
            "SELECT import.report(%s), import.is_repetition(%s)", [batch, batch]
        ).fetchone()
        assert row is not None
        if row[1]:
            connection.rollback()
        report: Report = row[0]
        return report


def _send(
    connection: psycopg.Connection,
    file: SourceFile,
    profile: Profile,
    progress: Callable[[int], None],
) -> int:
    row = connection.execute(
        "SELECT import.open_batch(%s, %s, %s, %s, %s, %s, %s)",
        [
            profile.kind,
            profile.name,
            file.name,
            file.hash,
            Jsonb(profile.options),
            Jsonb(labels(profile)),
            Jsonb({}),
        ],
    ).fetchone()
    assert row is not None
    sent = 0
    for rows in _portions(mapped_rows(file, profile)):
        connection.execute("SELECT import.add_rows(%s, %s)", [row[0], Jsonb(rows)])
        sent += len(rows)
        progress(sent)
    # What was ignored is known when all of the file has been read.
    connection.execute(
        "UPDATE import.batch SET ignored = %s WHERE batch_id = %s", [Jsonb(file.ignored), row[0]]
    )
    return int(row[0])


def _portions(rows: Iterable[dict[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    iterator = iter(rows)
    return iter(lambda: list(itertools.islice(iterator, ROWS_AT_ONCE)), [])
