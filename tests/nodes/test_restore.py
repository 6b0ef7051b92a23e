"""Positions of another life of the database are refused: what they stood for may not have been."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from app import ROOT
from app.database.binaries import postgresql_binaries
from app.database.embedded import Cluster
from app.database.server_user import choose_user
from tests.http.running import ADMIN
from tests.nodes.system import Nodes, command, running, uri
from tests.realtime.client import IDLE, Frame, following
from tests.realtime.inside import run
from tests.support.ports import free_port
from tests.support.servers import Database, Server, scratch_directory, throw_away_server

Position = tuple[str, int]
EPOCH = "SELECT epoch, pos FROM event.sequencer"


def programs(version: str) -> Path:
    return postgresql_binaries()[version]


@pytest.fixture(scope="module")
def original(organisation: Database, directory: Path) -> Iterator[Nodes]:
    """A node on the database that is dumped and copied."""
    with running(organisation.url, directory, 1) as nodes:
        yield nodes


def told(nodes: Nodes, resume: Position | None) -> list[Frame]:
    """What the node tells who comes back with this position, up to a change that we make."""
    token = nodes.log_in(ADMIN)["access_token"]

    async def scenario() -> list[Frame]:
        async with following(nodes.each[0].address, token, resume) as socket:
            with psycopg.connect(nodes.url, autocommit=True) as connection:
                connection.execute("UPDATE org.site SET name = name || '.'")
            await socket.until(lambda frame: frame.get("kind") == "site")
            return [frame for frame in socket.frames if frame["type"] not in IDLE]

    return run(scenario())


def goes_on(nodes: Nodes, position: Position | None) -> Position:
    """Whoever comes back with the position goes on from it; where the log ends then."""
    hello, *rest = told(nodes, position)
    if position:
        assert (hello["epoch"], hello["pos"]) == position
    assert [frame["type"] for frame in rest] == ["settings:updated"]
    return hello["epoch"], rest[-1]["pos"]


def is_refused(nodes: Nodes, position: Position) -> None:
    """The position is answered with a resync to one of a new epoch, which counts from then on."""
    hello, resync, event = told(nodes, position)
    assert (resync["type"], resync["reason"]) == ("resync", "epoch")
    assert resync["epoch"] == hello["epoch"] != position[0]
    assert (event["type"], event["prev"]) == ("settings:updated", resync["pos"])
    goes_on(nodes, (resync["epoch"], event["pos"]))


@contextmanager
def empty_database(server: str, name: str) -> Iterator[str]:
    """A new database without anything in it, on the server at this address."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield make_conninfo(server, dbname=name)
        finally:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
            connection.execute(drop.format(sql.Identifier(name)))


def dump(version: str, url: str, file: Path) -> None:
    """Dump the database with pg_dump."""
    subprocess.run([programs(version) / "pg_dump", "-Fc", "-f", file, uri(url)], check=True)


def restore(version: str, url: str, file: Path) -> None:
    """Restore it with pg_restore into an empty database."""
    # The roles belong to the cluster, and their rights on the database are in no dump.
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute((ROOT / "sql" / "roles.sql").read_bytes())
    program = programs(version) / "pg_restore"
    subprocess.run([program, "--exit-on-error", "-d", uri(url), file], check=True)


def test_a_dump_restored_beside_the_original(
    original: Nodes, cluster: Server, directory: Path
) -> None:
    position = goes_on(original, None)
    file = directory / "dump"
    dump(cluster.version, original.url, file)
    with empty_database(cluster.url, "restored") as url:
        restore(cluster.version, url, file)
        with running(url, directory, 1) as nodes:
            is_refused(nodes, position)
    # The original goes on as if nothing had been.
    goes_on(original, position)


def test_a_dump_restored_over_the_original(admin: psycopg.Connection) -> None:
    """In the same database of the same cluster: the row was written by another transaction."""
    admin.execute("SELECT event.sequence(TRUE)")
    before = admin.execute(EPOCH).fetchone()
    with admin.cursor().copy("COPY event.sequencer TO STDOUT") as copy:
        content = b"".join(bytes(part) for part in copy)
    with admin.transaction():
        admin.execute("DELETE FROM event.sequencer")
        with admin.cursor().copy("COPY event.sequencer FROM STDIN") as copy:
            copy.write(content)
    assert admin.execute(EPOCH).fetchone() == before
    admin.execute("SELECT event.sequence(TRUE)")
    after = admin.execute(EPOCH).fetchone()
    assert after
    assert before
    assert after[0] != before[0]
    # Only once.
    admin.execute("SELECT event.sequence(TRUE)")
    assert admin.execute(EPOCH).fetchone() == after


def test_a_new_day_is_no_other_life(admin: psycopg.Connection) -> None:
    """Nor is a look in vain: whatever the sequencer writes, it says that it was the one."""
    admin.execute("SELECT event.sequence(TRUE)")
    before = admin.execute(EPOCH).fetchone()
    yesterday = "UPDATE event.sequencer SET day = day - 1, written_by = pg_current_xact_id()"
    assert admin.execute(yesterday).rowcount == 1
    for _ in range(2):
        assert admin.execute("SELECT event.sequence(TRUE)").fetchone() == (0,)
        assert admin.execute(EPOCH).fetchone() == before


def test_a_dump_restored_in_another_cluster(
    organisation: Database, cluster: Server, directory: Path
) -> None:
    with organisation.connect() as connection:
        connection.execute("SELECT event.sequence(TRUE)")
        before = connection.execute(EPOCH).fetchone()
    assert before
    file = directory / "dump"
    dump(cluster.version, organisation.url, file)
    with (
        throw_away_server(cluster.version) as other,
        empty_database(other.url, "restored") as url,
    ):
        restore(cluster.version, url, file)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("SELECT event.sequence(TRUE)")
            after = connection.execute(EPOCH).fetchone()
    assert after
    assert after[0].split("-")[0] != before[0].split("-")[0]


@contextmanager
def promoted_standby(server: Server, database: str) -> Iterator[str]:
    """A standby made from a base backup and promoted; the address of its database."""
    binaries = programs(server.version)
    with scratch_directory() as directory:
        user = choose_user(directory)
        standby = Cluster(user.make_directory(directory / "standby"), binaries, user)
        part = conninfo_to_dict(server.url)
        port = free_port()

        def do(program: str, *arguments: object) -> None:
            subprocess.run(
                [binaries / program, *map(str, arguments)],
                check=True,
                capture_output=True,
                env={"PGPASSWORD": str(part["password"])},
                **user.process,
            )

        source = ("-h", part["host"], "-p", part["port"], "-U", part["user"])
        do("pg_basebackup", *source, "-D", standby.data, "-R", "--checkpoint=fast", "--no-sync")
        options = f"-h 127.0.0.1 -p {port} -k {standby.directory}"
        do("pg_ctl", "start", "-w", "-D", standby.data, "-l", standby.log, "-o", options)
        try:
            do("pg_ctl", "promote", "-w", "-D", standby.data)
            yield make_conninfo(server.url, host=str(standby.directory), port=port, dbname=database)
        finally:
            do("pg_ctl", "stop", "-m", "immediate", "-D", standby.data)


def test_a_promoted_standby(
    original: Nodes, organisation: Database, cluster: Server, directory: Path
) -> None:
    position = goes_on(original, None)
    with (
        promoted_standby(cluster, organisation.name) as url,
        running(url, directory, 1) as nodes,
    ):
        is_refused(nodes, position)
    goes_on(original, position)


def test_a_copy_of_the_files_is_told_so_by_hand(original: Nodes, directory: Path) -> None:
    """Nothing in the database can tell that it was put back; the node need not be started anew."""
    position = goes_on(original, None)
    ended = command("renew-epoch", DATA_DIR=directory, DATABASE_URL=uri(original.url))
    assert ended.returncode == 0, ended.stderr
    with psycopg.connect(original.url) as connection:
        row = connection.execute(EPOCH).fetchone()
    assert row
    assert ended.stdout == (
        f"The epoch is {row[0]}; positions of another one do not count any more.\n"
    )
    is_refused(original, position)


def test_an_epoch_of_what_is_not_there(cluster: Server, directory: Path) -> None:
    with empty_database(cluster.url, "empty") as url:
        ended = command("renew-epoch", DATA_DIR=directory, DATABASE_URL=uri(url))
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == (
        "strata: The database has not been migrated: run `strata migrate` first.\n"
    )
