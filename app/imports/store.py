"""Into the database: the rows go up as they are, SQL does the rest, all in one transaction."""

import itertools
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import psycopg
from psycopg.types.json import Jsonb

from app.database.owner import owner_transaction
from app.imports.mapping import labels, mapped_rows
from app.imports.profile import Profile
from app.imports.reading import SourceFile

ROWS_AT_ONCE = 1000
Report = dict[str, Any]


class Wish(NamedTuple):
    """What is to happen: mode is preview or commit; faults: refuse the file, or skip the rows."""

    mode: str
    faults: str


STORE_THE_GOOD = Wish("commit", "skip")


def store_file(
    url: str,
    file: SourceFile,
    profile: Profile,
    progress: Callable[[int], None],
    wish: Wish = STORE_THE_GOOD,
) -> Report:
    """Store what is new or different in a file, and say what became of each row.

    `progress` is told how many rows have gone up. Only what the report calls stored is kept.
    """
    with owner_transaction(url) as connection:
        batch = _send(connection, file, profile, progress)
        row = connection.execute(
            "SELECT import.run(%s, %s, %s, %s)", [batch, *wish, Jsonb(file.ignored)]
        ).fetchone()
        assert row is not None
        report: Report = row[0]
        if report["state"] != "committed" or report["repeated"]:
            connection.rollback()
        return report


def own_columns(url: str, kind: str) -> list[str]:
    """The columns of files of a kind that is not mapped."""
    with owner_transaction(url) as connection:
        row = connection.execute("SELECT import.fields(%s)", [kind]).fetchone()
    assert row is not None
    columns: list[str] = row[0]
    return columns


def stored_section(url: str, kind: str, name: str) -> dict[str, Any] | None:
    """What a stored profile says about files of a kind, if there is one of this name."""
    with owner_transaction(url) as connection:
        row = connection.execute(
            "SELECT definition FROM import.profile WHERE kind = %s AND name = %s", [kind, name]
        ).fetchone()
    return row[0] if row else None


def roll_back(url: str, batch: int) -> None:
    """Take an import back."""
    with owner_transaction(url) as connection:
        connection.execute("SELECT import.roll_back(%s)", [batch])


def list_batches(url: str, limit: int) -> list[dict[str, Any]]:
    """The newest imports, without their rows."""
    with owner_transaction(url) as connection:
        rows = connection.execute(
            "SELECT to_jsonb(b) FROM import.batch_resource AS b ORDER BY b.id DESC LIMIT %s",
            [limit],
        ).fetchall()
    return [row[0] for row in rows]


def _send(
    connection: psycopg.Connection,
    file: SourceFile,
    profile: Profile,
    progress: Callable[[int], None],
) -> int:
    row = connection.execute(
        "SELECT import.open_batch(%s, %s, %s, %s, %s, %s)",
        [
            profile.kind,
            profile.name,
            file.name,
            file.hash,
            Jsonb(profile.options),
            Jsonb(labels(file, profile)),
        ],
    ).fetchone()
    assert row is not None
    sent = 0
    for rows in _portions(mapped_rows(file, profile)):
        connection.execute("SELECT import.add_rows(%s, %s)", [row[0], Jsonb(rows)])
        sent += len(rows)
        progress(sent)
    return int(row[0])


def _portions(rows: Iterable[dict[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    iterator = iter(rows)
    return iter(lambda: list(itertools.islice(iterator, ROWS_AT_ONCE)), [])
