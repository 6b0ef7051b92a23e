"""Who follows the log on this node, and how an event finds them."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from app.realtime.counters import Counters
from app.realtime.entry import Entry
from app.realtime.follower import Follower
from app.realtime.rhythm import Rhythm
from app.realtime.ring import Ring

if TYPE_CHECKING:
    from app.realtime.frames import Form

# After so many writes in a row others get a turn.
STRIDE = 200
# More than this is not replayed, in bytes: reading again is cheaper for both sides.
LARGEST_REPLAY = 1024**2

Key = TypeVar("Key")


class Hub:
    """An index from keys to followers, and the newest part of the log."""

    def __init__(self, counters: Counters, rhythm: Rhythm) -> None:
        self.counters = counters
        self.rhythm = rhythm
        self.epoch: str | None = None
        self.ring = Ring()
        # Everyone, also sockets that have not said who they are.
        self.everyone: set[Follower] = set()
        self._index: dict[str, set[Follower]] = defaultdict(set)
        self._by_account: dict[int, set[Follower]] = defaultdict(set)
        self._by_session: dict[int, set[Follower]] = defaultdict(set)
        self._touched: list[Follower] = []
        self._moved = asyncio.Event()
        # Called when there is more in the log.
        self.on_move: Callable[[], None] = lambda: None

    @property
    def pos(self) -> int:
        """Up to where the log has been read, and told."""
        return self.ring.pos

    def of_account(self, account: int) -> set[Follower]:
        """The followers of an account."""
        return self._by_account.get(account, set())

    def of_session(self, session: int) -> set[Follower]:
        """The followers of a session."""
        return self._by_session.get(session, set())

    @property
    def followers(self) -> set[Follower]:
        """Those who have been let in."""
        return set().union(*self._by_account.values())

    def add(self, follower: Follower, keys: frozenset[str]) -> None:
        """Let a follower, whose account and session are known, have what comes from now on."""
        assert follower.account is not None
        assert follower.session is not None
        self._by_account[follower.account].add(follower)
        self._by_session[follower.session].add(follower)
        self._hold(follower, keys)

    def set_keys(self, follower: Follower, keys: frozenset[str]) -> None:
        """Give a follower other keys."""
        self._drop(follower)
        self._hold(follower, keys)

    def remove(self, follower: Follower) -> None:
        """Forget a follower, whether or not it has been let in."""
        self.everyone.discard(follower)
        self._drop(follower)
        _discard(self._by_account, follower.account, follower)
        _discard(self._by_session, follower.session, follower)

    def _hold(self, follower: Follower, keys: frozenset[str]) -> None:
        follower.keys = keys
        for key in keys:
            self._index[key].add(follower)

    def _drop(self, follower: Follower) -> None:
        for key in follower.keys:
            _discard(self._index, key, follower)
        follower.keys = frozenset()

    def begin(self, epoch: str) -> None:
        """Say to which epoch the positions in the ring belong."""
        self.epoch = epoch
        self._has_moved()

    def note(self, entry: Entry) -> None:
        """Go on to an entry that is told to nobody."""
        self.ring.append(entry)
        self._has_moved()

    def publish(self, entry: Entry) -> None:
        """Go on to an event, and queue it for everyone who may know of it."""
        self.ring.append(entry)
        self._has_moved()
        index = self._index
        holders = [index[scope] for scope in entry.scopes if scope in index]
        if not holders:
            return
        pos, epoch = entry.pos, self.epoch or ""
        made: dict[tuple[Form, int], bytes] = {}
        for follower in holders[0].union(*holders[1:]):
            if follower.narrowing is not None and not follower.narrowing.passes(entry):
                continue
            before = follower.pos
            key = (follower.form, before)
            data = made.get(key)
            if data is None:
                data = made[key] = follower.form(epoch, pos, entry.type, entry.text(before))
            if not follower.waiting:
                self._touched.append(follower)
            follower.waiting.append(data)
            follower.pos = pos

    def queue(self, follower: Follower, entry: Entry) -> None:
        """Queue one event for one follower."""
        text = entry.text(follower.pos)
        follower.waiting.append(follower.form(follower.epoch, entry.pos, entry.type, text))
        follower.pos = entry.pos

    async def flush(self) -> None:
        """Write what publish() has queued."""
        # Who has been written to leaves the list: when this is cancelled the others stay in it.
        touched, written = self._touched, 0
        now = asyncio.get_running_loop().time()
        while touched:
            follower = touched.pop()
            try:
                follower.flush()
            except Exception:
                # Whatever is wrong with one must not keep the others waiting.
                logging.getLogger(__name__).exception("A client could not be written to.")
                follower.cut_off()
            follower.mark_at = now + follower.mark_after
            written += 1
            if written % STRIDE == 0:
                await asyncio.sleep(0)

    def end_session(self, session: int, reason: str) -> None:
        """Close everything of a session."""
        for follower in list(self.of_session(session)):
            follower.end(4401, reason)

    async def reach(self, epoch: str, pos: int, patience: float) -> bool:
        """Wait until the log of this epoch has been read up to a position; False: in vain."""
        try:
            async with asyncio.timeout(patience):
                while self.epoch != epoch or self.pos < pos:
                    await self._moved.wait()
        except TimeoutError:
            return False
        return True

    def _has_moved(self) -> None:
        self._moved.set()
        self._moved.clear()
        self.on_move()

    def has_news_for(self, account: int, session: int, pos: int) -> bool:
        """Whether rights or session may have changed since a position."""
        if not self.ring.reaches(pos):
            return True
        return any(
            entry.is_control and entry.concerns(account, session) for entry in self.ring.after(pos)
        )

    def missed(self, follower: Follower, pos: int, keys: frozenset[str]) -> list[Entry] | None:
        """What came after a position and is for a follower with these keys; None: too much."""
        found, size = [], 0
        for entry in self.ring.after(pos):
            if keys.isdisjoint(entry.scopes):
                continue
            if follower.narrowing is not None and not follower.narrowing.passes(entry):
                continue
            size += len(entry.payload) + 100
            if size > LARGEST_REPLAY:
                return None
            found.append(entry)
        return found


def _discard(index: dict[Key, set[Follower]], key: Key | None, follower: Follower) -> None:
    """Take a follower out of one set, and the set away when it is empty."""
    if key is not None and (followers := index.get(key)) is not None:
        followers.discard(follower)
        if not followers:
            del index[key]
