"""`strata import`: read a file of people, requests or adjustments into the database."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from app.commands.common import add_database_argument, say, settings_of
from app.database.connect import connection_url
from app.imports.profile import KINDS, read_profile, with_options
from app.imports.reading import read_file
from app.imports.report import is_failure, report_lines
from app.imports.store import store_file

if TYPE_CHECKING:
    from app.commands.common import Subparsers

OPTIONS = {
    "site": "the site where the people work",
    "time_zone": "the IANA time zone of the site",
    "unit": "the unit to which the units of the file belong",
    "from": "the date from which the file holds (YYYY-MM-DD)",
    "holiday_rule": "by_start, by_minute or ignore",
}
DESCRIPTION = """\
Store what is new or different in a file, in one transaction. A row that cannot be stored is refused
with its line, field and reason, and does not stop the others. The same file again changes nothing.
The exit code is 1 when the file is broken or every row of it is refused, and 0 otherwise."""


def add_command(subparsers: "Subparsers") -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "import", help="import people, requests or adjustments", description=DESCRIPTION
    )
    add_database_argument(parser)
    parser.add_argument("--kind", choices=KINDS, required=True, help="what the rows are")
    parser.add_argument(
        "--profile", required=True, metavar="NAME", help="a profile of Strata, or a TOML file"
    )
    for name, text in OPTIONS.items():
        flag = f"--{name.replace('_', '-')}"
        parser.add_argument(
            flag, dest=f"option_{name}", metavar="VALUE", help=f"{text}, instead of the profile's"
        )
    parser.add_argument(
        "--every-row", action="store_true", help="say of accepted rows too what happened"
    )
    parser.add_argument("file", type=Path)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Import one file and print what became of it."""
    given = {name: getattr(arguments, f"option_{name}") for name in OPTIONS}
    profile = with_options(read_profile(arguments.profile, arguments.kind), given)
    file = read_file(arguments.file, profile)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
    with connection_url(settings_of(arguments), say) as url, bar:
        task = bar.add_task(file.name, total=None)

        def progress(sent: int) -> None:
            bar.update(task, completed=sent)

        report = store_file(url, file, profile, progress)
    for line in report_lines(report, file, profile, arguments.every_row):
        print(line)
    return 1 if is_failure(report) else 0
