"""`strata create-admin`: somebody who may do everything, or the way back in for one who may."""

import argparse
import getpass
import sys
from typing import TYPE_CHECKING

from app.auth.passwords import fault_of, make_hasher, normalised
from app.commands.common import add_database_argument, say, settings_of
from app.config import Settings
from app.database.connect import connection_url
from app.database.owner import owner_transaction
from app.stop import Stop

if TYPE_CHECKING:
    from app.commands.common import Subparsers

STORE = "SELECT auth.store_administrator(%s, %s, %s)"
LINK = "SELECT auth.make_action_token(%s, 'first_password')"


def add_command(subparsers: "Subparsers") -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "create-admin",
        help="make an administrator, or let one in again who has lost password or second factor",
        description="The password is that of STRATA_ADMIN_PASSWORD, or else it is asked for; where "
        "there is no terminal, a link to set it is printed.",
    )
    add_database_argument(parser)
    parser.add_argument("email", metavar="EMAIL")
    parser.add_argument("--name", required=True, help="how the person is called")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Store the account, and say how to go on."""
    settings = settings_of(arguments)
    email = arguments.email.strip().lower()
    password = _password(settings, email)
    hashed = make_hasher(settings).hash(normalised(password)) if password else None
    with connection_url(settings, say) as url, owner_transaction(url) as connection:
        stored = connection.execute(STORE, [email, arguments.name, hashed]).fetchone()
        assert stored is not None
        token = connection.execute(LINK, stored).fetchone() if password is None else None
    print(f"{email} is an administrator.")
    if token:
        print(f"Set the password within 7 days: {settings.address}/password#token={token[0]}")
    return 0


def _password(settings: Settings, email: str) -> str | None:
    """The new password; none where nobody can be asked."""
    password = settings.admin_password
    if password is None:
        if not sys.stdin.isatty():
            return None
        password = getpass.getpass("Password: ")
        if getpass.getpass("Once more: ") != password:
            raise Stop("The two passwords are not the same: nothing was changed.")
    if fault := fault_of(password, email):
        raise Stop(f"{fault.rstrip('.')}: nothing was changed.")
    return password
