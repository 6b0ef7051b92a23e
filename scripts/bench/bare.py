"""What a small read costs at least: one query by psycopg, on the server that Strata runs on.

It knows no rights, no roles, no limits, no entity tags, no log. BARE_DATABASE and STRATA_PORT say
where.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
import uvicorn
from psycopg_pool import AsyncConnectionPool
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

PERSON = "SELECT row_to_json(v)::text FROM org.staff_resource AS v WHERE v.id = %s"
pool: AsyncConnectionPool[psycopg.AsyncConnection] = AsyncConnectionPool(
    os.environ["BARE_DATABASE"], min_size=10, open=False, kwargs={"autocommit": True}
)


@asynccontextmanager
async def lifespan(_: Starlette) -> AsyncIterator[None]:
    """Open the pool, and close it."""
    async with pool:
        yield


async def person(request: Request) -> Response:
    """One person."""
    async with pool.connection() as connection:
        cursor = await connection.execute(PERSON, [request.path_params["id"]])
        row = await cursor.fetchone()
    if row is None:
        return Response(status_code=404)
    return Response(row[0], media_type="application/json")


if __name__ == "__main__":
    uvicorn.run(
        Starlette(routes=[Route("/v1/staff/{id:int}", person)], lifespan=lifespan),
        port=int(os.environ["STRATA_PORT"]),
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_level="warning",
    )
