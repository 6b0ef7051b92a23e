"""A client of the event log for the tests: sockets and streams, frame by frame."""

import asyncio
import json
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
import websockets
from websockets.asyncio.client import ClientConnection
from websockets.typing import Origin, Subprotocol

from tests.realtime.described import check_frame

Frame = dict[str, Any]
# What looks at each frame that a test is sent: it must be one that is described.
HOOKS: list[Callable[[Frame], None]] = [check_frame]
PATIENCE = 15.0
# Frames that come by the clock, and mean nothing to most tests.
IDLE = ("mark", "ping")


class Reader(ABC):
    """Reads frames, and checks the chain of their positions."""

    def __init__(self) -> None:
        self.epoch = ""
        self.pos = 0
        self.frames: list[Frame] = []

    @abstractmethod
    async def receive(self) -> Frame:
        """The next frame."""

    async def read(self, patience: float = PATIENCE) -> Frame:
        """The next frame, whatever it is."""
        async with asyncio.timeout(patience):
            frame = await self.receive()
        self._take(frame)
        return frame

    async def next(self, kind: str | None = None, patience: float = PATIENCE) -> Frame:
        """The next frame that does not come by the clock; it must be of this type."""
        frame = await self.read(patience)
        while frame["type"] in IDLE and frame["type"] != kind:
            frame = await self.read(patience)
        assert kind in (None, frame["type"]), frame
        return frame

    async def until(
        self, wanted: Callable[[Frame], object], patience: float = PATIENCE
    ) -> list[Frame]:
        """All frames up to the first one that is wanted."""
        frames = [await self.read(patience)]
        while not wanted(frames[-1]):
            frames.append(await self.read(patience))
        return frames

    def _take(self, frame: Frame) -> None:
        for hook in HOOKS:
            hook(frame)
        self.frames.append(frame)
        if "prev" in frame:
            assert frame["prev"] == self.pos, (frame, self.pos)
            assert frame["pos"] > self.pos, (frame, self.pos)
        if frame["type"] == "mark":
            assert frame["pos"] >= self.pos, (frame, self.pos)
        self.pos = frame.get("pos", self.pos)
        self.epoch = frame.get("epoch", self.epoch)


class Socket(Reader):
    """A websocket; pings are answered as they are read."""

    def __init__(self, connection: ClientConnection) -> None:
        super().__init__()
        self.connection = connection
        # Whether pings are answered.
        self.answers = True

    async def send(self, kind: str, **fields: object) -> None:
        """Send a frame."""
        await self.connection.send(json.dumps({"type": kind, **fields}))

    async def receive(self) -> Frame:
        """The next frame, whatever it is."""
        text = await self.connection.recv()
        assert isinstance(text, str)
        frame: Frame = json.loads(text)
        if frame["type"] == "ping" and self.answers:
            await self.send("pong")
        return frame

    async def closed(self, patience: float = PATIENCE) -> tuple[int, str]:
        """Code and reason with which the server closes; frames before are read."""
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await self.until(lambda _: False, patience)
        closing = closed.value.rcvd
        assert closing is not None, closed.value
        return closing.code, closing.reason


class Ended(Exception):
    """The server has ended the stream, as answers end."""


class Stream(Reader):
    """A stream of events."""

    def __init__(self, response: httpx.Response) -> None:
        super().__init__()
        self.response = response
        self._lines = response.aiter_lines()

    async def receive(self) -> Frame:
        """The next frame, whose id and event are those of its text."""
        fields: dict[str, str] = {}
        async for line in self._lines:
            if not line:
                break
            name, _, value = line.partition(": ")
            fields[name] = value
        else:
            raise Ended
        assert fields.keys() == {"id", "event", "data"}
        frame: Frame = json.loads(fields["data"])
        assert fields["event"] == frame["type"]
        epoch, _, pos = fields["id"].rpartition(":")
        assert epoch == frame.get("epoch", self.epoch)
        assert int(pos) == frame["pos"]
        return frame

    async def ended(self, patience: float = PATIENCE) -> None:
        """Read to the end."""
        with pytest.raises(Ended):
            await self.until(lambda _: False, patience)


@asynccontextmanager
async def connected(address: str, path: str = "/v1/ws", **more: Any) -> AsyncIterator[Socket]:  # noqa: ANN401 - options
    """A socket on the server at http://..., that has said nothing yet."""
    options: dict[str, Any] = {
        "subprotocols": [Subprotocol("strata.v1")],
        "compression": None,
        "proxy": None,
        "ping_interval": None,
        "close_timeout": 2,
        **more,
    }
    if "origin" in options:
        options["origin"] = Origin(options["origin"])
    url = address.replace("http", "ws", 1).rstrip("/") + path
    async with websockets.connect(url, **options) as connection:
        yield Socket(connection)


@asynccontextmanager
async def following(
    address: str, token: str, resume: tuple[str, int] | None = None
) -> AsyncIterator[Socket]:
    """A socket that has been let in; its first frame was hello."""
    async with connected(address) as socket:
        fields: dict[str, object] = {"token": token}
        if resume is not None:
            fields["resume"] = {"epoch": resume[0], "pos": resume[1]}
        await socket.send("auth", **fields)
        await socket.next("hello")
        yield socket


@asynccontextmanager
async def streaming(
    address: str, token: str, query: str = "", **headers: str
) -> AsyncIterator[Stream]:
    """A stream of events, whose first frame was hello."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    sent["Authorization"] = f"Bearer {token}"
    url = f"{address.rstrip('/')}/v1/events{query}"
    async with (
        httpx.AsyncClient(timeout=PATIENCE) as client,
        client.stream("GET", url, headers=sent) as response,
    ):
        assert response.status_code == 200, await response.aread()
        stream = Stream(response)
        await stream.next("hello")
        yield stream
