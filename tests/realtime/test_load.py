"""Many clients: what Prometheus is told, some that never read, all that come back at once."""

import re
import secrets
from collections.abc import Iterator
from typing import Any, NamedTuple

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from app import ROOT
from tests.http.conftest import fill
from tests.http.running import Running, running
from tests.support.counted import asked, count_functions
from tests.support.ports import free_port
from tests.support.servers import Database
from tests.support.swarm import Swarm, swarm
from tests.support.waiting import wait_until

pytestmark = pytest.mark.usefixtures("newest")

GUIDE = (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(strata_\w+)` \| (\w+) \| (.+) \|$", re.M)
# As many as one change can have without becoming one event.
PEOPLE = 200
FLOOD = "UPDATE org.staff SET name = 'Person ' || clock_timestamp() WHERE employee_number LIKE 'F%'"
# What a client that does not read may keep waiting: a queue, and what the system has for it.
BOUND = 1024 * 1024
# An event of such a change is longer.
LEAST = 150
COMING_BACK = 500


class Watched(NamedTuple):
    """A server with a port for Prometheus."""

    server: Running
    metrics: str

    @property
    def port(self) -> int:
        """Where the API is."""
        port = self.server.http.base_url.port
        assert port
        return port

    def scraped(self) -> dict[str, Any]:
        """The families of metrics by name, as Prometheus reads them."""
        answer = httpx.get(self.metrics)
        assert answer.status_code == 200
        return {each.name: each for each in text_string_to_metric_families(answer.text)}

    def value(self, name: str) -> float:
        """The value of one metric that has one."""
        families = self.scraped()
        (sample,) = [
            sample
            for family in families.values()
            for sample in family.samples
            if sample.name == name
        ]
        return float(sample.value)

    def change(self) -> None:
        """Make one change that everybody hears of."""
        answer = self.server.post("/v1/sites", {"name": secrets.token_hex(8), "time_zone": "UTC"})
        assert answer.status_code == 201, answer.text


@pytest.fixture(scope="module")
def watched(
    shared_database: Database, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Watched]:
    """A server of an organisation with enough people, whose questions are counted."""
    place = f"127.0.0.1:{free_port()}"
    count_functions(shared_database.url)
    with shared_database.connect() as connection:
        connection.execute(
            "INSERT INTO org.staff (employee_number, name)"
            " SELECT 'F' || n, 'Person ' || n FROM generate_series(1, %s) AS n",
            [PEOPLE],
        )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STRATA_METRICS", place)
        patch.setenv("STRATA_SOCKETS_PER_ACCOUNT", "1000")
        patch.setenv("STRATA_DRAIN_SECONDS", "0")
        with running(fill(shared_database), tmp_path_factory.mktemp("server")) as server:
            yield Watched(server, f"http://{place}/metrics")


@pytest.fixture
def clients() -> Iterator[Swarm]:
    """Many clients in a process of their own."""
    with swarm() as process:
        yield process


def test_what_is_documented_is_what_there_is(watched: Watched) -> None:
    families = watched.scraped()
    ours = {name: each for name, each in families.items() if name.startswith("strata_")}
    told = {each.samples[0].name: each.type for each in ours.values()}
    documented = {name: kind for name, kind, _ in ROW.findall(GUIDE)}
    assert told == documented
    assert all(each.documentation for each in ours.values())
    for name in re.findall(r"`((?:process|python)_\w+)", GUIDE):
        assert name.removesuffix("_total") in families, name


def test_the_metrics_are_not_where_the_api_is(watched: Watched) -> None:
    assert watched.server.get("/metrics").status_code == 404


def test_what_is_counted(watched: Watched, clients: Swarm) -> None:
    names = ("strata_sockets", "strata_sends_total", "strata_position")
    before = [watched.value(name) for name in names]
    assert clients.connect(watched.port, 3, [watched.server.token])["open"] == 3
    watched.change()
    (arrival,) = clients.arrivals(1)
    after = [watched.value(name) for name in names]
    # Each has been sent hello and the event.
    assert [new - old for new, old in zip(after, before, strict=True)][:2] == [3, 6]
    assert after[2] == arrival.pos
    clients.cut()
    wait_until(lambda: watched.value("strata_sockets") == before[0])


def test_the_outbox_is_missing_when_the_database_does_not_say(watched: Watched) -> None:
    outbox = {"strata_outbox_rows", "strata_sequencer_lag_seconds"}
    assert outbox <= watched.scraped().keys()
    watched.server.execute("REVOKE strata_relay FROM strata_app")
    try:
        assert not outbox & watched.scraped().keys()
        assert "strata_sockets" in watched.scraped()
    finally:
        watched.server.execute("GRANT strata_relay TO strata_app")


def test_clients_that_never_read(watched: Watched, clients: Swarm) -> None:
    overflows = watched.value("strata_queue_overflows_total")
    with swarm() as deaf:
        token = [watched.server.token]
        assert clients.connect(watched.port, 30, token)["open"] == 30
        assert deaf.connect(watched.port, 3, token, is_deaf=True)["open"] == 3
        made = 0
        while watched.value("strata_queue_overflows_total") < overflows + 3:
            assert made * LEAST < BOUND, "what waits for a client that does not read is not bounded"
            watched.server.execute(FLOOD)
            made += PEOPLE
            assert len(clients.arrivals(PEOPLE)) == PEOPLE
        deaf.listen()
        wait_until(lambda: deaf.state()["open"] == 0)
        codes = [line.get("code") for line in watched.server.lines()]
        assert codes.count(1013) == 3, "the log tells the code, whether or not it was read"
        deaf.cut()
        assert deaf.connect(watched.port, 3, token)["open"] == 3
        watched.change()
        (last,) = clients.arrivals(1)
        wait_until(lambda: deaf.state()["positions"] == [last.pos])
        state = deaf.state()
        assert (state["open"], state["faults"]) == (3, 0)
    state = clients.state()
    assert (state["open"], state["faults"], state["events"]) == (30, 0, 30 * (made + 1))


def test_all_come_back_at_once(watched: Watched, clients: Swarm) -> None:
    server = watched.server
    tokens = []
    for number in range(5):
        server.add_account(f"v{number}@acme.test")
        with server.client() as client:
            tokens.append(server.log_in(f"v{number}@acme.test", client)["access_token"])
    assert clients.connect(watched.port, COMING_BACK, tokens)["open"] == COMING_BACK
    clients.cut()
    for _ in range(3):
        watched.change()
    reconnects = watched.value("strata_listener_reconnects_total")
    before = asked(server.database.url)
    wait_until(lambda: watched.value("strata_listener_reconnects_total") > reconnects)
    assert clients.connect(watched.port, COMING_BACK, tokens)["open"] == COMING_BACK
    assert len(clients.arrivals(3)) == 3, "everybody has been told what was missed"
    after = asked(server.database.url)
    state = clients.state()
    assert (state["faults"], state["frames"].get("resync")) == (0, None)
    calls = {name: after.calls[name] - before.calls[name] for name in ("enter", "follow")}
    assert 1 <= calls["enter"] <= COMING_BACK / 4, "many are let in by one question"
    assert calls["follow"] <= COMING_BACK / 10, "what was missed comes from memory"
    assert after.log - before.log <= 20 * calls["follow"], "nothing else reads the log"
