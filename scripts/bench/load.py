"""Clients for the measurements over HTTP, and the servers that they ask."""

import json
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple
from urllib.parse import urlencode

from common import HERE
from psycopg.conninfo import conninfo_to_dict

PASSWORD = "measured"  # noqa: S105 - of a throw-away server


class Load(NamedTuple):
    """What so many clients got."""

    rate: float
    median_ms: float


class Answer(NamedTuple):
    """Status, headers and body of an answer."""

    status: int
    headers: dict[str, str]
    body: bytes


class Served(NamedTuple):
    """Where a server listens, and which process it is."""

    port: int
    pid: int


def get(port: int, path: str, **headers: str) -> bytes:
    """A GET request as it goes over the wire; headers with _ for -."""
    return _request("GET", port, path, b"", **headers)


def post(port: int, path: str, body: bytes, **headers: str) -> bytes:
    """A POST request with a JSON body as it goes over the wire."""
    return _request("POST", port, path, body, Content_Type="application/json", **headers)


def patch(port: int, path: str, body: bytes, **headers: str) -> bytes:
    """A PATCH request with a JSON body as it goes over the wire."""
    return _request("PATCH", port, path, body, Content_Type="application/json", **headers)


def login(port: int, email: str, password: str = PASSWORD) -> bytes:
    """A login as it goes over the wire."""
    body = json.dumps({"email": email, "password": password, "delivery": "body"})
    return post(port, "/v1/auth/login", body.encode())


def sign_in(port: int, email: str = "admin@bench.test") -> dict[str, str]:
    """The header that makes requests those of an account."""
    answer = ask(port, login(port, email))
    assert answer.status == 200, answer
    return {"Authorization": f"Bearer {json.loads(answer.body)['access_token']}"}


def read_answer(file: BinaryIO) -> Answer:
    """The next answer of a connection."""
    status = int(file.readline().split()[1])
    headers = {}
    while (line := file.readline()) != b"\r\n":
        name, _, value = line.decode().partition(":")
        headers[name.lower()] = value.strip()
    return Answer(status, headers, file.read(int(headers.get("content-length", "0"))))


def ask(port: int, request: bytes) -> Answer:
    """The answer to one request on a connection of its own."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(request)
        return read_answer(connection.makefile("rb"))


def load(
    port: int, clients: int, seconds: float, requests: Callable[[int], Iterator[bytes]], status: int
) -> Load:
    """Let as many keep-alive clients ask one request after the other, for so long."""
    taken = timed(port, clients, seconds, requests, status)
    return Load(len(taken) / seconds, statistics.median(taken) * 1000)


def timed(  # noqa: PLR0913, PLR0917
    port: int,
    clients: int,
    seconds: float,
    requests: Callable[[int], Iterator[bytes]],
    status: int,
    until: Callable[[], bool] = lambda: False,
) -> list[float]:
    """The seconds that each request of such clients took; they may end before their time."""
    times: list[list[float]] = [[] for _ in range(clients)]
    faults: list[Answer] = []
    end = time.perf_counter() + seconds

    def work(number: int) -> None:
        with socket.create_connection(("127.0.0.1", port)) as connection:
            file = connection.makefile("rb")
            for request in requests(number):
                begin = time.perf_counter()
                if begin > end or until():
                    break
                connection.sendall(request)
                answer = read_answer(file)
                if answer.status != status:
                    faults.append(answer)
                    break
                times[number].append(time.perf_counter() - begin)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults, faults[0]
    return [each for client in times for each in client]


@contextmanager
def strata(url: str, directory: Path) -> Iterator[int]:
    """`strata serve` on the database; its port."""
    with node(url, directory) as served:
        yield served.port


@contextmanager
def node(url: str, directory: Path, **more: str) -> Iterator[Served]:
    """The same, with more of its environment: port and process."""
    environment = {
        "STRATA_DATABASE_URL": "postgresql:///?" + urlencode(conninfo_to_dict(url)),
        "STRATA_APP_PASSWORD": PASSWORD,
        "STRATA_DATA_DIR": str(directory),
        **more,
    }
    with listening(["-m", "app", "serve"], environment, directory / "strata.log") as served:
        yield served


@contextmanager
def bare(url: str, directory: Path) -> Iterator[int]:
    """The bare handler (bare.py) on the database; its port."""
    environment = {"BARE_DATABASE": url}
    with listening([str(HERE / "bare.py")], environment, directory / "bare.log") as served:
        yield served.port


@contextmanager
def listening(command: list[str], environment: dict[str, str], log: Path) -> Iterator[Served]:
    """A server of ours, from when it listens on STRATA_PORT until the end of the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    environment = {**os.environ, **environment, "STRATA_PORT": str(port)}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, *command], env=environment, stdout=output, stderr=output
        )
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield Served(port, process.pid)
    finally:
        process.terminate()
        process.wait()


def _request(method: str, port: int, path: str, body: bytes, **headers: str) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body
