"""Whether what reached an account is just what it may know: nothing missing, nothing too much."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from tests.events.seen import Event, Look, Sight, Thing, differing
from tests.model.clock import instant_of
from tests.rights.organisation import SECRET
from tests.rights.store import Stored

# What every event says, and what some say beside it.
SAID = {"kind", "id", "version", "action", "at"}
MORE = {"staff_id", "partner_id", "request_id", "state", "start", "end", "activity"}
# What a row says of other things, of which there are events.
NOT_ITS_OWN = {"version", "cancelled_by"}
# What names activities is read again when one of them is another.
OF_ACTIVITIES = {"activity", "activities", "lines", "adjustments", "shown_as"}
# What may come into view or go out of it with things of other kinds: where people and units are
# tells of other units, rules are of units, shifts are for those below a unit, and who decides for
# somebody reads what is to be decided.
APPEAR_WITH = {
    "unit": {"staff", "unit"},
    "approval_rule": {"staff", "unit"},
    "open_shift": {"unit"},
    "request": {"delegation"},
}
SECRETS = ("-zz", SECRET)


@dataclass
class Received:
    """What reached an account, and whether it was told to read everything again."""

    events: list[Event] = field(default_factory=list)
    resync: bool = False
    faults: list[str] = field(default_factory=list)

    def hears_of(self, person: int) -> bool:
        """Whether it was told that something else may be seen of the person."""
        return any(("staff", person) == each.thing for each in self.events)


def received(account_id: int, log: list[Event], before: set[str], after: set[str]) -> Received:
    """What a node sends to an account that held some keys before and holds others after."""
    keys, found = before, Received()
    for event in log:
        if event.type == "control:rights":
            if account_id in event.payload["accounts"]:
                keys, found.resync = after, True
        elif event.scopes & keys:
            found.events.append(event)
    # Rights are others only after the log has said so.
    if before != after and not found.resync:
        found.faults.append(f"silently other rights: {sorted(before ^ after)}")
    return found


def people_of(kind: str, row: dict[str, Any]) -> set[int]:
    """Whom a row belongs to."""
    named = {
        row.get("id") if kind == "staff" else row.get("staff_id"),
        row.get("partner_id"),
        row.get("giver_id"),
        row.get("taken_by"),
    }
    return {who for who in named if isinstance(who, int)}


def differences(before: dict[str, Any], after: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What a row says otherwise than before."""
    return {
        key: (before.get(key), after.get(key))
        for key in {*before, *after} - NOT_ITS_OWN
        if before.get(key) != after.get(key)
    }


def missing(old: Sight, new: Sight, got: Received, own: int | None) -> Iterator[tuple[str, Any]]:
    """What the account sees otherwise than before without having been told."""
    if got.resync:
        return
    things = {each.thing for each in got.events}
    heard = {each.payload.get("kind") for each in got.events}
    bulk = {kind for each in got.events for kind in each.payload.get("kinds", ())}
    for thing in sorted({*old.rows, *new.rows}):
        before, after = old.rows.get(thing), new.rows.get(thing)
        changed = differences(before or {}, after or {})
        kind, number = thing
        people = people_of(kind, before or {}) | people_of(kind, after or {})
        if kind == "open_shift" and own is not None:
            # A shift is for those who are counted in its unit then.
            people.add(own)
        told = (
            not changed
            or thing in things
            or kind in bulk
            or (kind == "approval_rule" and kind in heard)
            or any(got.hears_of(who) for who in people)
            or ((before is None or after is None) and heard & APPEAR_WITH.get(kind, set()))
            or (set(changed) <= OF_ACTIVITIES and "activity" in heard)
        )
        if not told:
            yield kind, (number, changed)
    for who in sorted({*old.board, *new.board}):
        if got.hears_of(who) or bulk & {"contract", "adjustment"}:
            continue
        spans = [
            each.span
            for each in got.events
            if each.type.startswith("schedule:") and who in each.people
        ]
        for start, end in differing(old.board.get(who, []), new.board.get(who, [])):
            if not covered(start, end, spans):
                yield "board", (who, start, end, old.board.get(who), new.board.get(who), spans)


def covered(start: int, end: int, spans: list[tuple[float, float]]) -> bool:
    """Whether no part of a stretch is outside of all spans."""
    bounds = sorted({start, end, *(b for span in spans for b in span if start < b < end)})
    return all(any(s <= a and b <= e for s, e in spans) for a, b in pairwise(bounds))


def excessive(event: Event, looks: list[Look], database: Stored) -> Iterator[str]:
    """Why the account may not be told this, after all that it saw."""
    payload = event.payload
    if event.type == "schedule:bulk":
        # The days of a holiday are no secret.
        if not {"kinds", "at"} <= set(payload) <= {"kinds", "at", "start", "end"}:
            yield "says more than what kinds of things"
        return
    if not set(payload) <= SAID | MORE:
        yield "unknown field"
    if any(secret in str(payload) for secret in SECRETS):
        yield "secret"
    # Whoever decides about somebody need not know the person otherwise, but reads the request.
    known = {who for look in looks for who in look.sight.staff}
    if not event.people <= known and payload["kind"] != "request":
        yield "unknown person"
    if event.thing is None:
        if payload["kind"] != "approval_rule":
            yield "about nothing"
    elif payload["kind"] == "adjustment":
        # The board shows what is on the days that are seen.
        yield from (f"hidden day {day}" for day in hidden_days(event, looks, database))
    elif not any(event.thing in look.sight.rows for look in looks):
        yield "hidden thing"


def hidden_days(event: Event, looks: list[Look], database: Stored) -> list[int]:
    """The days that an event tells of, on which the account sees nothing of the person."""
    (who,) = event.people
    start, end = (int(minute) for minute in event.span)
    first, last = (database.day_at(instant_of(minute)) for minute in (start, end - 1))
    return [
        day
        for day in range(first, last + 1)
        if not any(look.rights.sees(who, day) for look in looks)
    ]


def version_faults(log: list[Event], versions: dict[Thing, int]) -> Iterator[str]:
    """Versions rise with the positions, and the last one is the resource's."""
    last: dict[Thing, tuple[int, str]] = {}
    for event in log:
        if event.thing is None:
            continue
        version = event.payload["version"]
        if version < last.get(event.thing, (0, ""))[0]:
            yield f"{event} goes back"
        last[event.thing] = version, event.payload["action"]
    for thing, (version, action) in last.items():
        gone = thing not in versions
        if gone != (action == "deleted"):
            yield f"{thing} was {action}, and is {'gone' if gone else 'there'}"
        elif gone or versions[thing] == version:
            continue
        # A secondment belongs to the person, and is no part of the resource.
        elif thing[0] != "staff" or versions[thing] > version:
            yield f"{thing} has version {versions[thing]}, not {version}"
