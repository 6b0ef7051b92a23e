"""The embedded server: kills, stale files, second starts, company, and places it cannot enter."""

import contextlib
import os
import pwd
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import psycopg
import pytest

from app import ROOT
from app.database import embedded, server_user
from app.database.binaries import bundled_binaries, major_version, postgresql_binaries
from app.database.embedded import Cluster
from app.database.postmaster import read_postmaster
from app.stop import Stop

# A process that holds the cluster until it is told to stop.
HOLD = """
import signal, sys
from pathlib import Path
from app.database import embedded
from app.database.binaries import bundled_binaries
signal.signal(signal.SIGTERM, signal.default_int_handler)
with embedded.running(Path(sys.argv[1]), bundled_binaries(), print, {"fsync": "off"}) as cluster:
    print("running", flush=True)
    signal.pause()
"""


def run(
    directory: Path, binaries: Path | None = None
) -> contextlib.AbstractContextManager[Cluster]:
    # A killed process loses nothing that it has written, so there is no need to wait for the disk.
    return embedded.running(directory, binaries or bundled_binaries(), print, {"fsync": "off"})


def hold(directory: Path) -> subprocess.Popen[str]:
    """Use the cluster in a process of its own."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, directory], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout
    assert any(line == "running\n" for line in holder.stdout)
    return holder


def server_process(directory: Path) -> int | None:
    postmaster = read_postmaster(directory / "data")
    return postmaster.process if postmaster else None


def remember(cluster: Cluster, word: str) -> None:
    with psycopg.connect(cluster.url()) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS word (word text)")
        connection.execute("INSERT INTO word VALUES (%s)", [word])


def words(cluster: Cluster) -> list[str]:
    with psycopg.connect(cluster.url()) as connection:
        return [word for (word,) in connection.execute("TABLE word")]


@pytest.mark.parametrize("version", sorted(postgresql_binaries()))
def test_data_outlives_the_server(directory: Path, version: str) -> None:
    binaries = postgresql_binaries()[version]
    assert major_version(binaries) == version
    with run(directory, binaries) as cluster:
        remember(cluster, "kept")
        port = psycopg.connect(cluster.url()).info.port
    assert server_process(directory) is None
    with run(directory, binaries) as cluster:
        assert words(cluster) == ["kept"]
        assert psycopg.connect(cluster.url()).info.port == port


def test_the_server_is_as_it_should_be(directory: Path) -> None:
    with run(directory) as cluster, psycopg.connect(cluster.url()) as connection:
        for name, value in (
            ("data_checksums", "on"),
            ("jit", "off"),
            ("listen_addresses", "127.0.0.1"),
            ("server_encoding", "UTF8"),
            ("TimeZone", "UTC"),
        ):
            assert connection.execute(f"SHOW {name}").fetchone() == (value,)
        assert connection.execute("SELECT 'B' < 'a', upper('é')").fetchone() == (True, "É")
        password = directory / "password"
        assert password.stat().st_mode & 0o777 == 0o600
        with psycopg.connect(cluster.url(host="127.0.0.1")) as by_tcp:
            assert by_tcp.info.host == "127.0.0.1"
        wrong = cluster.url(host="127.0.0.1").replace(password.read_text(), "wrong")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(wrong)
        wrong = cluster.url().replace(password.read_text(), "wrong")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(wrong)


def test_the_last_user_stops_the_server(directory: Path) -> None:
    with run(directory):
        first = server_process(directory)
        holder = hold(directory)
        assert server_process(directory) == first
    assert server_process(directory) == first
    holder.send_signal(signal.SIGTERM)
    holder.communicate(timeout=30)
    assert server_process(directory) is None


def test_an_orphan_is_attached_to_and_stopped(directory: Path) -> None:
    holder = hold(directory)
    orphan = server_process(directory)
    holder.kill()
    holder.communicate()
    assert orphan is not None
    assert server_process(directory) == orphan
    with run(directory) as cluster:
        assert server_process(directory) == orphan
        remember(cluster, "attached")
    assert server_process(directory) is None


def test_everything_killed_blocks_nothing(directory: Path) -> None:
    holder = hold(directory)
    server = server_process(directory)
    assert server is not None
    with run(directory) as cluster:
        remember(cluster, "before")
        family = [psutil.Process(server), *psutil.Process(server).children()]
        holder.kill()
        for process in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        holder.communicate()
    with run(directory) as cluster:
        assert words(cluster) == ["before"]
        assert server_process(directory) != server


def test_only_the_first_process_of_the_server_killed(directory: Path) -> None:
    """Its children live on for a moment and hold the shared memory."""
    with run(directory) as cluster:
        remember(cluster, "before")
        server = server_process(directory)
        assert server is not None
        os.kill(server, signal.SIGKILL)
    with run(directory) as cluster:
        assert words(cluster) == ["before"]


@pytest.mark.parametrize("content", ["{pid}\n/elsewhere\n", ""])
def test_a_stale_file_that_names_somebody_else(directory: Path, content: str) -> None:
    """After a kill the number of the process may have gone to another one: here, to us."""
    with run(directory) as cluster:
        remember(cluster, "before")
    sleeper = subprocess.Popen(["sleep", "60"], **cluster.user.process)
    stale = directory / "data" / "postmaster.pid"
    stale.write_text(content.format(pid=sleeper.pid))
    cluster.user.own(stale)
    try:
        with run(directory) as cluster:
            assert words(cluster) == ["before"]
        assert sleeper.poll() is None
    finally:
        sleeper.kill()
        sleeper.wait()


def test_half_a_cluster_is_made_anew(directory: Path) -> None:
    with run(directory):
        pass
    (directory / "data").rename(directory / "unfinished")
    (directory / "unfinished" / "PG_VERSION").unlink()
    with run(directory) as cluster:
        remember(cluster, "works")
        assert words(cluster) == ["works"]


def test_ctrl_c_at_the_terminal_does_not_reach_the_server(directory: Path) -> None:
    with run(directory):
        server = server_process(directory)
        assert server is not None
        assert os.getpgid(server) != os.getpgid(0)
        assert os.getsid(server) != os.getsid(0)


def test_a_taken_port_is_avoided(directory: Path) -> None:
    with run(directory) as cluster:
        port = psycopg.connect(cluster.url()).info.port
    with socket.socket() as squatter:
        squatter.bind(("127.0.0.1", port))
        squatter.listen()
        with run(directory) as cluster:
            assert psycopg.connect(cluster.url()).info.port != port


def test_a_long_path_gets_a_short_socket(directory: Path) -> None:
    deep = directory.parent / ("long" * 25) / "postgres"
    deep.parent.mkdir()
    with run(deep) as cluster, psycopg.connect(cluster.url()) as connection:
        socket_directory = Path(connection.info.host)
        assert socket_directory.is_dir()
        assert len(os.fsencode(socket_directory)) < 80
    assert not socket_directory.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as somebody else")
class TestAsRoot:
    """PostgreSQL refuses to run as root, and we may be root."""

    def test_nobody_runs_the_server(self, directory: Path) -> None:
        with run(directory):
            server = server_process(directory)
            assert server is not None
            assert psutil.Process(server).username() == "nobody"

    def test_the_owner_of_the_directory_runs_the_server(self, directory: Path) -> None:
        owner = pwd.getpwnam("daemon")
        os.chown(directory.parent, owner.pw_uid, owner.pw_gid)
        with run(directory):
            server = server_process(directory)
            assert server is not None
            assert psutil.Process(server).username() == "daemon"
            assert directory.stat().st_uid == owner.pw_uid

    def test_a_directory_that_cannot_be_entered(
        self, directory: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A checkout in /root: the cluster goes elsewhere, is found again, and says so."""
        elsewhere = directory.parent / "elsewhere"
        elsewhere.mkdir()
        monkeypatch.setattr(server_user, "FALLBACK", elsewhere)
        closed = directory.parent / "closed"
        closed.mkdir(mode=0o700)
        said: list[str] = []
        for _ in range(2):
            with embedded.running(closed / "postgres", bundled_binaries(), said.append) as cluster:
                remember(cluster, "kept")
        with run(closed / "postgres") as cluster:
            assert words(cluster) == ["kept", "kept"]
            assert cluster.directory.parent == elsewhere
        assert sum("its user cannot enter" in line for line in said) == 1

    def test_programs_that_cannot_be_reached_are_copied(self, directory: Path) -> None:
        closed = directory.parent / "closed"
        closed.mkdir(mode=0o700)
        package = bundled_binaries().parents[1]
        for name in (package.name, f"{package.name}.libs"):
            subprocess.run(["cp", "-r", package.parent / name, closed / name], check=True)
        for _ in range(2):
            with run(directory, closed / package.name / "pginstall" / "bin") as cluster:
                remember(cluster, "works")
                assert cluster.binaries.is_relative_to(directory)


def test_a_directory_of_somebody_else(directory: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    directory.mkdir(mode=0o500)
    with pytest.raises(Stop, match="set STRATA_DATA_DIR"), run(directory):
        pass
