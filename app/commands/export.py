"""`strata export`: write the rows of a kind to a file that can be imported again."""

import argparse
import os
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING

import psycopg

from app.commands.common import add_database_argument, say, settings_of
from app.database.connect import connection_url
from app.database.owner import owner_transaction
from app.exports.writing import FORMATS, make_writer
from app.imports.profile import OWN_KINDS
from app.stop import Stop

if TYPE_CHECKING:
    from app.commands.common import Subparsers

ROWS_AT_ONCE = 1000


def add_command(subparsers: "Subparsers") -> None:
    """Declare the command."""
    parser = subparsers.add_parser("export", help="write a file that can be imported again")
    add_database_argument(parser)
    parser.add_argument("--kind", choices=OWN_KINDS, required=True, help="what the rows are")
    parser.add_argument(
        "--format", choices=FORMATS, help="default: that of the file's name, or csv"
    )
    parser.add_argument(
        "--as-of", metavar="INSTANT", help="as the database knew it at that instant"
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="default: standard output"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Export one kind."""
    output: Path | None = arguments.output
    suffix = output.suffix.lower().removeprefix(".") if output else ""
    kind_of_file = arguments.format or (suffix if suffix in FORMATS else "csv")
    with connection_url(settings_of(arguments), say) as url, owner_transaction(url) as connection:
        if output is None:
            write_export(connection, arguments, kind_of_file, sys.stdout.buffer)
            sys.stdout.buffer.flush()
            return 0
        # Under another name until it is whole.
        unfinished = output.with_name(f".{output.name}.{os.getpid()}")
        try:
            with unfinished.open("wb") as file:
                write_export(connection, arguments, kind_of_file, file)
            unfinished.replace(output)
        except OSError as error:
            raise Stop(f"{output} cannot be written: {error.strerror}.") from None
        finally:
            unfinished.unlink(missing_ok=True)
    return 0


def write_export(
    connection: psycopg.Connection,
    arguments: argparse.Namespace,
    kind_of_file: str,
    file: IO[bytes],
) -> None:
    """Write the rows as the database hands them over."""
    with connection.cursor("export") as cursor:
        cursor.itersize = ROWS_AT_ONCE
        cursor.execute(
            "SELECT import.export_rows(%s, schedule.read_known_at(%s, NULL))",
            [arguments.kind, arguments.as_of],
        )
        rows = (row[0] for row in cursor)
        writer = make_writer(kind_of_file, file, next(rows))
        try:
            writer.add(rows)
        except BaseException:
            writer.abandon()
            raise
        writer.finish()
