"""How many may do at once what is dear."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.http.problems import RETRY_AFTER, Refusal


class Places:
    """A few places; who finds none free waits a while, and is sent away then."""

    def __init__(self, number: int, patience: float) -> None:
        self._free = asyncio.Semaphore(number)
        self._patience = patience

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """A place for the length of a block."""
        try:
            await asyncio.wait_for(self._free.acquire(), self._patience)
        except TimeoutError:
            raise Refusal(
                "unavailable", "Others are being served: try again soon.", headers=RETRY_AFTER
            ) from None
        try:
            yield
        finally:
            self._free.release()
