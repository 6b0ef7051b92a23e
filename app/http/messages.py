"""What the database says of the messages about events, read once at start."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import psycopg

Schema = dict[str, Any]

MESSAGES = """
SELECT sender, type, is_event, description, required, optional, kinds, example
FROM event.message
ORDER BY place
"""
FIELDS = "SELECT name, description, schema FROM event.message_field"
CLOSE_CODES = "SELECT code, meaning, remedy FROM event.close_code ORDER BY code"


class Message(NamedTuple):
    """A row of event.message."""

    sender: str
    type: str
    is_event: bool
    description: str
    required: list[str]
    optional: list[str]
    kinds: list[str]
    example: Schema


class CloseCode(NamedTuple):
    """A row of event.close_code."""

    code: int
    meaning: str
    remedy: str


@dataclass(frozen=True)
class Messages:
    """All messages, the fields that they are made of, and why a websocket is closed."""

    messages: list[Message]
    fields: dict[str, Schema]
    close_codes: list[CloseCode]


def read_messages(connection: psycopg.Connection) -> Messages:
    """Read them all."""
    fields = {
        name: {"description": description, **schema}
        for name, description, schema in connection.execute(FIELDS)
    }
    return Messages(
        [Message(*row) for row in connection.execute(MESSAGES)],
        fields,
        [CloseCode(*row) for row in connection.execute(CLOSE_CODES)],
    )
