"""`GET /v1/ws`: the state machine of one socket."""

import asyncio
from collections import deque
from collections.abc import Coroutine
from typing import Any

import psycopg

from app.auth.tokens import LEEWAY, InvalidToken
from app.http.handler import Api
from app.http.logs import write_error
from app.http.statement import Actor
from app.realtime import frames
from app.realtime.follower import Follower, narrowing_to
from app.realtime.frames import InvalidFrame
from app.realtime.hidden import hidden_subjects
from app.realtime.joining import NotLetIn, join
from app.realtime.protocol import SocketProtocol

OBJECT = "Send objects of JSON with a type, as text."
# What came in one piece with a frame that takes a while; after that nothing more is read.
MOST_WAITING = 100
BEHIND = "The database cannot be reached or is busy: try again."


class Socket(Follower):
    """One socket: it says who it is, follows, renews its token, and narrows what it is told."""

    kind = "socket"
    form = staticmethod(frames.message)

    def __init__(self, api: Api, protocol: SocketProtocol, request_id: str) -> None:
        self._api = api
        self._hub = api.relay.hub
        self._protocol = protocol
        self._request_id = request_id
        loop = asyncio.get_running_loop()
        rhythm = self._hub.rhythm
        super().__init__(protocol.transport, rhythm, self._hub.counters, loop.time())
        self._is_in = False
        self._inbox: deque[dict[str, Any]] = deque()
        self._work: asyncio.Task[None] | None = None
        self._ping_at = self._heard_at = self.began
        self._auth_timer = loop.call_later(
            rhythm.auth, self.end, 4408, "No auth frame came in time."
        )
        self.counters.sockets += 1
        self._hub.everyone.add(self)

    def received(self, data: bytes, is_text: bool) -> None:
        """Take a message of the client; one that needs the database holds up those after it."""
        frame = frames.read_frame(data) if is_text else None
        if frame is None:
            self.end(4400, OBJECT)
        elif self._work is None:
            self._take(frame)
        elif len(self._inbox) < MOST_WAITING:
            self._inbox.append(frame)
        else:
            self.end(4400, "Too many frames at once.")

    def closing(self, code: int) -> None:
        """Forget a client who has said good-bye, or to whom the protocol has."""
        self._forget(code)

    def lost(self, code: int) -> None:
        """Forget a client whose connection is gone."""
        self._forget(code)
        self.counters.sockets -= 1

    def end(self, code: int, reason: str) -> None:
        """Close the socket."""
        if not self.ended:
            self._protocol.close(code, reason, self.rhythm.close)
            self._forget(code)

    def cut_off(self) -> None:
        """Close it because too much waits to be read."""
        self.end(1013, "Too slow: connect again and resume.")

    def tick(self, now: float, pos: int) -> None:
        """What is due: also a ping, or the end because no pong came."""
        if not self._is_in:
            return
        if now - self._heard_at >= self.rhythm.pong:
            self.end(4408, "No pong came in time.")
            return
        super().tick(now, pos)
        if now >= self._ping_at and not self.ended:
            self._ping_at = now + self.rhythm.ping
            self.say("ping")

    def _forget(self, code: int) -> None:
        if self.ended:
            return
        self.ended, self.is_open = True, False
        self.waiting.clear()
        self._auth_timer.cancel()
        if self._work is not None:
            self._work.cancel()
        self._hub.remove(self)
        self.write_end(code, asyncio.get_running_loop().time())

    def _take(self, frame: dict[str, Any]) -> None:
        kind = frame["type"]
        try:
            if not self._is_in:
                self._enter(frame)
            elif kind == "pong":
                self._heard_at = asyncio.get_running_loop().time()
            elif kind == "auth":
                self._renew(frame)
            elif kind == "subscribe":
                self._subscribe(frame)
            else:
                self._refuse("unknown-type", "There is no frame of this type.")
        except InvalidFrame as error:
            self._refuse("invalid-frame", str(error))

    def _refuse(self, code: str, detail: str, **more: object) -> None:
        self.say("error", code=code, detail=detail, **more)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        """Do what takes a while; until it is done nothing else of this client is read."""
        self._protocol.hold(True)
        self._work = asyncio.create_task(self._do(work))

    async def _do(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except NotLetIn as error:
            self.end(error.code, error.reason)
        except psycopg.Error as error:
            self._fail(error)
        except Exception as error:
            write_error(self._request_id, error)
            self.end(1011, f"The log has it under request id {self._request_id}.")
        self._work = None
        while self._inbox and self._work is None and not self.ended:
            self._take(self._inbox.popleft())
        if self._work is None:
            self._protocol.hold(False)

    def _fail(self, error: psycopg.Error) -> None:
        refusal = self._api.contract.registry.refusal(error, self.account)
        if refusal is not None and refusal.slug == "session-ended":
            self.end(4401, "The session has ended.")
        elif refusal is not None:
            self.end(1013, BEHIND)
        else:
            write_error(self._request_id, error)
            self.end(1011, f"The log has it under request id {self._request_id}.")

    def _verify(self, frame: dict[str, Any]) -> float | None:
        """The end of the token, if it is one of this client; otherwise the socket is closed."""
        token = frames.read_token(frame)
        if frame["type"] != "auth" or token is None:
            self.end(4401, "Send an auth frame with an access token first.")
            return None
        try:
            identity, expires = self._api.tokens.read(token)
        except InvalidToken as error:
            self.end(4401, f"The access token does not count. {error}")
            return None
        if self.session is not None and identity != (self.account, self.session):
            self.end(4401, "The access token is of another session.")
            return None
        self.account, self.session = identity
        self.set_expiry(expires, asyncio.get_running_loop().time())
        return expires

    def _enter(self, frame: dict[str, Any]) -> None:
        if self._verify(frame) is not None:
            resume = frames.read_resume(frame)
            self._auth_timer.cancel()
            self._start(self._join(resume))

    async def _join(self, resume: frames.Resume | None) -> None:
        await join(self._api.relay, self, resume, self._api.settings.sockets_per_account)
        now = asyncio.get_running_loop().time()
        self._is_in, self._heard_at, self._ping_at = True, now, now + self.rhythm.ping

    def _renew(self, frame: dict[str, Any]) -> None:
        frames.known_fields(frame, "token")
        if self._verify(frame) is not None:
            left = self.expires - asyncio.get_running_loop().time() - LEEWAY
            self.say("auth", expires_in=max(0, int(left)))

    def _subscribe(self, frame: dict[str, Any]) -> None:
        frames.known_fields(frame, "units", "staff")
        self._start(self._narrow(frames.read_ids(frame, "units"), frames.read_ids(frame, "staff")))

    async def _narrow(self, units: list[int], staff: list[int]) -> None:
        values = {
            name: [",".join(map(str, ids))]
            for name, ids in (("units", units), ("staff", staff))
            if ids
        }
        hidden = {}
        if values and self.account is not None and self.session is not None:
            actor = Actor(self.account, self.session, self._request_id)
            hidden = await hidden_subjects(self._api, actor, values)
        if hidden:
            self._refuse("not-found", "These do not exist, or are not visible.", **hidden)
        else:
            self.narrowing = narrowing_to(units, staff)
            self.say("subscribed", units=units, staff=staff)
