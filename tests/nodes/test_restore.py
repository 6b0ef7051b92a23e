"""Positions of another life of the database are refused: what they stood for may not have been."""

import contextlib
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from app import ROOT
from app.commands import renew_epoch
from app.database.binaries import postgresql_binaries
from app.database.embedded import Cluster
from app.database.server_user import choose_user
from tests.http.running import ADMIN
from tests.nodes.system import running, uri
from tests.platform.test_commands import assert_one_sentence, strata
from tests.realtime.client import Frame, following
from tests.realtime.inside import run
from tests.support.ports import free_port
from tests.support.servers import Database, Server, scratch_directory, throw_away_server

Position = tuple[str, int]
EPOCH = "SELECT epoch, pos FROM event.sequencer"


def programs(version: str) -> Path:
    return postgresql_binaries()[version]


def told(url: str, directory: Path, *resumes: Position | None) -> list[list[Frame]]:
    """What a node on the database tells who comes back with these positions, one after another.

    Up to a mark of ours: a change that everybody is told of.
    """

    async def scenario(address: str, token: str) -> list[list[Frame]]:
        answers = []
        for resume in resumes:
            async with following(address, token, resume) as socket:
                with psycopg.connect(url, autocommit=True) as connection:
                    connection.execute("UPDATE org.site SET name = name || '.'")
                answers.append(await socket.until(lambda frame: frame.get("kind") == "site"))
                answers[-1].insert(0, socket.frames[0])
        return answers

    with running(url, directory, 1) as nodes:
        token = nodes.log_in(ADMIN)["access_token"]
        return run(scenario(nodes.each[0].address, token))


def place(url: str, directory: Path) -> Position:
    """Where somebody stands who has followed until now; coming back there is no resync."""
    ((hello, *_, last),) = told(url, directory, None)
    assert last["type"] == "settings:updated"
    position = hello["epoch"], last["pos"]
    ((hello, *rest),) = told(url, directory, position)
    assert hello["pos"] == position[1]
    assert [frame["type"] for frame in rest] == ["settings:updated"]
    return position


def assert_refused(url: str, directory: Path, position: Position) -> None:
    """The position is answered with a resync to one of the new epoch, which then counts."""
    ((hello, *rest),) = told(url, directory, position)
    assert [frame["type"] for frame in rest] == ["resync", "settings:updated"]
    resync = rest[0]
    assert resync["reason"] == "epoch"
    assert resync["epoch"] == hello["epoch"] != position[0]
    assert rest[1]["prev"] == resync["pos"]
    now = resync["epoch"], rest[1]["pos"]
    ((hello, *rest),) = told(url, directory, now)
    assert [frame["type"] for frame in rest] == ["settings:updated"]
    assert hello["epoch"] == now[0]


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
    command = [programs(version) / "pg_dump", "-Fc", "-f", file, uri(url)]
    subprocess.run(command, check=True)


def restore(version: str, url: str, file: Path) -> None:
    """Restore it with pg_restore into an empty database."""
    # The roles belong to the cluster, and their rights on the database are in no dump.
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute((ROOT / "sql" / "roles.sql").read_bytes())
    command = [programs(version) / "pg_restore", "--exit-on-error", "-d", uri(url), file]
    subprocess.run(command, check=True)


def test_a_dump_restored_beside_the_original(
    organisation: Database, cluster: Server, directory: Path
) -> None:
    position = place(organisation.url, directory)
    file = directory / "dump"
    dump(cluster.version, organisation.url, file)
    with empty_database(cluster.url, "restored") as url:
        restore(cluster.version, url, file)
        assert_refused(url, directory, position)
    # The original goes on as if nothing had been.
    ((hello, *rest),) = told(organisation.url, directory, position)
    assert hello["epoch"] == position[0]
    assert "resync" not in {frame["type"] for frame in rest}


def test_a_dump_restored_over_the_original(
    organisation: Database, cluster: Server, directory: Path
) -> None:
    """The same cluster and the same database; only the row was written by another transaction."""
    file = directory / "dump"
    with empty_database(cluster.url, "overwritten") as url:
        dump(cluster.version, organisation.url, file)
        restore(cluster.version, url, file)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("SELECT event.sequence(TRUE)")
            before = connection.execute(EPOCH).fetchone()
        dump(cluster.version, url, file)
        program = programs(cluster.version) / "pg_restore"
        command = [program, "--clean", "--exit-on-error", "-d", uri(url), file]
        subprocess.run(command, check=True)
        with psycopg.connect(url, autocommit=True) as connection:
            assert connection.execute(EPOCH).fetchone() == before
            connection.execute("SELECT event.sequence(TRUE)")
            after = connection.execute(EPOCH).fetchone()
            assert after
            assert before
            assert after[0] != before[0]


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


def test_a_promoted_standby(organisation: Database, cluster: Server, directory: Path) -> None:
    position = place(organisation.url, directory)
    with promoted_standby(cluster, organisation.name) as url:
        with contextlib.closing(psycopg.connect(url)) as connection:
            assert connection.execute("SELECT pg_is_in_recovery()").fetchone() == (False,)
        assert_refused(url, directory, position)


def test_a_copy_of_the_files_is_told_so_by_hand(
    organisation: Database, directory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing in the database can tell that it was put back; the node need not be started anew."""
    position = place(organisation.url, directory)
    ended = strata(directory / "x", "renew-epoch", DATABASE_URL=uri(organisation.url))
    assert ended.returncode == 0, ended.stderr
    with organisation.connect() as connection:
        row = connection.execute(EPOCH).fetchone()
    assert row
    assert ended.stdout == (
        f"The epoch is {row[0]}; positions of another one do not count any more.\n"
    )
    assert_refused(organisation.url, directory, position)
    assert renew_epoch


def test_an_epoch_of_what_is_not_there(cluster: Server, directory: Path) -> None:
    with empty_database(cluster.url, "empty") as url:
        ended = strata(directory / "x", "renew-epoch", DATABASE_URL=uri(url))
    assert_one_sentence(ended, "run `strata migrate` first")
