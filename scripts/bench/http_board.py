"""The day board over HTTP, against the same SQL under pgbench, and 304 against 200."""

import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import psycopg
from common import console, organisation, report, server, versions
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from app.database.binaries import postgresql_binaries

CLIENTS = 4
SECONDS = 4.0
ROUNDS = 3
PASSWORD = "measured"  # noqa: S105 - of a throw-away server
PATH = "/v1/schedules?from=2026-11-24&to=2026-11-25&time_zone=UTC"
# What the server sends for one board: app/http/statement.py.
SCRIPT = r"""
SELECT set_config('role', 'strata_user', TRUE), set_config('strata.account_id', '1', TRUE),
set_config('transaction_read_only', 'on', TRUE), set_config('statement_timeout', '15s', TRUE),
set_config('lock_timeout', '5s', TRUE) \;
SELECT r.revision, api.schedules("from" => '2026-11-24', "to" => '2026-11-25', time_zone => 'UTC')
FROM audit.revision() AS r (revision);
"""


def rate_of_http(port: int, path: str, headers: str, status: int) -> float:
    """Answers per second to as many keep-alive connections as there are clients."""
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{headers}\r\n".encode()
    counts = [0] * CLIENTS
    end = time.perf_counter() + SECONDS

    def ask(number: int) -> None:
        with socket.create_connection(("127.0.0.1", port)) as connection:
            file = connection.makefile("rb")
            while time.perf_counter() < end:
                connection.sendall(request)
                assert int(file.readline().split()[1]) == status
                length = 0
                while (line := file.readline()) != b"\r\n":
                    if line.lower().startswith(b"content-length:"):
                        length = int(line.split(b":")[1])
                file.read(length)
                counts[number] += 1

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS


def rate_of_sql(version: str, url: str, script: Path) -> float:
    """Transactions per second of the same statements under pgbench."""
    output = subprocess.run(
        [
            *(postgresql_binaries()[version] / "pgbench", "--no-vacuum", "--protocol=simple"),
            *(f"--client={CLIENTS}", f"--time={SECONDS:.0f}", f"--file={script}", url),
        ],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    found = re.search(r"tps = ([\d.]+)", output)
    assert found, output
    return float(found[1])


@contextmanager
def serving(url: str, directory: Path) -> Iterator[int]:
    """`strata serve` on the database; its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    environment = os.environ | {
        "STRATA_DATABASE_URL": "postgresql:///?" + urlencode(conninfo_to_dict(url)),
        "STRATA_APP_PASSWORD": PASSWORD,
        "STRATA_DATA_DIR": str(directory),
        "STRATA_PORT": str(port),
    }
    with (directory / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "app", "serve"], env=environment, stdout=log, stderr=log
        )
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()


def tag_of(port: int) -> str:
    """The entity tag of the board."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(f"GET {PATH} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        found = re.search(rb"etag: (\S+)", connection.recv(65536))
        assert found
        return found[1].decode()


def measure(version: str, url: str, directory: Path) -> dict[str, object]:
    """The three rates, which take turns, as medians."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT auth.store_account('admin@bench.test', 'A', 'admin', NULL)")
        connection.execute(f"ALTER ROLE strata_app PASSWORD '{PASSWORD}'".encode())
    script = directory / "board.sql"
    script.write_text(SCRIPT, encoding="utf-8")
    app_url = make_conninfo(url, user="strata_app", password=PASSWORD)
    rates: dict[str, list[float]] = {"sql": [], "http": [], "unchanged": [], "person": []}
    with serving(url, directory) as port:
        tag = f"If-None-Match: {tag_of(port)}\r\n"
        for _ in range(ROUNDS):
            rates["sql"].append(rate_of_sql(version, app_url, script))
            rates["http"].append(rate_of_http(port, PATH, "", 200))
            rates["unchanged"].append(rate_of_http(port, PATH, tag, 304))
            rates["person"].append(rate_of_http(port, "/v1/staff/7", "", 200))
    sql, http, unchanged, person = (statistics.median(values) for values in rates.values())
    return {
        "PostgreSQL": version,
        "board under pgbench, 1/s": sql,
        "board over HTTP, 1/s": http,
        "HTTP to SQL": http / sql,
        "unchanged (304), 1/s": unchanged,
        "304 to 200": unchanged / http,
        "one person, 1/s": person,
    }


def main() -> None:
    """Measure on every version found."""
    rows = []
    for version in versions():
        with server(version) as url, tempfile.TemporaryDirectory() as directory:
            rows.append(measure(version, organisation(url, 300), Path(directory)))
            console.print(f"PostgreSQL {version} measured.")
    report("http", rows)


if __name__ == "__main__":
    main()
