"""`strata expire-history`: give up the history that the settings do not keep any more."""

import argparse
from typing import TYPE_CHECKING

from app.commands.common import add_database_argument, say, settings_of
from app.database.connect import connection_url
from app.database.owner import owner_transaction

if TYPE_CHECKING:
    from app.commands.common import Subparsers

KEPT = """
SELECT
    g.history_retention_days,
    replace((nullif(h.kept_from, '-infinity') AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z'
FROM org.settings AS g, audit.history_horizon AS h
"""


def add_command(subparsers: "Subparsers") -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "expire-history", help="give up history that is older than the settings keep"
    )
    add_database_argument(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Do what the server does once a day, and say how much it was."""
    with connection_url(settings_of(arguments), say) as url, owner_transaction(url) as connection:
        expired = connection.execute("SELECT audit.expire_history()").fetchone()
        kept = connection.execute(KEPT).fetchone()
    assert expired is not None
    assert kept is not None
    days, kept_from = kept
    if days is None:
        print("The history is kept for ever: set history_retention_days to change that.")
    else:
        print(f"{expired[0]} versions given up; the history is kept from {kept_from} on.")
    return 0
