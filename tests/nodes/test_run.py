"""`scripts/run --nodes 3` with a real nginx: everything works through it, whatever node answers."""

import asyncio
import itertools
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
import pytest
from websockets.exceptions import WebSocketException

from app import ROOT
from app.config import read_settings
from app.nodes import configuration, find_nginx
from app.stop import Stop
from tests.http.running import ADMIN, PASSWORD
from tests.nodes.system import environment, uri
from tests.realtime.client import IDLE, Frame, following
from tests.realtime.inside import run
from tests.support.ports import free_port
from tests.support.servers import APP_PASSWORD, Database
from tests.support.waiting import wait_until

NUMBERS = itertools.count()
pytestmark = pytest.mark.usefixtures("newest")


@dataclass
class Proxied:
    """A running `strata run --nodes 3`."""

    process: subprocess.Popen[bytes]
    address: str
    log: Path
    token: str = ""

    def said(self) -> str:
        """What it said so far."""
        return self.log.read_text(errors="replace")

    @property
    def nodes(self) -> list[psutil.Process]:
        """The processes that serve."""
        children = psutil.Process(self.process.pid).children()
        return [child for child in children if "serve" in child.cmdline()]

    @property
    def headers(self) -> dict[str, str]:
        """Those of somebody who has signed in."""
        return {"Authorization": f"Bearer {self.token}"}


@contextmanager
def proxied(organisation: Database, directory: Path, **variables: object) -> Iterator[Proxied]:
    """Start everything as a terminal would, and end it as the block asks."""
    port = free_port()
    log = directory / "run.log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "app", "run", "--nodes", "3"],
            cwd=ROOT,
            env=environment(
                DATABASE_URL=uri(organisation.url),
                APP_PASSWORD=APP_PASSWORD,
                DATA_DIR=directory,
                DEMO="none",
                PORT=port,
                **variables,
            ),
            stdout=file,
            stderr=file,
            start_new_session=True,
        )
    started = Proxied(process, f"http://127.0.0.1:{port}", log)

    def is_up() -> bool:
        assert process.poll() is None, started.said()
        return "The nodes: " in started.said()

    try:
        wait_until(is_up, patience=90)
        yield started
    finally:
        running = process.poll() is None
        children = psutil.Process(process.pid).children(recursive=True) if running else []
        process.kill()
        process.wait()
        # Whoever is killed takes all others along.
        gone, alive = psutil.wait_procs(children, timeout=30)
        assert not alive, (gone, alive)


@pytest.fixture(scope="module")
def served(organisation: Database, directory: Path) -> Iterator[Proxied]:
    """Three nodes behind nginx, with an administrator who has signed in."""
    with proxied(organisation, directory, IMPORT_MEGABYTES=1) as started:
        body = {"email": ADMIN, "password": PASSWORD}
        answer = httpx.post(f"{started.address}/v1/auth/login", json=body, timeout=30)
        assert answer.status_code == 200, answer.text
        started.token = answer.json()["access_token"]
        yield started


def change(served: Proxied) -> httpx.Response:
    """Something that everybody is told."""
    return httpx.patch(
        f"{served.address}/v1/sites/1",
        json={"name": f"Site {next(NUMBERS)}"},
        headers=served.headers | {"If-Match": "*"},
        timeout=30,
    )


def test_the_board_is_read_through_every_node(served: Proxied) -> None:
    """One session counts on all of them, and each is asked."""
    window = {"from": "2026-11-23", "to": "2026-11-24"}
    for _ in range(12):
        answer = httpx.get(
            f"{served.address}/v1/schedules", params=window, headers=served.headers, timeout=30
        )
        assert answer.status_code == 200
        assert len(answer.json()["staff"]) == 4
    assert len(served.nodes) == 3


def test_links_and_origins_are_those_of_the_proxy(served: Proxied) -> None:
    answer = httpx.get(f"{served.address}/v1/staff?limit=1", headers=served.headers)
    assert answer.headers["link"].startswith(("<" + served.address, "</v1/staff"))
    forged = httpx.get(
        f"{served.address}/v1/units", headers=served.headers | {"Host": "elsewhere.example.org"}
    )
    assert forged.json()["type"] == "/problems/unknown-host"


def test_a_websocket_through_the_proxy(served: Proxied) -> None:
    async def scenario() -> tuple[Frame, str]:
        async with following(served.address, served.token) as socket:
            answer = await asyncio.to_thread(change, served)
            assert answer.status_code == 200
            frames = await socket.until(lambda frame: frame.get("kind") == "site")
            return frames[-1], str(socket.connection.subprotocol)

    frame, protocol = run(scenario())
    assert frame["type"] == "settings:updated"
    assert protocol == "strata.v1"


def test_a_stream_through_the_proxy_is_not_held_back(served: Proxied) -> None:
    """Each event arrives when it happens, not when a buffer is full."""

    async def scenario() -> list[str]:
        kinds = []
        async with (
            asyncio.timeout(30),
            httpx.AsyncClient(timeout=30) as client,
            client.stream("GET", f"{served.address}/v1/events", headers=served.headers) as stream,
        ):
            assert stream.status_code == 200
            assert stream.headers["content-type"].startswith("text/event-stream")
            assert "content-encoding" not in stream.headers
            async for line in stream.aiter_lines():
                if line.startswith("event: ") and "mark" not in line:
                    kinds.append(line.removeprefix("event: "))
                    if kinds == ["hello"]:
                        assert (await asyncio.to_thread(change, served)).status_code == 200
                if "settings:updated" in kinds:
                    return kinds
        return kinds

    assert run(scenario()) == ["hello", "settings:updated"]


def test_what_is_too_long_or_not_for_everybody(served: Proxied) -> None:
    """As problems, although no node has seen them."""
    long = httpx.post(f"{served.address}/v1/units", content=b"x" * (3 * 1024**2))
    assert (long.status_code, long.json()["type"]) == (413, "/problems/body-too-large")
    assert long.headers["content-type"] == "application/problem+json"
    assert httpx.get(f"{served.address}/metrics").status_code == 404


async def follow(served: Proxied, is_in: asyncio.Event, lost: asyncio.Event) -> list[Frame]:
    """All frames up to a change, over as many connections as it takes."""
    resume = None
    told: list[Frame] = []
    while True:
        try:
            async with following(served.address, served.token, resume) as socket:
                is_in.set()
                while True:
                    resume = socket.epoch, socket.pos
                    told.append(await socket.read(60))
                    if told[-1]["type"] == "settings:updated":
                        return told
        except (OSError, WebSocketException):
            lost.set()
            await asyncio.sleep(0.1)


def test_a_node_that_dies_is_done_without(served: Proxied) -> None:
    """Sockets of the dead node resume through others; requests notice nothing."""
    victim = served.nodes[0]
    (port,) = (
        connection.laddr.port
        for connection in victim.net_connections("tcp")
        if connection.status == psutil.CONN_LISTEN
    )

    async def scenario() -> list[list[Frame]]:
        # More than nodes, so that some are on each.
        entered = [asyncio.Event() for _ in range(9)]
        lost = asyncio.Event()
        clients = [asyncio.create_task(follow(served, is_in, lost)) for is_in in entered]
        for is_in in entered:
            await is_in.wait()
        victim.kill()
        await lost.wait()
        assert (await asyncio.to_thread(change, served)).status_code == 200
        return await asyncio.gather(*clients)

    for frames in run(scenario()):
        told = [frame["type"] for frame in frames if frame["type"] not in IDLE]
        assert told == ["settings:updated"]
    sentence = f"The node on port {port} has ended (SIGKILL); 2 go on."
    wait_until(lambda: sentence in served.said())
    assert len(served.nodes) == 2
    for _ in range(10):
        assert httpx.get(f"{served.address}/readyz").status_code == 200


def test_it_ends_as_one(served: Proxied) -> None:
    """Last, because it ends what the others use."""
    children = psutil.Process(served.process.pid).children(recursive=True)
    assert len(children) > 3

    async def scenario() -> tuple[int, str]:
        async with following(served.address, served.token) as socket:
            served.process.send_signal(signal.SIGTERM)
            return await socket.closed(60)

    code, _ = run(scenario())
    assert code == 1012
    assert served.process.wait(60) == 0, served.said()
    assert "Traceback" not in served.said()
    _, alive = psutil.wait_procs(children, timeout=10)
    assert not alive


def test_a_machine_without_nginx(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("app.nodes.SYSTEM_PROGRAMS", ())
    with pytest.raises(Stop) as stop:
        find_nginx()
    assert str(stop.value) == (
        "Several nodes need nginx in front of them, which is not installed: install it "
        "(Debian, Ubuntu: `apt-get install nginx-light`), or start one node without --nodes."
    )


@pytest.mark.parametrize("listen", ["listen 127.0.0.1:8000;", "include tls.conf;"])
def test_nginx_accepts_the_configuration(tmp_path: Path, listen: str) -> None:
    """For trying out and for production."""
    text = configuration(listen, [8001, 8002], read_settings({}).import_megabytes)
    assert "${" not in text
    (tmp_path / "nginx.conf").write_text(text, encoding="utf-8")
    (tmp_path / "tls.conf").write_bytes((ROOT / "nginx" / "tls.conf").read_bytes())
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-keyout", "key.pem", "-out", "certificate.pem", "-subj", "/CN=strata"),
        ],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    command = (find_nginx(), "-t", "-p", tmp_path, "-c", tmp_path / "nginx.conf", "-e", "stderr")
    tested = subprocess.run(command, check=False, capture_output=True, text=True, env=os.environ)
    assert tested.returncode == 0, tested.stderr
    assert "test is successful" in tested.stderr
    assert "[warn]" not in tested.stderr.replace("worker_connections exceed", "")
