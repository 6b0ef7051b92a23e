"""Very many clients of the event sockets in one process of their own, each as cheap as it can be.

`Swarm` starts and asks that process. It speaks the protocol of `/v1/ws` with the least of a
websocket that this needs, so that on a machine of two cores the server is what is measured.
"""

import asyncio
import base64
import json
import os
import resource
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple, cast

from app import ROOT
from app.open_files import raise_open_files

# Connections that are being opened at once.
AT_ONCE = 100
# An address of this machine has some 28,000 ports for connections to one other.
SOCKETS_OF_ADDRESS = 5_000
# What the system may receive for one that does not read, in bytes.
SMALL = 4096
# Frames of clients are masked; a mask of zeros changes nothing.
MASK = b"\0\0\0\0"
CLOSE = 8
PONG = json.dumps({"type": "pong"}).encode()


class Arrival(NamedTuple):
    """When the last of all sockets had an event, by the monotonic clock."""

    pos: int
    at_ns: int


class Swarm:
    """The clients, as those see them who started them."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        """Of a process that runs."""
        self.process = process

    def connect(  # noqa: PLR0917
        self,
        port: int,
        many: int,
        tokens: Sequence[str],
        seconds: float = 0.0,
        path: str = "/v1/ws",
        is_deaf: bool = False,
    ) -> dict[str, Any]:
        """Open so many sockets, spread over the time, and wait until each is greeted.

        They go on where sockets ended that were cut. Those that are deaf read nothing after the
        greeting, have small buffers, and count for no arrival.
        """
        return self._ask(
            do="connect",
            port=port,
            many=many,
            tokens=list(tokens),
            seconds=seconds,
            path=path,
            is_deaf=is_deaf,
        )

    def arrivals(self, many: int) -> list[Arrival]:
        """Wait for so many events that every socket has got, which were not asked for before."""
        return [Arrival(*each) for each in self._ask(do="arrivals", many=many)["arrivals"]]

    def listen(self) -> None:
        """Let the deaf ones read what there is."""
        self._ask(do="listen")

    def cut(self) -> None:
        """End all connections without a word."""
        self._ask(do="cut")

    def state(self) -> dict[str, Any]:
        """What has happened: open sockets, events, faults, frames by type, close codes."""
        return self._ask(do="state")

    def _ask(self, **command: object) -> dict[str, Any]:
        assert self.process.stdin
        assert self.process.stdout
        print(json.dumps(command), file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        assert line, "the clients have ended"
        answer: dict[str, Any] = json.loads(line)
        return answer


@contextmanager
def swarm() -> Iterator[Swarm]:
    """A process of clients for the length of a block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.swarm"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    try:
        yield Swarm(process)
    finally:
        process.kill()
        process.communicate()


def frame(text: bytes) -> bytes:
    """A text frame as clients send it."""
    length = len(text)
    if length < 126:
        return bytes((0x81, 0x80 | length)) + MASK + text
    return bytes((0x81, 0xFE)) + length.to_bytes(2, "big") + MASK + text


class Crowd:
    """All sockets, and what they have got."""

    def __init__(self) -> None:
        """Nobody yet."""
        self.members: list[Member] = []
        self.opened = 0
        self.wanted = 0
        self.counts: Counter[int] = Counter()
        self.arrived: list[Arrival] = []
        self.enough: asyncio.Event = asyncio.Event()
        self.expected = 0
        self.frames: Counter[str] = Counter()
        self.closed: Counter[int] = Counter()
        self.faults = 0
        self.left: list[tuple[str, int]] = []
        self.refusals: Counter[str] = Counter()

    def got(self, pos: int) -> None:
        """Count an event of one socket."""
        count = self.counts[pos] + 1
        self.counts[pos] = count
        if count == self.wanted:
            self.arrived.append(Arrival(pos, time.monotonic_ns()))
            if len(self.arrived) >= self.expected:
                self.enough.set()

    async def connect(self, command: dict[str, Any]) -> dict[str, Any]:
        """Open sockets."""
        places = asyncio.Semaphore(AT_ONCE)
        began = time.monotonic()
        many: int = command["many"]
        if not command["is_deaf"]:
            self.wanted += many

        async def one(number: int) -> Member:
            due = began + command["seconds"] * number / many
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            token = command["tokens"][number % len(command["tokens"])]
            async with places:
                return await self.open(command["port"], command["path"], token, command["is_deaf"])

        opened = await asyncio.gather(*map(one, range(many)))
        self.members += opened
        taken = time.monotonic() - began
        return {"open": sum(m.is_open for m in self.members), "seconds": taken}

    async def open(self, port: int, path: str, token: str, is_deaf: bool) -> "Member":
        """Open one socket, and wait for its greeting."""
        auth: dict[str, Any] = {"type": "auth", "token": token}
        if self.left:
            epoch, pos = self.left.pop()
            auth["resume"] = {"epoch": epoch, "pos": pos}
        connection = socket.socket()
        if is_deaf:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL)
        connection.bind((f"127.0.0.{2 + self.opened // SOCKETS_OF_ADDRESS % 250}", 0))
        self.opened += 1
        connection.setblocking(False)
        loop = asyncio.get_running_loop()
        await loop.sock_connect(connection, ("127.0.0.1", port))
        _, member = await loop.create_connection(
            lambda: Member(self, f"127.0.0.1:{port}", path, auth, is_deaf), sock=connection
        )
        await asyncio.wait([member.greeted], timeout=60)
        return member

    async def arrivals(self, command: dict[str, Any]) -> dict[str, Any]:
        """Wait for events."""
        self.expected = command["many"]
        if len(self.arrived) < self.expected:
            self.enough.clear()
            try:
                await asyncio.wait_for(self.enough.wait(), 60)
            except TimeoutError:
                # Whoever asked sees that there are too few; this says why.
                print(self.state(), file=sys.stderr)
        taken, self.arrived = self.arrived, []
        return {"arrivals": taken}

    def state(self) -> dict[str, Any]:
        """What has happened."""
        usage = resource.getrusage(resource.RUSAGE_SELF)
        return {
            "open": sum(m.is_open for m in self.members),
            "events": sum(self.counts.values()),
            "faults": self.faults,
            "positions": sorted({m.pos for m in self.members}),
            "frames": self.frames,
            "closed": self.closed,
            "refusals": self.refusals,
            "processor_s": usage.ru_utime + usage.ru_stime,
        }

    async def do(self, command: dict[str, Any]) -> dict[str, Any]:
        """Carry out a command."""
        match command["do"]:
            case "connect":
                return await self.connect(command)
            case "arrivals":
                return await self.arrivals(command)
            case "listen":
                for member in self.members:
                    if member.is_deaf and member.is_open:
                        member.transport.resume_reading()
            case "cut":
                self.left = [(m.epoch, m.pos) for m in self.members]
                for member in self.members:
                    member.transport.abort()
                self.members = []
                self.wanted = 0
            case "state":
                return self.state()
        return {}


class Member(asyncio.Protocol):
    """One socket."""

    transport: asyncio.Transport

    def __init__(
        self, crowd: Crowd, host: str, path: str, auth: dict[str, Any], is_deaf: bool
    ) -> None:
        """Who sends this first frame once connected."""
        self.crowd = crowd
        self.rest = b""
        self.pos = -1
        self.epoch = ""
        self.is_open = False
        self.is_deaf = is_deaf
        self.greeted: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        key = base64.b64encode(os.urandom(16)).decode()
        self.request = (
            f"GET {path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Protocol: strata.v1\r\n\r\n"
        ).encode()
        self.auth = frame(json.dumps(auth).encode())

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the websocket."""
        self.transport = cast("asyncio.Transport", transport)
        self.transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        """Take whole frames from what has come."""
        if self.rest:
            data = self.rest + data
        at = 0
        if not self.is_open:
            at = data.find(b"\r\n\r\n") + 4
            if at < 4:
                self.rest = data
                return
            status = data[9:12].decode()
            if status != "101":
                self.crowd.refusals[status] += 1
                self.transport.abort()
                return
            self.is_open = True
            self.transport.write(self.auth)
        whole = len(data)
        while whole - at >= 2:
            length, begin = data[at + 1], at + 2
            if length == 126:
                begin = at + 4
                length = int.from_bytes(data[at + 2 : at + 4], "big")
            elif length == 127:
                begin = at + 10
                length = int.from_bytes(data[at + 2 : at + 10], "big")
            if begin + length > whole:
                break
            self.frame_received(data[at] & 15, data[begin : begin + length])
            at = begin + length
        self.rest = data[at:]

    def frame_received(self, kind: int, payload: bytes) -> None:
        """Count an event; answer what wants an answer."""
        if kind == CLOSE:
            self.crowd.closed[int.from_bytes(payload[:2], "big")] += 1
            self.transport.close()
            return
        assert payload.startswith(b'{"type":"'), payload
        name = payload[9 : payload.index(b'"', 9)]
        if b":" in name:
            begin = payload.index(b'"pos":') + 6
            pos = int(payload[begin : payload.index(b",", begin)])
            begin = payload.index(b'"prev":') + 7
            if int(payload[begin : payload.index(b",", begin)]) != self.pos:
                self.crowd.faults += 1
            self.pos = pos
            if not self.is_deaf:
                self.crowd.got(pos)
            return
        self.crowd.frames[name.decode()] += 1
        if name == b"ping":
            self.transport.write(frame(PONG))
        elif name in {b"hello", b"mark", b"resync"}:
            content = json.loads(payload)
            self.pos = content["pos"]
            if "epoch" in content:
                self.epoch = content["epoch"]
            if name == b"hello":
                self.greeted.set_result(True)
                if self.is_deaf:
                    self.transport.pause_reading()

    def connection_lost(self, _: Exception | None) -> None:
        """Nobody greets this one any more."""
        self.is_open = False
        if not self.greeted.done():
            self.greeted.set_result(False)


async def main() -> None:
    """Do what is asked, a JSON document a line, until nobody asks any more."""
    crowd = Crowd()
    while line := await asyncio.to_thread(sys.stdin.readline):
        print(json.dumps(await crowd.do(json.loads(line))), flush=True)


if __name__ == "__main__":
    import uvloop

    raise_open_files()
    uvloop.run(main())
