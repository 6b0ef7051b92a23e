"""One socket: what it is told, in which order, and how it goes on after an interruption."""

import asyncio

from tests.http.running import Running
from tests.realtime.client import Frame, following


def address(server: Running) -> str:
    return str(server.http.base_url)


def test_a_change_reaches_whoever_may_see_it(server: Running) -> None:
    async def scenario() -> list[Frame]:
        async with following(address(server), server.token) as socket:
            answer = await asyncio.to_thread(
                server.post, "/v1/sites", {"name": "Osaka", "time_zone": "Asia/Tokyo"}
            )
            assert answer.status_code == 201, answer.text
            return [await socket.next("settings:updated")]

    (frame,) = asyncio.run(scenario())
    assert frame["kind"] == "site"
