"""The revision of the database, read once for all requests that ask at the same moment."""

import asyncio

from app.http.pool import Pool, Result, run

READ = "SELECT set_config('role', 'strata_user', TRUE); SELECT audit.revision()"


class RevisionReader:
    """Answers many clients, who ask whether anything has changed, with one question.

    A read serves only those who asked before it began, so nobody is told an older state than the
    one that held at their request.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._running: asyncio.Task[Result] | None = None
        self._next: asyncio.Task[Result] | None = None

    async def read(self) -> Result:
        """The revision, as it is now or a moment later."""
        if self._next is None:
            self._next = asyncio.create_task(self._read_after(self._running))
        return await asyncio.shield(self._next)

    async def _read_after(self, running: asyncio.Task[Result] | None) -> Result:
        if running is not None:
            await asyncio.wait([running])
        self._running, self._next = self._next, None
        return await run(self._pool, READ, repeatable=True)
