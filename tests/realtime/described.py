"""Every frame that a test gets must be one that docs/asyncapi.json describes, and no more."""

import json
from functools import cache
from typing import Any

import jsonschema_rs

from app import ROOT
from tests.http.described import closed

DOCUMENT: Any = json.loads((ROOT / "docs" / "asyncapi.json").read_text(encoding="utf-8"))


def check_frame(frame: dict[str, Any]) -> None:
    """Fail when a frame of the server is not described."""
    validator(f"server.{frame['type'].replace(':', '.')}").validate(frame)


@cache
def validator(key: str) -> jsonschema_rs.Validator:
    """What holds for one message; its key begins with who sends it."""
    assert key in DOCUMENT["components"]["schemas"], f"{key} is not described"
    schema: Any = closed(DOCUMENT["components"]["schemas"][key])
    return jsonschema_rs.Draft7Validator(schema, validate_formats=True)
