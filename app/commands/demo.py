"""`strata demo`: the demo organisation, in a database that is empty."""

import argparse
from typing import TYPE_CHECKING

from app.accounts import prepare_logins
from app.commands.common import add_database_argument, say, settings_of
from app.commands.serve import check_digest
from app.database.connect import connection_url
from app.stop import Stop

if TYPE_CHECKING:
    from app.commands.common import Subparsers


def add_command(subparsers: "Subparsers") -> None:
    """Declare the command."""
    parser = subparsers.add_parser("demo", help="load the demo organisation into an empty database")
    add_database_argument(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Load it, and say how to sign in."""
    settings = settings_of(arguments)
    with connection_url(settings, say) as admin_url:
        check_digest(admin_url)
        if not load_demo(admin_url):
            raise Stop(
                "The database has an organisation already: "
                "load the demo into a new one, for example with STRATA_DATA_DIR."
            )
        for line in prepare_logins(settings, admin_url):
            say(line)
    return 0


def load_demo(admin_url: str) -> bool:
    """Fill the database with the demo organisation if it is empty; whether it was."""
    from app.demo import SEED, load  # noqa: PLC0415 - the other commands need no holidays

    return load(admin_url, SEED)
