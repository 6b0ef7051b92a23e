"""The server: how it starts, runs and stops."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

import uvicorn
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.auth.keys import KeySource
from app.auth.passwords import Passwords, make_hasher
from app.auth.tokens import Tokens
from app.config import Settings
from app.http import probes
from app.http.contract import read_contract
from app.http.documentation import documents
from app.http.handler import Api, handle
from app.http.logs import start_logging, write_line
from app.http.mailing import deliver
from app.http.metrics import exposed
from app.http.middleware import surround
from app.http.operations import OPERATIONS
from app.http.places import Places
from app.http.pool import make_pool
from app.http.revision import RevisionReader
from app.http.routes import ROUTES, Route
from app.http.routing import Endpoint, dispatch, make_table
from app.http.security import Guard, with_cors
from app.http.sign_in import identify
from app.http.upkeep import keep_up
from app.open_files import raise_open_files
from app.realtime.handshake import PATH, not_a_socket, open_socket
from app.realtime.protocol import LARGEST_MESSAGE, HttpProtocol, SocketProtocol
from app.realtime.relay import Relay
from app.realtime.rhythm import RHYTHM, Rhythm
from app.realtime.server import Server
from app.realtime.webhooks import Deliverer

# Longest wait for the log of events at the start, in seconds.
PATIENCE = 5.0
# What is open beside sockets and streams: connections to the database, requests, files.
OTHER_FILES = 500

Action = Callable[[Api, Request], Awaitable[Response]]


def serve(settings: Settings, app_url: str) -> None:
    """Serve until SIGINT or SIGTERM; requests that are running may finish."""
    server = make_server(settings, app_url)
    start_logging()
    check_open_files(settings.sockets)
    server.run()


def make_server(settings: Settings, app_url: str, rhythm: Rhythm = RHYTHM) -> Server:
    """The server, not started yet."""
    tokens = Tokens(KeySource(settings), settings.address)
    contract = read_contract(app_url, ROUTES)
    pool = make_pool(app_url)
    api = Api(
        settings,
        contract,
        pool,
        RevisionReader(pool),
        Guard(settings),
        tokens,
        Passwords(make_hasher(settings)),
        asyncio.Event(),
        # Few at once: each holds a connection of the pool for seconds.
        imports=Places(2, patience=30.0),
        exports=Places(3, patience=30.0),
        import_bytes=settings.import_megabytes * 1024**2,
        relay=Relay(app_url, pool, rhythm),
        webhooks=Deliverer(pool, settings.webhook_networks),
    )
    config = uvicorn.Config(
        with_cors(make_application(api, ROUTES), settings.cors_origins),
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http=HttpProtocol,
        ws=SocketProtocol,
        ws_max_size=LARGEST_MESSAGE,
        ws_ping_interval=None,
        ws_per_message_deflate=False,
        lifespan="on",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=10,
    )
    return Server(config, api)


def check_open_files(sockets: int) -> None:
    """Say so if this process may have too few open files."""
    allowed, needed = raise_open_files(), sockets + OTHER_FILES
    if allowed < needed:
        write_line(
            "warning", "too few open files for STRATA_SOCKETS", allowed=allowed, needed=needed
        )


def make_application(api: Api, routes: Sequence[Route]) -> ASGIApp:
    """The ASGI application: the routes, the probes and what surrounds them."""
    extra: dict[str, Action] = {
        "/livez": probes.live,
        "/.well-known/jwks.json": probes.key_set,
        "/readyz": probes.ready,
        PATH: not_a_socket,
        "/problems/{slug}": probes.problem,
    }
    table = make_table(
        [
            *((route.method, route.path, protected(api, calling(route))) for route in routes),
            *(
                (
                    each.method,
                    each.path,
                    partial(each.endpoint, api) if each.public else protected(api, each.endpoint),
                )
                for each in OPERATIONS
            ),
            *(("GET", path, partial(endpoint, api)) for path, endpoint in extra.items()),
            *(("GET", path, each.answer) for path, each in documents(api, routes).items()),
        ]
    )
    respond = surround(api, partial(dispatch, table))

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await live(api, receive, send)
        elif scope["type"] == "websocket":
            await open_socket(api, scope, receive, send)
        else:
            scope["state"] = {"transport": scope.get("state", {}).get("transport")}
            await respond(scope, receive, send)

    return application


def calling(route: Route) -> Action:
    """What answers a route of the table."""

    async def answer(api: Api, request: Request) -> Response:
        return await handle(api, route, request)

    return answer


def protected(api: Api, action: Action) -> Endpoint:
    """The same, for those only who are signed in."""

    async def answer(request: Request) -> Response:
        identify(api, request)
        return await action(api, request)

    return answer


async def live(api: Api, receive: Receive, send: Send) -> None:
    """Open the pool when the server starts and close it when it stops."""
    await receive()
    await api.pool.open()
    api.relay.hub.on_move = api.webhooks.wake
    tasks = [
        asyncio.create_task(each)
        for each in (keep_up(api.pool), deliver(api), api.relay.run(), api.webhooks.run())
    ]
    # Whoever asks at once finds the node ready; it serves what it can if the log cannot be read.
    await api.relay.wait_until_current(PATIENCE)
    async with exposed(api):
        await send({"type": "lifespan.startup.complete"})
        await receive()
    for task in tasks:
        task.cancel()
    # What a webhook has received is still reported.
    await asyncio.gather(*tasks, return_exceptions=True)
    api.passwords.close()
    await api.pool.close()
    await send({"type": "lifespan.shutdown.complete"})
