"""The connections as uvicorn makes them, with a direct way to what is written.

A frame for thousands is made once and written by each transport; the way through ASGI would make
it anew for each, and would not tell how much of it waits to be read.
"""

import asyncio
import logging
import socket
from typing import Any, Protocol

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.frames import Frame
from websockets.protocol import State

# The largest message of a client, in bytes.
LARGEST_MESSAGE = 16 * 1024
# Parts that a message of a client may have; an empty one costs it nothing.
MOST_PARTS = 100
# What the system keeps for a client that does not read, in bytes. It would be megabytes.
SEND_BUFFER = 64 * 1024
# Seconds for a client to take the closing frame and to close, before it is cut off.
CLOSE_PATIENCE = 5.0

LOGGER = logging.getLogger(__name__)
# A line for each socket is written when it ends.
LOGGER.setLevel(logging.WARNING)


class Owner(Protocol):
    """What a connection tells the socket that it carries."""

    def received(self, data: bytes, is_text: bool) -> None:
        """A message has come."""

    def closing(self, code: int) -> None:
        """One of the two has sent a closing frame: nothing more can be written."""

    def lost(self, code: int) -> None:
        """The connection is gone."""


class HttpProtocol(HttpToolsProtocol):
    """HTTP/1.1; a request has its transport in `state`."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Keep the transport for the requests."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, "transport": transport}


class SocketProtocol(WebSocketsSansIOProtocol):
    """A websocket; the application has it in `state` and takes it over once it is open."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, {**app_state, "protocol": self}, _loop)
        self.logger = self.conn.logger = LOGGER
        self._owner: Owner | None = None
        self._early: list[tuple[bytes, bool]] = []
        self._abort_timer: asyncio.TimerHandle | None = None

    def take_over(self, owner: Owner) -> None:
        """Tell this owner from now on, and first what came already."""
        self._owner = owner
        if self.disconnected:
            owner.lost(1006)
            return
        self.hold(False)
        for data, is_text in self._early:
            owner.received(data, is_text)
        self._early.clear()

    def hold(self, wanted: bool) -> None:
        """Read no more for the moment, or go on."""
        if wanted != self.read_paused and not self.transport.is_closing():
            self.read_paused = wanted
            if wanted:
                self.transport.pause_reading()
            else:
                self.transport.resume_reading()

    def close(self, code: int, reason: str, patience: float) -> None:
        """Send the closing frame; who does not answer it in time is cut off."""
        if self.close_sent or self.transport.is_closing():
            return
        # What came in one piece with the client's closing frame is still looked at.
        if self.conn.state is State.OPEN:
            self.conn.send_close(code, reason)
        self._leave(patience)

    def _leave(self, patience: float) -> None:
        """Write what is left to say, and wait for the client to close."""
        self.transport.write(b"".join(self.conn.data_to_send()))
        if self.conn.eof_sent and self.transport.can_write_eof():
            self.transport.write_eof()
        self.close_sent = True
        self.hold(False)
        self._abort_after(patience)

    def _abort_after(self, patience: float) -> None:
        if self._abort_timer is None:
            self._abort_timer = self.loop.call_later(patience, self.transport.abort)

    # What follows replaces parts of the base class.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Bound what the system keeps."""
        super().connection_made(transport)
        bound_send_buffer(self.transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell the owner."""
        super().connection_lost(exc)
        if self._abort_timer is not None:
            self._abort_timer.cancel()
        if self._owner is not None:
            received = self.conn.close_rcvd
            self._owner.lost(1006 if received is None else received.code)

    def data_received(self, data: bytes) -> None:
        """Cut off who sends what is no beginning of a websocket."""
        super().data_received(data)
        if self.conn.handshake_exc is not None and not self.close_sent:
            self.transport.abort()

    def handle_cont(self, event: Frame) -> None:
        """Refuse messages in more parts than anybody needs."""
        if len(self.frames) < MOST_PARTS:
            super().handle_cont(event)
        elif not self.close_sent:
            self.conn.fail(1009, "The message has too many parts.")
            self.handle_parser_exception()

    def send_receive_event_to_app(self) -> None:
        """Give a message to the owner, or keep it until there is one."""
        data = self.frames[0] if len(self.frames) == 1 else b"".join(self.frames)
        self.frames = []
        if self.close_sent:
            return
        is_text = self.curr_msg_data_type == "text"
        if self._owner is not None:
            self._owner.received(bytes(data), is_text)
        else:
            self._early.append((bytes(data), is_text))
            self.hold(True)

    def handle_close(self, event: Frame) -> None:
        """Answer, and do not wait for ever until the answer is read."""
        super().handle_close(event)
        self.transport.close()
        self._abort_after(CLOSE_PATIENCE)
        if self._owner is not None and self.conn.close_rcvd is not None:
            self._owner.closing(self.conn.close_rcvd.code)

    def handle_parser_exception(self) -> None:
        """Say what is wrong, and read on: a connection with unread data would be reset instead."""
        if self.close_sent or self.transport.is_closing():
            return
        closing = self.conn.close_sent
        if closing is None:
            self.transport.abort()
            return
        self._leave(CLOSE_PATIENCE)
        if self._owner is not None:
            self._owner.closing(closing.code)

    def shutdown(self) -> None:
        """End now: what can be written at once still is."""
        if self.handshake_complete:
            self.close(1012, "The server stops.", CLOSE_PATIENCE)
        else:
            self.send_500_response()
        self.transport.close()
        self.loop.call_later(1.0, self.transport.abort)

    async def run_asgi(self) -> None:
        """Open it; the connection stays when this has ended, if somebody has taken it over."""
        try:
            await self.app(self.scope, self.receive, self.send)
        except ClientDisconnected:
            pass
        except Exception:
            self.logger.exception("A websocket could not be opened.")
            self.send_500_response()
        if self._owner is None:
            self.transport.close()


def bound_send_buffer(transport: asyncio.Transport) -> None:
    """Let the system keep only so much for a client that does not read."""
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
