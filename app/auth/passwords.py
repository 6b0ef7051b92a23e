"""Passwords: what is a good one, how it is hashed, and how many are at once."""

import asyncio
import os
import threading
import unicodedata
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.auth.codes import hashed
from app.config import Settings

LEAST_CHARACTERS = 12
MOST_BYTES = 1024
# A morning's worth of people; each waits as long as hashing takes for those before.
PLACES = 500
# While one password is hashed, what comes before and after the hashing of another is done.
AT_ONCE = 2
Answer = TypeVar("Answer")


class Overload(Exception):
    """More want to sign in than can be served soon."""


def make_hasher(settings: Settings) -> PasswordHasher:
    """argon2id. OWASP's least is 19 MiB, two passes, one lane, which are the defaults."""
    return PasswordHasher(
        time_cost=settings.password_passes,
        memory_cost=settings.password_megabytes * 1024,
        parallelism=1,
    )


def normalised(password: str) -> str:
    """One spelling, whatever the keyboard (NIST SP 800-63B)."""
    return unicodedata.normalize("NFKC", password)


def fault_of(password: str, email: str) -> str | None:
    """What is wrong with a new password, if anything is. Its length counts, not what it is of."""
    password = normalised(password)
    if len(password) < LEAST_CHARACTERS:
        return f"The password must have at least {LEAST_CHARACTERS} characters."
    if len(password.encode()) > MOST_BYTES:
        return f"The password must have at most {MOST_BYTES} bytes."
    if password.casefold() == email.casefold():
        return "The password must not be the e-mail address."
    return None


def verifies(hasher: PasswordHasher, stored: str | None, password: str) -> bool:
    """Whether the password is the one that was hashed."""
    try:
        return stored is not None and hasher.verify(stored, normalised(password))
    except (VerificationError, InvalidHashError):
        return False


class Passwords:
    """Hashes on one thread, for few at a time, so that the API stays quick."""

    def __init__(self, hasher: PasswordHasher) -> None:
        self._hasher = hasher
        self._decoy = hasher.hash(os.urandom(16).hex())
        self._thread = ThreadPoolExecutor(1, "passwords", _give_way)
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._present = 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait in a line of bounded length. Who waits has asked the database for nothing yet."""
        if self._present >= PLACES:
            raise Overload
        self._present += 1
        try:
            async with self._turns:
                yield
        finally:
            self._present -= 1

    async def verified(self, stored: str | None, password: str) -> bytes | None:
        """SHA-256 of the stored hash, if the password fits; nobody's takes as long as anybody's."""
        right = await self._run(partial(verifies, self._hasher, stored or self._decoy, password))
        return hashed(stored) if right and stored else None

    async def hash(self, password: str) -> str:
        """The password as it is stored."""
        return await self._run(partial(self._hasher.hash, normalised(password)))

    def is_outdated(self, stored: str) -> bool:
        """Whether it was hashed with other parameters than today's."""
        return self._hasher.check_needs_rehash(stored)

    def close(self) -> None:
        """Finish nothing more."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _run(self, work: Callable[[], Answer]) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


def _give_way() -> None:
    """Let the thread run after all else, where threads have a rank of their own."""
    with suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
