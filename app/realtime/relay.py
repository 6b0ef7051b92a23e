"""What a node does with the log of events: it puts changes into it, reads it, and passes it on."""

import asyncio
import logging
import random
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from app.http.pool import Pool
from app.realtime.admission import Admission, Answers
from app.realtime.counters import Counters
from app.realtime.entry import RIGHTS, SESSION, Entry
from app.realtime.follower import Follower
from app.realtime.hub import Hub
from app.realtime.rhythm import RHYTHM, Rhythm
from app.realtime.ring import ROWS

SEQUENCE = "SELECT event.sequence(%s)"
FOLLOW = "SELECT epoch, head, pos, type, payload, scopes FROM event.follow(%s, %s)"
AT_ONCE = 500
# After every position: asks only where the log ends.
BEYOND = 2**62
# Seconds between two looks for changes that wait for a position, and between two reads of the log
# that nobody asked for.
PAUSE = 0.25
POLL = 1.5
# A node that has not read the log for so long is not ready.
STALE = 10.0
# Longest pause before connecting again.
PATIENCE = 2.0
# A connection that is dead without having said so is noticed within about half a minute.
CONNECTION: dict[str, str | int] = {
    "options": "-c role=strata_relay",
    "application_name": "strata relay",
    "connect_timeout": 3,
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}

Connection = psycopg.AsyncConnection[Any]


class Relay:
    """The relay of a node: one connection that listens and one that works."""

    def __init__(self, url: str, pool: Pool, rhythm: Rhythm = RHYTHM) -> None:
        self._url = make_conninfo(url, **CONNECTION)
        self.counters = Counters()
        self.hub = Hub(self.counters, rhythm)
        self.admission = Admission(pool)
        self.draining = False
        self._has_read = asyncio.Event()
        self._woken = asyncio.Event()
        self._written = False
        self._heard = 0
        self._read_at = float("-inf")
        self._sequenced_at = float("-inf")

    def wake(self) -> None:
        """Say that something was written through this node: it shall have its position soon."""
        self._written = True
        self._woken.set()

    async def wait_until_current(self, patience: float) -> bool:
        """Wait until the log has been read for the first time; False: in vain."""
        try:
            async with asyncio.timeout(patience):
                await self._has_read.wait()
        except TimeoutError:
            return False
        return True

    @property
    def lag(self) -> float:
        """Seconds since the log was read up to its end."""
        return asyncio.get_running_loop().time() - self._read_at

    @property
    def is_current(self) -> bool:
        """Whether those who follow here are told in time."""
        return self.lag < STALE

    async def run(self) -> None:
        """Follow the log until cancelled, and connect again whenever that is needed."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._stay_connected())
            tasks.create_task(self._tick())

    async def _stay_connected(self) -> None:
        pause = 0.0
        while True:
            began = asyncio.get_running_loop().time()
            try:
                await self._connected()
            except psycopg.Error as error:
                logging.getLogger(__name__).warning("The log is not followed: %s", error)
            except Exception:
                # Whatever it is: a node that does not try again is worse.
                logging.getLogger(__name__).exception("The log is not followed.")
            self.counters.listener_reconnects += 1
            if asyncio.get_running_loop().time() - began > PATIENCE:
                pause = 0.0
            pause = min(2 * pause + 0.05, PATIENCE)
            await asyncio.sleep(random.uniform(pause / 2, pause))  # noqa: S311

    async def _connected(self) -> None:
        """Work with two new connections until one of them fails."""
        connect = psycopg.AsyncConnection.connect
        async with (
            await connect(self._url, autocommit=True) as listener,
            await connect(self._url, autocommit=True) as work,
        ):
            await listener.execute("LISTEN strata_event")
            both = [
                asyncio.create_task(self._listen(listener)),
                asyncio.create_task(self._follow(work)),
            ]
            try:
                done, _ = await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
            finally:
                for task in both:
                    task.cancel()
                await asyncio.gather(*both, return_exceptions=True)

    async def _listen(self, connection: Connection) -> None:
        async for notice in connection.notifies():
            # Anybody who can log in to the database can notify.
            if notice.payload.isdecimal():
                self._heard = int(notice.payload)
                self._woken.set()

    async def _follow(self, work: Connection) -> None:
        clock = asyncio.get_running_loop().time
        if self.hub.epoch is None:
            await self._begin(work)
        while True:
            self._woken.clear()
            if self._heard > self.hub.pos or clock() - self._read_at >= POLL:
                await self._read(work)
            written, self._written = self._written, False
            if written or clock() - self._sequenced_at >= PAUSE:
                # Who has just written waits for its turn; who only looks does not.
                cursor = await work.execute(SEQUENCE, [written])
                self._sequenced_at = clock()
                if ((await cursor.fetchone()) or [0])[0]:
                    await self._read(work)
                    self._sequenced_at = float("-inf")
                    continue
            with suppress(TimeoutError):
                async with asyncio.timeout(PAUSE):
                    await self._woken.wait()

    async def _fetch(self, work: Connection, after: int) -> list[tuple[Any, ...]]:
        cursor = await work.execute(FOLLOW, [after, AT_ONCE])
        return await cursor.fetchall()

    async def _begin(self, work: Connection) -> None:
        """Fill the ring with the newest part of the log."""
        # A copy of a database begins an epoch of its own with this.
        await work.execute(SEQUENCE, [True])
        epoch, head, *_ = (await self._fetch(work, BEYOND))[0]
        ring = self.hub.ring
        ring.restart(max(0, head - ROWS))
        while ring.pos < head:
            for _, _, pos, kind, payload, scopes in await self._fetch(work, ring.pos):
                if pos is None:
                    # The log was cut back meanwhile.
                    ring.restart(head)
                    break
                if pos != ring.pos + 1:
                    ring.restart(pos - 1)
                ring.append(Entry(pos, kind, payload, scopes))
        self.hub.begin(epoch)

    async def _read(self, work: Connection) -> None:
        """Read the log to its end and pass it on."""
        while True:
            self._heard = 0
            rows = await self._fetch(work, self.hub.pos)
            epoch, head, first, *_ = rows[0]
            if epoch != self.hub.epoch or head < self.hub.pos:
                await self._restart("epoch", epoch, head)
            elif first is not None and first != self.hub.pos + 1:
                # What comes next is not kept any more: this node has slept for days.
                await self._restart("too-old", epoch, head)
            elif first is None:
                break
            else:
                for _, _, *entry in rows:
                    await self._pass_on(Entry(*entry))
                await self.hub.flush()
                if self.hub.pos >= head:
                    break
        self._read_at = asyncio.get_running_loop().time()
        self._has_read.set()

    async def _restart(self, reason: str, epoch: str, head: int) -> None:
        """Begin anew: nobody can be told what came between, and rights may be others."""
        hub = self.hub
        await hub.flush()
        answers = await self._ask_again(lambda: hub.followers)
        hub.ring.restart(head)
        hub.begin(epoch)
        self._take_over(hub.followers, answers, reason)

    async def _pass_on(self, entry: Entry) -> None:
        hub = self.hub
        if not entry.is_control:
            hub.publish(entry)
            return
        # What comes before is told by the rights that held before.
        await hub.flush()
        if entry.type == SESSION:
            hub.note(entry)
            hub.end_session(entry.document["session"], "The session has ended.")
        elif entry.type == RIGHTS:
            accounts = entry.document["accounts"]

            def concerned() -> set[Follower]:
                return set().union(*map(hub.of_account, accounts))

            answers = await self._ask_again(concerned)
            hub.note(entry)
            self._take_over(concerned(), answers, "rights")
        else:
            hub.note(entry)

    async def _ask_again(self, concerned: Callable[[], Iterable[Follower]]) -> Answers:
        """What they may know now; asked again for those who came while it was asked."""
        answers: Answers = {}
        asked: set[int] = set()
        while missing := {each.session for each in concerned() if each.session} - asked:
            answers |= await self.admission.enter_all(missing)
            asked |= missing
        return answers

    def _take_over(self, followers: Iterable[Follower], answers: Answers, reason: str) -> None:
        """Give them their new keys, and tell them to read again."""
        hub = self.hub
        for follower in list(followers):
            entered = answers.get(follower.session or 0)
            if entered is None:
                follower.end(4401, "The session has ended.")
            else:
                hub.set_keys(follower, entered.keys)
                follower.resync(reason, hub.epoch or "", hub.pos)

    async def _tick(self) -> None:
        """Look at everyone from time to time."""
        clock = asyncio.get_running_loop().time
        while True:
            await asyncio.sleep(self.hub.rhythm.tick)
            now = clock()
            for number, follower in enumerate(list(self.hub.everyone), 1):
                if not follower.ended:
                    self._look_at(follower, now)
                if number % 1000 == 0:
                    await asyncio.sleep(0)

    def _look_at(self, follower: Follower, now: float) -> None:
        try:
            follower.tick(now, self.hub.pos)
        except Exception:
            # Whatever is wrong with one must not end the relay.
            logging.getLogger(__name__).exception("A client could not be looked at.")
            follower.cut_off()
