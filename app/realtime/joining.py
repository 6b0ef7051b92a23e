"""How a follower finds its place in the log, without a hole and with the rights of that place."""

import asyncio
from typing import TYPE_CHECKING

from app.realtime.admission import Entered
from app.realtime.entry import RIGHTS, Entry
from app.realtime.follower import QUEUE, Follower
from app.realtime.frames import Resume
from app.realtime.hub import Hub

if TYPE_CHECKING:
    from app.realtime.relay import Relay

# How long one look waits for the log, in seconds, before the rights are asked for again.
LOOK = 2.0


class NotLetIn(Exception):
    """Why somebody cannot follow: the code of the closing frame, and a sentence."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


async def join(relay: "Relay", follower: Follower, resume: Resume | None, most: int) -> None:
    """Let a follower in, tell it where it stands, and what it missed.

    Its keys hold at a position of the database, which is not that of this node. Where the node is
    ahead, nothing in between may have changed the rights; where it is behind, the changes are still
    to come. `most` is how many of its account there may be.
    """
    assert follower.account is not None
    entered = await _enter(relay, follower, resume)
    hub = relay.hub
    if follower.ended:
        return
    if len(hub.of_account(follower.account)) >= most:
        raise NotLetIn(4429, f"The account has {most} sockets and streams already.")
    reason, missed = _find_place(hub, follower, resume, entered)
    follower.say("hello", epoch=follower.epoch, pos=follower.pos, session=follower.session)
    if reason is not None:
        follower.resync(reason, follower.epoch, follower.pos)
    elif missed:
        hub.counters.replays += 1
        for entry in missed:
            hub.queue(follower, entry)
        follower.allowance = QUEUE + sum(map(len, follower.waiting))
        follower.flush()
    if not follower.ended:
        hub.add(follower, entered.keys)


async def _enter(relay: "Relay", follower: Follower, resume: Resume | None) -> Entered:
    """The keys of a follower, after this node has read the log as far as the follower has."""
    hub, clock = relay.hub, asyncio.get_running_loop().time
    assert follower.account is not None
    assert follower.session is not None
    deadline = clock() + hub.rhythm.catch_up
    while clock() < deadline:
        entered = await relay.admission.enter(follower.session)
        if entered is None or entered.account != follower.account:
            raise NotLetIn(4401, "The session has ended.")
        wanted = 0
        if resume is not None and resume.epoch == entered.epoch and resume.pos <= entered.head:
            wanted = resume.pos
        if await hub.reach(entered.epoch, wanted, LOOK) and not hub.has_news_for(
            follower.account, follower.session, entered.head
        ):
            return entered
    raise NotLetIn(1013, "This node has not read the log that far: try again.")


def _find_place(
    hub: Hub, follower: Follower, resume: Resume | None, entered: Entered
) -> tuple[str | None, list[Entry]]:
    """Put the follower where it wants to go on; else at the end, and say why."""
    follower.epoch, follower.pos = entered.epoch, hub.pos
    if resume is None:
        return None, []
    reason = _obstacle(hub, follower, resume)
    if reason is not None:
        return reason, []
    missed = hub.missed(follower, resume.pos, entered.keys)
    if missed is None:
        return "too-old", []
    follower.pos = resume.pos
    return None, missed


def _obstacle(hub: Hub, follower: Follower, resume: Resume) -> str | None:
    """Why a follower cannot go on from there."""
    if resume.epoch != hub.epoch:
        return "epoch"
    if resume.pos > hub.pos:
        return "ahead"
    if not hub.ring.reaches(resume.pos):
        return "too-old"
    changes = (entry for entry in hub.ring.after(resume.pos) if entry.type == RIGHTS)
    if any(follower.account in entry.document["accounts"] for entry in changes):
        return "rights"
    return None
