"""A PostgreSQL server of our own: made, started, attached to and stopped.

A directory holds everything of one cluster: `data`, `password`, `port`, `server.log` and two lock
files. Every process that uses the cluster holds a shared lock on `users.lock`; the last one to
leave stops the server. The locks vanish with their process, so a killed process leaves at most a
running server, which the next one attaches to and stops in its turn.
"""

import fcntl
import os
import re
import secrets
import shlex
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg
from psycopg import sql

from app.database.binaries import major_version
from app.database.postmaster import read_postmaster, wait_for_children
from app.database.server_user import ServerUser, choose_user, place_binaries, place_cluster
from app.ports import free_ports
from app.stop import Stop

ADMIN = "strata_admin"
DATABASE = "strata"
SETTINGS = {
    "jit": "off",
    "log_timezone": "UTC",
    "max_connections": "100",
    "random_page_cost": "1.1",
    "shared_buffers": "256MB",
    "timezone": "UTC",
}
# The shortest limit among systems for a socket's path, less the name of the socket.
LONGEST_SOCKET_DIRECTORY = 103 - len("/.s.PGSQL.65535")
PATIENCE = 120.0


@dataclass(frozen=True)
class Cluster:
    """A database server on this machine."""

    directory: Path
    binaries: Path
    user: ServerUser

    @property
    def data(self) -> Path:
        """PostgreSQL's own directory."""
        return self.directory / "data"

    @property
    def log(self) -> Path:
        """What the server has to say."""
        return self.directory / "server.log"

    def url(self, database: str = DATABASE, host: str | None = None) -> str:
        """How the administrator connects: through the Unix socket, or to a host by TCP."""
        postmaster = read_postmaster(self.data)
        assert postmaster, f"the server in {self.directory} is not running"
        password = (self.directory / "password").read_text()
        where = quote(host or postmaster.socket_directory, safe="")
        return (
            f"postgresql://{ADMIN}:{password}@/{quote(database, safe='')}"
            f"?host={where}&port={postmaster.port}"
        )


@contextmanager
def running(
    directory: Path,
    binaries: Path,
    say: Callable[[str], None],
    settings: Mapping[str, str] | None = None,
) -> Iterator[Cluster]:
    """A running cluster in this directory: made at first use, stopped by its last user."""
    user = choose_user(directory)
    directory = place_cluster(directory, user, say)
    cluster = Cluster(directory, place_binaries(binaries, directory, user), user)
    gate_file, users_file = directory / "start.lock", directory / "users.lock"
    with gate_file.open("w") as gate, users_file.open("w") as users:
        for file in (gate_file, users_file):
            user.own(file)
        try:
            with _locked(gate):
                fcntl.flock(users, fcntl.LOCK_SH)
                if not cluster.data.exists():
                    say("Making the database cluster (once).")
                    _make(cluster, SETTINGS | dict(settings or {}))
                start(cluster)
            yield cluster
        finally:
            with _locked(gate):
                if _is_last(users):
                    stop(cluster)


def start(cluster: Cluster) -> None:
    """Start the server, or attach to the one that runs, and see that our database exists."""
    deadline = time.monotonic() + PATIENCE
    while (postmaster := read_postmaster(cluster.data)) is None or postmaster.state != "ready":
        if time.monotonic() > deadline:
            raise Stop(f"PostgreSQL in {cluster.directory} does not get ready: see {cluster.log}.")
        if postmaster is None:
            _launch(cluster)
        else:
            time.sleep(0.1)
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        query = "SELECT 1 FROM pg_database WHERE datname = %s"
        if not connection.execute(query, [DATABASE]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))


def stop(cluster: Cluster, mode: str = "fast") -> None:
    """Stop the server if it runs, and wait for it."""
    postmaster = read_postmaster(cluster.data)
    if postmaster is None:
        return
    _control(cluster, "stop", "-m", mode)
    if Path(postmaster.socket_directory) != cluster.directory / "run":
        shutil.rmtree(postmaster.socket_directory, ignore_errors=True)


def _launch(cluster: Cluster) -> None:
    """Start the server; somebody may take the port in the meantime, so try more than one."""
    wait_for_children(cluster.data, PATIENCE)
    said = _read_log(cluster)
    for port in (_last_port(cluster), *free_ports(2)):
        options = f"-h 127.0.0.1 -p {port} -k {shlex.quote(str(_socket_directory(cluster)))}"
        if _control(cluster, "start", "-l", str(cluster.log), "-o", options):
            (cluster.directory / "port").write_text(str(port))
            cluster.user.own(cluster.directory / "port")
            return
        news = _read_log(cluster)[len(said) :]
        if "could not create any TCP/IP sockets" not in news:
            break
    reasons = re.findall(r"(?:FATAL|PANIC|postgres): +(.*)", news) or ["no reason was given"]
    raise Stop(f"PostgreSQL did not start ({reasons[-1].rstrip('.')}): see {cluster.log}.")


def _control(cluster: Cluster, action: str, *arguments: str) -> bool:
    """Run pg_ctl; it puts the server into a session of its own."""
    patience = ("-w", "-t", str(int(PATIENCE)))
    ended = _run(cluster, "pg_ctl", action, "-D", cluster.data, "-s", *patience, *arguments)
    return ended.returncode == 0


def _make(cluster: Cluster, settings: Mapping[str, str]) -> None:
    """Run initdb; the directory gets its name last, so half a cluster is never taken for one."""
    password, unfinished = cluster.directory / "password", cluster.directory / "unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    password.touch(mode=0o600)
    password.write_text(secrets.token_urlsafe(24))
    cluster.user.own(password)
    options = [f"--username={ADMIN}", "--auth=scram-sha-256", "--encoding=UTF8", "--data-checksums"]
    if int(major_version(cluster.binaries)) >= 17:
        # The same order of text, without asking the operating system for it.
        options += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    else:
        options.append("--locale=C.UTF-8")
    if settings.get("fsync") == "off":
        options.append("--no-sync")
    made = _run(cluster, "initdb", "-D", unfinished, f"--pwfile={password}", *options)
    if made.returncode:
        reason = made.stderr.strip().splitlines()[-1:] or ["no reason was given"]
        raise Stop(f"PostgreSQL's initdb failed in {cluster.directory}: {reason[0]}.")
    with (unfinished / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
    unfinished.rename(cluster.data)


def _run(
    cluster: Cluster, program: str, *arguments: str | Path
) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs as the cluster's user."""
    return subprocess.run(
        [cluster.binaries / program, *arguments],
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        **cluster.user.process,
    )


def _read_log(cluster: Cluster) -> str:
    return cluster.log.read_text(errors="replace") if cluster.log.exists() else ""


def _socket_directory(cluster: Cluster) -> Path:
    """A directory for the socket, in the cluster's own unless its path is too long for one."""
    directory = cluster.directory / "run"
    if len(os.fsencode(directory)) > LONGEST_SOCKET_DIRECTORY:
        return cluster.user.own(Path(tempfile.mkdtemp(prefix="strata-", dir="/tmp")))  # nosec B108
    cluster.user.make_directory(directory)
    # What a killed server left; PostgreSQL would believe a lock whose process number lives again.
    for left in directory.iterdir():
        left.unlink()
    return directory


def _last_port(cluster: Cluster) -> int:
    """The port of the last time, so that saved connections go on working, if it is free."""
    file = cluster.directory / "port"
    if file.exists():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", int(file.read_text())))
                return int(file.read_text())
            except (OSError, ValueError):
                pass
    return free_ports(1)[0]


@contextmanager
def _locked(file: IO[str]) -> Iterator[None]:
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)


def _is_last(users: IO[str]) -> bool:
    """Whether nobody else uses the cluster; gives up our own share of the lock."""
    fcntl.flock(users, fcntl.LOCK_UN)
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
