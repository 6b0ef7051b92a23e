"""Bodies of the operations that sign in: flat objects of texts, which never reach a log."""

import json
from collections.abc import Sequence

from starlette.requests import Request

from app.http.handler import read_body
from app.http.problems import Refusal, pointer_to

LARGEST = 16 * 1024
LONGEST_TEXT = 1024


async def read_fields(
    request: Request, required: Sequence[str], optional: Sequence[str] = ()
) -> dict[str, str]:
    """The fields that were given; everything that is wrong is said at once."""
    try:
        body = json.loads(await read_body(request, LARGEST))
    except (ValueError, RecursionError):
        raise Refusal("malformed-text", "The body is not JSON that can be stored.") from None
    if not isinstance(body, dict):
        raise invalid("", "The body must be an object.")
    faults: list[tuple[str, str]] = []
    for name, value in body.items():
        if name not in required and name not in optional:
            faults.append((pointer_to(name), "There is no such field."))
        elif value is not None and not _is_text(value):
            faults.append((f"/{name}", f"{name} must be text of 1 to {LONGEST_TEXT} bytes."))
    faults += [(f"/{name}", f"{name} is missing.") for name in required if body.get(name) is None]
    if faults:
        raise Refusal(
            "invalid-value",
            "The body cannot be accepted as it is.",
            [{"pointer": pointer, "detail": detail} for pointer, detail in faults],
        )
    return {name: value for name, value in body.items() if value is not None}


def invalid(pointer: str, sentence: str) -> Refusal:
    """The refusal of one field."""
    return Refusal("invalid-value", sentence, [{"pointer": pointer, "detail": sentence}])


def _is_text(value: object) -> bool:
    """Whether it is text that PostgreSQL can take: neither half a character nor NUL."""
    if not isinstance(value, str) or "\0" in value:
        return False
    try:
        return 1 <= len(value.encode()) <= LONGEST_TEXT
    except UnicodeEncodeError:
        return False
