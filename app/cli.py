"""The command line: `strata <command>`."""

import argparse
import signal
import sys
from collections.abc import Sequence

from app import __version__
from app.commands import (
    audit,
    bi,
    create_admin,
    demo,
    doctor,
    expire_history,
    export,
    holidays,
    import_,
    keys,
    migrate,
    psql,
    renew_epoch,
    run,
    serve,
    show,
)
from app.stop import Stop

COMMANDS = (
    run,
    serve,
    migrate,
    demo,
    import_,
    export,
    holidays,
    show,
    expire_history,
    renew_epoch,
    create_admin,
    keys,
    audit,
    doctor,
    psql,
    bi,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; a Stop is one sentence on standard error and exit code 1."""
    parser = argparse.ArgumentParser(prog="strata", description="The schedule of an organisation.")
    parser.add_argument("--version", action="version", version=__version__)
    subparsers = parser.add_subparsers(required=True, metavar="command")
    for command in COMMANDS:
        command.add_command(subparsers)
    chosen, rest = parser.parse_known_args(arguments)
    if rest and "passed_on" not in chosen:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    chosen.passed_on = rest
    # Whatever asks us to end, the terminal or a supervisor, lets the blocks close what they opened.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    try:
        code: int = chosen.run(chosen)
    except Stop as stop:
        print(f"strata: {stop}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return code
