"""`strata migrate`: bring the database to the state of this checkout."""

import argparse
from typing import TYPE_CHECKING

from app import ROOT
from app.commands.common import add_database_argument, say, settings_of
from app.database import migrate
from app.database.connect import connection_url

if TYPE_CHECKING:
    from app.commands.common import Subparsers


def add_command(subparsers: "Subparsers") -> None:
    """Declare the command."""
    parser = subparsers.add_parser("migrate", help="bring the database to the state of this code")
    add_database_argument(parser)
    parser.add_argument(
        "--down", action="store_true", help="take everything away again, with all data"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Migrate up or down."""
    with connection_url(settings_of(arguments), say) as url:
        if arguments.down:
            migrate.down(url, ROOT, say)
        else:
            migrate.up(url, ROOT, say)
    return 0
