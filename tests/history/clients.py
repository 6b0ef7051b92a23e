"""Clients that follow the log over websockets, and write down what they are told."""

import asyncio
import json
import random
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from tests.history.reading import Dirty, Shown, read_again, read_all

BROKEN = (OSError, WebSocketException, TimeoutError, asyncio.IncompleteReadError)


class Told(NamedTuple):
    """An event as a client was told of it, on which of its connections."""

    connection: int
    pos: int
    # What was said before on that connection.
    before: int
    frame: dict[str, Any]


class Gap(NamedTuple):
    """A resync: what lies between these positions the client did not hear of, but read."""

    connection: int
    reason: str
    after: int
    until: int


@dataclass
class Connection:
    """One connection, in its own words."""

    began: int
    # Every position that was said, events and marks, in order.
    positions: list[int] = field(default_factory=list)
    close: int | None = None


@dataclass
class Client:
    """Somebody who follows, comes back after whatever breaks, and may hold what it has read."""

    name: str
    account: str
    token: str
    nodes: list[str]
    seed: int
    style: str = "steady"
    holds_state: bool = False
    narrowing: dict[str, list[int]] | None = None
    connections: list[Connection] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    shown: Shown = field(default_factory=dict)
    dirty: Dirty = field(default_factory=Dirty)
    epoch: str = ""
    pos: int | None = None
    # The position of the last change of all, once there is one.
    last: int | None = None

    def __post_init__(self) -> None:
        """Its own chance, and what it waits for."""
        self.chance = random.Random(self.seed)
        self.is_in = asyncio.Event()
        self.has_heard_the_last = asyncio.Event()
        self.is_clean = asyncio.Event()

    async def start(self, http: httpx.AsyncClient) -> None:
        """Read what is followed from then on."""
        if self.holds_state:
            self.epoch, self.pos = await read_all(self, http, self.shown)

    async def follow(self) -> None:
        """Follow until cancelled."""
        while True:
            with suppress(*BROKEN):
                await self._connect()
            await asyncio.sleep(self.chance.uniform(0.02, 0.4))

    async def _connect(self) -> None:
        address = self.chance.choice(self.nodes).replace("http", "ws", 1) + "/v1/ws"
        async with connect(
            address,
            subprotocols=["strata.v1"],  # type: ignore[list-item]
            compression=None,
            ping_interval=None,
            proxy=None,
            max_queue=4 if self.style == "slow" else 64,
            close_timeout=0.2,
        ) as socket:
            frame: dict[str, Any] = {"type": "auth", "token": self.token}
            if self.pos is not None:
                frame["resume"] = {"epoch": self.epoch, "pos": self.pos}
            await socket.send(json.dumps(frame))
            connection = Connection(began=-1)
            self.connections.append(connection)
            try:
                await self._read(socket, connection)
            finally:
                connection.close = socket.close_code

    async def _read(self, socket: ClientConnection, connection: Connection) -> None:
        leaves_after = self.chance.expovariate(1 / 40) if self.style == "restless" else 10**9
        while True:
            # The server says something every 25 s at the latest.
            async with asyncio.timeout(40):
                frame = json.loads(await socket.recv())
            await self._take(frame, socket, connection)
            if len(connection.positions) > leaves_after:
                # Without a word, as a phone in a tunnel.
                socket.transport.abort()
                return
            is_slow = self.style == "slow" and self.last is None
            if is_slow and self.chance.random() < 0.006:
                await asyncio.sleep(self.chance.uniform(0.2, 1.5))

    async def _take(
        self, frame: dict[str, Any], socket: ClientConnection, connection: Connection
    ) -> None:
        number = len(self.connections) - 1
        match frame["type"]:
            case "ping":
                await socket.send('{"type":"pong"}')
                return
            case "hello":
                if self.pos is None:
                    self.pos, self.epoch = frame["pos"], frame["epoch"]
                connection.began = frame["pos"]
                if self.narrowing:
                    await socket.send(json.dumps({"type": "subscribe", **self.narrowing}))
                self.is_in.set()
            case "resync":
                after = self.pos if self.pos is not None else -1
                self.gaps.append(Gap(number, frame["reason"], after, frame["pos"]))
                self.epoch, self.pos = frame["epoch"], frame["pos"]
                self.dirty.add_everything()
            case "error":
                self.faults.append(f"error frame: {frame}")
                return
            case "subscribed":
                return
            case "mark":
                self.pos = frame["pos"]
            case _:
                self.told.append(Told(number, frame["pos"], connection.positions[-1], frame))
                self.pos = frame["pos"]
                self.dirty.add(frame)
        connection.positions.append(frame["pos"])
        self._look_for_the_last()

    def wait_for(self, last: int) -> None:
        """Wait until this position is reached; it may have been already."""
        self.last = last
        self._look_for_the_last()

    def _look_for_the_last(self) -> None:
        if self.last is not None and self.pos is not None and self.pos >= self.last:
            self.has_heard_the_last.set()

    async def keep_state(self, http: httpx.AsyncClient) -> None:
        """Read again what events say, some of it at a time, until cancelled."""
        while True:
            await asyncio.sleep(self.chance.uniform(0.5, 1.0))
            heard_all = self.has_heard_the_last.is_set()
            if self.dirty:
                taken = self.dirty.take()
                try:
                    await read_again(self, http, self.shown, taken)
                except (httpx.HTTPError, OSError):
                    self.dirty.put_back(taken)
                    continue
            if heard_all and not self.dirty:
                self.is_clean.set()
