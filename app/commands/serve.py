"""`strata serve`: only the server, on a database that has been migrated."""

import argparse
import signal
from typing import TYPE_CHECKING

import psycopg

from app import ROOT
from app.commands.common import add_database_argument, say, settings_of
from app.config import Settings
from app.database import code
from app.database.connect import application_url, connection_url
from app.network import check_exposure, check_port
from app.stop import Stop

if TYPE_CHECKING:
    from app.commands.common import Subparsers


def add_command(subparsers: "Subparsers") -> None:
    """Declare the command."""
    parser = subparsers.add_parser("serve", help="serve a database that has been migrated")
    add_database_argument(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve until we are told to stop."""
    settings = settings_of(arguments)
    check_port(settings)
    with connection_url(settings, say) as admin_url:
        check_digest(admin_url)
        check_exposure(settings, admin_url)
        serve_until_told(settings, application_url(settings, admin_url))
    return 0


def check_digest(admin_url: str) -> None:
    """Stop when the code in the database is not the code of this checkout."""
    with psycopg.connect(admin_url) as connection:
        if code.deployed_digest(connection) != code.digest(code.read_code(ROOT)):
            raise Stop(
                "The code in the database is not that of this version of Strata: "
                "run `strata migrate` first."
            )


def serve_until_told(settings: Settings, url: str) -> None:
    """Serve; Ctrl-C and SIGTERM are the ordinary end, and a second one spares the clean-up."""
    from app.http import server  # noqa: PLC0415 - the other commands need no HTTP

    try:
        server.serve(settings, url)
    except KeyboardInterrupt:
        pass
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
