"""Storing the demo organisation: all of it or nothing."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import psycopg
from psycopg.types.json import Jsonb
from rich.console import Console
from rich.progress import Progress

from app.demo.organisation import make_organisation
from app.demo.statements import statement
from app.demo.structure import TIME_ZONE


def load(connection_url: str, seed: int, today: date | None = None) -> bool:
    """Fill an empty database with the demo organisation around today; whether it was empty."""
    today = today or datetime.now(ZoneInfo(TIME_ZONE)).date()
    with psycopg.connect(connection_url) as connection:
        connection.execute(statement("begin"))
        # A database that is in use is not locked.
        if not _is_empty(connection):
            return False
        connection.execute(statement("lock"))
        if not _is_empty(connection):
            return False
        _store(connection, seed, today)
    return True


def _is_empty(connection: psycopg.Connection) -> bool:
    return connection.execute(statement("is_empty")).fetchone() == (True,)


def _store(connection: psycopg.Connection, seed: int, today: date) -> None:
    """Store the organisation, with a progress bar where somebody watches."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        batches = make_organisation(seed, today)
        rows = sum(len(batch.rows) for batch in batches)
        task = progress.add_task("Loading the demo organisation", total=rows)
        for batch in batches:
            connection.execute(statement(batch.statement), {"rows": Jsonb(batch.rows)})
            progress.advance(task, len(batch.rows))
        connection.execute(statement("waiting"), {"today": today})
        connection.execute(statement("ask"))
        connection.execute(statement("analyze"))
