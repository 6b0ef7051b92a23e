"""The one handler: a request becomes one call of one function, whose JSON passes through unread."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from email.utils import format_datetime

import psycopg
from starlette.requests import Request
from starlette.responses import Response

from app.auth.passwords import Passwords
from app.auth.tokens import Identity, Tokens
from app.config import Settings
from app.http import entity_tag, idempotency, preconditions
from app.http.contract import Contract, Function
from app.http.places import Places
from app.http.pool import Pool, Result, run
from app.http.problems import Refusal
from app.http.revision import MARK, READ_POSITION, RevisionReader
from app.http.routes import Route
from app.http.security import Guard
from app.http.statement import Actor, Statement, build, read_query, unreadable
from app.realtime.addresses import reach_settings
from app.realtime.relay import Relay
from app.realtime.webhooks import Deliverer

JSON = "application/json"
MERGE_PATCH = "application/merge-patch+json"
# From where a client follows that has read this.
POSITION = "Strata-Position"
PRIVATE = {"Cache-Control": "private, no-cache", "Vary": "Accept-Encoding, Authorization"}


@dataclass(frozen=True)
class Api:
    """What every request needs."""

    settings: Settings
    contract: Contract
    pool: Pool
    revisions: RevisionReader
    guard: Guard
    tokens: Tokens
    passwords: Passwords
    mail_waits: asyncio.Event
    imports: Places
    exports: Places
    import_bytes: int
    relay: Relay
    webhooks: Deliverer


def actor_of(request: Request) -> Actor:
    """Who asks; only for operations that need a login."""
    identity: Identity = request.state.identity
    return Actor(*identity, request.state.request_id)


async def handle(api: Api, route: Route, request: Request) -> Response:
    """Answer a request for a route of the table."""
    function = api.contract.functions[route.function]
    elsewhere = {name: [value] for name, value in request.path_params.items()}
    if "version" in function.arguments and route.method in ("PATCH", "DELETE"):
        elsewhere |= preconditions.accepted_versions(request)
    not_in_query = {"body", "version", *elsewhere}
    values = elsewhere | read_query(request.scope["query_string"], function, not_in_query)
    if "body" in function.arguments:
        media_types = (JSON, MERGE_PATCH) if route.method == "PATCH" else (JSON,)
        values["body"] = [await read_body(request, route.largest_body, media_types)]
    headers = PRIVATE | deprecation_headers(route)
    if route.tag == "revision":
        return await _by_revision(api, request, function, values, headers)
    answer = _answer_columns(route, function)
    # What changes nothing can be asked again as it is.
    key = idempotency.read_key(request) if function.volatile and route.method == "POST" else None
    if key is not None:
        answer = idempotency.around(answer[0], key, request, values)
    answer = (_settings(api, route) + answer[0], answer[1])
    statement = build(function, values, actor_of(request), answer)
    # What has a key has its effect once, however often it is sent.
    repeatable = key is not None or not function.volatile
    body, *rest = (await _ask(api, request, function, statement, repeatable)).row
    if not function.volatile:
        headers[POSITION] = text_of(rest.pop())
    if route.status == 204:
        return Response(status_code=204, headers=headers)
    assert body is not None
    tag = entity_tag.of_content(body)
    if route.tag == "version":
        version, *new_id = map(text_of, rest)
        if version:
            tag = f"{version}.{tag}"
        if any(new_id):
            headers["Location"] = f"{request.url.path}/{new_id[0]}"
    elif rest and rest[0] is not None:
        following = request.url.include_query_params(cursor=text_of(rest[0]))
        add_link(headers, f"{following.path}?{following.query}", "next")
    given = entity_tag.read_tags(request.headers.get("if-none-match"))
    held = {entity_tag.without_coding(each): each for each in given}
    if route.method == "GET" and (tag in held or given == ["*"]):
        return not_modified(held.get(tag, tag), headers)
    return await make_response(request, body, route.status, headers, tag)


def _answer_columns(route: Route, function: Function) -> tuple[str, str]:
    """What stands around the call: the columns that headers are made of, besides the answer.

    One statement has one snapshot: the position of a read, its last column, is that of its content.
    """
    columns = ["r"]
    if route.status == 201:
        columns += ["r ->> 'version'", "r ->> 'id'"]
    elif route.tag == "version":
        columns.append("r ->> 'version'")
    elif "cursor" in function.arguments:
        columns.append("r ->> 'next'")
    if not function.volatile:
        columns.append(READ_POSITION)
    return " ".join(("SELECT", ", ".join(columns), "FROM ")), " AS r"


def _settings(api: Api, route: Route) -> str:
    """What a route has settled for its transaction."""
    settings = reach_settings(api.settings.webhook_networks) + "; " if route.addresses else ""
    if route.patience:
        settings += f"SET LOCAL statement_timeout = '{route.patience}'; "
    return settings


def add_link(headers: dict[str, str], target: str, relation: str) -> None:
    """Add a link (RFC 8288) to the headers."""
    link = f'<{target}>; rel="{relation}"'
    headers["Link"] = f"{headers['Link']}, {link}" if "Link" in headers else link


def deprecation_headers(route: Route) -> dict[str, str]:
    """What tells a client that the operation is to end, and what follows it."""
    if route.deprecation is None:
        return {}
    headers = {
        "Deprecation": f"@{route.deprecation.since.timestamp():.0f}",
        "Sunset": format_datetime(route.deprecation.sunset.astimezone(UTC), usegmt=True),
    }
    add_link(headers, route.deprecation.successor, "successor-version")
    return headers


async def _by_revision(
    api: Api,
    request: Request,
    function: Function,
    values: dict[str, list[str]],
    headers: dict[str, str],
) -> Response:
    """Answer with the revision as tag: what the client holds still is not computed again."""
    actor = actor_of(request)
    address = (request.url.path, request.scope["query_string"])
    suffix = "." + entity_tag.suffix(api.contract.digest, actor.account, *address)
    given = entity_tag.read_tags(request.headers.get("if-none-match"))
    held = {
        plain.removesuffix(suffix): tag
        for tag in given
        if (plain := entity_tag.without_coding(tag)).endswith(suffix)
    }
    if held:
        current = await api.revisions.read(actor.session)
        request.state.database_ms = current.duration
        # Whose session has ended is told so by the statement below.
        if current.is_alive and (tag := held.get(current.revision)):
            return not_modified(tag, headers | {POSITION: current.position})
    # One statement has one snapshot: revision and position are those of the content.
    statement = build(function, values, actor, ("SELECT ", f", {MARK}, {READ_POSITION}"))
    answer = (await _ask(api, request, function, statement, repeatable=True)).row
    body, revision, position = answer
    headers[POSITION] = text_of(position)
    tag = text_of(revision) + suffix
    if given == ["*"]:
        return not_modified(tag, headers)
    return await make_response(request, body or b"", 200, headers, tag)


def text_of(value: bytes | None) -> str:
    """A column that is text and never null."""
    return (value or b"").decode()


async def _ask(
    api: Api, request: Request, function: Function, statement: Statement, repeatable: bool
) -> Result:
    try:
        result = await run(api.pool, statement.text, repeatable)
    except psycopg.Error as error:
        if name := statement.argument_at(error.diag.statement_position):
            raise unreadable(name, function.arguments[name]) from None
        raise
    request.state.database_ms = result.duration
    return result


async def read_body(request: Request, largest: int, known: Sequence[str] = (JSON,)) -> str:
    """The body as text; PostgreSQL reads it as JSON."""
    media_type, _, parameters = request.headers.get("content-type", "").lower().partition(";")
    if media_type.strip() not in known or parameters.strip() not in ("", "charset=utf-8"):
        sentence = f"Send the body as {' or '.join(known)}, in UTF-8."
        raise Refusal("unsupported-media-type", sentence)
    too_large = Refusal(
        "body-too-large",
        f"The body has more than {largest} bytes.",
        headers={"Connection": "close"},
    )
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > largest:
        raise too_large
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > largest:
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


def not_modified(tag: str, headers: dict[str, str]) -> Response:
    """That the client has it already."""
    return Response(status_code=304, headers={**headers, "ETag": f'"{tag}"'})
