"""`strata renew-epoch`: after the files of a cluster were put back, positions begin anew."""

import argparse
from typing import TYPE_CHECKING

from app.commands.common import add_database_argument, say, settings_of
from app.database.connect import connection_url
from app.database.owner import owner_transaction

if TYPE_CHECKING:
    from app.commands.common import Subparsers


def add_command(subparsers: "Subparsers") -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "renew-epoch",
        help="have every client read everything again: after a copy of the files was put back",
    )
    add_database_argument(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Begin a new epoch, and say which."""
    with connection_url(settings_of(arguments), say) as url, owner_transaction(url) as connection:
        row = connection.execute("SELECT event.renew_epoch()").fetchone()
    assert row is not None
    print(f"The epoch is {row[0]}; positions of another one do not count any more.")
    return 0
