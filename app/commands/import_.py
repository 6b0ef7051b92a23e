"""`strata import`: read a file into the database."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from app.commands.common import add_database_argument, say, settings_of
from app.database.connect import connection_url
from app.imports.encoding import ENCODINGS
from app.imports.profile import (
    KINDS,
    Profile,
    is_found,
    own_profile,
    profile_of,
    read_profile,
    with_options,
    with_reading,
)
from app.imports.reading import read_file
from app.imports.report import batch_line, is_failure, report_lines
from app.imports.store import (
    Wish,
    list_batches,
    own_columns,
    roll_back,
    store_file,
    stored_section,
)
from app.stop import Stop

if TYPE_CHECKING:
    from app.commands.common import Subparsers

OPTIONS = {
    "site": "the site where the people work",
    "time_zone": "the IANA time zone of the site",
    "unit": "the unit to which the units of the file belong",
    "from": "the date from which the file holds (YYYY-MM-DD)",
    "holiday_rule": "by_start, by_minute or ignore",
}
READING = {
    "format": "csv, xlsx or json (default: what the file looks like)",
    "encoding": f"one of {', '.join(ENCODINGS)} (default: what the file looks like)",
    "delimiter": "comma, semicolon or tab (default: what the header looks like)",
    "columns": "the columns of a file without a header, separated by commas; - is not imported",
    "sheet": "the sheet of an XLSX file (default: the first one)",
}
DESCRIPTION = """\
Store what is new or different in a file, in one transaction. A row that cannot be stored is refused
with its line, field and reason, and does not stop the others, unless --all-or-nothing is said. The
same file again changes nothing. The exit code is 1 when the file is broken, when nothing of it is
stored because of its faults, or when an import cannot be rolled back; and 0 otherwise."""
LISTED = 100


def add_command(subparsers: "Subparsers") -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "import", help="import a file, list imports, or take one back", description=DESCRIPTION
    )
    add_database_argument(parser)
    parser.add_argument("--kind", choices=KINDS, help="what the rows are")
    parser.add_argument(
        "--profile",
        metavar="NAME",
        help="a profile of Strata, or a TOML file; without one the columns have our names",
    )
    for name, text in OPTIONS.items():
        flag = f"--{name.replace('_', '-')}"
        parser.add_argument(
            flag, dest=f"option_{name}", metavar="VALUE", help=f"{text}, instead of the profile's"
        )
    for name, text in READING.items():
        parser.add_argument(f"--{name}", dest=f"reading_{name}", metavar="VALUE", help=text)
    parser.add_argument(
        "--every-row", action="store_true", help="say of accepted rows too what happened"
    )
    parser.add_argument(
        "--preview", action="store_true", help="say what would happen, and store nothing"
    )
    parser.add_argument(
        "--all-or-nothing", action="store_true", help="store nothing when a row is refused"
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--rollback", type=int, metavar="ID", help="take an import back")
    what.add_argument("--list", action="store_true", help=f"list the last {LISTED} imports")
    what.add_argument("file", type=Path, nargs="?")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Import one file and print what became of it; or list imports, or take one back."""
    if arguments.file:
        return _import(arguments)
    with connection_url(settings_of(arguments), say) as url:
        if arguments.list:
            for batch in list_batches(url, LISTED):
                print(batch_line(batch))
        else:
            roll_back(url, arguments.rollback)
            print(f"Import {arguments.rollback} was rolled back.")
    return 0


def _import(arguments: argparse.Namespace) -> int:
    kind: str | None = arguments.kind
    if kind is None:
        raise Stop("Say --kind: what the rows of the file are.")
    options = {name: getattr(arguments, f"option_{name}") for name in OPTIONS}
    reading = {name: getattr(arguments, f"reading_{name}") for name in READING}
    settings = settings_of(arguments)
    wish = Wish(
        "preview" if arguments.preview else "commit",
        "refuse" if arguments.all_or_nothing else "skip",
    )
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
    with connection_url(settings, say) as url, bar:
        profile = with_options(_profile(url, kind, arguments.profile), options)
        columns = None if profile.is_mapped else own_columns(url, kind)
        profile = with_reading(profile, columns, reading)
        file = read_file(arguments.file, profile, settings.import_megabytes * 1024**2)
        task = bar.add_task(file.name, total=None)

        def progress(sent: int) -> None:
            bar.update(task, completed=sent)

        report = store_file(url, file, profile, progress, wish)
    for line in report_lines(report, file, profile, arguments.every_row):
        print(line)
    return 1 if is_failure(report) else 0


def _profile(url: str, kind: str, name: str | None) -> Profile:
    """The profile of this name: ours, a file's, or a stored one; without a name our columns."""
    if name is None:
        return own_profile(kind)
    if not is_found(name) and (section := stored_section(url, kind, name)) is not None:
        activities = section.pop("activities", {})
        return profile_of(name, kind, section, activities)
    return read_profile(name, kind)
