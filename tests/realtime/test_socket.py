"""One socket: what it is told, in which order, and how it goes on after an interruption."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.http.running import ADMIN, Running
from tests.realtime.client import Frame, Socket, connected, following
from tests.realtime.inside import run
from tests.support.waiting import wait_until


def address(server: Running) -> str:
    return str(server.http.base_url)


async def add_site(server: Running, name: str) -> httpx.Response:
    """Change something that everybody is told."""
    body = {"name": name, "time_zone": "Asia/Tokyo"}
    answer = await asyncio.to_thread(server.post, "/v1/sites", body)
    assert answer.status_code == 201, answer.text
    return answer


async def place(server: Running) -> tuple[str, int]:
    """Where the log ends now, as somebody learns who connects."""
    async with following(address(server), server.token) as socket:
        return socket.epoch, socket.pos


def is_site(number: str) -> Any:  # noqa: ANN401 - a condition
    return lambda frame: frame.get("kind") == "site" and str(frame["id"]) == number


def test_a_change_reaches_whoever_may_see_it(server: Running) -> None:
    """Soon after the commit, with the kind, the id and the version of what was changed."""

    async def scenario() -> tuple[httpx.Response, Frame]:
        async with following(address(server), server.token) as socket:
            assert socket.connection.subprotocol == "strata.v1"
            answer = await add_site(server, "Osaka")
            return answer, await socket.next("settings:updated")

    answer, frame = run(scenario())
    site = answer.json()
    assert {name: frame[name] for name in ("kind", "id", "action", "version")} == {
        "kind": "site",
        "id": site["id"],
        "action": "created",
        "version": site["version"],
    }


def test_hello_says_where_the_client_stands(server: Running) -> None:
    async def scenario() -> tuple[Frame, str]:
        async with following(address(server), server.token) as socket:
            answer = await asyncio.to_thread(server.get, "/v1/units")
            return socket.frames[0], answer.headers["strata-position"]

    hello, position = run(scenario())
    session = server.get("/v1/me").json()["session_id"]
    assert hello == {
        "type": "hello",
        "epoch": position.rpartition(":")[0],
        "pos": int(position.rpartition(":")[2]),
        "session": session,
    }


def test_events_come_in_order_and_each_names_the_one_before(server: Running) -> None:
    """The client of the tests fails where the chain is broken."""

    async def scenario() -> list[Frame]:
        async with following(address(server), server.token) as socket:
            answers = await asyncio.gather(*(add_site(server, f"Site {n}") for n in range(8)))
            ids = {answer.json()["id"] for answer in answers}
            while ids - {frame.get("id") for frame in socket.frames}:
                await socket.read()
            return socket.frames[1:]

    frames = run(scenario())
    positions = [frame["pos"] for frame in frames if "prev" in frame]
    assert positions == sorted(positions)
    assert len(positions) == 8


def test_every_socket_of_an_account_is_told(server: Running) -> None:
    async def scenario() -> list[int]:
        other = await asyncio.to_thread(server.log_in, ADMIN)
        async with (
            following(address(server), server.token) as one,
            following(address(server), server.token) as two,
            following(address(server), other["access_token"]) as three,
        ):
            assert one.frames[0]["session"] == two.frames[0]["session"]
            assert three.frames[0]["session"] == other["session_id"]
            await add_site(server, "For all")
            return [(await each.next("settings:updated"))["pos"] for each in (one, two, three)]

    assert len(set(run(scenario()))) == 1


def test_who_comes_back_is_told_what_was_missed(server: Running) -> None:
    async def scenario() -> list[Frame]:
        epoch, pos = await place(server)
        numbers = [(await add_site(server, f"Missed {n}")).json()["id"] for n in range(3)]
        async with following(address(server), server.token, (epoch, pos)) as socket:
            assert socket.frames[0]["pos"] == pos
            frames = [await socket.next("settings:updated") for _ in numbers]
            # And then what happens, without a hole.
            later = await add_site(server, "Not missed")
            frames.append(await socket.next("settings:updated"))
            assert [frame["id"] for frame in frames] == [*numbers, later.json()["id"]]
            return frames

    run(scenario())


def test_a_position_that_was_read_is_one_to_go_on_from(server: Running) -> None:
    """Also when this node has not yet read the log that far: it catches up first."""

    async def scenario() -> None:
        await add_site(server, "Before the read")
        answer = await asyncio.to_thread(server.get, "/v1/sites")
        epoch, _, pos = answer.headers["strata-position"].rpartition(":")
        later = await add_site(server, "After the read")
        async with following(address(server), server.token, (epoch, int(pos))) as socket:
            await socket.until(is_site(str(later.json()["id"])))
            assert socket.frames[0]["pos"] == int(pos)

    run(scenario())


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda epoch, pos: ("another", pos), "epoch"),
        (lambda epoch, pos: (epoch, pos + 1000), "ahead"),
    ],
)
def test_a_place_that_means_nothing_is_told_so(server: Running, change: Any, reason: str) -> None:  # noqa: ANN401 - a function
    async def scenario() -> tuple[Frame, Frame]:
        resume = change(*await place(server))
        async with following(address(server), server.token, resume) as socket:
            resync = await socket.next("resync")
            answer = await add_site(server, f"After {reason}")
            assert (await socket.next())["id"] == answer.json()["id"]
            return socket.frames[0], resync

    hello, resync = run(scenario())
    place_now = {"epoch": hello["epoch"], "pos": hello["pos"]}
    assert resync == {"type": "resync", "reason": reason, **place_now}


def test_a_token_is_renewed_in_time(server: Running) -> None:
    async def scenario() -> Frame:
        async with following(address(server), server.token) as socket:
            await socket.send("auth", token=server.token)
            return await socket.next("auth")

    answer = run(scenario())
    assert answer.keys() == {"type", "expires_in"}
    assert 0 < answer["expires_in"] <= 600


def test_a_socket_is_of_one_session(server: Running) -> None:
    async def scenario() -> tuple[int, str]:
        other = await asyncio.to_thread(server.log_in, ADMIN)
        async with following(address(server), server.token) as socket:
            await socket.send("auth", token=other["access_token"])
            return await socket.closed()

    assert run(scenario()) == (4401, "The access token is of another session.")


async def change_staff(server: Running, number: int, name: str) -> None:
    """Give a person a name."""
    path = f"/v1/staff/{number}"
    headers = {"If-Match": "*", "Content-Type": "application/merge-patch+json"}
    answer = await asyncio.to_thread(
        server.http.patch, path, content=f'{{"name": "{name}"}}', headers=headers
    )
    assert answer.status_code == 200, answer.text


def test_a_client_that_looks_at_a_part_is_told_of_that(server: Running) -> None:
    """Of units with those below them, of people, and of what concerns nobody in particular."""

    async def told(socket: Socket) -> list[int]:
        """Who of Ada (Sales), Bob (Operations) and Cyd (Night) it hears of; the site comes last."""
        for number, name in ((1, "Ada"), (2, "Bob"), (3, "Cyd")):
            await change_staff(server, number, f"{name} {len(socket.frames)}")
        site = await add_site(server, f"Last {len(socket.frames)}")
        frames = await socket.until(is_site(str(site.json()["id"])))
        return [frame["id"] for frame in frames if frame.get("kind") == "staff"]

    async def scenario() -> None:
        async with following(address(server), server.token) as socket:
            assert await told(socket) == [1, 2, 3]
            for units, staff, expected in (
                ([3], [], [2, 3]),
                ([4], [1], [1, 3]),
                ([], [2], [2]),
                ([], [], [1, 2, 3]),
            ):
                await socket.send("subscribe", units=units, staff=staff)
                answer = await socket.next("subscribed")
                assert answer == {"type": "subscribed", "units": units, "staff": staff}
                assert await told(socket) == expected, (units, staff)
            await socket.send("subscribe", units=[2, 2], staff=None)
            assert (await socket.next("subscribed"))["units"] == [2]

    run(scenario())


def test_a_socket_can_do_without_a_subprotocol(server: Running) -> None:
    async def scenario() -> None:
        async with connected(address(server), subprotocols=None) as socket:
            await socket.send("auth", token=server.token)
            await socket.next("hello")
            assert socket.connection.subprotocol is None

    run(scenario())


def test_frames_that_follow_the_first_at_once_wait_for_it(server: Running) -> None:
    async def scenario() -> list[str]:
        async with connected(address(server)) as socket:
            await socket.send("auth", token=server.token)
            await socket.send("subscribe", units=[2])
            await socket.send("subscribe")
            return [(await socket.next())["type"] for _ in range(3)]

    assert run(scenario()) == ["hello", "subscribed", "subscribed"]


def test_the_end_of_a_socket_is_in_the_log(server: Running) -> None:
    async def scenario() -> Frame:
        async with following(address(server), server.token) as socket:
            await add_site(server, "For the log")
            await socket.next("settings:updated")
            return socket.frames[0]

    def ends() -> list[dict[str, Any]]:
        return [line for line in server.lines() if line["message"] == "socket ended"]

    before = len(ends())
    hello = run(scenario())
    wait_until(lambda: len(ends()) > before)
    line = ends()[-1]
    assert line["session"] == hello["session"]
    assert (line["sent"], line["code"]) == (2, 1000)
    assert line["account"] is not None
    assert line["seconds"] >= 0
