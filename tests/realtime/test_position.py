"""Whoever has read something follows from the position of the answer, and misses nothing."""

import asyncio

import httpx
import psycopg
import pytest

from tests.http.running import Running
from tests.realtime.client import Frame, following

BOARD = "/v1/schedules?from=2026-11-23&to=2026-11-24"
PATHS = {
    "list": "/v1/units",
    "thing": "/v1/units/2",
    "requests": "/v1/requests",
    "board": BOARD,
}


def position_of(answer: httpx.Response) -> tuple[str, int]:
    """Epoch and position of an answer."""
    epoch, _, position = answer.headers["strata-position"].partition(":")
    return epoch, int(position)


def followed(server: Running, answer: httpx.Response, name: str) -> list[Frame]:
    """What comes after an answer, up to the unit that has got a name."""
    ((version,),) = server.execute(f"SELECT version FROM org.unit_resource WHERE name = '{name}'")

    async def follow() -> list[Frame]:
        address = str(server.http.base_url)
        async with following(address, server.token, position_of(answer)) as socket:
            await socket.until(lambda frame: frame.get("version") == version)
            return socket.frames

    return asyncio.run(follow())


def rename(name: str) -> bytes:
    return f"UPDATE org.unit SET name = '{name}' WHERE unit_id = 2".encode()


@pytest.mark.parametrize("what", PATHS)
def test_what_was_running_during_the_read_comes_afterwards(server: Running, what: str) -> None:
    """Also when it began before other changes that were read."""
    name = f"Early {what}"
    with psycopg.connect(server.database.url) as early:
        early.execute(rename(name))
        server.execute("UPDATE org.site SET name = name || '!'")
        answer = server.get(PATHS[what])
        assert answer.status_code == 200
        assert name not in answer.text
        early.commit()
    frames = followed(server, answer, name)
    assert "resync" not in [frame["type"] for frame in frames]


def test_an_answer_that_nothing_is_new_has_the_position_of_now(server: Running) -> None:
    first = server.get(BOARD)
    same = server.get(BOARD, if_none_match=first.headers["etag"])
    assert same.status_code == 304
    server.execute(rename("Later").decode())
    frames = followed(server, same, "Later")
    assert "resync" not in [frame["type"] for frame in frames]
    # What was told before the second answer does not come again.
    assert all(frame["pos"] > position_of(same)[1] for frame in frames if "prev" in frame)


def test_a_board_says_its_position_twice(server: Running) -> None:
    answer = server.get(BOARD)
    assert answer.json()["position"] == answer.headers["strata-position"]


def test_whoever_reads_what_was_told_is_not_before_it(server: Running) -> None:
    answer = server.get("/v1/units")
    server.execute(rename("Known").decode())
    frames = followed(server, answer, "Known")
    later = position_of(server.get("/v1/units"))
    assert later[0] == position_of(answer)[0]
    assert later[1] >= frames[-1]["pos"]
