"""What the server does by itself: it seals the audit, keeps deadlines, gives up old history."""

import asyncio
import logging
from collections.abc import Callable

import psycopg

from app.http.login_calls import perform
from app.http.logs import write_line
from app.http.pool import Pool, run

DAY = 24 * 60 * 60.0
HOUR = 60 * 60.0
EXPIRE = "SELECT set_config('role', 'strata_user', TRUE); SELECT audit.expire_history()"
SEALED_AT_ONCE = 2000
SEAL_EVERY = 2.0
# The longest wait after failures, in seconds.
SEAL_PATIENCE = 60.0
SEAL = f"SELECT set_config('role', 'strata_user', TRUE); SELECT audit.seal({SEALED_AT_ONCE})"
# Deliveries go with the part of the log that they are of.
KEEP_LOG = (
    "SELECT set_config('role', 'strata_relay', TRUE); "
    "SELECT event.tidy_deliveries(); SELECT event.keep_log()"
)
DEADLINES = "SELECT set_config('role', 'strata_user', TRUE); SELECT approval.run_deadlines()"
# Deadlines are minutes.
DEADLINES_EVERY = 20.0


async def keep_up(pool: Pool) -> None:
    """Do all of it until cancelled; several servers do not disturb each other."""
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(expire(pool))
        tasks.create_task(seal(pool))
        tasks.create_task(keep_deadlines(pool))
        tasks.create_task(keep_log(pool))


async def expire(pool: Pool) -> None:
    """Give up expired history now and once a day."""
    while True:
        try:
            expired = await run(pool, EXPIRE, repeatable=True)
            await perform(pool, "tidy_up")
        except psycopg.Error as error:
            logging.getLogger(__name__).warning("The history was not looked through: %s", error)
            await asyncio.sleep(HOUR)
        else:
            write_line("info", "history looked through", expired=int(expired.row[0] or 0))
            await asyncio.sleep(DAY)


async def seal(pool: Pool) -> None:
    """Seal what was written, a part at a time; behind a large import without a pause."""
    pause = SEAL_EVERY
    while True:
        try:
            sealed = await run(pool, SEAL, repeatable=True)
        except psycopg.Error as error:
            logging.getLogger(__name__).warning("The audit was not sealed: %s", error)
            pause = min(2 * pause, SEAL_PATIENCE)
        else:
            pause = 0.0 if int(sealed.row[0] or 0) == SEALED_AT_ONCE else SEAL_EVERY
        await asyncio.sleep(pause)


async def keep_deadlines(pool: Pool) -> None:
    """Escalate or let expire what was not decided in time."""

    def tell(handled: int) -> None:
        write_line("info", "deadlines passed", requests=handled)

    await repeat(pool, DEADLINES, DEADLINES_EVERY, "The deadlines were not looked through", tell)


async def keep_log(pool: Pool) -> None:
    """Make room for the next days of the log of events, and give up the oldest."""

    def tell(dropped: int) -> None:
        write_line("info", "events given up", days=dropped)

    await repeat(pool, KEEP_LOG, HOUR, "The log of events was not looked after", tell)


async def repeat(
    pool: Pool, statement: str, seconds: float, failure: str, tell: Callable[[int], None]
) -> None:
    """Run a statement now and every so often, and tell how many it answers, if it has done any."""
    while True:
        try:
            number = int((await run(pool, statement, repeatable=True)).row[0] or 0)
        except psycopg.Error as error:
            logging.getLogger(__name__).warning("%s: %s", failure, error)
        else:
            if number:
                tell(number)
        await asyncio.sleep(seconds)
