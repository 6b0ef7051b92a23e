"""What the server does by itself, once a day."""

import asyncio
import logging

import psycopg

from app.http.login_calls import perform
from app.http.logs import write_line
from app.http.pool import Pool, run

DAY = 24 * 60 * 60.0
HOUR = 60 * 60.0
EXPIRE = "SELECT set_config('role', 'strata_user', TRUE); SELECT audit.expire_history()"


async def keep_up(pool: Pool) -> None:
    """Give up expired history now and once a day; several servers do not disturb each other."""
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
