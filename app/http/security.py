"""What protects browsers: which names and origins are ours, and the headers of every answer."""

import re
from collections.abc import Sequence

from starlette.middleware.cors import CORSMiddleware
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp

from app.config import Settings
from app.http.problems import Refusal

LOCAL_NAME = re.compile(r"localhost|127(\.\d{1,3}){3}|\[::1\]", re.IGNORECASE)
HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^:\[\]]+)(:\d{1,5})?", re.IGNORECASE)
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
# A page of ours brings a policy of its own; everything else is no page.
POLICY = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")
TWO_YEARS = (b"strict-transport-security", b"max-age=63072000")
REQUEST_HEADERS = (
    *("Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match"),
    *("Last-Event-ID", "X-CSRF-Token", "X-Request-Id"),
)
ANSWER_HEADERS = (
    *("Deprecation", "ETag", "Link", "Location", "Retry-After", "Strata-Position", "Sunset"),
    *("Content-Disposition", "WWW-Authenticate", "X-Request-Id"),
)


class Guard:
    """Knows under which names the server is reached, and which pages may use it."""

    def __init__(self, settings: Settings) -> None:
        self.address = settings.address
        self.is_encrypted = settings.address.startswith("https:")
        names = [*settings.allowed_hosts]
        if settings.public_url:
            names.append(settings.public_url.partition("://")[2])
        self._names = {_name(name) for name in names}
        self._origins = {settings.address, *settings.cors_origins}
        self._headers = [*HEADERS, TWO_YEARS] if self.is_encrypted else list(HEADERS)

    def check_host(self, host: str) -> None:
        """Refuse names that are not ours, under which a page from elsewhere would lead here."""
        name = _name(host)
        if name not in self._names and not LOCAL_NAME.fullmatch(name):
            known = ", ".join(sorted(self._names)) or "localhost, 127.0.0.1 or [::1]"
            raise Refusal("unknown-host", f"Address this server as {known}.")

    def check_origin(self, request: HTTPConnection, required: bool) -> None:
        """Refuse pages that are not ours; `required`: also who does not say where it comes from."""
        origin = request.headers.get("origin")
        # ws and wss are spoken by pages of http and https.
        scheme = request.scope["scheme"].replace("ws", "http", 1)
        own = f"{scheme}://{request.headers.get('host', '')}"
        if origin is None and not required:
            return
        if origin is None or origin.lower() not in {*self._origins, own.lower()}:
            raise Refusal("forged-request", "The Origin of the request is not one of this server.")

    def add_headers(self, response: Response) -> None:
        """Put the headers on an answer."""
        response.raw_headers += self._headers
        if not any(name == POLICY[0] for name, _ in response.raw_headers):
            response.raw_headers.append(POLICY)


def with_cors(application: ASGIApp, origins: Sequence[str]) -> ASGIApp:
    """Let pages of these origins use the API, if there are any."""
    if not origins:
        return application
    return CORSMiddleware(
        application,
        allow_origins=origins,
        allow_methods=["DELETE", "GET", "PATCH", "POST"],
        allow_headers=REQUEST_HEADERS,
        allow_credentials=True,
        expose_headers=ANSWER_HEADERS,
    )


def _name(host: str) -> str:
    """The name without the port; empty when it is none."""
    found = HOST.fullmatch(host)
    return found[1].lower() if found else ""
