"""A node on its own: broken connections, a log that begins anew, clients that do not read."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.http.pool import Pool, Result
from app.http.pool import run as run_statement
from app.realtime import admission
from app.realtime.rhythm import RHYTHM
from tests.http.running import ADMIN
from tests.realtime.client import Socket, following
from tests.realtime.inside import Node, eventually, node, run
from tests.support.servers import Database

pytestmark = pytest.mark.usefixtures("newest")


async def change(database: Database, statement: str) -> None:
    """Change something behind the back of the node."""

    def execute() -> None:
        with database.connect() as connection:
            connection.execute(statement.encode())

    await asyncio.to_thread(execute)


async def rename_site(database: Database, name: str) -> None:
    await change(database, f"UPDATE org.site SET name = '{name}' WHERE site_id = 1")


async def is_told(database: Database, socket: Socket, name: str) -> None:
    """See that changes reach the client."""
    await rename_site(database, name)
    frame = await socket.next("settings:updated")
    assert frame["kind"] == "site"


def test_connections_that_break_are_made_again(organisation: Database, tmp_path: Path) -> None:
    """And what happened meanwhile is told."""
    end = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE application_name = 'strata relay' AND query {} 'LISTEN%'"
    )

    async def scenario() -> None:
        async with node(organisation, tmp_path) as here:
            token = await here.log_in(ADMIN)
            async with following(here.address, token) as socket:
                await is_told(organisation, socket, "Before")
                for which in ("LIKE", "NOT LIKE"):
                    here.relay.counters.listener_reconnects = 0
                    await change(organisation, end.format(which))
                    await is_told(organisation, socket, f"After {which}")
                    await eventually(lambda: here.relay.counters.listener_reconnects)
                assert {frame["type"] for frame in socket.frames} == {"hello", "settings:updated"}

    run(scenario())


def test_another_epoch_makes_everybody_read_again(organisation: Database, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with node(organisation, tmp_path) as here:
            token = await here.log_in(ADMIN)
            async with following(here.address, token) as socket:
                await is_told(organisation, socket, "Old epoch")
                place = socket.epoch, socket.pos
                await change(organisation, "SELECT event.renew_epoch()")
                resync = await socket.next("resync")
                assert resync["reason"] == "epoch"
                assert resync["epoch"] == here.relay.hub.epoch != place[0]
                await is_told(organisation, socket, "New epoch")
            async with following(here.address, token, place) as socket:
                assert (await socket.next("resync"))["reason"] == "epoch"

    run(scenario())


def test_what_the_log_does_not_have_any_more(organisation: Database, tmp_path: Path) -> None:
    """A node that starts does not know it; one that has slept says so to those it carries."""

    async def scenario() -> None:
        async with node(organisation, tmp_path) as here:
            token = await here.log_in(ADMIN)
            async with following(here.address, token) as socket:
                place = socket.epoch, socket.pos
                await is_told(organisation, socket, "Soon gone")
                await change(organisation, "DELETE FROM event.log")
                # As if it had not read the log for days.
                here.relay.hub.ring.restart(place[1])
                await rename_site(organisation, "Not gone")
                assert (await socket.next("resync"))["reason"] == "too-old"
                await is_told(organisation, socket, "And on")
        async with node(organisation, tmp_path) as here:
            token = await here.log_in(ADMIN)
            async with following(here.address, token, place) as socket:
                assert (await socket.next("resync"))["reason"] == "too-old"
                await is_told(organisation, socket, "On another node")

    run(scenario())


def test_too_much_is_not_replayed(
    organisation: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading again is less than to go through all of it."""
    monkeypatch.setattr("app.realtime.hub.LARGEST_REPLAY", 5000)

    async def scenario() -> None:
        async with node(organisation, tmp_path) as here:
            token = await here.log_in(ADMIN)
            async with following(here.address, token) as socket:
                place = socket.epoch, socket.pos
                once = "BEGIN; UPDATE org.site SET name = 'Many {}' WHERE site_id = 1; COMMIT; "
                await change(organisation, "".join(map(once.format, range(30))))
                for _ in range(30):
                    await socket.next("settings:updated")
            async with following(here.address, token, place) as socket:
                assert (await socket.next("resync"))["reason"] == "too-old"
            here.relay.counters.replays = 0
            place = place[0], here.relay.hub.pos - 10
            async with following(here.address, token, place) as socket:
                for _ in range(10):
                    await socket.next("settings:updated")
            assert here.relay.counters.replays == 1

    run(scenario())


def test_who_missed_more_than_may_wait_unread_is_told_all_of_it(
    organisation: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.realtime.follower.QUEUE", 2000)
    monkeypatch.setattr("app.realtime.joining.QUEUE", 2000)

    async def scenario() -> None:
        async with node(organisation, tmp_path) as here:
            token = await here.log_in(ADMIN)
            async with following(here.address, token) as socket:
                place = socket.epoch, socket.pos
            once = "BEGIN; UPDATE org.site SET name = 'Missed {}' WHERE site_id = 1; COMMIT; "
            await change(organisation, "".join(map(once.format, range(60))))
            await here.relay.hub.reach(place[0], place[1] + 60, 10)
            async with following(here.address, token, place) as socket:
                for _ in range(60):
                    await socket.next("settings:updated")
                await is_told(organisation, socket, "Not too slow")
            assert here.relay.counters.overflows == 0

    run(scenario())


def test_a_client_that_does_not_read_is_cut_off(organisation: Database, tmp_path: Path) -> None:
    """It gets no closing frame either; the others do not notice."""

    async def scenario() -> None:
        async with node(organisation, tmp_path, replace(RHYTHM, close=0.2)) as here:
            token = await here.log_in(ADMIN)
            async with following(here.address, token) as well:
                async with following(here.address, token) as slow:
                    slow.connection.transport.pause_reading()
                    (follower,) = [
                        each
                        for each in here.relay.hub.everyone
                        if each.transport.get_extra_info("peername")
                        == slow.connection.local_address
                    ]
                    for number in range(200_000):
                        follower.say("ping")
                        if number % 100 == 0:
                            await asyncio.sleep(0)
                        if follower.ended:
                            break
                    assert follower.ended
                    assert here.relay.counters.overflows == 1
                    await is_told(organisation, well, "Not noticed")
                    await eventually(lambda: here.relay.counters.sockets == 1)
                await is_told(organisation, well, "Nor this")

    run(scenario())


def test_many_who_come_at_once_are_one_question(
    organisation: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions = []

    async def counted(pool: Pool, statement: str, repeatable: bool) -> Result:
        questions.append(statement)
        return await run_statement(pool, statement, repeatable)

    monkeypatch.setattr(admission, "run", counted)

    async def enter_all(here: Node, session: int) -> list[Any]:
        return await asyncio.gather(*(here.relay.admission.enter(session) for _ in range(500)))

    async def scenario() -> None:
        async with node(organisation, tmp_path) as here:
            identity = here.api.tokens.verify(await here.log_in(ADMIN))
            answers = await enter_all(here, identity.session)
            assert len(questions) == 1
            assert {answer.account for answer in answers} == {identity.account}
            assert "all" in answers[0].keys
            assert set(await enter_all(here, 999)) == {None}

    run(scenario())


def test_a_node_that_cannot_read_the_log_is_not_ready(
    organisation: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But serves what it can."""

    async def scenario() -> None:
        async with node(organisation, tmp_path) as here:
            assert (await here.client.get("/readyz")).status_code == 200
            monkeypatch.setattr("app.realtime.relay.STALE", 0.0)
            answer = await here.client.get("/readyz")
            assert answer.status_code == 503
            assert answer.json()["detail"] == "This node cannot read the log of events."
            assert (await here.client.get("/livez")).status_code == 200

    run(scenario())
