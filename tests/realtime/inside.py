"""A node in the process and the event loop of the test: with times that nobody has to wait for."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import httpx
import uvloop

from app.config import read_settings
from app.http.handler import Api
from app.http.server import make_server
from app.realtime.relay import Relay
from app.realtime.rhythm import RHYTHM, Rhythm
from app.realtime.server import Server
from tests.http.running import PASSWORD
from tests.support.ports import free_port
from tests.support.servers import Database

Result = TypeVar("Result")


@dataclass(frozen=True)
class Node:
    """A node that serves."""

    address: str
    server: Server
    api: Api
    client: httpx.AsyncClient

    @property
    def relay(self) -> Relay:
        """The relay of the node."""
        return self.api.relay

    async def log_in(self, email: str) -> str:
        """An access token of a new session."""
        body = {"email": email, "password": PASSWORD, "delivery": "body"}
        answer = await self.client.post("/v1/auth/login", json=body)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["access_token"])

    async def log_out(self, token: str) -> None:
        """End the session of a token."""
        headers = {"Authorization": f"Bearer {token}"}
        answer = await self.client.post("/v1/auth/logout", headers=headers)
        assert answer.status_code == 204, answer.text


def run(scenario: Coroutine[Any, Any, Result]) -> Result:
    """Run a scenario on the event loop that servers use."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(scenario)


async def eventually(condition: Callable[[], object], patience: float = 15.0) -> None:
    """Return as soon as the condition holds; fail when it does not in time."""
    deadline = asyncio.get_running_loop().time() + patience
    while not condition():
        assert asyncio.get_running_loop().time() < deadline, "waited in vain"
        await asyncio.sleep(0.01)


@asynccontextmanager
async def node(
    database: Database, directory: Path, rhythm: Rhythm = RHYTHM, **variables: str
) -> AsyncIterator[Node]:
    """A node on the database for the length of a block."""
    port = free_port()
    environment = {
        "STRATA_DATA_DIR": str(directory),
        "STRATA_PORT": str(port),
        "STRATA_DRAIN_SECONDS": "0",
        **variables,
    }
    server = make_server(read_settings(environment), database.app_url, rhythm)
    serving = asyncio.create_task(server.serve())
    try:
        await eventually(lambda: server.started or serving.done())
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            yield Node(f"http://127.0.0.1:{port}", server, server.api, client)
    finally:
        server.should_exit = True
        await serving
