"""The connections to the database, and how a statement is run on one of them."""

import asyncio
import random
import time
from typing import NamedTuple

import psycopg
from psycopg_pool import AsyncConnectionPool

Pool = AsyncConnectionPool[psycopg.AsyncConnection]

SIZE = 10
# Longest wait for a connection, in seconds; a client that is told to come back is served sooner.
PATIENCE = 3.0
RETRIES = 3


class Result(NamedTuple):
    """The one row of an answer, and how many milliseconds the database took."""

    row: list[bytes | None]
    duration: float


def make_pool(url: str) -> Pool:
    """A pool, still closed.

    A connection that cannot be made again within `reconnect_timeout` is given up; the next request
    then tries, so the pool recovers as soon as the database is back.
    """
    return AsyncConnectionPool(
        url,
        min_size=2,
        max_size=SIZE,
        open=False,
        timeout=PATIENCE,
        max_waiting=20 * SIZE,
        reconnect_timeout=2.0,
        kwargs={"autocommit": True, "prepare_threshold": None, "connect_timeout": 3},
    )


async def run(pool: Pool, statement: str, repeatable: bool) -> Result:
    """Run a string of statements, which PostgreSQL makes one transaction of; the last one's row.

    A clash with another transaction is tried again. So is, if the statement is `repeatable`, what
    failed because its connection broke or its plan was stale after a redeployment; the other idle
    connections are then looked at too, for they broke with it.
    """
    attempt = 0
    while True:
        attempt += 1
        connection = None
        try:
            async with pool.connection() as connection:
                return await _execute(connection, statement)
        except (psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected):
            if attempt > RETRIES:
                raise
        except (psycopg.OperationalError, psycopg.errors.FeatureNotSupported):
            broken = connection is not None and connection.closed
            if attempt > RETRIES or not repeatable or not broken:
                raise
            await pool.check()
        await asyncio.sleep(random.uniform(0.01, 0.03) * 2**attempt)  # noqa: S311


async def _execute(connection: psycopg.AsyncConnection, statement: str) -> Result:
    began = time.perf_counter()
    try:
        # Without parameters and preparation, psycopg sends the string as it is.
        cursor = await connection.execute(statement.encode())
    except psycopg.errors.FeatureNotSupported:
        await connection.close()
        raise
    while cursor.nextset():
        pass
    result = cursor.pgresult
    assert result is not None
    row = [result.get_value(0, column) for column in range(result.nfields)]
    return Result(row, (time.perf_counter() - began) * 1000)
