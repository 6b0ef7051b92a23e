"""What goes wrong with one client, or at one moment, does not reach the others."""

import asyncio
import logging
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from app.realtime import frames, hub
from app.realtime.counters import Counters
from app.realtime.entry import Entry
from app.realtime.follower import Follower
from app.realtime.relay import Relay
from app.realtime.rhythm import Rhythm
from app.realtime.webhooks import Deliverer
from tests.http.running import ADMIN
from tests.realtime.client import following
from tests.realtime.inside import eventually, node, run
from tests.support.servers import Database

pytestmark = pytest.mark.usefixtures("newest")

if TYPE_CHECKING:
    from app.http.pool import Pool

FAST = Rhythm(tick=0.01, mark_least=0.02, mark_most=0.03)


class Wire:
    """A transport that takes everything, or breaks."""

    def __init__(self, is_broken: bool = False) -> None:
        self.is_broken = is_broken
        self.written: list[bytes] = []

    def is_closing(self) -> bool:
        """Nobody has closed it."""
        return False

    def get_write_buffer_size(self) -> int:
        """Everything has been read."""
        if self.is_broken:
            raise RuntimeError("broken")
        return 0

    def write(self, data: bytes) -> None:
        """Keep it."""
        self.written.append(data)


class Client(Follower):
    """A follower without a connection."""

    kind = "client"
    form = staticmethod(frames.message)

    def __init__(self, number: int, wire: Wire, rhythm: Rhythm = FAST) -> None:
        now = asyncio.get_running_loop().time()
        super().__init__(cast("asyncio.Transport", wire), rhythm, Counters(), now)
        self.account = self.session = number
        self.expires = now + 100
        self.wire = wire

    def end(self, code: int, reason: str) -> None:
        """Be over."""
        self.ended = True

    def cut_off(self) -> None:
        """Be over."""
        self.ended = True


def test_who_cannot_be_looked_at_does_not_end_the_relay() -> None:
    async def scenario() -> None:
        relay = Relay("", cast("Pool", None), FAST)
        broken, well = Client(1, Wire(is_broken=True)), Client(2, Wire())
        for client in (broken, well):
            client.epoch = "1-2-3"
            relay.hub.everyone.add(client)
        ticking = asyncio.create_task(relay._tick())
        await eventually(lambda: broken.ended and len(well.wire.written) > 2)
        assert not ticking.done()
        ticking.cancel()

    run(scenario())


def test_nobody_is_told_how_far_the_log_is_before_hello() -> None:
    async def scenario() -> None:
        client = Client(1, Wire())
        client.tick(client.mark_at + 1, 7)
        assert client.wire.written == []
        assert client.pos == 0
        client.epoch = "1-2-3"
        client.tick(client.mark_at + 1, 7)
        assert len(client.wire.written) == 1

    run(scenario())


def test_what_was_queued_is_written_after_an_interruption(monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection to the database breaks while thousands are written to."""
    monkeypatch.setattr(hub, "STRIDE", 2)

    async def scenario() -> None:
        here = hub.Hub(Counters(), FAST)
        clients = [Client(number, Wire()) for number in range(1, 8)]
        for client in clients:
            here.add(client, frozenset({"all"}))
        here.publish(Entry(1, "settings:updated", '{"id": 1}', ["all"]))
        flushing = asyncio.create_task(here.flush())
        await asyncio.sleep(0)
        flushing.cancel()
        await asyncio.wait([flushing])
        assert 0 < sum(len(client.wire.written) for client in clients) < 7
        here.publish(Entry(2, "settings:updated", '{"id": 2}', ["all"]))
        await here.flush()
        for client in clients:
            text = b"".join(client.wire.written)
            assert text.count(b'"id": 1') == text.count(b'"id": 2') == 1

    run(scenario())


def test_deliveries_go_on_after_a_surprise(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds: list[int] = []

    async def look(_: Deliverer) -> None:
        rounds.append(len(rounds))
        if len(rounds) == 1:
            raise TypeError("a delivery with a field that this server does not know")

    monkeypatch.setattr(Deliverer, "_round", look)

    async def scenario() -> None:
        deliverer = Deliverer(cast("Pool", None), ())
        running = asyncio.create_task(deliverer.run())
        await eventually(lambda: rounds)
        deliverer.wake()
        await eventually(lambda: len(rounds) > 1)
        running.cancel()
        await asyncio.wait([running])

    run(scenario())


def test_a_socket_that_opens_is_no_line_of_the_log(
    organisation: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        async with node(organisation, tmp_path) as here:
            token = await here.log_in(ADMIN)
            async with following(here.address, token):
                pass

    with caplog.at_level(logging.INFO):
        run(scenario())
    assert not [each for each in caplog.messages if "connection" in each.lower()]
