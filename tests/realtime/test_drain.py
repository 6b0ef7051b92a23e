"""A node that is told to stop: clients are sent away, requests finish, and then it ends well."""

import asyncio
import signal
from collections.abc import Iterator

import pytest
from websockets.exceptions import InvalidStatus

from tests.http.conftest import fill
from tests.http.running import Running, running
from tests.realtime.client import connected, following, streaming
from tests.realtime.inside import run
from tests.realtime.test_socket import address
from tests.support.servers import Database
from tests.support.waiting import wait_until

pytestmark = pytest.mark.usefixtures("newest")

GOING = (1012, "The node stops: connect again and resume.")


@pytest.fixture
def leaving(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server that takes a second to send its clients away."""
    directory = tmp_path_factory.mktemp("server")
    with running(fill(database), directory, STRATA_DRAIN_SECONDS="1") as served:
        yield served


def test_sigterm_sends_everyone_away_and_lets_requests_finish(leaving: Running) -> None:
    """The fixture sees to it that the process ends with 0."""
    patch = {"If-Match": "*", "Content-Type": "application/merge-patch+json"}

    async def scenario() -> None:
        where, token = address(leaving), leaving.token
        with leaving.database.connect() as blocking:
            blocking.execute("BEGIN")
            blocking.execute("LOCK TABLE org.site")
            async with (
                following(where, token) as one,
                following(where, token) as two,
                connected(where) as unknown,
                streaming(where, token) as stream,
            ):
                slow = asyncio.create_task(
                    asyncio.to_thread(
                        leaving.http.patch,
                        "/v1/sites/1",
                        content='{"name": "Kyoto"}',
                        headers=patch,
                    )
                )
                await asyncio.to_thread(waits_for_lock, leaving)
                leaving.process.send_signal(signal.SIGTERM)
                ready = await asyncio.to_thread(until_not_ready, leaving)
                assert ready["detail"] == "This node is about to stop."
                with pytest.raises(InvalidStatus) as refused:
                    async with connected(where):
                        pass
                assert refused.value.response.status_code == 503
                assert refused.value.response.headers["Retry-After"]
                assert (await asyncio.to_thread(leaving.get, "/v1/events")).status_code == 503
                ends = await asyncio.gather(one.closed(), two.closed(), unknown.closed())
                assert set(ends) == {GOING}
                await stream.ended()
                assert not slow.done()
            blocking.execute("ROLLBACK")
            assert (await slow).json()["name"] == "Kyoto"

    run(scenario())


def waits_for_lock(served: Running) -> None:
    """Return when the request waits."""
    query = (
        "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND usename = 'strata_app'"
    )
    wait_until(lambda: served.execute(query))


def until_not_ready(served: Running) -> dict[str, object]:
    """What /readyz says when it says no."""
    answers = []

    def is_not_ready() -> bool:
        answers.append(served.get("/readyz"))
        return answers[-1].status_code == 503

    wait_until(is_not_ready)
    problem: dict[str, object] = answers[-1].json()
    return problem


def test_sigint_stops_at_once(leaving: Running) -> None:
    """As a person at the terminal expects."""

    async def scenario() -> tuple[int, str]:
        async with following(address(leaving), leaving.token) as socket:
            leaving.process.send_signal(signal.SIGINT)
            return await socket.closed()

    assert run(scenario()) == (1012, "The server stops.")
