"""The commands from outside: how they start, how they stop, and what they say when they cannot."""

import os
import re
import signal
import socket
import subprocess
import time
from pathlib import Path

import httpx
import psycopg
import pytest
from argon2 import PasswordHasher

from app import ROOT
from app.database import connect
from app.database.postmaster import read_postmaster
from app.stop import Stop
from tests.support.servers import APP_PASSWORD, Database, Server
from tests.support.waiting import wait_until


def environment(directory: Path, **variables: object) -> dict[str, str]:
    """The environment of a command: ours without STRATA_ variables, and these."""
    ours = {name: text for name, text in os.environ.items() if not name.startswith("STRATA_")}
    given = {"DATA_DIR": directory.parent, "DEMO": "none"} | variables
    return ours | {f"STRATA_{name}": str(value) for name, value in given.items()}


def strata(
    directory: Path, *arguments: str, **variables: object
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [ROOT / ".venv" / "bin" / "strata", *arguments],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
        env=environment(directory, **variables),
    )


class Running:
    """`scripts/run` in a session of its own, as a terminal would start it."""

    def __init__(self, directory: Path, port: int, **variables: object) -> None:
        started = time.monotonic()
        self.directory = directory
        self.process = subprocess.Popen(
            [ROOT / "scripts" / "run"],
            env=environment(directory, PORT=port, **variables),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.url = f"http://127.0.0.1:{port}"
        wait_until(self.is_up, patience=90)
        self.seconds = time.monotonic() - started

    def is_up(self) -> bool:
        """Whether it answers."""
        assert self.process.poll() is None, self.output()
        try:
            return httpx.get(f"{self.url}/livez").status_code == 200
        except httpx.TransportError:
            return False

    def output(self) -> str:
        """What it said, when it has ended."""
        output, _ = self.process.communicate(timeout=60)
        return output

    def has_database(self) -> bool:
        """Whether the embedded server is running."""
        return read_postmaster(self.directory / "data") is not None


def assert_one_sentence(ended: subprocess.CompletedProcess[str], sentence: str) -> None:
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr.startswith("strata: ")
    assert ended.stderr.count("\n") == 1
    assert sentence in ended.stderr


def test_run_stops_cleanly_and_starts_again_soon(directory: Path, free_port: int) -> None:
    first = Running(directory, free_port)
    assert first.has_database()
    first.process.send_signal(signal.SIGTERM)
    said = first.output()
    assert first.process.returncode == 0, said
    assert f"Strata listens on http://127.0.0.1:{free_port}" in said
    assert "Traceback" not in said
    assert not first.has_database()

    second = Running(directory, free_port)
    assert second.seconds < 5
    # The terminal sends Ctrl-C to everything that was started in it.
    os.killpg(second.process.pid, signal.SIGINT)
    said = second.output()
    assert second.process.returncode == 0, said
    assert "Applying migration" not in said
    assert "Traceback" not in said
    assert not second.has_database()
    assert "was not properly shut down" not in (directory / "server.log").read_text()


def test_a_killed_run_does_not_block_the_next(directory: Path, free_port: int) -> None:
    killed = Running(directory, free_port)
    killed.process.kill()
    killed.output()
    assert killed.has_database()
    following = Running(directory, free_port)
    following.process.send_signal(signal.SIGTERM)
    following.output()
    assert following.process.returncode == 0
    assert not following.has_database()


def test_a_run_that_is_told_to_stop_while_it_starts(directory: Path, free_port: int) -> None:
    starting = subprocess.Popen(
        [ROOT / "scripts" / "run"],
        env=environment(directory, PORT=free_port),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert starting.stdout
    for line in starting.stdout:
        if "Applying migration" in line:
            break
    starting.send_signal(signal.SIGTERM)
    output, _ = starting.communicate(timeout=60)
    assert starting.returncode == 130, output
    assert "Traceback" not in output
    assert read_postmaster(directory / "data") is None


def test_a_real_server_can_be_used(cluster: Server, directory: Path, free_port: int) -> None:
    with cluster.database() as database:
        password = {"DATABASE_URL": url_of(database), "APP_PASSWORD": "changed"}
        running = Running(directory, free_port, **password)
        assert not running.has_database()
        assert httpx.get(f"{running.url}/readyz").status_code == 200
        running.process.send_signal(signal.SIGTERM)
        running.output()
        assert running.process.returncode == 0
        app = psycopg.conninfo.make_conninfo(database.url, user="strata_app", password="changed")
        psycopg.connect(app).close()


def url_of(database: Database) -> str:
    """The address of a database as people write it."""
    part = psycopg.conninfo.conninfo_to_dict(database.url)
    return (
        f"postgresql://{part['user']}:{part['password']}@/{part['dbname']}"
        f"?host={part['host']}&port={part['port']}"
    )


def test_a_taken_port(directory: Path) -> None:
    with socket.socket() as squatter:
        squatter.bind(("127.0.0.1", 0))
        squatter.listen()
        port = squatter.getsockname()[1]
        ended = strata(directory, "run", PORT=port)
    assert_one_sentence(ended, f"Port {port} on 127.0.0.1 is taken: stop what listens there or set")
    assert not directory.exists(), "the port is checked before the slow work"


def test_a_taken_place_for_the_metrics(directory: Path, free_port: int) -> None:
    with socket.socket() as squatter:
        squatter.bind(("127.0.0.1", 0))
        squatter.listen()
        place = f"127.0.0.1:{squatter.getsockname()[1]}"
        ended = strata(directory, "run", PORT=free_port, METRICS=place)
    assert_one_sentence(ended, "is taken: stop what listens there or set STRATA_METRICS")
    ended = strata(directory, "run", PORT=free_port, METRICS=f"127.0.0.1:{free_port}")
    assert_one_sentence(ended, "STRATA_METRICS is where the API is served: give it another port.")
    assert not directory.exists()


def test_an_unreachable_database(directory: Path, free_port: int) -> None:
    url = f"postgresql://somebody@127.0.0.1:{free_port}/strata"
    ended = strata(directory, "migrate", DATABASE_URL=url)
    assert_one_sentence(ended, "check STRATA_DATABASE_URL")
    assert "Connection refused" in ended.stderr


def test_a_server_that_is_too_old(
    database: Database, cluster: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connect, "OLDEST", 99)
    with pytest.raises(Stop) as stop:
        connect.check_server(database.url)
    assert str(stop.value) == (
        f"The database server is PostgreSQL {cluster.version}, which is too old: "
        "use PostgreSQL 99 or newer."
    )


def test_serve_refuses_other_code(database: Database, directory: Path, free_port: int) -> None:
    with database.connect() as connection:
        connection.execute("UPDATE deploy.release SET digest = 'other'")
    ended = strata(directory, "serve", PORT=free_port, DATABASE_URL=url_of(database))
    assert_one_sentence(ended, "run `strata migrate` first")


def test_serve_refuses_an_empty_database(cluster: Server, directory: Path, free_port: int) -> None:
    with cluster.database() as database:
        ended = strata(directory, "serve", PORT=free_port, DATABASE_URL=url_of(database))
    assert_one_sentence(ended, "run `strata migrate` first")


def test_a_bad_setting(directory: Path) -> None:
    refused = strata(directory, "run", HOST="everywhere")
    assert_one_sentence(refused, "STRATA_HOST must be an address")


def test_the_doctor_says_so_with_its_exit_code(database: Database, directory: Path) -> None:
    well = strata(directory, "doctor", DATABASE_URL=url_of(database))
    assert (well.returncode, well.stdout) == (0, "Everything is in order.\n"), well.stdout
    with database.connect() as connection:
        connection.execute("ALTER TABLE org.staff DISABLE ROW LEVEL SECURITY")
    ill = strata(directory, "doctor", DATABASE_URL=url_of(database))
    assert ill.returncode == 1
    assert "table org.staff was changed" in ill.stdout


def test_psql_passes_its_arguments_on(database: Database, directory: Path) -> None:
    url = url_of(database)
    ended = strata(directory, "psql", "-A", "-t", "-c", "SELECT 6 * 7", DATABASE_URL=url)
    assert (ended.returncode, ended.stdout) == (0, "42\n"), ended.stderr
    failed = strata(directory, "psql", "-v", "ON_ERROR_STOP=1", "-c", "SELECT x", DATABASE_URL=url)
    assert failed.returncode == 1


def test_migrate_goes_up_and_down(cluster: Server, directory: Path) -> None:
    with cluster.database() as database:
        url = url_of(database)
        for arguments in ((), ("--down",)):
            ended = strata(directory, "migrate", *arguments, "--database-url", url)
            assert ended.returncode == 0, ended.stderr
        with database.connect() as connection:
            assert connection.execute("SELECT to_regnamespace('org')").fetchone() == (None,)


def test_serve_refuses_to_be_reached_insecurely(
    database: Database, directory: Path, free_port: int
) -> None:
    """One sentence after the other says what is missing, until nothing is."""
    with database.connect() as connection:
        connection.execute("SELECT auth.store_account('admin@demo.test', 'A', 'admin', 'x')")
    given: dict[str, object] = {"HOST": "0.0.0.0", "PORT": free_port}
    given["DATABASE_URL"] = url_of(database)

    def refusal(sentence: str) -> None:
        assert_one_sentence(strata(directory, "serve", **given), sentence)

    refusal("which others can reach: set STRATA_PUBLIC_URL to the address under which they do.")
    given["PUBLIC_URL"] = f"http://localhost:{free_port}"
    refusal("set STRATA_SIGNING_KEYS_FILE to keys of your own")
    assert strata(directory, "keys", "list").returncode == 0
    given["SIGNING_KEYS_FILE"] = directory.parent / "signing-keys.pem"
    refusal("and there are logins of the demo: use a database without them")
    with database.connect() as connection:
        connection.execute("UPDATE auth.account SET email = 'ada@example.org'")
    serving = subprocess.Popen(
        [ROOT / ".venv" / "bin" / "strata", "serve"],
        env=environment(directory, APP_PASSWORD=APP_PASSWORD, **given),
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_until(lambda: is_up(free_port))
    finally:
        serving.send_signal(signal.SIGTERM)
        assert serving.wait(timeout=30) == 0


def is_up(port: int) -> bool:
    """Whether a server answers on this port."""
    try:
        return httpx.get(f"http://127.0.0.1:{port}/livez").status_code == 200
    except httpx.TransportError:
        return False


def test_an_administrator_is_made(database: Database, directory: Path) -> None:
    """With a password, or with a link to set one; a bad password changes nothing."""
    url = url_of(database)
    arguments = ("create-admin", " Ada@Example.org", "--name", "Ada")
    short = strata(directory, *arguments, DATABASE_URL=url, ADMIN_PASSWORD="short")
    assert_one_sentence(short, "The password must have at least 12 characters: nothing was changed")
    made = strata(directory, *arguments, DATABASE_URL=url, ADMIN_PASSWORD="quite long enough")
    assert (made.returncode, made.stdout) == (0, "ada@example.org is an administrator.\n")
    with database.connect() as connection:
        row = connection.execute("SELECT password_hash FROM auth.credential").fetchone()
        assert row
        assert PasswordHasher().verify(row[0], "quite long enough")
    linked = strata(directory, *arguments, DATABASE_URL=url, PUBLIC_URL="https://s.example.org")
    assert re.search(
        r"within 7 days: https://s\.example\.org/password#token=[0-9a-f]{64}\n$", linked.stdout
    )


def test_keys_are_listed_and_rotated(directory: Path) -> None:
    first = strata(directory, "keys", "list").stdout.split()
    assert first[1] == "signs"
    rotated = strata(directory, "keys", "rotate").stdout.split()
    assert rotated[1:] == ["signs", first[0], "verifies"]
    assert strata(directory, "keys", "list").stdout.split() == rotated


def test_a_broken_audit_is_an_exit_code(directory: Path, database: Database) -> None:
    url = url_of(database)
    with database.connect() as connection:
        connection.execute("INSERT INTO org.unit (name) VALUES ('Acme')")
        connection.execute("SELECT audit.seal(100)")
    whole = strata(directory, "audit", "verify", DATABASE_URL=url)
    assert (whole.returncode, whole.stderr) == (0, "")
    assert "Head: " in whole.stdout
    with database.connect() as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("UPDATE audit.entry SET new = '{}' WHERE relation = 'org.unit'")
    broken = strata(directory, "audit", "verify", DATABASE_URL=url)
    assert (broken.returncode, broken.stderr) == (1, "")
    assert ": insert of org.unit 1 at " in broken.stdout


def test_an_audit_that_is_not_there_yet_is_a_sentence(directory: Path, cluster: Server) -> None:
    with cluster.database() as empty:
        ended = strata(directory, "audit", "verify", DATABASE_URL=url_of(empty))
    assert_one_sentence(ended, "run `strata migrate` first")
