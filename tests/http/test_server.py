"""The server itself: probes, log, pool, start and end."""

import re
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from tests.http.conftest import fill
from tests.http.running import Running, running, start_process
from tests.support.ports import free_port
from tests.support.servers import Database, Server
from tests.support.waiting import wait_until

BOARD = "/v1/schedules?from=2026-11-23&to=2026-11-24"


def test_probes(server: Running) -> None:
    """Alive and ready."""
    assert server.get("/livez").json() == {"status": "live"}
    assert server.get("/readyz").json() == {"status": "ready"}


def test_not_ready_with_other_code(own_server: Running) -> None:
    """A database that was redeployed makes the server unready."""
    own_server.execute("INSERT INTO deploy.release (digest) VALUES ('another')")
    answer = own_server.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["type"] == "/problems/unavailable"
    assert own_server.get("/livez").status_code == 200


def test_request_id(server: Running) -> None:
    """A sensible id is kept, anything else is replaced."""
    assert server.get("/livez", x_request_id="abc-1.2_3").headers["x-request-id"] == "abc-1.2_3"
    for given in ("", "a b", "x" * 65, 'a"b'):
        made = server.get("/livez", x_request_id=given).headers["x-request-id"]
        assert re.fullmatch("[0-9a-f]{32}", made)


def test_the_log(server: Running) -> None:
    """One JSON line for each request, with the route and not with what was asked."""
    answer = server.get(f"{BOARD}&staff=1", x_request_id="look-for-me")
    server.get("/v1/nowhere", x_request_id="look-for-me-too")

    def line_of(request_id: str) -> dict[str, object]:
        (line,) = [line for line in server.lines() if line.get("request_id") == request_id]
        return line

    wait_until(lambda: any(x.get("request_id") == "look-for-me-too" for x in server.lines()))
    line = line_of("look-for-me")
    duration, in_database = line.pop("duration_ms"), line.pop("database_ms")
    assert isinstance(duration, float)
    assert isinstance(in_database, float)
    assert 0 < in_database < duration
    assert line.pop("time")
    assert line == {
        "level": "info",
        "message": "request",
        "request_id": "look-for-me",
        "method": "GET",
        "route": "/v1/schedules",
        "status": 200,
        "bytes": len(answer.content),
        "account": 2,
        "session": 1,
    }
    assert line_of("look-for-me-too")["route"] is None


def test_many_at_once(server: Running) -> None:
    """Answers of clients that ask at the same time are not mixed up."""
    paths = [f"{BOARD}&staff={n}" for n in (1, 2, 3, 4)] * 25
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(server.get, paths))
    for path, answer in zip(paths, answers, strict=True):
        assert [p["staff_id"] for p in answer.json()["staff"]] == [int(path[-1])]


def test_nothing_is_left_on_connections(server: Running, tmp_path: Path) -> None:
    """After a request, good or bad, its connection is nobody again."""
    for path in ("/v1/staff/1", "/v1/staff/99", "/v1/staff/x", BOARD, "/readyz"):
        server.get(path)
    with psycopg.connect(server.database.app_url, autocommit=True) as connection:
        row = connection.execute("""
            SELECT
                set_config('role', 'strata_user', TRUE),
                set_config('strata.account_id', '2', TRUE),
                set_config('transaction_read_only', 'on', TRUE)
        """).fetchone()
        assert row is not None
        left = connection.execute("""
            SELECT
                current_user,
                current_setting('role'),
                current_setting('strata.account_id', TRUE),
                current_setting('transaction_read_only'),
                current_setting('statement_timeout')
        """).fetchone()
        assert left == ("strata_app", "none", "", "off", "0")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT api.staff_get(1)")
    states = server.execute("""
        SELECT DISTINCT state, usename FROM pg_stat_activity
        WHERE datname = current_database() AND usename = 'strata_app'
    """)
    assert states == [("idle", "strata_app")]


def test_pool_exhaustion(own_server: Running) -> None:
    """When all connections wait for a lock, others are sent away soon, and served afterwards."""
    with psycopg.connect(own_server.database.url) as blocker, ThreadPoolExecutor(12) as pool:
        blocker.execute("LOCK TABLE org.staff IN ACCESS EXCLUSIVE MODE")
        answers = [pool.submit(own_server.get, BOARD) for _ in range(12)]
        began = time.monotonic()
        done = [future.result() for future in answers]
        assert {answer.status_code for answer in done} == {503}
        assert all(int(answer.headers["retry-after"]) > 0 for answer in done)
        assert time.monotonic() - began < 9
        assert own_server.get("/livez").status_code == 200
    assert own_server.get(BOARD).status_code == 200


def test_lost_connections(own_server: Running) -> None:
    """Connections that broke while nobody used them are replaced, and no reader notices."""
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(own_server.get, [BOARD] * 16))
        own_server.execute("""
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND usename = 'strata_app'
        """)
        answers = list(pool.map(own_server.get, [BOARD] * 16))
    assert {answer.status_code for answer in answers} == {200}


def test_the_database_goes_and_comes_back(
    cluster: Server, database: Database, tmp_path: Path
) -> None:
    """While the database refuses connections: 503; a moment after it is back: 200."""
    allow = f'ALTER DATABASE "{database.name}" ALLOW_CONNECTIONS '
    with running(fill(database), tmp_path) as served:
        assert served.get(BOARD).status_code == 200
        with psycopg.connect(cluster.url, autocommit=True) as connection:
            connection.execute(allow.encode() + b"FALSE")
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                [database.name],
            )
            for path in (BOARD, "/readyz"):
                answer = served.get(path)
                assert answer.status_code == 503
                assert answer.headers["retry-after"] == "2"
                assert answer.json()["type"] == "/problems/unavailable"
            assert served.get("/livez").status_code == 200
            connection.execute(allow.encode() + b"TRUE")
        wait_until(lambda: served.get("/readyz").status_code == 200, patience=10)
        assert served.get(BOARD).status_code == 200


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_running_request_is_finished(own_server: Running, number: signal.Signals) -> None:
    """A signal ends the server after what it is doing."""
    with (
        psycopg.connect(own_server.database.url) as blocker,
        ThreadPoolExecutor(1) as pool,
    ):
        blocker.execute("LOCK TABLE org.staff IN ACCESS EXCLUSIVE MODE")
        answer = pool.submit(own_server.get, "/v1/staff/1")
        wait_until(
            lambda: own_server.execute(
                "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            )
        )
        own_server.process.send_signal(number)
        time.sleep(0.3)
        blocker.rollback()
        assert answer.result().status_code == 200
    assert own_server.process.wait(timeout=10) == 0


def test_a_contract_that_does_not_fit(database: Database, tmp_path: Path) -> None:
    """The server does not start; it says in one sentence why."""
    with database.connect() as connection:
        connection.execute("DROP FUNCTION api.now(bigint)")
    process = start_process(database, tmp_path, free_port())
    assert process.wait(timeout=20) == 1
    assert (tmp_path / "errors").read_text() == (
        "strata: GET /v1/now is served by api.now, which the database does not have: "
        "run `strata migrate`.\n"
    )
