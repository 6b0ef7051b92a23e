"""Headers of operations that are to end."""

import asyncio
from datetime import UTC, datetime

import httpx

from app.auth.keys import KeySource
from app.auth.passwords import Passwords, make_hasher
from app.auth.tokens import Identity, Tokens
from app.config import read_settings
from app.http.contract import read_contract
from app.http.handler import Api
from app.http.places import Places
from app.http.pool import make_pool
from app.http.revision import RevisionReader
from app.http.routes import ROUTES, Deprecation
from app.http.security import Guard
from app.http.server import make_application
from app.realtime.relay import Relay
from app.realtime.webhooks import Deliverer
from tests.http.running import Running

ENDING = Deprecation(
    datetime(2027, 1, 1, tzinfo=UTC), datetime(2027, 7, 1, 12, tzinfo=UTC), "/v2/staff"
)
HEADERS = {"deprecation": "@1798761600", "sunset": "Thu, 01 Jul 2027 12:00:00 GMT"}


def test_an_operation_that_is_to_end(server: Running) -> None:
    """It says since when, until when, and what follows; the link to the next page stays."""
    asyncio.run(ask(server))


async def ask(server: Running) -> None:
    """Ask an application of whose routes one is to end."""
    routes = [
        route._replace(deprecation=ENDING) if route.path == "/v1/staff" else route
        for route in ROUTES
    ]
    settings = read_settings({"STRATA_DATA_DIR": str(server.log.parent)})
    contract = read_contract(server.database.app_url, routes)
    nowhere = Places(1, patience=1.0)
    async with make_pool(server.database.app_url) as pool:
        tokens = Tokens(KeySource(settings), settings.address)
        passwords = Passwords(make_hasher(settings))
        api = Api(
            *(settings, contract, pool, RevisionReader(pool), Guard(settings), tokens, passwords),
            *(asyncio.Event(), nowhere, nowhere),
            import_bytes=1,
            relay=Relay(server.database.app_url, pool),
            webhooks=Deliverer(pool, ()),
        )
        transport = httpx.ASGITransport(make_application(api, routes))
        headers = {"Authorization": f"Bearer {tokens.issue(Identity(2, 1))}"}
        async with httpx.AsyncClient(
            transport=transport, base_url="http://localhost", headers=headers
        ) as client:
            ending = await client.get("/v1/staff?limit=1")
            staying = await client.get("/v1/units")
            held = {"If-None-Match": ending.headers["etag"]}
            same = await client.get("/v1/staff?limit=1", headers=held)
    assert {name: ending.headers[name] for name in HEADERS} == HEADERS
    assert ending.links["successor-version"]["url"] == "/v2/staff"
    assert ending.links["next"]["url"].startswith("/v1/staff?limit=1&cursor=")
    assert (same.status_code, same.headers["deprecation"]) == (304, HEADERS["deprecation"])
    assert not HEADERS.keys() & set(staying.headers)
