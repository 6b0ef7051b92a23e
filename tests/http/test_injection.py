"""sqlmap asks each kind of parameter whether SQL gets through, and finds a hole where one is."""

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.http.running import Running
from tests.support.ports import free_port
from tests.support.waiting import wait_until

SQLMAP = Path(sys.executable).with_name("sqlmap")
# What the server says of nonsense is an answer, not the end.
REFUSALS = "400,401,403,404,409,412,422"
SAFE = "all tested parameters do not appear to be injectable"
# A parameter of each type and place: address, path, header, body. What * stands behind is tried.
WINDOW = "from=2026-11-23&to=2026-11-24"
TARGETS = {
    "text": ["-u", "/v1/units?name=Sales*"],
    "number": ["-u", "/v1/contracts?staff_id=1*"],
    "date": ["-u", "/v1/contracts?on=2026-11-23*"],
    "sort": ["-u", "/v1/staff?sort=name*"],
    "fields": ["-u", "/v1/staff?fields=name*"],
    "cursor": ["-u", "/v1/staff?cursor=5b226964222c2231222c315d*"],
    "as_of": ["-u", "/v1/staff?as_of=2026-11-23T00:00:00Z*"],
    "path": ["-u", "/v1/staff/1*"],
    "kind": ["-u", "/v1/history/staff*/1"],
    "list": ["-u", f"/v1/schedules?{WINDOW}&staff=1*"],
    "zone": ["-u", f"/v1/schedules?{WINDOW}&time_zone=UTC*"],
    "export": ["-u", "/v1/exports/staff*"],
    "request id": ["-u", "/v1/staff/1", "-H", "X-Request-Id: a*"],
    "idempotency": [
        *("-u", "/v1/units", "-H", "Content-Type: application/json", "-H", "Idempotency-Key: a*"),
        *("--data", '{"name": "Sales", "parent_id": 1}'),
    ],
    "body": [
        *("-u", "/v1/requests", "-H", "Content-Type: application/json"),
        *("--data", '{"staff_id": 1, "reason": "a*", "adjustments": []}'),
    ],
    "login": [
        *("-u", "/v1/auth/login", "-H", "Content-Type: application/json"),
        *("--data", '{"email": "a*@acme.test", "password": "x"}'),
    ],
}


def sqlmap(address: str, arguments: list[str], directory: Path, *headers: str) -> str:
    """What sqlmap says of a target."""
    arguments = [address + each if each.startswith("/") else each for each in arguments]
    ran = subprocess.run(
        [
            *(str(SQLMAP), "--batch", "--disable-coloring", *arguments),
            *("--dbms=postgresql", "--technique=BEUS", "--level=1", "--time-sec=1"),
            *(f"--ignore-code={REFUSALS}", "--skip-waf", "--output-dir", str(directory)),
            *(part for header in headers for part in ("-H", header)),
        ],
        cwd=directory,
        env=os.environ | {"HOME": str(directory), "XDG_DATA_HOME": str(directory)},
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
    )
    return ran.stdout + ran.stderr


@pytest.mark.parametrize("target", TARGETS)
def test_nothing_gets_through(server: Running, tmp_path: Path, target: str) -> None:
    token = f"Authorization: Bearer {server.token}"
    said = sqlmap(str(server.http.base_url).rstrip("/"), TARGETS[target], tmp_path, token)
    assert SAFE in said, said
    assert not [line for line in server.lines() if line["level"] == "error"]


@pytest.fixture
def hole(server: Running) -> Iterator[str]:
    """A server on the same database that pastes its parameter into the statement."""

    async def careless(request: Request) -> Response:
        def ask() -> list[tuple[Any, ...]]:
            with psycopg.connect(server.database.url) as connection:
                name = request.query_params["name"]
                statement = f"SELECT name FROM org.unit WHERE name = '{name}'"
                return connection.execute(statement.encode()).fetchall()

        return JSONResponse(await asyncio.to_thread(ask))

    port = free_port()
    application = Starlette(routes=[Route("/units", careless)])
    running = uvicorn.Server(uvicorn.Config(application, port=port, log_level="critical"))
    thread = threading.Thread(target=running.run)
    thread.start()
    wait_until(lambda: running.started)
    yield f"http://127.0.0.1:{port}"
    running.should_exit = True
    thread.join()


def test_a_hole_is_found(hole: str, tmp_path: Path) -> None:
    said = sqlmap(hole, ["-u", "/units?name=Sales*"], tmp_path)
    assert SAFE not in said
    assert "is vulnerable" in said or "injectable" in said, said
