"""What a client that holds state reads, at first and when an event says so."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

import httpx

from tests.history.scene import COLLECTIONS, END, START

# What is shown, by what it is and its id: ("contracts", 3), ("board", staff_id).
Shown = dict[tuple[str, int], Any]
SEGMENTS = {kind: segment for segment, kind in COLLECTIONS.items()}
# What of a person may be seen, or not any more, when the person has come to another unit.
OF_PERSON = ("memberships", "contracts", "duties")
WINDOW = {"from": START.isoformat(), "to": END.isoformat()}
# Whoever has to read more things than this reads the list.
MOST = 10
BUSY = {502, 503, 504}


class Reader(Protocol):
    """Whose rights count."""

    @property
    def token(self) -> str:
        """The access token."""

    @property
    def nodes(self) -> list[str]:
        """Which servers can be asked."""


@dataclass
class Dirty:
    """What has to be read again."""

    things: set[tuple[str, int]] = field(default_factory=set)
    people: set[int] = field(default_factory=set)
    collections: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.things or self.people or self.collections)

    def add_everything(self) -> None:
        """After a resync."""
        self.collections |= {*COLLECTIONS, "board", "requests"}

    def add(self, frame: dict[str, Any]) -> None:
        """What an event means for who shows these things (docs/realtime.md)."""
        kind = frame.get("kind")
        if frame["type"] == "schedule:bulk":
            self.collections |= {"board"}
            kinds = frame["kinds"]
            self.collections |= {SEGMENTS[each] for each in kinds if each in SEGMENTS}
            if "request" in kinds:
                self.collections.add("requests")
        elif frame["type"].startswith("schedule:"):
            self.things.add(("board", frame["staff_id"]))
            if kind in SEGMENTS:
                self.things.add((SEGMENTS[kind], frame["id"]))
        elif kind == "request":
            self.things.add(("requests", frame["id"]))
        elif frame["type"] == "staff:updated":
            self.people.add(frame["id"])
        elif kind in SEGMENTS:
            self.things.add((SEGMENTS[kind], frame["id"]))

    def take(self) -> "Dirty":
        """All of it, to be read now."""
        taken = Dirty(self.things, self.people, self.collections)
        self.things, self.people, self.collections = set(), set(), set()
        return taken

    def put_back(self, taken: "Dirty") -> None:
        """It could not be read."""
        self.things |= taken.things
        self.people |= taken.people
        self.collections |= taken.collections


async def read_all(reader: Reader, http: httpx.AsyncClient, shown: Shown) -> tuple[str, int]:
    """Everything; the position is that of the first answer, so that the others are newer."""
    position = ""
    for what in ("board", "requests", *COLLECTIONS):
        answer = await read_collection(reader, http, what, shown)
        position = position or answer.headers["Strata-Position"]
    epoch, _, pos = position.rpartition(":")
    return epoch, int(pos)


async def read_again(reader: Reader, http: httpx.AsyncClient, shown: Shown, dirty: Dirty) -> None:
    """What is dirty, each thing by its id."""
    many = Counter(what for what, _ in dirty.things)
    dirty.collections |= {what for what, number in many.items() if number > MOST}
    for what in sorted(dirty.collections):
        await read_collection(reader, http, what, shown)
    board = {number for what, number in dirty.things if what == "board"} | dirty.people
    for person in sorted(dirty.people):
        await read_one(reader, http, "staff", person, shown)
        await read_requests(reader, http, shown, person)
        for what in OF_PERSON:
            await read_collection(reader, http, what, shown, person)
    if "board" not in dirty.collections:
        await read_people(reader, http, sorted(board), shown)
    for what, number in sorted(dirty.things):
        if what != "board" and what not in dirty.collections:
            await read_one(reader, http, what, number, shown)


async def read_collection(
    reader: Reader, http: httpx.AsyncClient, what: str, shown: Shown, person: int | None = None
) -> httpx.Response:
    """A whole list, or what it has of one person."""
    if what == "requests":
        return await read_requests(reader, http, shown, person)
    if what == "board":
        answer = await get(reader, http, "/v1/schedules", WINDOW)
        rows = {row["staff_id"]: row for row in answer.json()["staff"]}
    else:
        given = {"limit": 1000} | ({} if person is None else {"staff_id": person})
        answer = await get(reader, http, f"/v1/{what}", given)
        rows = {row["id"]: row for row in items(answer)}
    replace(shown, what, rows, person)
    return answer


async def read_requests(
    reader: Reader, http: httpx.AsyncClient, shown: Shown, person: int | None = None
) -> httpx.Response:
    """Requests, of which lists show less than single ones."""
    given = {"limit": 1000} | ({} if person is None else {"staff": person})
    answer = await get(reader, http, "/v1/requests", given)
    first, rows = answer, {row["id"]: request_row(row) for row in items(answer)}
    while cursor := answer.json()["next"]:
        answer = await get(reader, http, "/v1/requests", given | {"cursor": cursor})
        rows |= {row["id"]: request_row(row) for row in items(answer)}
    replace(shown, "requests", rows, person)
    return first


async def read_one(
    reader: Reader, http: httpx.AsyncClient, what: str, number: int, shown: Shown
) -> None:
    """One thing; what is not there, or not to be seen, is not shown."""
    answer = await get(reader, http, f"/v1/{what}/{number}", {})
    if answer.status_code == 404:
        shown.pop((what, number), None)
    else:
        row = answer.json()
        shown[what, number] = request_row(row) if what == "requests" else row


async def read_people(
    reader: Reader, http: httpx.AsyncClient, people: list[int], shown: Shown
) -> None:
    """The board's rows of these people."""
    if not people:
        return
    answer = await get(reader, http, "/v1/schedules", WINDOW | {"staff": people})
    if answer.status_code == 404:
        # One of them is not to be seen: which, only single questions tell.
        if len(people) == 1:
            shown.pop(("board", people[0]), None)
            return
        for person in people:
            await read_people(reader, http, [person], shown)
        return
    rows = {row["staff_id"]: row for row in answer.json()["staff"]}
    for person in people:
        shown.pop(("board", person), None)
        if person in rows:
            shown["board", person] = rows[person]


async def get(
    reader: Reader, http: httpx.AsyncClient, path: str, given: dict[str, Any]
) -> httpx.Response:
    """An answer of any node, asked for again until there is one."""
    for attempt in range(200):
        node = reader.nodes[attempt % len(reader.nodes)]
        try:
            answer = await http.get(
                node + path, params=given, headers={"Authorization": f"Bearer {reader.token}"}
            )
        except httpx.TransportError:
            await asyncio.sleep(0.1)
            continue
        if answer.status_code in BUSY:
            await asyncio.sleep(0.1)
            continue
        assert answer.status_code in (200, 404), f"{answer.status_code} {path} {answer.text}"
        return answer
    raise httpx.ConnectError("no node answers")


def items(answer: httpx.Response) -> Iterator[dict[str, Any]]:
    """The items of a list."""
    yield from answer.json()["items"]


def request_row(row: dict[str, Any]) -> dict[str, Any]:
    """What is compared of a request."""
    return {name: row[name] for name in ("id", "version", "state", "staff_id")}


def replace(shown: Shown, what: str, rows: dict[int, Any], person: int | None) -> None:
    """Show these rows, and of what they stand for nothing else."""
    for key in [key for key in shown if key[0] == what]:
        if person is None or shown[key]["staff_id"] == person:
            del shown[key]
    shown.update({(what, number): row for number, row in rows.items()})
