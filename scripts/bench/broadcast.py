"""What fan-out costs at least: a broadcast from memory, on the server that Strata runs on.

Whoever connects gets whatever is posted. It knows no log, no rights, no positions, no limits; the
answer to the POST goes out first, as Strata's does. STRATA_PORT says where.
"""

import itertools
import json
import os

import uvicorn
from starlette.types import Receive, Scope, Send

HELLO = '{"type":"hello","epoch":"","pos":0}'
numbers = itertools.count(1)
sockets: set[Send] = set()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """A websocket, or a POST."""
    if scope["type"] == "websocket":
        await stay(receive, send)
    elif scope["type"] == "http":
        await tell(receive, send)


async def stay(receive: Receive, send: Send) -> None:
    """Keep a socket until it ends."""
    await receive()
    await send({"type": "websocket.accept", "subprotocol": "strata.v1"})
    await receive()
    await send({"type": "websocket.send", "text": HELLO})
    sockets.add(send)
    try:
        while (await receive())["type"] != "websocket.disconnect":
            pass
    finally:
        sockets.discard(send)


async def tell(receive: Receive, send: Send) -> None:
    """Send what is posted to everybody."""
    content = json.loads((await receive())["body"])
    headers = [(b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
    pos = next(numbers)
    content = {"type": "staff:updated", "pos": pos, "prev": pos - 1, **content}
    text = json.dumps(content, separators=(",", ":"))
    message = {"type": "websocket.send", "text": text}
    for socket in list(sockets):
        await socket(message)


if __name__ == "__main__":
    uvicorn.run(
        application,
        port=int(os.environ["STRATA_PORT"]),
        loop="uvloop",
        http="httptools",
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        ws_ping_interval=None,
        lifespan="off",
        access_log=False,
        log_level="warning",
    )
