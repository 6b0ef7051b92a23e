"""The server: how it starts, runs and stops."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from app.config import Settings
from app.http import probes
from app.http.contract import read_contract
from app.http.documentation import documents
from app.http.exports import export
from app.http.handler import Api, handle
from app.http.imports import import_file
from app.http.logs import start_logging
from app.http.middleware import surround
from app.http.places import Places
from app.http.pool import make_pool
from app.http.revision import RevisionReader
from app.http.routes import ROUTES, Route
from app.http.routing import dispatch, make_table
from app.http.upkeep import keep_up

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


def serve(settings: Settings, app_url: str) -> None:
    """Serve until SIGINT or SIGTERM; requests that are running may finish."""
    contract = read_contract(app_url, ROUTES)
    start_logging()
    pool = make_pool(app_url)
    api = Api(
        contract,
        pool,
        RevisionReader(pool),
        # Few at once: each holds a connection of the pool for seconds.
        imports=Places(2, patience=30.0),
        exports=Places(3, patience=30.0),
        import_bytes=settings.import_megabytes * 1024**2,
    )
    config = uvicorn.Config(
        make_application(api, ROUTES),
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=10,
    )
    uvicorn.Server(config).run()


def make_application(api: Api, routes: Sequence[Route]) -> ASGIApp:
    """The ASGI application: the routes, the probes and what surrounds them."""
    extra: dict[str, Callable[[Api, Request], Awaitable[Response]]] = {
        "/livez": probes.live,
        "/readyz": probes.ready,
        "/problems/{slug}": probes.problem,
    }
    table = make_table(
        [
            *((route.method, route.path, partial(handle, api, route)) for route in routes),
            *(("GET", path, partial(endpoint, api)) for path, endpoint in extra.items()),
            ("POST", "/v1/imports", partial(import_file, api)),
            ("GET", "/v1/exports/{kind}", partial(export, api)),
            *(("GET", path, each.answer) for path, each in documents(api, routes).items()),
        ]
    )
    respond = surround(api, partial(dispatch, table))

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await live(api, receive, send)
        else:
            scope["state"] = {}
            await respond(scope, receive, send)

    return application


async def live(api: Api, receive: Receive, send: Send) -> None:
    """Open the pool when the server starts and close it when it stops."""
    await receive()
    await api.pool.open()
    upkeep = asyncio.create_task(keep_up(api.pool))
    await send({"type": "lifespan.startup.complete"})
    await receive()
    upkeep.cancel()
    await api.pool.close()
    await send({"type": "lifespan.shutdown.complete"})
