"""`strata audit verify`: prove that the audit is as it was written."""

import argparse
import re
import sys
from typing import TYPE_CHECKING, NamedTuple

import psycopg

from app.commands.common import add_database_argument, say, settings_of
from app.database.connect import connection_url
from app.database.owner import owner_transaction
from app.stop import Stop

if TYPE_CHECKING:
    from app.commands.common import Subparsers

BATCH = 20_000
CHECK = """
SELECT previous, checked, erased, broken_position, entry_id, fault
FROM audit.check_chain(%s, %s, %s)
"""
SEAL_AT = "SELECT encode(seal, 'hex') FROM audit.entry WHERE position = %s"
LENGTHS = """
SELECT count(*) FILTER (WHERE position IS NULL), coalesce(max(position), 0) FROM audit.entry
"""
ENTRY = """
SELECT
    e.position, e.entry_id, e.relation, e.row_key, e.action,
    coalesce(replace((x.recorded_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z', 'an unknown time'),
    coalesce(
        'account ' || x.account_id || coalesce(' (' || a.name || ')', ''),
        'login ' || x.database_login,
        'nobody known'
    )
FROM audit.entry AS e
LEFT JOIN audit.transaction AS x ON x.change_id = e.change_id
LEFT JOIN auth.account AS a ON a.account_id = x.account_id
WHERE e.entry_id = %s
"""
FAULTS = {
    "content": "its content was changed",
    "erasure": "it is marked as erased, and no erasure says so",
    "seal": "what it says of row, time or account, its digest or its place was changed",
}
HEAD = re.compile(r"(\d+):([0-9a-f]{64})", re.ASCII)


class Chain(NamedTuple):
    """What was found from the beginning of the chain to its end, or to the first fault."""

    entries: int
    erased: int
    seal: str
    fault: str | None


def add_command(subparsers: "Subparsers") -> None:
    """Declare the command."""
    parser = subparsers.add_parser("audit", help="prove that the audit is as it was written")
    actions = parser.add_subparsers(required=True, metavar="action")
    verify = actions.add_parser("verify", help="follow the chain and name its first broken entry")
    add_database_argument(verify)
    verify.add_argument(
        "--expect",
        metavar="POSITION:SEAL",
        type=read_head,
        help="a head that an earlier call printed: the chain must still contain it",
    )
    verify.set_defaults(run=run)


def read_head(text: str) -> tuple[int, str]:
    """What --expect says."""
    found = HEAD.fullmatch(text.strip().lower())
    if found is None or not int(found[1]):
        raise argparse.ArgumentTypeError(
            "POSITION:SEAL is a number from 1, a colon and 64 hexadecimal digits, as printed before"
        )
    return int(found[1]), found[2]


def run(arguments: argparse.Namespace) -> int:
    """Say whether the chain holds; 1 when it does not."""
    with connection_url(settings_of(arguments), say) as url, owner_transaction(url) as connection:
        chain = follow(connection)
        unsealed, _ = _lengths(connection)
        if chain.fault is None and arguments.expect is not None:
            chain = chain._replace(fault=compare(connection, chain, *arguments.expect))
    if chain.fault is not None:
        print(f"BROKEN: {chain.fault}")
        return 1
    print(f"{chain.entries} entries are as they were written, {chain.erased} of them erased.")
    if chain.entries:
        print(f"Head: {chain.entries}:{chain.seal} (note it outside, for --expect).")
    print(f"{unsealed} entries are not sealed yet.")
    return 0


def follow(connection: psycopg.Connection) -> Chain:
    """Follow the chain, a batch at a time."""
    _, length = _lengths(connection)
    seal: bytes | None = None
    entries = erased = 0
    while True:
        row = connection.execute(CHECK, [entries, BATCH, seal]).fetchone()
        assert row is not None
        seal_after, checked, erased_here, broken_position, entry_id, fault = row
        if fault is not None:
            return Chain(entries, erased, "", _name(connection, broken_position, entry_id, fault))
        if not checked:
            break
        seal, entries, erased = seal_after, entries + checked, erased + erased_here
        if sys.stderr.isatty() and length:
            print(f"\r{entries} of {length} entries", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty() and length:
        print(file=sys.stderr)
    return Chain(entries, erased, seal.hex() if seal else "", None)


def compare(connection: psycopg.Connection, chain: Chain, position: int, seal: str) -> str | None:
    """What is wrong with a chain that holds but once had another head."""
    if position > chain.entries:
        return (
            f"the chain ends at position {chain.entries}, but it has been {position} long: "
            f"the entries from position {chain.entries + 1} on were removed."
        )
    if connection.execute(SEAL_AT, [position]).fetchone() != (seal,):
        return (
            f"position {position} once had another seal: "
            "this chain, or a part of it, was written anew."
        )
    return None


def _lengths(connection: psycopg.Connection) -> tuple[int, int]:
    row = connection.execute(LENGTHS).fetchone()
    assert row is not None
    return row[0], row[1]


def _name(connection: psycopg.Connection, position: int, entry_id: int | None, fault: str) -> str:
    if entry_id is None:
        return f"position {position} has no entry: it was removed."
    row = connection.execute(ENTRY, [entry_id]).fetchone()
    if row is None:
        raise Stop(f"The entry {entry_id} went away while it was looked at: verify again.")
    _, number, relation, key, action, at, who = row
    return (
        f"position {position}, entry {number}: {action} of {relation} {key} "
        f"at {at} by {who}: {FAULTS[fault]}."
    )
