"""Which of the units and people that a client wants to look at it may not know."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import psycopg
from starlette.requests import Request

from app.http.handler import Api, actor_of
from app.http.pool import run
from app.http.problems import Refusal, pointer_to
from app.http.statement import Actor, build, read_query, unreadable

FUNCTION = "hidden_subjects"
# The database would take other forms too.
ID = re.compile(r"-?[0-9]{1,19}", re.ASCII)


async def hidden_subjects(
    api: Api, actor: Actor, values: Mapping[str, Sequence[str]]
) -> dict[str, list[int]]:
    """What api.hidden_subjects says to the account; the values are lists with commas."""
    function = api.contract.functions[FUNCTION]
    statement = build(function, values, actor, ("SELECT ", ""))
    try:
        (answer,) = (await run(api.pool, statement.text, repeatable=True)).row
    except psycopg.Error as error:
        if name := statement.argument_at(error.diag.statement_position):
            raise unreadable(name, function.arguments[name]) from None
        raise
    hidden: dict[str, list[int]] = json.loads(answer or b"{}")
    return {name: ids for name, ids in hidden.items() if ids}


async def asked_subjects(api: Api, request: Request) -> tuple[list[int], list[int], str | None]:
    """Units, people and place that the query of a request names; hidden ones are refused."""
    function = api.contract.functions[FUNCTION]
    known = replace(function, arguments={**function.arguments, "last_event_id": "text"})
    values = read_query(request.scope["query_string"], known, set())
    place = values.pop("last_event_id", [None])[-1]
    if not values:
        return [], [], place
    for name, given in values.items():
        if not all(ID.fullmatch(one) for text in given for one in text.split(",")):
            raise unreadable(name, function.arguments[name])
    hidden = await hidden_subjects(api, actor_of(request), values)
    if hidden:
        errors = [
            {"pointer": pointer_to(name), "detail": f"{one} does not exist, or is not visible."}
            for name, ids in hidden.items()
            for one in ids
        ]
        raise Refusal("not-found", "A unit or person does not exist, or is not visible.", errors)
    units, staff = (
        [int(one) for text in values.get(name, ()) for one in text.split(",")]
        for name in ("units", "staff")
    )
    return units, staff, place
