"""`strata bi`: logins of the database for analysts and their tools."""

import argparse
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from app.commands.common import add_database_argument, say, settings_of
from app.database import reporting_logins
from app.database.connect import connection_url
from app.database.owner import owner_transaction

if TYPE_CHECKING:
    from app.commands.common import Subparsers


def add_command(subparsers: "Subparsers") -> None:
    """Declare the command and its three actions."""
    parser = subparsers.add_parser("bi", help="give database logins for reports, and take them")
    actions = parser.add_subparsers(required=True, metavar="action")

    granting = actions.add_parser("grant", help="make a login, or give it another account")
    granting.add_argument("name", help="name of the login")
    granting.add_argument(
        "--account", required=True, metavar="EMAIL", help="the account as which it reads"
    )
    granting.add_argument(
        "--timeout",
        type=_positive,
        default=60,
        metavar="SECONDS",
        help="when a query is cancelled (default: 60)",
    )
    granting.add_argument(
        "--connections",
        type=_positive,
        default=10,
        metavar="NUMBER",
        help="how many it may have at once (default: 10)",
    )
    granting.add_argument(
        "--no-password",
        action="store_true",
        help="for logins by certificate, peer or Kerberos (otherwise STRATA_BI_PASSWORD, or one "
        "is made up for a new login and printed)",
    )
    granting.set_defaults(run=grant)

    revoking = actions.add_parser("revoke", help="end the sessions of a login and drop it")
    revoking.add_argument("name", help="name of the login")
    revoking.set_defaults(run=revoke)

    listing = actions.add_parser("list", help="say which logins there are")
    listing.set_defaults(run=show)
    for action in (granting, revoking, listing):
        add_database_argument(action)


def _positive(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 86400):
        raise argparse.ArgumentTypeError(f"must be a number from 1 to 86400, not {text!r}")
    return int(text)


def grant(arguments: argparse.Namespace) -> int:
    """Make the login; the password is printed only when we made it up."""
    settings = settings_of(arguments)
    wanted = reporting_logins.Wanted(
        name=arguments.name,
        account=arguments.account,
        connections=arguments.connections,
        seconds=arguments.timeout,
        password=None if arguments.no_password else settings.bi_password,
        first_password=not arguments.no_password,
    )
    with connection_url(settings, say) as url:
        made_up = reporting_logins.grant(url, wanted)
    print(f"{wanted.name} reads reports as {wanted.account.lower()}.")
    if made_up:
        print(f"Password: {made_up}")
    return 0


def revoke(arguments: argparse.Namespace) -> int:
    """Drop the login."""
    with connection_url(settings_of(arguments), say) as url:
        ended = reporting_logins.revoke(url, arguments.name)
    print(f"{arguments.name} is gone; {ended} of its sessions were ended.")
    return 0


def show(arguments: argparse.Namespace) -> int:
    """Print the logins, a line each."""
    with connection_url(settings_of(arguments), say) as url, owner_transaction(url) as connection:
        logins = reporting_logins.read(connection)
    if not logins:
        say("There is no reporting login: `strata bi grant` makes one.")
        return 0
    table = Table("login", "account", "connections", "timeout", "state", box=None)
    for login in logins:
        table.add_row(
            login.login,
            login.account or "",
            str(login.connections),
            login.timeout or "none",
            state(login),
        )
    Console(highlight=False, markup=False, soft_wrap=True).print(table)
    return 0


def state(login: reporting_logins.ReportingLogin) -> str:
    """What it can do, in a word or two; `strata doctor` says what to do about it."""
    if not login.is_role:
        return "has no role"
    if login.account is None:
        return "has no account"
    if not login.active:
        return "account inactive"
    if login.too_much or login.other_groups or not login.in_group:
        return "not only a reporting login"
    return "reads" if login.can_log_in else "cannot log in"
