"""Several sessions that do something at the same moment."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any, NamedTuple

import psycopg

from tests.approval.requests import Refused
from tests.approval.store import acting, call
from tests.support.servers import Database


class Call(NamedTuple):
    """What one session does."""

    account: int
    function: str
    arguments: tuple[object, ...]


class Outcome(NamedTuple):
    """What it came to: an answer, or the code of a refusal and what it says about the request."""

    answer: Any
    code: str | None
    note: str


def moved(account: int, action: str, request: dict[str, Any], **more: object) -> Call:
    """A move of the version of a request that was read."""
    body = {"version": request["version"], **more}
    return Call(account, f"request_{action}", (request["id"], body))


def race(database: Database, calls: Sequence[Call]) -> list[Outcome]:
    """All calls at once, each in a session of its own."""
    barrier = Barrier(len(calls))

    def run(each: Call) -> Outcome:
        with psycopg.connect(database.app_url, autocommit=True) as connection:
            barrier.wait()
            try:
                with acting(connection, each.account):
                    return Outcome(call(connection, each.function, *each.arguments), None, "")
            except Refused as refused:
                (code,) = refused.codes
                return Outcome(None, code, str(refused.__notes__))

    return at_once([partial(run, each) for each in calls])


def at_once(tasks: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each of some tasks returns that run in threads of their own."""
    with ThreadPoolExecutor(len(tasks)) as pool:
        return [each.result() for each in [pool.submit(task) for task in tasks]]


def jobs(database: Database, nodes: int) -> list[int]:
    """How many requests the deadline job handled on each of some nodes at once."""
    barrier = Barrier(nodes)

    def run() -> int:
        with psycopg.connect(database.app_url, autocommit=True) as connection:
            connection.execute("SET ROLE strata_user")
            barrier.wait()
            row = connection.execute("SELECT approval.run_deadlines()").fetchone()
            assert row
            return int(row[0])

    return at_once([run] * nodes)
