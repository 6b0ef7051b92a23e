"""Several nodes on one database, each of which can be killed and started anew."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from app import ROOT
from app.ports import free_ports
from tests.http.running import CHEAP_HASH, PASSWORD
from tests.support.servers import APP_PASSWORD
from tests.support.waiting import wait_until

GIVE_PASSWORD = """
INSERT INTO auth.credential AS c (account_id, password_hash) VALUES (%s, %s)
ON CONFLICT (account_id) DO UPDATE SET password_hash = excluded.password_hash
"""


@dataclass
class Node:
    """A server process with a port of its own, which it keeps when it is started again."""

    number: int
    port: int
    environment: dict[str, str]
    directory: Path
    process: subprocess.Popen[bytes] = field(init=False)

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it; what it logs is added to the file."""
        log = (self.directory / f"node-{self.number}.log").open("ab")
        with log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "app", "serve"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )

    def answers(self) -> bool:
        """Whether it serves; it must not have ended."""
        assert self.process.poll() is None, self.said()
        return self.listens()

    def listens(self) -> bool:
        """Whether it serves."""
        try:
            return httpx.get(f"{self.address}/livez").status_code == 200
        except httpx.TransportError:
            return False

    def kill(self) -> None:
        """End it without a chance to say so."""
        self.process.kill()
        self.process.wait()

    def said(self) -> str:
        """The end of what it logged."""
        text = (self.directory / f"node-{self.number}.log").read_text(errors="replace")
        return text[-4000:]


@dataclass(frozen=True)
class Nodes:
    """The nodes, and the database behind them."""

    each: list[Node]
    url: str

    def log_in(self, email: str, node: int = 0) -> dict[str, str]:
        """The tokens of a new session."""
        answer = httpx.post(
            f"{self.each[node].address}/v1/auth/login",
            json={"email": email, "password": PASSWORD, "delivery": "body"},
            timeout=30,
        )
        assert answer.status_code == 200, answer.text
        tokens: dict[str, str] = answer.json()
        return tokens

    def give_password(self, account: int) -> None:
        """Give an account the password of the tests, as the link in a mail would."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("SET ROLE strata_owner")
            connection.execute(GIVE_PASSWORD, [account, CHEAP_HASH])


def uri(url: str) -> str:
    """The address of a database as STRATA_DATABASE_URL takes it."""
    part = conninfo_to_dict(url)
    return (
        f"postgresql://{part['user']}:{part['password']}@/{part['dbname']}"
        f"?host={part['host']}&port={part['port']}"
    )


def environment(**variables: object) -> dict[str, str]:
    """Our environment, with no STRATA_ variables but these."""
    ours = {name: text for name, text in os.environ.items() if not name.startswith("STRATA_")}
    return ours | {f"STRATA_{name}": str(value) for name, value in variables.items()}


def command(*arguments: str, **variables: object) -> subprocess.CompletedProcess[str]:
    """Run a command of Strata to its end."""
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        cwd=ROOT,
        env=environment(**variables),
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )


@contextmanager
def running(url: str, directory: Path, number: int, **variables: object) -> Iterator[Nodes]:
    """So many nodes on the database (`url` is the administrator's), until the end of the block."""
    ports = free_ports(number)
    given = {
        "DATABASE_URL": uri(url),
        "APP_PASSWORD": APP_PASSWORD,
        "DATA_DIR": directory,
        # Tokens of one count on the others.
        "PUBLIC_URL": f"http://127.0.0.1:{ports[0]}",
        "DRAIN_SECONDS": 0,
    } | variables
    each = [
        Node(place, port, environment(**{**given, "PORT": port}), directory)
        for place, port in enumerate(ports, 1)
    ]
    started: list[Node] = []
    try:
        for node in each:
            node.start()
            started.append(node)
            # The first one makes the signing keys of all.
            wait_until(node.answers)
        yield Nodes(each, make_conninfo(url))
        for node in each:
            node.process.send_signal(signal.SIGTERM)
        for node in each:
            assert node.process.wait(timeout=30) == 0, node.said()
    finally:
        for node in started:
            node.kill()
