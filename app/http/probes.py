"""What is served beside the API: is the server alive, is it ready, what does a problem mean."""

from starlette.requests import Request
from starlette.responses import Response

from app.auth.keys import public_set
from app.http.handler import JSON, Api
from app.http.pool import run
from app.http.problems import RETRY_AFTER, Refusal, describe

DIGEST = "SELECT set_config('role', 'strata_user', TRUE); SELECT api.deployed_digest()"
NO_STORE = {"Cache-Control": "no-store"}


async def live(_: Api, __: Request) -> Response:
    """The process answers."""
    return Response(b'{"status":"live"}', 200, NO_STORE, JSON)


async def ready(api: Api, request: Request) -> Response:
    """The database answers too, has the code that this server was started for, and is followed.

    A node that does not read the log leaves those who follow it in the dark: they are better off
    on another one.
    """
    result = await run(api.pool, DIGEST, repeatable=True)
    request.state.database_ms = result.duration
    if result.row[0] != api.contract.digest.encode():
        raise Refusal(
            "unavailable",
            "The database has other code than this server: it must be started again.",
            headers=RETRY_AFTER,
        )
    if api.relay.draining:
        raise Refusal("unavailable", "This node is about to stop.", headers=RETRY_AFTER)
    if not api.relay.is_current:
        raise Refusal(
            "unavailable", "This node cannot read the log of events.", headers=RETRY_AFTER
        )
    return Response(b'{"status":"ready"}', 200, NO_STORE, JSON)


async def key_set(api: Api, _: Request) -> Response:
    """The public keys of the access tokens (RFC 7517)."""
    headers = {"Cache-Control": "public, max-age=300"}
    return Response(public_set(api.tokens.keys), 200, headers, JSON)


async def problem(api: Api, request: Request) -> Response:
    """One problem of the registry."""
    found = api.contract.registry.by_slug.get(request.path_params["slug"])
    if found is None:
        raise Refusal("not-found", "There is no such problem.")
    as_html = "text/html" in request.headers.get("accept", "")
    headers = {
        "Vary": "Accept",
        "Cache-Control": "public, max-age=3600",
        "Content-Security-Policy": "default-src 'none'",
    }
    return Response(
        describe(found, as_html), 200, headers, "text/html; charset=utf-8" if as_html else JSON
    )
