"""uvicorn with a gentle end: clients are sent away over some seconds, then requests finish."""

import asyncio
import random
import signal
from types import FrameType

import uvicorn

from app.http.handler import Api
from app.realtime.relay import Relay

# Steps a second in which clients are sent away.
STEPS = 20
REASON = "The node stops: connect again and resume."


class Server(uvicorn.Server):
    """SIGTERM sends the clients away first; a second one, and SIGINT, stop at once."""

    def __init__(self, config: uvicorn.Config, api: Api) -> None:
        super().__init__(config)
        self.api = api
        self._loop: asyncio.AbstractEventLoop | None = None
        self._draining: asyncio.Task[None] | None = None

    async def main_loop(self) -> None:
        """Keep the loop for the signal."""
        self._loop = asyncio.get_running_loop()
        await super().main_loop()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to drain, or stop."""
        if sig == signal.SIGTERM and self._loop is not None and not self.api.relay.draining:
            self.api.relay.draining = True
            self._loop.call_soon_threadsafe(self._begin)
        else:
            super().handle_exit(sig, frame)

    def _begin(self) -> None:
        self._draining = asyncio.create_task(self._drain())

    async def _drain(self) -> None:
        await send_away(self.api.relay, self.api.settings.drain_seconds)
        super().handle_exit(signal.SIGTERM, None)


async def send_away(relay: Relay, seconds: float) -> None:
    """Close every socket and stream, a few at a time, so that other nodes do not get them all."""
    everyone = list(relay.hub.everyone)
    random.shuffle(everyone)
    steps = max(1, round(seconds * STEPS))
    for step in range(steps):
        for follower in everyone[step::steps]:
            follower.end(1012, REASON)
        if seconds:
            await asyncio.sleep(seconds / steps)
    # Requests that had been let in have become streams since.
    for follower in list(relay.hub.everyone):
        follower.end(1012, REASON)
