"""Calls of the functions of schema auth, by the role that may do nothing else."""

import json
from typing import Any

from starlette.requests import Request

from app.http.handler import Api, actor_of
from app.http.pool import Pool, run
from app.http.statement import literal

SETUP = (
    "SELECT set_config('role', 'strata_login', TRUE), "
    "set_config('statement_timeout', '10s', TRUE), "
    "set_config('lock_timeout', '5s', TRUE); "
)


async def call(pool: Pool, function: str, *arguments: object, before: str = "") -> Any:  # noqa: ANN401 - JSON
    """What the function answers, as a value of JSON."""
    text = f"{SETUP}{before}SELECT to_jsonb({_call(function, arguments)})"
    result = await run(pool, text, repeatable=False)
    return None if result.row[0] is None else json.loads(result.row[0])


async def call_as(api: Api, request: Request, function: str, *arguments: object) -> Any:  # noqa: ANN401 - JSON
    """The same, acting as the account that is signed in, if its session has not ended."""
    actor = actor_of(request)
    before = f"SELECT auth.enter({actor.session}, '{actor.request_id}'); "
    return await call(api.pool, function, *arguments, before=before)


async def perform(pool: Pool, function: str, *arguments: object) -> None:
    """Call a function that answers nothing."""
    await run(pool, f"{SETUP}SELECT {_call(function, arguments)}", repeatable=False)


def _call(function: str, arguments: tuple[object, ...]) -> str:
    return f"auth.{function}({', '.join(map(_literal, arguments))})"


def _literal(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool | int):
        return str(value)
    if isinstance(value, bytes):
        return f"'\\x{value.hex()}'"
    if isinstance(value, list):
        return f"ARRAY[{', '.join(map(_literal, value))}]::bytea[]"
    return literal(value if isinstance(value, str) else json.dumps(value))
