"""What happens by the clock, on a node whose clock is fast; and limits, on one that takes few."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from app.auth.tokens import LEEWAY, LIFETIME
from app.realtime.rhythm import Rhythm
from tests.http.running import ADMIN
from tests.realtime.client import connected, following, streaming
from tests.realtime.inside import node, run
from tests.support.servers import Database

pytestmark = pytest.mark.usefixtures("newest")

FAST = Rhythm(tick=0.02)


def test_the_times_that_are_promised() -> None:
    assert Rhythm() == Rhythm(
        tick=1.0,
        auth=5.0,
        mark_least=15.0,
        mark_most=25.0,
        ping=20.0,
        pong=60.0,
        close=5.0,
        catch_up=10.0,
    )


def test_who_says_nothing_is_closed(organisation: Database, tmp_path: Path) -> None:
    async def scenario() -> tuple[int, str]:
        async with (
            node(organisation, tmp_path, replace(FAST, auth=0.2)) as here,
            connected(here.address) as socket,
        ):
            return await socket.closed()

    assert run(scenario()) == (4408, "No auth frame came in time.")


def test_who_is_let_in_may_be_silent(organisation: Database, tmp_path: Path) -> None:
    """Beyond the time for the first frame; marks say how far the log was read, and can be used."""

    async def scenario() -> None:
        rhythm = replace(FAST, auth=0.2, mark_least=0.1, mark_most=0.2)
        async with node(organisation, tmp_path, rhythm) as here:
            token = await here.log_in(ADMIN)
            async with following(here.address, token) as socket:
                for _ in range(4):
                    mark = await socket.next("mark")
                    assert mark == {"type": "mark", "pos": here.relay.hub.pos}
                # The end of a session is told to nobody: only the marks go on.
                await here.log_out(await here.log_in(ADMIN))
                before = mark["pos"]
                await socket.until(lambda frame: frame["pos"] > before)
                assert {frame["type"] for frame in socket.frames[1:]} == {"mark"}
                place = socket.epoch, socket.pos
            async with following(here.address, token, place) as socket:
                assert socket.frames[0]["pos"] == place[1]
                await socket.next("mark")

    run(scenario())


def test_who_does_not_answer_pings_is_closed(organisation: Database, tmp_path: Path) -> None:
    async def scenario() -> None:
        rhythm = replace(FAST, ping=0.1, pong=0.5)
        async with node(organisation, tmp_path, rhythm) as here:
            token = await here.log_in(ADMIN)
            async with (
                following(here.address, token) as dead,
                following(here.address, token) as well,
            ):
                dead.answers = False
                closing = asyncio.create_task(dead.closed())
                while not closing.done():
                    await well.next("ping")
                assert await closing == (4408, "No pong came in time.")
                await well.next("ping")

    run(scenario())


def test_a_token_that_is_not_renewed_ends_socket_and_stream(
    organisation: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        async with node(organisation, tmp_path, FAST) as here:
            token = await here.log_in(ADMIN)
            async with (
                following(here.address, token) as ends,
                streaming(here.address, token) as stream,
                following(here.address, token) as stays,
            ):
                monkeypatch.setattr("app.auth.tokens.LIFETIME", 2 * LIFETIME)
                longer = here.api.tokens.issue(here.api.tokens.verify(token))
                await stays.send("auth", token=longer)
                assert (await stays.next("auth"))["expires_in"] > LIFETIME
                # As if the time of the first token had passed.
                for follower in here.relay.hub.everyone:
                    follower.expires -= LIFETIME + LEEWAY
                assert await ends.closed() == (
                    4401,
                    "The access token has expired and was not renewed.",
                )
                await stream.ended()
                await stays.send("subscribe")
                await stays.next("subscribed")

    run(scenario())


def test_an_account_has_so_many(organisation: Database, tmp_path: Path) -> None:
    """Sockets and streams together, of all its sessions."""

    async def scenario() -> None:
        async with node(organisation, tmp_path, STRATA_SOCKETS_PER_ACCOUNT="2") as here:
            tokens = [await here.log_in(ADMIN) for _ in range(2)]
            async with following(here.address, tokens[0]), following(here.address, tokens[1]):
                async with connected(here.address) as third:
                    await third.send("auth", token=tokens[0])
                    assert await third.closed() == (
                        4429,
                        "The account has 2 sockets and streams already.",
                    )
                answer = await here.client.get(
                    "/v1/events", headers={"Authorization": f"Bearer {tokens[0]}"}
                )
                assert answer.status_code == 429
                assert answer.json()["type"] == "/problems/too-many-streams"
            # Places are free again.
            async with following(here.address, tokens[0]):
                pass

    run(scenario())


def test_a_node_takes_so_many(organisation: Database, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with node(organisation, tmp_path, STRATA_SOCKETS="1") as here:
            token = await here.log_in(ADMIN)
            async with connected(here.address):
                async with connected(here.address) as second:
                    assert await second.closed() == (1013, "This node is full: try again.")
                answer = await here.client.get(
                    "/v1/events", headers={"Authorization": f"Bearer {token}"}
                )
                assert answer.status_code == 503
                assert answer.headers["retry-after"]

    run(scenario())
