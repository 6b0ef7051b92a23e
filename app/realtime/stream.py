"""`GET /v1/events`: the log as a stream of events (Server-Sent Events)."""

import asyncio
import re

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.http.handler import Api, actor_of
from app.http.problems import RETRY_AFTER, Refusal
from app.http.sign_in import bearer_token
from app.http.statement import malformed
from app.realtime import frames
from app.realtime.follower import Follower, narrowing_to
from app.realtime.frames import Resume
from app.realtime.hidden import asked_subjects
from app.realtime.joining import NotLetIn, join
from app.realtime.protocol import bound_send_buffer

HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    # Proxies shall pass on each event at once.
    "X-Accel-Buffering": "no",
}
PROBLEMS = {4401: "session-ended", 4429: "too-many-streams", 1013: "unavailable"}
PLACE = re.compile(r"(?P<epoch>[!-9;-~]{1,200}):(?P<pos>[0-9]{1,18})", re.ASCII)


async def event_stream(api: Api, request: Request) -> Response:
    """Follow the log for as long as the access token counts."""
    units, staff, place = await asked_subjects(api, request)
    resume = read_place(request.headers.get("last-event-id") or place)
    if request.method == "HEAD":
        return Response(headers=HEADERS)
    counters = api.relay.counters
    if api.relay.draining or counters.sockets + counters.streams >= api.settings.sockets:
        raise Refusal("unavailable", "This node takes no more clients.", headers=RETRY_AFTER)
    actor = actor_of(request)
    _, expires = api.tokens.read(bearer_token(request))
    stream = Stream(api, request)
    stream.account, stream.session = actor.account, actor.session
    stream.set_expiry(expires, stream.began)
    stream.narrowing = narrowing_to(units, staff)
    try:
        await join(api.relay, stream, resume, api.settings.sockets_per_account)
    except NotLetIn as error:
        stream.end(error.code, error.reason)
        headers = RETRY_AFTER if error.code == 1013 else {}
        raise Refusal(PROBLEMS[error.code], error.reason, headers=headers) from None
    except BaseException:
        stream.end(1011, "")
        raise
    return EventStream(stream)


def read_place(text: str | None) -> Resume | None:
    """The place in the log that Last-Event-ID names; empty is none."""
    if not text:
        return None
    found = PLACE.fullmatch(text)
    if found is None:
        raise malformed("last_event_id", "Last-Event-ID must be the id of an event: epoch:pos.")
    return Resume(found["epoch"], int(found["pos"]))


class Stream(Follower):
    """One stream. What it has to say waits until the answer has begun."""

    kind = "stream"
    form = staticmethod(frames.chunk)

    def __init__(self, api: Api, request: Request) -> None:
        hub = api.relay.hub
        transport: asyncio.Transport = request.scope["state"]["transport"]
        now = asyncio.get_running_loop().time()
        super().__init__(transport, hub.rhythm, hub.counters, now)
        self.is_open = False
        self._hub = hub
        self.over = asyncio.Event()
        self.counters.streams += 1
        hub.everyone.add(self)

    def open(self) -> None:
        """Write what waits, and from now on at once."""
        if not self.ended:
            self.is_open = True
            self.flush()

    def end(self, code: int, reason: str) -> None:
        """End the answer."""
        if self.ended:
            return
        self.ended, self.is_open = True, False
        self.waiting.clear()
        self.counters.streams -= 1
        self._hub.remove(self)
        self.write_end(code, asyncio.get_running_loop().time())
        self.over.set()

    def cut_off(self) -> None:
        """End the connection too: the end of the answer would not be read."""
        self.end(1013, "Too slow.")
        self.transport.abort()


class EventStream(Response):
    """The answer that a stream is written into, past ASGI."""

    def __init__(self, stream: Stream) -> None:
        super().__init__(headers=HEADERS)
        del self.headers["content-length"]
        self._stream = stream

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Begin the answer, wait for the end of the stream, end the answer."""
        stream = self._stream
        watching = asyncio.create_task(self._watch(receive))
        try:
            # It waits for a client who has not read the answer before.
            async with asyncio.timeout(stream.rhythm.close):
                await send(
                    {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
                )
            bound_send_buffer(stream.transport)
            stream.open()
            await stream.over.wait()
        except TimeoutError:
            stream.cut_off()
        finally:
            watching.cancel()
            stream.end(1006, "")
        loop = asyncio.get_running_loop()
        cutting = loop.call_later(stream.rhythm.close, stream.transport.abort)
        await send({"type": "http.response.body", "body": b""})
        cutting.cancel()

    async def _watch(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self._stream.end(1005, "")
