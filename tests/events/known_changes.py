"""Changes that chance meets too seldom."""

from dataclasses import replace

from tests.events.changing import Change
from tests.rights.asking import Adjustment, Asked, Request
from tests.rights.known_scenes import HANDED_ON, MOVED
from tests.rights.organisation import SLOTS, Account, Grant, Stay


def change(what: str, *numbers: int) -> Change:
    """A change that chooses by these numbers, and the first of everything after that."""
    return Change(what, (*numbers, *(8 * (0,))))


# What is on the board of the person who moves is private.
SECRET = replace(
    MOVED,
    asked=Asked((Adjustment(10, 10, 1, 5, -SLOTS, 3 * SLOTS),), (Request(10, 1, "approved"),)),
)
# And somebody who reads everything, but manages nobody.
WATCHED = replace(
    HANDED_ON,
    accounts=(*HANDED_ON.accounts, Account(6, None, (Grant(6, "viewer", None),))),
)
# Account 2 reads a unit that is two levels down.
DEEP = replace(MOVED, parents={1: None, 2: 1, 3: 2, 4: 1})
# The person is only in that one, and account 1 reads the unit above it.
BELOW = replace(DEEP, memberships=(Stay(1, 1, 3, -9, None),), secondments=())

KNOWN = {
    # Out of a unit that somebody reads, into another one; the same with a secondment.
    "the person moves": (
        MOVED,
        (
            change("move", 0, 0, 3, 0),
            change("lend", 0, 0, 2, 0),
            change("lend", 4, 0, 0, 0),
        ),
    ),
    "the person moves further down": (BELOW, (change("move", 0, 0, 3), change("move", 0, 0, 2))),
    # Everybody sees other days of the same thing.
    "things of the person who moves": (
        MOVED,
        (
            change("adjustment", 0, 1, 1),
            change("duty", 1, 1, 9),
            change("contract", 0, 1, 4),
            change("duty", 2, 0, 0, 2),
            change("state", 0, 0),
        ),
    ),
    "private things": (SECRET, (change("adjustment", 0, 1, 1), change("state", 0, 0))),
    # Under another one, and back.
    "a unit moves": (DEEP, (change("move_unit", 0, 0), change("move_unit", 0, 0))),
    # The manager whose right a delegate uses loses it, gets it back, and stands for somebody.
    "rights that are handed on": (
        HANDED_ON,
        (
            change("grant", 0, 2, 0, 0, 0),
            change("grant", 0, 0, 2, 2),
            change("account", 2, 0, 0),
            change("delegate", 0, 0),
        ),
    ),
    "requests": (
        WATCHED,
        (
            change("decide", 0, 2, 0, 0, 3),
            change("state", 0, 1),
            change("ask", 0, 4, 1, 1, 4, 1, 1, 1, 0, 2),
            change("state", 3, 0),
        ),
    ),
    "a shift": (
        HANDED_ON,
        (
            change("shift", 1, 0, 4),
            change("shift", 2, 0, 2),
            change("shift", 3, 0, 0, 3),
            change("shift", 4, 0, 0),
        ),
    ),
}
