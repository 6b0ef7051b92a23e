"""`strata psql`: a prompt on the database."""

import argparse
import subprocess
from typing import TYPE_CHECKING

from app.commands.common import add_database_argument, say, settings_of
from app.database.binaries import bundled_binaries
from app.database.connect import connection_url

if TYPE_CHECKING:
    from app.commands.common import Subparsers


def add_command(subparsers: "Subparsers") -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "psql",
        help="open psql on the database",
        usage="strata psql [--database-url URL] [arguments of psql]",
        allow_abbrev=False,
    )
    add_database_argument(parser)
    parser.set_defaults(run=run, passed_on=[])


def run(arguments: argparse.Namespace) -> int:
    """Run psql; Ctrl-C there cancels a query, so it must not end us."""
    with connection_url(settings_of(arguments), say) as url:
        process = subprocess.Popen([bundled_binaries() / "psql", url, *arguments.passed_on])
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue
