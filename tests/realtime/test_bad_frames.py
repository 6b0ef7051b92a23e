"""Whatever a client sends: a documented code or an error frame, and the node lives."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus

from tests.http.running import Running
from tests.http.test_tokens import parts_of, sign
from tests.realtime.client import Frame, Socket, connected, following
from tests.realtime.inside import run
from tests.realtime.test_socket import add_site, address, is_site

pytestmark = pytest.mark.usefixtures("newest")

SEND_TOKEN = (4401, "Send an auth frame with an access token first.")
NOT_JSON = (4400, "Send objects of JSON with a type, as text.")


@pytest.fixture(autouse=True)
def lives(server: Running) -> Iterator[None]:
    """After every test the node still tells of changes, and its log has no error."""
    yield

    async def scenario() -> None:
        async with following(address(server), server.token) as socket:
            site = await add_site(server, f"Site {len(server.lines())}")
            await socket.until(is_site(str(site.json()["id"])))

    run(scenario())
    assert not [line for line in server.lines() if line["level"] == "error"]


async def end_of(socket: Socket, *messages: str | bytes) -> tuple[int, str]:
    """How the server closes after these messages."""
    for message in messages:
        await socket.connection.send(message)
    return await socket.closed()


@pytest.mark.parametrize(
    "message",
    [
        "no JSON",
        "[]",
        "null",
        "{}",
        '{"type": 1}',
        '{"type": "pong"',
        b'{"type": "pong"}',
        "[" * 16_000,
        "9" * 16_000,
    ],
    ids=range(9),
)
@pytest.mark.parametrize("first", [True, False])
def test_what_is_no_frame_closes(server: Running, message: str | bytes, first: bool) -> None:
    """Before anybody knows who it is, and after."""

    async def scenario() -> tuple[int, str]:
        async with connected(address(server)) as socket:
            if not first:
                await socket.send("auth", token=server.token)
            return await end_of(socket, message)

    assert run(scenario()) == NOT_JSON


def test_text_that_is_none_closes(server: Running) -> None:
    async def scenario() -> tuple[int, str]:
        async with following(address(server), server.token) as socket:
            await socket.connection.send(b"\xff{}", text=True)
            return await socket.closed()

    assert run(scenario()) == NOT_JSON


def test_a_megabyte_closes(server: Running) -> None:
    async def scenario() -> tuple[int, str]:
        async with following(address(server), server.token) as socket:
            return await end_of(socket, "x" * 1024**2)

    assert run(scenario())[0] == 1009


def test_many_parts_close(server: Running) -> None:
    async def scenario() -> tuple[int, str]:
        async with following(address(server), server.token) as socket:
            await socket.connection.send(["{"] + [" "] * 99 + ["}"])
            return await socket.closed()

    assert run(scenario()) == (1009, "The message has too many parts.")


@pytest.mark.parametrize(
    ("frame", "code", "detail"),
    [
        ({"type": "order"}, "unknown-type", "There is no frame of this type."),
        (
            {"type": "subscribe", "unit": [1]},
            "invalid-frame",
            "There is no field unit in a frame of this type.",
        ),
        ({"type": "subscribe", "units": "1"}, "invalid-frame", "units must be a list of ids."),
        ({"type": "subscribe", "staff": [True]}, "invalid-frame", "staff must be a list of ids."),
        ({"type": "subscribe", "staff": [0]}, "invalid-frame", "staff must be a list of ids."),
        ({"type": "subscribe", "units": [2**63]}, "invalid-frame", "units must be a list of ids."),
        (
            {"type": "auth", "resume": None},
            "invalid-frame",
            "There is no field resume in a frame of this type.",
        ),
        (
            {"type": "subscribe", "units": [1, 99], "staff": [77]},
            "not-found",
            "These do not exist, or are not visible.",
        ),
    ],
)
def test_a_wrong_frame_is_answered(server: Running, frame: Frame, code: str, detail: str) -> None:
    """And the socket lives."""

    async def scenario() -> Frame:
        async with following(address(server), server.token) as socket:
            await socket.send(**{"kind": frame["type"], **without_type(frame)})
            answer = await socket.next("error")
            await add_site(server, f"After {len(server.lines())}")
            await socket.next("settings:updated")
            return answer

    answer = run(scenario())
    hidden = {"units": [99], "staff": [77]} if code == "not-found" else {}
    assert answer == {"type": "error", "code": code, "detail": detail, **hidden}


def without_type(frame: Frame) -> Frame:
    return {name: value for name, value in frame.items() if name != "type"}


def test_a_hidden_unit_is_not_there(server: Running) -> None:
    """A manager of Night looks at Sales, and at somebody there."""
    account = server.add_account("night@acme.test", "manager")
    server.execute(f"UPDATE auth.role_grant SET unit_id = 4 WHERE account_id = {account}")
    token = server.log_in("night@acme.test")["access_token"]

    async def scenario() -> list[Frame]:
        async with following(address(server), token) as socket:
            frames = []
            for units, staff in (([2], []), ([4], [1]), ([4], [3])):
                await socket.send("subscribe", units=units, staff=staff)
                answers = await socket.until(lambda frame: frame["type"] in ("error", "subscribed"))
                frames.append(answers[-1])
            return frames

    answers = run(scenario())
    assert [answer["type"] for answer in answers] == ["error", "error", "subscribed"]
    assert [answer.get("code") for answer in answers] == ["not-found", "not-found", None]


@pytest.mark.parametrize(
    "resume",
    [
        7,
        "7",
        {},
        {"epoch": "e"},
        {"epoch": "e", "pos": "1"},
        {"epoch": "e", "pos": -1},
        {"epoch": "e", "pos": 1.5},
        {"epoch": "e", "pos": 2**63},
        {"epoch": None, "pos": 1},
        {"epoch": "e", "pos": 1, "more": 1},
    ],
    ids=range(10),
)
def test_a_forged_place_is_refused(server: Running, resume: object) -> None:
    """The client may try again; what has the right form but means nothing is `resync`."""

    async def scenario() -> list[str]:
        async with connected(address(server)) as socket:
            await socket.send("auth", token=server.token, resume=resume)
            answer = await socket.next("error")
            assert answer["code"] == "invalid-frame"
            await socket.send("auth", token=server.token, resume={"epoch": "e", "pos": 1})
            return [(await socket.next())["type"] for _ in range(2)]

    assert run(scenario()) == ["hello", "resync"]


@pytest.mark.parametrize(
    "frame",
    [{"type": "subscribe"}, {"type": "pong"}, {"type": "auth"}, {"type": "auth", "token": 1}],
)
def test_nothing_before_the_token(server: Running, frame: Frame) -> None:
    async def scenario() -> tuple[int, str]:
        async with connected(address(server)) as socket:
            return await end_of(socket, json.dumps(frame))

    assert run(scenario()) == SEND_TOKEN


def token_of_yesterday(server: Running) -> str:
    """A token of this server that has expired."""
    header, claims, key = parts_of(server)
    now = int(time.time())
    return sign(header, {**claims, "iat": now - 900, "exp": now - 300}, key)


def test_a_token_that_does_not_count(server: Running) -> None:
    async def scenario(token: str, first: bool) -> tuple[int, str]:
        async with connected(address(server)) as socket:
            if not first:
                await socket.send("auth", token=server.token)
                await socket.next("hello")
            await socket.send("auth", token=token)
            return await socket.closed()

    for first in (True, False):
        expired = run(scenario(token_of_yesterday(server), first))
        assert expired == (4401, "The access token does not count. It has expired.")
        forged = run(scenario(server.token[:-8] + "AAAAAAAA", first))
        assert forged == (
            4401,
            "The access token does not count. It is not a token of this server.",
        )


async def refusal_of(url: str, **options: Any) -> tuple[int, dict[str, Any]]:  # noqa: ANN401 - options of the client
    """Status and problem with which a socket is not opened."""
    with pytest.raises(InvalidStatus) as refused:
        async with connected(url, **options):
            pass
    response = refused.value.response
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["X-Request-Id"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    return response.status_code, json.loads(response.body)


@pytest.mark.parametrize(
    ("options", "status", "slug"),
    [
        ({"origin": "https://elsewhere.example"}, 403, "forged-request"),
        ({"origin": "null"}, 403, "forged-request"),
        ({"subprotocols": ["graphql-ws"]}, 400, "malformed-text"),
        ({"path": "/v1/wss"}, 404, "not-found"),
    ],
)
def test_what_is_not_opened(
    server: Running, options: dict[str, Any], status: int, slug: str
) -> None:
    answer, problem = run(refusal_of(address(server), **options))
    assert (answer, problem["type"]) == (status, f"/problems/{slug}")


def test_a_name_that_is_not_ours(server: Running) -> None:
    where = {"host": server.http.base_url.host, "port": server.http.base_url.port}
    answer, problem = run(refusal_of("http://elsewhere.example", **where))
    assert (answer, problem["type"]) == (421, "/problems/unknown-host")


@pytest.mark.parametrize("origin", [None, "own"])
def test_pages_of_ours_and_programs_are_let_in(server: Running, origin: str | None) -> None:
    async def scenario() -> None:
        options = {} if origin is None else {"origin": address(server).rstrip("/")}
        async with connected(address(server), **options) as socket:
            await socket.send("auth", token=server.token)
            await socket.next("hello")

    run(scenario())


def test_who_does_not_want_a_socket_is_told_that_there_is_only_that(server: Running) -> None:
    answer = server.get("/v1/ws")
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/malformed-text")
