"""What surrounds every request: its id, the guard of the host, problems for errors, and the log."""

import re
import secrets
import time
import traceback
from collections.abc import Awaitable, Callable

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.http.handler import Api
from app.http.logs import write_line
from app.http.problems import Refusal

PROBLEM = "application/problem+json"
LOCAL_HOST = re.compile(r"(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?", re.IGNORECASE)
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


def surround(api: Api, endpoint: Callable[[Request], Awaitable[Response]]) -> ASGIApp:
    """The application: the endpoint, which answers or raises, and everything around it."""

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        began = time.perf_counter()
        request = Request(scope, receive)
        given = request.headers.get("x-request-id", "")
        request_id = given if REQUEST_ID.fullmatch(given) else secrets.token_hex(16)
        try:
            check_host(request.headers.get("host", ""))
            response = await endpoint(request)
        except ClientDisconnect:
            response = Response(status_code=499)
        except Exception as error:
            response = problem_response(api, error, request, request_id)
        response.headers["X-Request-Id"] = request_id
        response.headers["X-Content-Type-Options"] = "nosniff"
        await response(scope, receive, send)
        state = scope["state"]
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
            account=api.contract.account,
        )

    return application


def check_host(host: str) -> None:
    """Refuse names that are not this machine's.

    While nobody logs in, a page from elsewhere whose name leads here must not read the answers.
    """
    if not LOCAL_HOST.fullmatch(host):
        raise Refusal("unknown-host", "Address this server as localhost, 127.0.0.1 or [::1].")


def problem_response(api: Api, error: Exception, request: Request, request_id: str) -> Response:
    """The problem that an error means; one that nobody foresaw is told to the log only."""
    registry = api.contract.registry
    refusal = error if isinstance(error, Refusal) else registry.refusal(error, api.contract.account)
    if refusal is None:
        trace = "".join(traceback.format_exception(error))
        write_line("error", "internal error", request_id=request_id, exception=trace)
        refusal = Refusal("internal-error", f"The log has it under request id {request_id}.")
    elif not isinstance(error, Refusal) and registry.by_slug[refusal.slug].status >= 500:
        write_line("warning", refusal.slug, request_id=request_id, reason=str(error))
    status, body = registry.document(refusal, request.url.path, request_id)
    headers = {"Cache-Control": "no-store", **refusal.headers}
    return Response(body, status, headers, PROBLEM)
