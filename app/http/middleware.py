"""What surrounds every request: its id, the guard of the host, problems for errors, and the log."""

import re
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.auth.passwords import Overload
from app.http.handler import Api
from app.http.logs import write_error, write_line
from app.http.problems import RETRY_AFTER, Refusal

if TYPE_CHECKING:
    from app.auth.tokens import Identity

PROBLEM = "application/problem+json"
# RFC 6750: a client that hears this gets itself a new token.
FAILED_TOKENS = ("token-invalid", "session-ended")
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


def surround(api: Api, endpoint: Callable[[Request], Awaitable[Response]]) -> ASGIApp:
    """The application: the endpoint, which answers or raises, and everything around it."""

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        began = time.perf_counter()
        request = Request(scope, receive)
        request_id = request_id_of(request)
        state = scope["state"]
        state["request_id"] = request_id
        try:
            api.guard.check_host(request.headers.get("host", ""))
            response = await endpoint(request)
        except ClientDisconnect:
            response = Response(status_code=499)
        except Exception as error:
            response = problem_response(api, error, request, request_id)
        if scope["method"] not in ("GET", "HEAD"):
            api.relay.wake()
        response.raw_headers.append((b"x-request-id", request_id.encode()))
        api.guard.add_headers(response)
        await response(scope, receive, send)
        identity: Identity | None = state.get("identity")
        write_line(
            "info",
            "request",
            request_id=request_id,
            method=scope["method"],
            route=state.get("route"),
            status=response.status_code,
            duration_ms=round((time.perf_counter() - began) * 1000, 2),
            database_ms=round(state.get("database_ms", 0.0), 2),
            bytes=int(response.headers.get("content-length", 0)),
            account=identity and identity.account,
            session=identity and identity.session,
        )

    return application


def request_id_of(connection: HTTPConnection) -> str:
    """The id that the client gave, if it is one, or a new one."""
    given = connection.headers.get("x-request-id", "")
    return given if REQUEST_ID.fullmatch(given) else secrets.token_hex(16)


def problem_response(
    api: Api, error: Exception, request: HTTPConnection, request_id: str
) -> Response:
    """The problem that an error means; one that nobody foresaw is told to the log only."""
    registry = api.contract.registry
    identity: Identity | None = request.scope["state"].get("identity")
    if isinstance(error, Overload):
        refusal: Refusal | None = Refusal(
            "unavailable", "Many are signing in: try again soon.", headers=RETRY_AFTER
        )
    elif isinstance(error, Refusal):
        refusal = error
    else:
        refusal = registry.refusal(error, identity and identity.account)
    if refusal is None:
        write_error(request_id, error)
        refusal = Refusal("internal-error", f"The log has it under request id {request_id}.")
    elif not isinstance(error, Refusal) and registry.by_slug[refusal.slug].status >= 500:
        write_line("warning", refusal.slug, request_id=request_id, reason=str(error))
    status, body = registry.document(refusal, request.url.path, request_id)
    headers = {"Cache-Control": "no-store", **refusal.headers}
    if status == 401:
        failed = ', error="invalid_token"' if refusal.slug in FAILED_TOKENS else ""
        headers["WWW-Authenticate"] = f'Bearer realm="strata"{failed}'
    response = Response(body, status, headers, PROBLEM)
    response.raw_headers += refusal.cookies
    return response
