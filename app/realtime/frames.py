"""The frames: their text, and how they are put on a websocket or into a stream of events."""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

# Epoch, position, type and text of a frame become what is written.
Form = Callable[[str, int, str, bytes], bytes]
LARGEST_ID = 2**63 - 1


class InvalidFrame(Exception):
    """A frame of a client that has the right form but wrong fields, and why."""


class Resume(NamedTuple):
    """Up to where a client has followed the log."""

    epoch: str
    pos: int


def text_of(kind: str, **fields: object) -> bytes:
    """The text of a frame that is no event."""
    return json.dumps({"type": kind, **fields}, separators=(",", ":")).encode()


def message(_: str, __: int, ___: str, text: bytes) -> bytes:
    """A websocket frame (RFC 6455): text, final, not masked, as servers send it."""
    length = len(text)
    if length < 126:
        return b"\x81%c%b" % (length, text)
    if length < 2**16:
        return b"\x81\x7e%b%b" % (length.to_bytes(2, "big"), text)
    return b"\x81\x7f%b%b" % (length.to_bytes(8, "big"), text)


def chunk(epoch: str, pos: int, kind: str, text: bytes) -> bytes:
    """An event of a stream of events, as a chunk of HTTP/1.1: uvicorn answers in no other way."""
    data = b"id: %b:%d\nevent: %b\ndata: %b\n\n" % (epoch.encode(), pos, kind.encode(), text)
    return b"%x\r\n%b\r\n" % (len(data), data)


def read_frame(data: bytes) -> dict[str, Any] | None:
    """The frame of a client; None if it is not an object of JSON with a type."""
    try:
        document = json.loads(data.decode())
    except (ValueError, RecursionError):
        return None
    if not isinstance(document, dict) or not isinstance(document.get("type"), str):
        return None
    return document


def read_token(frame: dict[str, Any]) -> str | None:
    """The access token of an auth frame, if it has one."""
    token = frame.get("token")
    return token if isinstance(token, str) and token else None


def read_resume(frame: dict[str, Any]) -> Resume | None:
    """From where an auth frame wants to go on."""
    known_fields(frame, "token", "resume")
    given = frame.get("resume")
    if given is None:
        return None
    if not isinstance(given, dict) or given.keys() != {"epoch", "pos"}:
        raise InvalidFrame("resume must have epoch and pos, and nothing else.")
    if not isinstance(given["epoch"], str) or not is_id(given["pos"], least=0):
        raise InvalidFrame("resume.epoch must be text, and resume.pos a position.")
    return Resume(given["epoch"], given["pos"])


def read_ids(frame: dict[str, Any], name: str) -> list[int]:
    """A list of ids; one that is missing or null is empty."""
    given = frame.get(name)
    if given is None:
        return []
    if not isinstance(given, list) or not all(is_id(each, least=1) for each in given):
        raise InvalidFrame(f"{name} must be a list of ids.")
    return sorted(set(given))


def known_fields(frame: dict[str, Any], *names: str) -> None:
    """Refuse a frame with fields that nobody knows: a misspelt one must not pass unnoticed."""
    if unknown := frame.keys() - {"type", *names}:
        raise InvalidFrame(f"There is no field {min(unknown)} in a frame of this type.")


def is_id(value: object, least: int) -> bool:
    """Whether it is a whole number that the database can hold."""
    return type(value) is int and least <= value <= LARGEST_ID
