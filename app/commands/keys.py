"""`strata keys`: the keys that sign access tokens."""

import argparse
from typing import TYPE_CHECKING

from app.auth.keys import KeySource
from app.config import read_settings

if TYPE_CHECKING:
    from app.commands.common import Subparsers


def add_command(subparsers: "Subparsers") -> None:
    """Declare the command."""
    parser = subparsers.add_parser("keys", help="list or rotate the keys that sign access tokens")
    parser.add_argument(
        "action",
        choices=("list", "rotate"),
        help="rotate: a new key signs from now on, and the last one still verifies",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the names of the keys. Servers that run notice a rotation by themselves."""
    source = KeySource(read_settings())
    keys = source.rotate() if arguments.action == "rotate" else source.read()
    for key, role in zip(keys, ["signs", *["verifies"] * len(keys)], strict=False):
        print(f"{key.kid} {role}")
    return 0
