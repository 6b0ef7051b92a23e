"""The one handler: a request becomes one call of one function, whose JSON passes through unread."""

import asyncio
from dataclasses import dataclass

import psycopg
from starlette.requests import Request
from starlette.responses import Response

from app.http import entity_tag
from app.http.contract import Contract, Function
from app.http.pool import Pool, Result, run
from app.http.problems import Refusal
from app.http.revision import RevisionReader
from app.http.routes import Route
from app.http.statement import Statement, build, read_query, unreadable

LARGEST_BODY = 1024 * 1024
JSON = "application/json"
PRIVATE = {"Cache-Control": "private, no-cache", "Vary": "Accept-Encoding, Authorization"}


@dataclass(frozen=True)
class Api:
    """What every request needs."""

    contract: Contract
    pool: Pool
    revisions: RevisionReader


async def handle(api: Api, route: Route, request: Request) -> Response:
    """Answer a request for a route of the table."""
    function = api.contract.functions[route.function]
    in_path = {name: [value] for name, value in request.path_params.items()}
    elsewhere = {"body", *in_path}
    values = in_path | read_query(request.scope["query_string"], function, elsewhere)
    if "body" in function.arguments:
        values["body"] = [await read_body(request)]
    if route.tag == "revision":
        return await _by_revision(api, request, function, values)
    around = ("SELECT ", "")
    if "cursor" in function.arguments:
        around = ("SELECT r, r ->> 'next' FROM ", " AS r")
    elif route.status == 201:
        around = ("SELECT r, r ->> 'id' FROM ", " AS r")
    statement = build(function, values, api.contract.account, around)
    body, *rest = (await _ask(api, request, function, statement)).row
    headers = dict(PRIVATE)
    if rest and rest[0] is not None:
        if route.status == 201:
            headers["Location"] = f"{request.url.path}/{rest[0].decode()}"
        else:
            following = request.url.include_query_params(cursor=rest[0].decode())
            headers["Link"] = f'<{following.path}?{following.query}>; rel="next"'
    assert body is not None
    tag = entity_tag.of_content(body)
    given = entity_tag.read_tags(request.headers.get("if-none-match"))
    held = {entity_tag.without_coding(each): each for each in given}
    if route.method == "GET" and (tag in held or given == ["*"]):
        return _not_modified(held.get(tag, tag))
    return await make_response(request, body, route.status, headers, tag)


async def _by_revision(
    api: Api, request: Request, function: Function, values: dict[str, list[str]]
) -> Response:
    """Answer with the revision as tag: what the client holds still is not computed again."""
    address = (request.url.path, request.scope["query_string"])
    suffix = "." + entity_tag.suffix(api.contract.digest, api.contract.account, *address)
    given = entity_tag.read_tags(request.headers.get("if-none-match"))
    held = {
        plain.removesuffix(suffix): tag
        for tag in given
        if (plain := entity_tag.without_coding(tag)).endswith(suffix)
    }
    if held:
        current = await api.revisions.read()
        request.state.database_ms = current.duration
        if tag := held.get(text_of(current.row[0])):
            return _not_modified(tag)
    # One statement has one snapshot: the revision is that of the content.
    statement = build(function, values, api.contract.account, ("SELECT ", ", audit.revision()"))
    body, revision = (await _ask(api, request, function, statement)).row
    tag = text_of(revision) + suffix
    if given == ["*"]:
        return _not_modified(tag)
    return await make_response(request, body or b"", 200, dict(PRIVATE), tag)


def text_of(value: bytes | None) -> str:
    """A column that is text and never null."""
    return (value or b"").decode()


async def _ask(api: Api, request: Request, function: Function, statement: Statement) -> Result:
    try:
        result = await run(api.pool, statement.text, repeatable=not function.volatile)
    except psycopg.Error as error:
        if name := statement.argument_at(error.diag.statement_position):
            raise unreadable(name, function.arguments[name]) from None
        raise
    request.state.database_ms = result.duration
    return result


async def read_body(request: Request) -> str:
    """The body as text; PostgreSQL reads it as JSON."""
    media_type, _, parameters = request.headers.get("content-type", "").lower().partition(";")
    if media_type.strip() != JSON or parameters.strip() not in ("", "charset=utf-8"):
        raise Refusal("unsupported-media-type", f"Send the body as {JSON}, in UTF-8.")
    too_large = Refusal(
        "body-too-large",
        f"The body has more than {LARGEST_BODY} bytes.",
        headers={"Connection": "close"},
    )
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > LARGEST_BODY:
        raise too_large
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise too_large
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise Refusal("malformed-text", "The body is not text in UTF-8.") from None
    if "\0" in text:
        raise Refusal("malformed-text", "The body is not JSON that can be stored.")
    return text


async def make_response(
    request: Request, body: bytes, status: int, headers: dict[str, str], tag: str
) -> Response:
    """A JSON answer, compressed if the client asks for it; each form has a tag of its own."""
    if len(body) >= entity_tag.SMALLEST_TO_COMPRESS and entity_tag.accepts_gzip(
        request.headers.get("accept-encoding")
    ):
        if len(body) < entity_tag.LARGE:
            body = entity_tag.compress(body)
        else:
            body = await asyncio.to_thread(entity_tag.compress, body)
        tag += entity_tag.GZIP
        headers["Content-Encoding"] = "gzip"
    headers["ETag"] = f'"{tag}"'
    return Response(body, status, headers, JSON)


def _not_modified(tag: str) -> Response:
    return Response(status_code=304, headers={**PRIVATE, "ETag": f'"{tag}"'})
