"""`strata doctor`: what is wrong, and what to do."""

import argparse
from typing import TYPE_CHECKING

from app import ROOT
from app.commands.common import add_database_argument, say, settings_of
from app.database import doctor
from app.database.connect import connection_url

if TYPE_CHECKING:
    from app.commands.common import Subparsers


def add_command(subparsers: "Subparsers") -> None:
    """Declare the command."""
    parser = subparsers.add_parser("doctor", help="say what is wrong and what to do")
    add_database_argument(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the findings; 1 when there are any."""
    with connection_url(settings_of(arguments), say) as url:
        findings = list(doctor.examine(url, ROOT))
    print("\n".join(findings) if findings else "Everything is in order.")
    return 1 if findings else 0
