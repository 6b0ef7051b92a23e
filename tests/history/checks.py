"""What must hold of everything that was told: each check returns sentences, none if it does."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from tests.history.clients import Client
from tests.history.reading import Shown
from tests.history.record import Key, Thing, must_hear
from tests.history.scene import ACCOUNTS, ROVING, STEADY_PEOPLE


def order(clients: Sequence[Client]) -> Iterator[str]:
    """Positions rise on every connection, and each event names the position before it."""
    for client in clients:
        for number, connection in enumerate(client.connections):
            said = connection.positions
            for before, after in pairwise(said):
                if after < before:
                    yield f"{client.name}: {after} after {before} on connection {number}"
        last = (-1, -1)
        for told in client.told:
            if told.connection == last[0] and told.pos <= last[1]:
                yield f"{client.name}: event {told.pos} after event {last[1]}"
            last = told.connection, told.pos
            if told.frame["prev"] != told.before:
                yield f"{client.name}: {told.frame} was told after {told.before}"


def versions(clients: Sequence[Client]) -> Iterator[str]:
    """In the order of positions no version of a thing is older than one before."""
    for client in clients:
        known: dict[tuple[str, int], tuple[int, int]] = {}
        for told in sorted(client.told, key=lambda each: each.pos):
            frame = told.frame
            if frame.get("version") is None:
                continue
            thing = frame["kind"], frame["id"]
            version = known.get(thing, (0, 0))
            if frame["version"] < version[0]:
                yield (
                    f"{client.name}: {thing} has version {frame['version']} at {told.pos} "
                    f"after {version[0]} at {version[1]}"
                )
            known[thing] = frame["version"], told.pos


def agreement(clients: Sequence[Client]) -> Iterator[str]:
    """A position means the same to everybody, on every node, before and after every crash."""
    known: dict[int, dict[str, Any]] = {}
    for client in clients:
        for told in client.told:
            frame = {name: value for name, value in told.frame.items() if name != "prev"}
            if known.setdefault(told.pos, frame) != frame:
                yield f"{client.name}: {told.pos} is {frame}, and to others {known[told.pos]}"


def delivery(
    things: Sequence[Thing], clients: Sequence[Client], counts: Counter[str]
) -> Iterator[str]:
    """Whoever must hear of a committed change was told of it, or, now and then, to read again."""
    positions: dict[Key, set[int]] = {}
    heard: dict[str, set[Key]] = {}
    for client in clients:
        own = heard.setdefault(client.name, set())
        for told in client.told:
            key = key_of(told.frame)
            own.add(key)
            positions.setdefault(key, set()).add(told.pos)
    for client in clients:
        if client.account == ROVING:
            continue
        for thing in things:
            if not must_hear(ACCOUNTS[client.account], thing, client.narrowing):
                continue
            if thing.key in heard[client.name]:
                counts["told as they must"] += 1
                continue
            places = positions.get(thing.key, set())
            if not places:
                yield f"{client.name}: nobody was told of {thing.key}"
            elif not all(_in_gap(client, place) for place in places):
                yield f"{client.name}: not told of {thing.key}, at {sorted(places)}"
            else:
                counts["read again instead"] += 1
    # How often depends on the machine; it must not be all that is done.
    if counts["read again instead"] > 3 * counts["told as they must"]:
        yield "what was missed had to be read again most of the time"


def _in_gap(client: Client, place: int) -> bool:
    return any(gap.after < place <= gap.until for gap in client.gaps)


def key_of(frame: dict[str, Any]) -> Key:
    """By what the record knows the event."""
    at = datetime.fromisoformat(frame["at"])
    if frame["type"] == "schedule:bulk":
        return "bulk", 0, at
    return frame["kind"], frame["id"], at


def discretion(clients: Sequence[Client]) -> Iterator[str]:
    """Nobody hears of people whom the account never sees."""
    for client in clients:
        account = ACCOUNTS[client.account]
        if client.account == ROVING or account.everywhere:
            continue
        for told in client.told:
            person = told.frame.get("staff_id", 0)
            if person not in STEADY_PEOPLE:
                continue
            if told.frame["type"].startswith("approval:"):
                allowed = account.manages(person)
            else:
                allowed = account.sees(person)
            if not allowed:
                yield f"{client.name}: was told of person {person}: {told.frame}"


def gaps(clients: Sequence[Client]) -> Iterator[str]:
    """The log was followed and not read again all the time; only changed rights are a reason."""
    for client in clients:
        for gap in client.gaps:
            if gap.reason == "rights" and client.account == ROVING:
                continue
            # Whoever was away for long; how much may be replayed is the node's to decide.
            if gap.reason == "too-old":
                continue
            yield f"{client.name}: resync because of {gap.reason} from {gap.after} to {gap.until}"
        yield from client.faults


def state(name: str, held: Shown, fresh: Shown) -> Iterator[str]:
    """Who has only followed shows what who reads now is shown."""
    for key in sorted(held.keys() | fresh.keys()):
        if held.get(key) != fresh.get(key):
            yield f"{name}: {key} is shown as {held.get(key)} and is {fresh.get(key)}"
