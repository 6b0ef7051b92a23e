"""`strata show`: the board of a day in the terminal."""

import argparse
import datetime
from typing import TYPE_CHECKING

import psycopg
from rich.console import Console

from app.board import print_board
from app.commands.common import add_database_argument, say, settings_of
from app.database.connect import connection_url
from app.database.owner import owner_transaction
from app.stop import Stop

if TYPE_CHECKING:
    from app.commands.common import Subparsers


def add_command(subparsers: "Subparsers") -> None:
    """Declare the command."""
    parser = subparsers.add_parser("show", help="print the board of a day")
    add_database_argument(parser)
    parser.add_argument(
        "--day",
        type=datetime.date.fromisoformat,
        default=datetime.date.today(),
        metavar="YYYY-MM-DD",
        help="the local day (default: today)",
    )
    parser.add_argument(
        "--unit", metavar="NAME", help='a unit; "Company > Sales" when names repeat'
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the board."""
    with connection_url(settings_of(arguments), say) as url, owner_transaction(url) as connection:
        unit = find_unit(connection, arguments.unit) if arguments.unit else None
        row = connection.execute(
            "SELECT reporting.day_board(%s, %s)", [arguments.day, unit]
        ).fetchone()
    assert row is not None
    if not row[0]["units"]:
        raise Stop("There is no organisation yet: `strata import` or `strata run` brings one.")
    print_board(row[0], Console(highlight=False))
    return 0


def find_unit(connection: psycopg.Connection, name: str) -> int:
    """The unit of that name that is nearest to the root, if it is the only one there."""
    units = connection.execute("SELECT * FROM org.units_named(%s)", [name]).fetchall()
    if not units:
        raise Stop(f"There is no unit {name}.")
    nearest = [unit for unit in units if unit[1] == units[0][1]]
    if len(nearest) > 1:
        names = "; ".join(unit[2] for unit in nearest)
        raise Stop(f"There are {len(nearest)} units {name}: say which one with its way ({names}).")
    return int(units[0][0])
