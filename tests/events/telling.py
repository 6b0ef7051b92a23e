"""Changes written down with the events that they make: a script, and what comes of it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from psycopg import Connection

from tests.events.seen import Event

# All that follows is another change, as if it were another transaction.
BEGIN_CHANGE = "SELECT set_config('strata.change', '', TRUE)"
# What is new has the number 1001 and so on, whatever was tried before.
RESTART = """
SELECT string_agg(
    format(
        'SELECT setval(pg_get_serial_sequence(%L, %L), 1000)',
        format('%I.%I', schema_name, table_name), key_columns[1]
    ), ';'
)
FROM audit.domain_table WHERE has_identity
"""
ACT = """
SET LOCAL SESSION AUTHORIZATION strata_app;
SELECT set_config('strata.account_id', '{account}', TRUE), set_config('role', 'strata_user', TRUE)
"""
REST = "RESET ROLE; RESET SESSION AUTHORIZATION"


@dataclass
class Told:
    """Some changes, and the lines that say which events the last one makes."""

    title: str
    changes: list[list[str]] = field(default_factory=lambda: [[]])
    lines: list[str] = field(default_factory=list)


def read(path: Path) -> list[Told]:
    """Blocks: # title; statements that end with their line; --- between changes; > events."""
    found = []
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        statement = ""
        told = Told("")
        for line in block.splitlines():
            if line.startswith("# "):
                told.title += line
            elif line.startswith("> "):
                told.lines.append(line.removeprefix("> "))
            elif line == "---":
                told.changes.append([])
            else:
                statement = f"{statement} {line}".strip()
                if line.endswith(";"):
                    told.changes[-1].append(statement)
                    statement = ""
        assert not statement, f"{statement} has no end"
        found.append(told)
    return found


def carry_out(connection: Connection, statement: str) -> None:
    """A statement of the administrator, or (as somebody: ...) of an account."""
    if not statement.startswith("as "):
        connection.execute(statement.encode())
        return
    name, _, text = statement.removeprefix("as ").partition(": ")
    (account,) = connection.execute(
        "SELECT account_id FROM auth.account WHERE email = %s", [f"{name}@acme.test"]
    ).fetchone() or (None,)
    connection.execute(ACT.format(account=account).encode())
    connection.execute(text.encode())
    connection.execute(REST)


def sequence(connection: Connection) -> list[Event]:
    """Give out positions; what the log has got."""
    (position,) = connection.execute("SELECT pos FROM event.sequencer").fetchone() or (0,)
    while connection.execute("SELECT event.sequence(FALSE)").fetchone() != (0,):
        pass
    rows = connection.execute(
        "SELECT pos, type, payload, scopes FROM event.log WHERE pos > %s ORDER BY pos", [position]
    ).fetchall()
    return [Event(pos, kind, payload, frozenset(scopes)) for pos, kind, payload, scopes in rows]


def words(event: Event) -> str:
    """An event as a line, without its version and when it happened."""
    payload = dict(event.payload)
    payload.pop("version", None)
    payload.pop("at", None)
    named = [str(payload.pop(key)) for key in ("kind", "id", "action") if key in payload]
    return " ".join([event.type, *named, *(f"{k}={said(v)}" for k, v in sorted(payload.items()))])


def said(value: Any) -> str:  # noqa: ANN401 - JSON
    """A value as a word."""
    return ",".join(str(each) for each in value) if isinstance(value, list) else str(value)
