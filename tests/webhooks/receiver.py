"""A receiver of webhooks: a real HTTP server in the process of the tests."""

import base64
import hashlib
import hmac
import json
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, Mapping[str, str], bytes]
FINE: Answer = (204, {}, b"")


@dataclass(frozen=True)
class Received:
    """A request that came in."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def event(self) -> dict[str, Any]:
        """The body as JSON."""
        document: dict[str, Any] = json.loads(self.body)
        return document

    def is_signed_by(self, secret: str) -> bool:
        """Whether the signature is that of the secret, worked out from RFC 2104 step by step."""
        key = base64.b64decode(secret.split("_", 1)[1])
        assert len(key) == 32
        block = key.ljust(64, b"\0")
        names = ("webhook-id", "webhook-timestamp")
        content = b"".join(self.headers[name].encode() + b"." for name in names) + self.body
        inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block) + content).digest()
        outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in block) + inner).digest()
        expected = "v1," + base64.b64encode(outer).decode()
        return hmac.compare_digest(expected, self.headers["webhook-signature"])


@dataclass
class Receiver:
    """What came in, in order; `answers` says by path how to answer."""

    address: str
    port: int
    received: list[Received] = field(default_factory=list)
    answers: dict[str, Callable[[Received], Answer]] = field(default_factory=dict)

    def at(self, path: str) -> list[Received]:
        """What came in at a path."""
        return [each for each in list(self.received) if each.path == path]

    def positions(self, path: str) -> list[int]:
        """The positions of the events that came in at a path."""
        return [each.event["pos"] for each in self.at(path)]


@contextmanager
def receiving(context: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """A receiver on the loopback interface, for the length of a block."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            """Keep the request and answer it."""
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Received(self.path, headers, body)
            receiver.received.append(request)
            answer = receiver.answers.get(self.path)
            status, more, content = FINE if answer is None else answer(request)
            self.send_response(status)
            for name, value in {**more, "content-length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """Somebody went away."""

    with Server(("127.0.0.1", 0), Handler) as server:
        if context is not None:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        scheme = "http" if context is None else "https"
        port = server.server_address[1]
        receiver = Receiver(f"{scheme}://127.0.0.1:{port}", port)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield receiver
        finally:
            server.shutdown()
            thread.join()
