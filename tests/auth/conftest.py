"""An account, and what the role that signs in may call."""

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.types.json import Jsonb

from tests.support.servers import Database

# What a function of the database answers.
Answer = Any
Call = Callable[..., Answer]
EMAIL = "ada@acme.test"


def token_hash(token: str) -> bytes:
    """What is stored of a token."""
    return sha256(token.encode()).digest()


# What is said of a password that fits the hash `right`.
RIGHT = token_hash("right")


def client(token: str, **more: object) -> Jsonb:
    """What is told of a client that gets this token next."""
    told = {"token_hash": token_hash(token).hex(), "idle": "14 days", "longest": "90 days"}
    return Jsonb({**told, "most": 3, **more})


@pytest.fixture
def account(admin: psycopg.Connection) -> int:
    """Ada, whose password hash is `right`."""
    row = admin.execute(
        "SELECT auth.store_account(%s, 'Ada', 'viewer', 'right')", [EMAIL]
    ).fetchone()
    assert row
    return int(row[0])


@pytest.fixture
def call(database: Database) -> Iterator[Call]:
    """Calls a function of schema auth as the server does, each in a transaction of its own."""
    with psycopg.connect(database.app_url) as connection:

        def run(function: str, *arguments: object, session: int | None = None) -> Answer:
            with connection.transaction():
                connection.execute("SELECT set_config('role', 'strata_login', TRUE)")
                if session is not None:
                    connection.execute("SELECT auth.enter(%s, 'request')", [session])
                holders = sql.SQL(", ").join(sql.Placeholder() * len(arguments))
                text = sql.SQL("SELECT {}({})").format(sql.Identifier("auth", function), holders)
                row = connection.execute(text, list(arguments)).fetchone()
                assert row
                return row[0]

        yield run


@pytest.fixture
def log_in(call: Call, account: int) -> Call:
    """Logs in with a password that is right, or not, and perhaps a code."""

    def run(token: str = "first", right: bool = True, **more: Answer) -> Answer:
        code_given = "step" in more or "recovery" in more
        told = {key: more[key] for key in more if key not in ("step", "recovery", "new_hash")}
        return call(
            "finish_login",
            *(
                account,
                RIGHT if right else None,
                code_given,
                more.get("step"),
                more.get("recovery"),
            ),
            *(more.get("new_hash"), client(token, **told)),
        )

    return run
