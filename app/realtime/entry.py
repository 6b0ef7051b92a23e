"""One row of the log of events, as a node keeps it."""

import json
from collections.abc import Iterable
from functools import cached_property
from sys import intern
from typing import Any

RIGHTS = "control:rights"
SESSION = "control:session"
# What an entry takes beside its text, in bytes.
OVERHEAD = 400


class Entry:
    """An event, or a row of control that reaches no client."""

    def __init__(self, pos: int, kind: str, payload: str, scopes: Iterable[str]) -> None:
        self.pos = pos
        self.type = intern(kind)
        self.payload = payload.encode()
        self.scopes = tuple(intern(scope) for scope in scopes)

    @property
    def is_control(self) -> bool:
        """Whether it is for nodes only."""
        return self.type.startswith("control:")

    @property
    def size(self) -> int:
        """How much memory it takes, about."""
        return len(self.payload) + 8 * len(self.scopes) + OVERHEAD

    @property
    def document(self) -> dict[str, Any]:
        """The payload, read."""
        document: dict[str, Any] = json.loads(self.payload)
        return document

    @cached_property
    def people(self) -> frozenset[int]:
        """Whom it is about; nobody: it is of interest whatever people a client looks at."""
        if self.type in ("settings:updated", "schedule:bulk"):
            return frozenset()
        document = self.document
        people = (document.get("staff_id"), document.get("partner_id"))
        return frozenset(each for each in people if each is not None)

    def concerns(self, account: int, session: int) -> bool:
        """Whether it is control of this account's rights or of this session."""
        if self.type == RIGHTS:
            return account in self.document["accounts"]
        return self.type == SESSION and self.document["session"] == session

    def text(self, prev: int) -> bytes:
        """The frame of the event, for whom `prev` was the position of the frame before."""
        return b'{"type":"%b","pos":%d,"prev":%d,%b' % (
            self.type.encode(),
            self.pos,
            prev,
            self.payload.lstrip()[1:],
        )
