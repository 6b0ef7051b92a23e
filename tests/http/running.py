"""A real server process for the tests, and a client of it that knows which answers there can be."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import psycopg
from psycopg.conninfo import conninfo_to_dict

from tests.http import described
from tests.support.ports import free_port
from tests.support.servers import APP_PASSWORD, Database
from tests.support.waiting import wait_until

ADMIN = "admin@acme.test"
PASSWORD = "only for tests"
# Of that password, with parameters that cost nothing; the first login replaces them.
CHEAP_HASH = (
    "$argon2id$v=19$m=8,t=1,p=1$FqQWkJDJ/ee636CStOboCQ$m+RDqR/vsf0QhFpoWdtg0db9TsX6y9CJxIb5pmmYaBo"
)
ORGANISATION = (Path(__file__).parent / "organisation.sql").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Running:
    """A server that listens, with the database behind it and the file that it logs to."""

    http: httpx.Client
    database: Database
    process: subprocess.Popen[bytes]
    log: Path

    def get(self, path: str, **headers: str) -> httpx.Response:
        """GET a path; headers with _ for -."""
        return self.http.get(path, headers={k.replace("_", "-"): v for k, v in headers.items()})

    def post(self, path: str, document: object) -> httpx.Response:
        """POST a JSON document."""
        return self.http.post(path, json=document)

    def lines(self) -> list[dict[str, Any]]:
        """What has been logged so far."""
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]

    def execute(self, statement: str) -> list[tuple[Any, ...]]:
        """Run a statement as the administrator; its rows."""
        with psycopg.connect(self.database.url, autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    @property
    def token(self) -> str:
        """The access token of the administrator."""
        return self.http.headers["Authorization"].removeprefix("Bearer ")

    @contextmanager
    def client(self, **headers: str) -> Iterator[httpx.Client]:
        """Another client, whom nobody knows yet."""
        with make_client(str(self.http.base_url)) as client:
            client.headers.update(headers)
            yield client

    def add_account(self, email: str, role: str = "viewer") -> int:
        """An account with a role on the whole organisation and the password of the tests."""
        values = ", ".join(f"'{value}'" for value in (email, email, role, CHEAP_HASH))
        ((account,),) = self.execute(f"SELECT auth.store_account({values})")
        return int(account)

    def log_in(self, email: str, client: httpx.Client | None = None, **more: str) -> dict[str, Any]:
        """What the login of an account answers."""
        answer = (client or self.http).post(
            "/v1/auth/login",
            json={"email": email, "password": PASSWORD, "delivery": "body", **more},
        )
        assert answer.status_code == 200, answer.text
        tokens: dict[str, Any] = answer.json()
        return tokens


def start_process(
    database: Database, directory: Path, port: int, **variables: str
) -> subprocess.Popen[bytes]:
    """Start `strata serve` on the database, logging to server.log in the directory."""
    environment = {
        **os.environ,
        "STRATA_DATABASE_URL": "postgresql:///?" + urlencode(conninfo_to_dict(database.url)),
        "STRATA_APP_PASSWORD": APP_PASSWORD,
        "STRATA_DATA_DIR": str(directory),
        "STRATA_PORT": str(port),
        "STRATA_DRAIN_SECONDS": "0",
        **variables,
    }
    with (directory / "server.log").open("wb") as log, (directory / "errors").open("wb") as errors:
        return subprocess.Popen(
            [sys.executable, "-m", "app", "serve"], env=environment, stdout=log, stderr=errors
        )


def make_client(address: str) -> httpx.Client:
    """A client that knows which answers there can be."""
    return httpx.Client(base_url=address, timeout=30, event_hooks={"response": [described.check]})


@contextmanager
def running(database: Database, directory: Path, **variables: str) -> Iterator[Running]:
    """A server for the length of a block, with a client of an administrator; it must end well."""
    with database.connect() as connection:
        connection.execute("SELECT auth.store_account(%s, 'Ana', 'admin', %s)", [ADMIN, CHEAP_HASH])
    port = free_port()
    process = start_process(database, directory, port, **variables)
    try:
        with make_client(f"http://127.0.0.1:{port}") as client:

            def answers() -> bool:
                assert process.poll() is None, (directory / "errors").read_text()
                try:
                    return client.get("/livez").status_code == 200
                except httpx.TransportError:
                    return False

            wait_until(answers)
            served = Running(client, database, process, directory / "server.log")
            token = served.log_in(ADMIN)["access_token"]
            client.headers["Authorization"] = f"Bearer {token}"
            yield served
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=15) == 0
    finally:
        process.kill()
        process.wait()
