"""Who may follow the log with which keys: asked once for all that wait at the same moment."""

import asyncio
import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from app.http.pool import Pool, run

ENTER = (
    "SELECT set_config('role', 'strata_relay', TRUE), "
    "set_config('statement_timeout', '15s', TRUE); "
    "SELECT jsonb_agg(jsonb_build_array("
    "e.session_id, e.account_id, e.scopes, e.epoch, e.head)) "
    "FROM event.enter('{{{sessions}}}') AS e"
)
# So that no question takes long, however many wait.
AT_ONCE = 1000


class Entered(NamedTuple):
    """A session that lives: its account, its keys, and up to which position they hold."""

    account: int
    keys: frozenset[str]
    epoch: str
    head: int


Answers = dict[int, Entered]


class Admission:
    """Answers many who come with one question.

    A question serves only those who came before it was asked, so nobody is let in by rights older
    than its request. One question is asked at a time, so the database does not notice a crowd.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._running: asyncio.Task[Answers] | None = None
        self._next: asyncio.Task[Answers] | None = None
        self._asking: set[int] = set()

    async def enter(self, session: int) -> Entered | None:
        """What a session may know; None when it does not live."""
        return (await self.enter_all([session])).get(session)

    async def enter_all(self, sessions: Iterable[int]) -> Answers:
        """The same for several; whoever is not in the answer does not live."""
        if self._next is None:
            self._asking = set()
            self._next = asyncio.create_task(self._ask_after(self._running, self._asking))
        self._asking.update(sessions)
        return await asyncio.shield(self._next)

    async def _ask_after(self, running: asyncio.Task[Answers] | None, asking: set[int]) -> Answers:
        if running is not None:
            await asyncio.wait([running])
        self._running, self._next = self._next, None
        sessions, answers = list(asking), {}
        for start in range(0, len(sessions), AT_ONCE):
            portion = ",".join(map(str, sessions[start : start + AT_ONCE]))
            statement = ENTER.format(sessions=portion)
            (answer,) = (await run(self._pool, statement, repeatable=True)).row
            rows: list[list[Any]] = json.loads(answer or b"[]")
            for session, account, scopes, epoch, head in rows:
                answers[session] = Entered(account, frozenset(scopes), epoch, head)
        return answers
