"""Every answer that a test gets must be one that docs/openapi.json describes, and no more."""

import json
import re
from functools import cache
from typing import Any

import httpx
import jsonschema_rs

from app import ROOT


def closed(schema: object) -> object:
    """The schema without room for what it does not name: clients leave room, these tests do not."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    parts = {name: closed(part) for name, part in schema.items()}
    if parts.get("type") == "object" and "properties" in parts:
        parts.setdefault("additionalProperties", False)
    return parts


DOCUMENT: Any = closed(json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8")))
PATTERNS = {path: re.compile(re.sub(r"{\w+}", "[^/]+", path)) for path in DOCUMENT["paths"]}


def check(response: httpx.Response) -> None:
    """Fail when the answer is not described; what is served beside the API is not looked at."""
    path = next((p for p, found in PATTERNS.items() if found.fullmatch(response.url.path)), None)
    if path is None:
        return
    method = response.request.method.lower().replace("head", "get")
    status, what = str(response.status_code), f"{response.request.method} {response.url}"
    operation = DOCUMENT["paths"][path].get(method)
    if operation is None:
        assert status == "405", what
        return
    assert status in operation["responses"], f"{what} is not said to answer {status}"
    described = resolve(operation["responses"][status])
    for name, header in described["headers"].items():
        if resolve(header).get("required"):
            assert name in response.headers, f"{what} lacks {name}"
    content = described.get("content")
    media_type = (response.headers.get("content-type") or "").partition(";")[0] or None
    assert (media_type in content) if content else media_type is None, f"{what} is {media_type}"
    is_json = str(media_type).endswith("json")
    if content and is_json and response.request.method != "HEAD":
        response.read()
        validator(path, method, status, media_type).validate(response.json())


def resolve(part: dict[str, Any]) -> dict[str, Any]:
    """A part of the document, or what it refers to."""
    if "$ref" in part:
        _, kind, name = part["$ref"].removeprefix("#/").split("/")
        return resolve(DOCUMENT["components"][kind][name])
    return part


@cache
def validator(path: str, method: str, status: str, media_type: str) -> jsonschema_rs.Validator:
    """What holds for the body of one answer."""
    response = resolve(DOCUMENT["paths"][path][method]["responses"][status])
    return jsonschema_rs.Draft202012Validator(
        {**response["content"][media_type]["schema"], "components": DOCUMENT["components"]},
        validate_formats=True,
    )
