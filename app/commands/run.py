"""`strata run`: everything at once, which is what `scripts/run` calls."""

import argparse
from typing import TYPE_CHECKING

from app import ROOT
from app.accounts import prepare_logins
from app.auth.keys import KeySource
from app.commands.common import add_database_argument, say, settings_of
from app.commands.demo import load_demo
from app.commands.serve import serve_until_told
from app.database import migrate
from app.database.connect import application_url, connection_url
from app.network import check_exposure, check_port
from app.nodes import find_nginx, serve_nodes

if TYPE_CHECKING:
    from app.commands.common import Subparsers


def add_command(subparsers: "Subparsers") -> None:
    """Declare the command."""
    parser = subparsers.add_parser("run", help="migrate, load the demo organisation, serve")
    add_database_argument(parser)
    parser.add_argument(
        "--nodes",
        type=int,
        choices=range(1, 17),
        default=1,
        metavar="N",
        help="so many server processes, behind nginx",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Start everything, and serve until we are told to stop."""
    settings = settings_of(arguments)
    check_port(settings)
    if arguments.nodes > 1:
        find_nginx()
    with connection_url(settings, say) as admin_url:
        migrate.up(admin_url, ROOT, say)
        if settings.demo != "none":
            load_demo(admin_url)
        logins = prepare_logins(settings, admin_url)
        check_exposure(settings, admin_url)
        url = application_url(settings, admin_url)
        # Made here if need be, so that not each of several nodes makes keys of its own.
        KeySource(settings)
        say(f"Strata listens on {settings.address} (Ctrl-C stops it).")
        for line in logins:
            say(line)
        if arguments.nodes > 1:
            serve_nodes(settings, admin_url, arguments.nodes, say)
        else:
            serve_until_told(settings, url)
    return 0
