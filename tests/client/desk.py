"""A desk that programs in JavaScript ask for tokens and report to; browsers get a page of it."""

import json
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

HERE = Path(__file__).parent
PAGE = b"""<!doctype html><title>Follows</title><script type="module" src="/follow.mjs"></script>"""
TYPES = {"/page": "text/html", "/follow.mjs": "text/javascript"}


class Desk:
    """What each follower is told to do, by name, and what it has said."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.make_token: Callable[[], str] = str
        self.configs: dict[str, dict[str, Any]] = {}
        self.lines: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.tokens: dict[str, int] = defaultdict(int)

    def events(self, name: str) -> list[dict[str, Any]]:
        """The frames of events that a follower has handled."""
        return [line["frame"] for line in self.lines[name] if "frame" in line]

    def told(self, name: str, key: str) -> list[Any]:
        """What it has said of one thing."""
        return [line[key] for line in self.lines[name] if key in line]

    def answer(self, path: str, name: str, body: bytes) -> bytes:
        """What is answered to one request."""
        if path == "/page":
            return PAGE
        if path == "/follow.mjs":
            return (HERE / "follow.mjs").read_bytes()
        if path == "/config":
            return json.dumps(self.configs[name]).encode()
        if path == "/token":
            self.tokens[name] += 1
            return json.dumps(self.make_token()).encode()
        if path == "/line":
            self.lines[name].append(json.loads(body))
        return b"null"


@contextmanager
def open_desk() -> Iterator[Desk]:
    """A desk for the length of a block."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer(b"")

        def do_POST(self) -> None:
            self.answer(self.rfile.read(int(self.headers["content-length"])))

        def answer(self, body: bytes) -> None:
            parts = urlsplit(self.path)
            (name,) = parse_qs(parts.query).get("name", [""])
            content = desk.answer(parts.path, name, body)
            self.send_response(200)
            self.send_header("Content-Type", TYPES.get(parts.path, "application/json"))
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        desk = Desk(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield desk
        finally:
            server.shutdown()
            thread.join()
