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


def start_process(database: Database, directory: Path, port: int) -> subprocess.Popen[bytes]:
    """Start `strata serve` on the database, logging to server.log in the directory."""
    environment = {
        **os.environ,
        "STRATA_DATABASE_URL": "postgresql:///?" + urlencode(conninfo_to_dict(database.url)),
        "STRATA_APP_PASSWORD": APP_PASSWORD,
        "STRATA_DATA_DIR": str(directory),
        "STRATA_PORT": str(port),
    }
    with (directory / "server.log").open("wb") as log, (directory / "errors").open("wb") as errors:
        return subprocess.Popen(
            [sys.executable, "-m", "app", "serve"], env=environment, stdout=log, stderr=errors
        )


@contextmanager
def running(database: Database, directory: Path) -> Iterator[Running]:
    """A server for the length of a block; it must end well."""
    port = free_port()
    process = start_process(database, directory, port)
    try:
        with httpx.Client(
            base_url=f"http://127.0.0.1:{port}",
            timeout=30,
            event_hooks={"response": [described.check]},
        ) as client:

            def answers() -> bool:
                assert process.poll() is None, (directory / "errors").read_text()
                try:
                    return client.get("/livez").status_code == 200
                except httpx.TransportError:
                    return False

            wait_until(answers)
            yield Running(client, database, process, directory / "server.log")
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=15) == 0
    finally:
        process.kill()
        process.wait()
