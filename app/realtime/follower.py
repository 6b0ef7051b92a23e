"""Whoever follows the log: a socket or a stream."""

import asyncio
import random
import time
from abc import ABC, abstractmethod
from typing import NamedTuple

from app.http.logs import write_line
from app.realtime.counters import Counters
from app.realtime.entry import Entry
from app.realtime.frames import Form, text_of
from app.realtime.rhythm import Rhythm

# What may wait, in bytes, for a client that does not read as fast as things happen.
QUEUE = 256 * 1024


class Narrowing(NamedTuple):
    """What a client looks at: units, as the keys that events of them have, and people."""

    keys: frozenset[str]
    people: frozenset[int]

    def passes(self, entry: Entry) -> bool:
        """Whether the event concerns one of them, or nobody in particular."""
        people = entry.people
        return (
            not people
            or not self.people.isdisjoint(people)
            or not self.keys.isdisjoint(entry.scopes)
        )


def narrowing_to(units: list[int], people: list[int]) -> Narrowing | None:
    """None, which narrows nothing, when both are empty."""
    if not units and not people:
        return None
    keys = frozenset(f"{kind}{unit}" for unit in units for kind in "vm")
    return Narrowing(keys, frozenset(people))


class Follower(ABC):
    """What sockets and streams have in common: identity, place in the log, and a bounded queue."""

    kind: str
    form: Form

    def __init__(
        self, transport: asyncio.Transport, rhythm: Rhythm, counters: Counters, now: float
    ) -> None:
        self.transport = transport
        self.rhythm = rhythm
        self.counters = counters
        self.account: int | None = None
        self.session: int | None = None
        self.keys: frozenset[str] = frozenset()
        self.narrowing: Narrowing | None = None
        # Empty until it has been let in.
        self.epoch = ""
        self.pos = 0
        # Frames that are not written yet; whoever writes another one writes these before.
        self.waiting: list[bytes] = []
        # More than QUEUE for who has missed a lot, until it has read it.
        self.allowance = QUEUE
        self.is_open = True
        self.ended = False
        self.sent = 0
        self.began = now
        self.expires = 0.0
        self.plan_mark(now)

    @abstractmethod
    def end(self, code: int, reason: str) -> None:
        """Close it and forget it; only the first call has an effect."""

    @abstractmethod
    def cut_off(self) -> None:
        """What end() does to somebody who does not read."""

    def plan_mark(self, now: float) -> None:
        """Say when the next mark is due if nothing else is sent; not when it is for others."""
        self.mark_after = random.uniform(self.rhythm.mark_least, self.rhythm.mark_most)  # noqa: S311
        self.mark_at = now + self.mark_after

    def set_expiry(self, expires: float, now: float) -> None:
        """Remember the end of the access token, in the time of the event loop."""
        self.expires = now + expires - time.time()

    def say(self, kind: str, **fields: object) -> None:
        """Send a frame that is no event."""
        self.waiting.append(self.form(self.epoch, self.pos, kind, text_of(kind, **fields)))
        self.flush()

    def resync(self, reason: str, epoch: str, pos: int) -> None:
        """Tell the client that what it holds may be wrong, and from where it goes on."""
        self.epoch, self.pos = epoch, pos
        self.counters.resyncs += 1
        self.say("resync", reason=reason, epoch=epoch, pos=pos)

    def flush(self) -> None:
        """Write what waits, at once; cut off who has too much of it unread."""
        waiting = self.waiting
        if not waiting or not self.is_open:
            return
        data = waiting[0] if len(waiting) == 1 else b"".join(waiting)
        unread = self.transport.get_write_buffer_size()
        if unread == 0 and len(data) < QUEUE:
            self.allowance = QUEUE
        if unread + len(data) > self.allowance:
            waiting.clear()
            self.counters.overflows += 1
            self.cut_off()
            return
        self.transport.write(data)
        self.sent += len(waiting)
        self.counters.sent += len(waiting)
        waiting.clear()

    def tick(self, now: float, pos: int) -> None:
        """What is due: the end of the token, or a mark at `pos`, up to where the log was read."""
        if now >= self.expires:
            self.end(4401, "The access token has expired and was not renewed.")
        elif self.epoch and now >= self.mark_at:
            self.pos = pos
            self.say("mark", pos=pos)
            self.plan_mark(now)

    def write_end(self, code: int, now: float) -> None:
        """Put its end into the log of the server."""
        self.counters.closed += 1
        write_line(
            "info",
            f"{self.kind} ended",
            account=self.account,
            session=self.session,
            seconds=round(now - self.began, 1),
            sent=self.sent,
            code=code,
        )
