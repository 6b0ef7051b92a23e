"""The log as Server-Sent Events: the same frames, with ids to go on from."""

from typing import Any

import pytest

from tests.http.running import Running
from tests.realtime.client import Frame, following, streaming
from tests.realtime.inside import run
from tests.realtime.test_socket import add_site, address, change_staff, is_site
from tests.support.waiting import wait_until

pytestmark = pytest.mark.usefixtures("newest")


def test_a_stream_tells_what_a_socket_tells(server: Running) -> None:
    async def scenario() -> None:
        async with (
            following(address(server), server.token) as socket,
            streaming(address(server), server.token) as stream,
        ):
            headers = stream.response.headers
            assert headers["content-type"] == "text/event-stream; charset=utf-8"
            assert headers["cache-control"] == "no-store"
            assert headers["x-accel-buffering"] == "no"
            assert headers["x-request-id"]
            assert headers["x-content-type-options"] == "nosniff"
            for number in range(3):
                await add_site(server, f"Streamed {number}")
                frame = await stream.next("settings:updated")
                assert frame == await socket.next("settings:updated")
            hello = stream.frames[0]
            assert hello == {**socket.frames[0], "pos": hello["pos"]}

    run(scenario())


@pytest.mark.parametrize("by", ["header", "query"])
def test_a_stream_goes_on_after_an_id(server: Running, by: str) -> None:
    async def scenario() -> None:
        async with streaming(address(server), server.token) as stream:
            place = f"{stream.epoch}:{stream.pos}"
        numbers = [(await add_site(server, f"{by} {n}")).json()["id"] for n in range(2)]
        how: dict[str, Any] = {"last_event_id": place}
        if by == "query":
            how = {"query": f"?last_event_id={place}"}
        async with streaming(address(server), server.token, **how) as stream:
            found = [(await stream.next("settings:updated"))["id"] for _ in numbers]
            assert found == numbers

    run(scenario())


@pytest.mark.parametrize(
    ("place", "reason"), [("other:1", "epoch"), ("{epoch}:999999999", "ahead")]
)
def test_an_id_that_means_nothing_is_told_so(server: Running, place: str, reason: str) -> None:
    async def scenario() -> Frame:
        async with streaming(address(server), server.token) as stream:
            given = place.format(epoch=stream.epoch)
        async with streaming(address(server), server.token, last_event_id=given) as stream:
            return await stream.next("resync")

    assert run(scenario())["reason"] == reason


def test_a_stream_of_a_part(server: Running) -> None:
    """Bob is in Operations, Cyd in Night below it."""

    async def scenario() -> list[int]:
        async with streaming(address(server), server.token, "?units=4&staff=1") as stream:
            for number, name in ((1, "Ada"), (2, "Bob"), (3, "Cyd")):
                await change_staff(server, number, f"{name} streamed")
            site = await add_site(server, "Last of the stream")
            frames = await stream.until(is_site(str(site.json()["id"])))
            return [frame["id"] for frame in frames if frame.get("kind") == "staff"]

    assert run(scenario()) == [1, 3]


@pytest.mark.parametrize(
    ("query", "status", "slug"),
    [
        ("?units=x", 400, "malformed-text"),
        ("?staff=1,", 400, "malformed-text"),
        ("?units=99999999999999999999", 400, "malformed-text"),
        ("?units=0x1", 400, "malformed-text"),
        ("?unit=1", 400, "unknown-parameter"),
        ("?last_event_id=12", 400, "malformed-text"),
        ("?last_event_id=a:-1", 400, "malformed-text"),
        ("?units=1,99", 404, "not-found"),
        ("?staff=-1", 404, "not-found"),
    ],
)
def test_what_begins_no_stream(server: Running, query: str, status: int, slug: str) -> None:
    answer = server.get(f"/v1/events{query}")
    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{slug}")


def test_a_stream_needs_a_session_that_lives(server: Running) -> None:
    other = server.log_in("admin@acme.test")["access_token"]
    with server.client(authorization=f"Bearer {other}") as client:
        assert client.post("/v1/auth/logout").status_code == 204
        assert client.get("/v1/events").json()["type"] == "/problems/session-ended"
    with server.client() as client:
        assert client.get("/v1/events").json()["type"] == "/problems/login-required"
    with server.client(authorization="Bearer x") as client:
        assert client.get("/v1/events").json()["type"] == "/problems/token-invalid"


def test_head_begins_no_stream(server: Running) -> None:
    answer = server.http.head("/v1/events")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"


def test_the_end_of_a_stream_is_in_the_log(server: Running) -> None:
    async def scenario() -> None:
        async with streaming(address(server), server.token):
            pass

    def ends() -> list[dict[str, Any]]:
        return [line for line in server.lines() if line["message"] == "stream ended"]

    before = len(ends())
    run(scenario())
    wait_until(lambda: len(ends()) > before)
    assert (ends()[-1]["sent"], ends()[-1]["code"]) == (1, 1005)
    assert not [line for line in server.lines() if line["level"] == "error"]
