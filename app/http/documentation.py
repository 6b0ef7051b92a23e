"""The documents of the API and the pages that show them, and the module that follows events.

Swagger UI is served from its Python package.
"""

from collections.abc import Iterable
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from app.http import entity_tag
from app.http.asyncapi import as_bytes, describe_messages
from app.http.asyncapi_page import make_page
from app.http.handler import JSON, Api
from app.http.openapi import make_document
from app.http.routes import Route

HTML = "text/html; charset=utf-8"
JAVASCRIPT = "text/javascript; charset=utf-8"
CSS = "text/css; charset=utf-8"
STATIC = {
    "favicon-32x32.png": "image/png",
    "swagger-ui-bundle.js": JAVASCRIPT,
    "swagger-ui.css": CSS,
}
# Of app.web, by path. Deno reads the types that the module names.
OWN = {
    "/client/strata-events.js": JAVASCRIPT,
    "/client/strata-events.d.ts": "application/typescript; charset=utf-8",
    "/docs/events.css": CSS,
}
PAGE = b"""\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Strata API</title>
<link rel="icon" href="/docs/favicon-32x32.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
<script src="/docs/swagger-ui-bundle.js" defer></script>
<script src="/docs/start.js" defer></script>
<nav><a href="/docs/events">Events: websocket and Server-Sent Events</a></nav>
<div id="documentation"></div>
</html>
"""
START = b"""\
SwaggerUIBundle({
  url: "/openapi.json", dom_id: "#documentation", deepLinking: true, docExpansion: "none",
});
"""
# Swagger UI draws its arrows from data: addresses; all else comes from here.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Document:
    """Something that stays the same while the server runs; compressed once."""

    def __init__(self, content: bytes, media_type: str) -> None:
        self.content = content
        self.compressed = entity_tag.compress(content)
        self.tag = entity_tag.of_content(content)
        self.media_type = media_type

    async def answer(self, request: Request) -> Response:
        """The document, unless the client holds it."""
        coded = entity_tag.accepts_gzip(request.headers.get("accept-encoding"))
        tag = self.tag + entity_tag.GZIP * coded
        headers = {
            "Cache-Control": "no-cache",
            "Content-Security-Policy": POLICY,
            "ETag": f'"{tag}"',
            "Vary": "Accept-Encoding",
        }
        given = entity_tag.read_tags(request.headers.get("if-none-match"))
        if given == ["*"] or tag in given:
            return Response(status_code=304, headers=headers)
        if coded:
            headers["Content-Encoding"] = "gzip"
        content = self.compressed if coded else self.content
        return Response(content, 200, headers, self.media_type)


def documents(api: Api, routes: Iterable[Route]) -> dict[str, Document]:
    """What is served, by path."""
    events = describe_messages(api.contract.messages)
    made = {
        "/openapi.json": Document(make_document(api.contract, routes), JSON),
        "/docs": Document(PAGE, HTML),
        "/docs/start.js": Document(START, JAVASCRIPT),
        "/asyncapi.json": Document(as_bytes(events), JSON),
        "/docs/events": Document(make_page(events), HTML),
    }
    for path, media_type in OWN.items():
        content = (files("app.web") / path.rpartition("/")[2]).read_bytes()
        made[path] = Document(content, media_type)
    package = find_spec("swagger_ui")
    assert package is not None
    assert package.origin is not None
    for name, media_type in STATIC.items():
        content = (Path(package.origin).parent / "static" / name).read_bytes()
        made[f"/docs/{name}"] = Document(content, media_type)
    return made
