"""What the commands share."""

import argparse
import sys
from typing import TYPE_CHECKING

from app.config import Settings, read_settings

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_database_argument(parser: argparse.ArgumentParser) -> None:
    """Declare --database-url."""
    parser.add_argument(
        "--database-url",
        metavar="URL",
        help="a PostgreSQL server to use instead of the embedded one (or STRATA_DATABASE_URL)",
    )


def settings_of(arguments: argparse.Namespace) -> Settings:
    """The settings of this call."""
    return read_settings(database_url=arguments.database_url)


def say(line: str) -> None:
    """Tell the person at the terminal how far we are."""
    print(line, file=sys.stderr, flush=True)
