"""What was committed, from the audit alone, and who has to hear of it.

The rules stand here once more, in other words than in sql/event, and only as far as they are
simple: for people who stay in one unit, and for accounts whose grants stay.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import psycopg

from tests.history.scene import BELOW, STEADY_PEOPLE, UNIT_OF, Account

ENTRIES = """
SELECT e.change_id, x.recorded_at, e.relation, e.row_key, e.old, e.new
FROM audit.entry AS e JOIN audit.transaction AS x ON x.change_id = e.change_id
WHERE e.change_id > %s
ORDER BY e.entry_id
"""
LAST_CHANGE = "SELECT coalesce(max(change_id), 0) FROM audit.transaction"
# Family and kind of the thing that a row belongs to, and the column with its id (none: the key).
SOURCES = {
    "schedule.adjustment": (
        ("schedule", "adjustment", None),
        ("approval", "request", "request_id"),
    ),
    "schedule.contract": (("schedule", "contract", None),),
    "schedule.duty": (("schedule", "duty", None),),
    "schedule.request": (("approval", "request", None),),
    "schedule.cancellation": (("approval", "request", "request_id"),),
    "approval.step": (("approval", "request", "request_id"),),
    "approval.decision": (("approval", "request", "request_id"),),
    "org.staff": (("staff", "staff", None),),
    "org.membership": (("staff", "staff", "staff_id"),),
    "org.unit": (("settings", "unit", None),),
    "org.activity": (("settings", "activity", None),),
    "org.settings": (("settings", "settings", "singleton"),),
    "auth.role_grant": (("settings", "grant", None),),
}
# More things of a family than this in one change are one event.
MOST = 200
SICK, LEAVE = 5, 4

# By what an event is found again: kind, id and instant of the change.
Key = tuple[str, int, datetime]


@dataclass
class Thing:
    """What a change did to one thing, over all its rows."""

    family: str
    kind: str
    number: int
    at: datetime
    people: set[int] = field(default_factory=set)
    # First and last content of each row.
    rows: dict[tuple[str, str], list[dict[str, Any] | None]] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        """What its event says."""
        return self.kind, self.number, self.at

    def is_told(self) -> bool:
        """Whether anything has become of it that anybody could see."""
        if self.kind == "adjustment":
            return any(_approved(content) for content in self._own())
        return any(old is not None or new is not None for old, new in self.rows.values())

    def is_public(self) -> bool:
        """Whether the board shows something else than before."""
        if self.kind != "adjustment":
            return True
        old, new = (_shown(content) for content in self._own())
        return old != new

    def _own(self) -> list[dict[str, Any] | None]:
        ((old, new),) = self.rows.values()
        return [old, new]


def _approved(content: dict[str, Any] | None) -> bool:
    return content is not None and content["state"] == "approved"


def _shown(content: dict[str, Any] | None) -> tuple[Any, ...] | None:
    if content is None or not _approved(content):
        return None
    activity = LEAVE if content["activity_id"] == SICK else content["activity_id"]
    return content["staff_id"], activity, content["starts_at"], content["ends_at"]


def last_change(url: str) -> int:
    """The number of the last change so far."""
    with psycopg.connect(url) as connection:
        row = connection.execute(LAST_CHANGE).fetchone()
    assert row
    return int(row[0])


def read(url: str, after: int) -> list[Thing]:
    """What became of which thing in all changes since."""
    with psycopg.connect(url) as connection:
        entries = connection.execute(ENTRIES, [after]).fetchall()
    found: dict[tuple[int, str, str, int], Thing] = {}
    for change, at, relation, row_key, old, new in entries:
        content = new if new is not None else old
        for family, kind, column in SOURCES[relation]:
            number = int(content[column] if column else row_key)
            thing = found.setdefault(
                (change, family, kind, number), Thing(family, kind, number, at)
            )
            for side in (old, new):
                if side is not None and side.get("staff_id") is not None:
                    thing.people.add(side["staff_id"])
                if side is not None and side.get("partner_id") is not None:
                    thing.people.add(side["partner_id"])
            thing.rows.setdefault((relation, row_key), [old, None])[1] = new
    return [thing for thing in _merge(found) if thing.is_told()]


def _merge(found: dict[tuple[int, str, str, int], Thing]) -> Iterator[Thing]:
    """The things; too many of one family and change become one."""
    families: dict[tuple[int, str], list[Thing]] = defaultdict(list)
    for (change, family, _, _), thing in found.items():
        families[change, family].append(thing)
    for (_, family), things in families.items():
        if len(things) <= MOST:
            yield from things
            continue
        told = [thing for thing in things if thing.is_told()]
        if told:
            people = set[int]().union(*(thing.people for thing in told))
            bulk = Thing(family, "bulk", 0, told[0].at, people)
            bulk.rows["", ""] = [{}, {}]
            yield bulk


def must_hear(account: Account, thing: Thing, narrowing: dict[str, list[int]] | None) -> bool:
    """Whether this account is certainly to be told; where it is not certain, not."""
    if thing.family == "settings":
        return (
            thing.kind in ("activity", "settings")
            or account.role == "admin"
            or (thing.kind == "unit" and account.everywhere)
        )
    steady = bool(thing.people) and thing.people <= set(STEADY_PEOPLE)
    if not steady and (not account.everywhere or narrowing or not thing.people):
        return False
    if narrowing and thing.kind != "bulk" and not is_of_interest(thing.people, narrowing):
        return False
    if thing.family == "approval" or not thing.is_public():
        return account.manages_all if not steady else any(map(account.manages, thing.people))
    return account.everywhere or any(map(account.sees, thing.people))


def is_of_interest(people: set[int], narrowing: dict[str, list[int]]) -> bool:
    """Whether a narrowed client wants to hear of these, who stay in one unit each."""
    units = set[int]().union(*(BELOW[unit] for unit in narrowing["units"]))
    return any(person in narrowing["staff"] or UNIT_OF[person] in units for person in people)
