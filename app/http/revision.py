"""The revision of the database, read once for all requests that ask at the same moment."""

import asyncio
from typing import NamedTuple

from app.http.pool import Pool, run

# Rights depend on the date too, so the same data is something else on the next day.
MARK = "concat(audit.revision(), '_', auth.today())"
READ_POSITION = "event.position()"
READ = (
    "SELECT set_config('role', 'strata_user', TRUE); "
    f"SELECT {MARK}, {READ_POSITION}, auth.live_sessions('{{{{{{sessions}}}}}}')"
)


class Reading(NamedTuple):
    """What was read for everybody, and how many milliseconds the database took."""

    revision: str
    position: str
    alive: frozenset[int]
    duration: float


class Revision(NamedTuple):
    """The revision, the end of the log, and whether the session that asks has not ended."""

    revision: str
    position: str
    is_alive: bool
    duration: float


class RevisionReader:
    """Answers many clients, who ask whether anything has changed, with one question.

    A read serves only those who asked before it began, so nobody is told an older state than the
    one that held at their request.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._running: asyncio.Task[Reading] | None = None
        self._next: asyncio.Task[Reading] | None = None
        self._asking: set[int] = set()

    async def read(self, session: int) -> Revision:
        """The revision, as it is now or a moment later."""
        if self._next is None:
            self._asking = set()
            self._next = asyncio.create_task(self._read_after(self._running, self._asking))
        self._asking.add(session)
        reading = await asyncio.shield(self._next)
        return Revision(
            reading.revision, reading.position, session in reading.alive, reading.duration
        )

    async def _read_after(self, running: asyncio.Task[Reading] | None, asking: set[int]) -> Reading:
        if running is not None:
            await asyncio.wait([running])
        self._running, self._next = self._next, None
        statement = READ.format(sessions=",".join(map(str, asking)))
        result = await run(self._pool, statement, repeatable=True)
        revision, position, alive = ((column or b"").decode() for column in result.row)
        sessions = frozenset(map(int, filter(None, alive.strip("{}").split(","))))
        return Reading(revision, position, sessions, result.duration)
