"""`strata migrate`: what it does, what it refuses, and what survives a kill."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from app import ROOT
from app.database import migrate
from app.database.catalogue import differences, read_catalogue
from app.stop import Stop
from tests.support.servers import Database, Server
from tests.support.tree import write
from tests.support.waiting import wait_until

MIGRATE = "import sys, pathlib; from app.database import migrate; "
MIGRATE += (
    "migrate.up(sys.argv[1], pathlib.Path(sys.argv[2]), lambda line: print(line, flush=True))"
)


def start_migrator(database: Database, root: Path) -> subprocess.Popen[str]:
    """Migrate in a process of its own."""
    command = [sys.executable, "-c", MIGRATE, database.url, str(root)]
    return subprocess.Popen(
        command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


@pytest.mark.parametrize("root", ["miniature", "checkout"])
def test_down_undoes_up_and_up_is_the_same_again(empty: Database, tree: Path, root: str) -> None:
    directory = ROOT if root == "checkout" else tree
    with empty.connect() as connection:
        before = read_catalogue(connection, everything=True)
        migrate.up(empty.url, directory, print)
        once = read_catalogue(connection, everything=True)
        migrate.down(empty.url, directory, print)
        assert differences(before, read_catalogue(connection, everything=True)) == []
        migrate.up(empty.url, directory, print)
        assert differences(once, read_catalogue(connection, everything=True)) == []
    assert len(once) > len(before) + 20


def test_a_second_migration_does_nothing(deployed: Database, tree: Path) -> None:
    with deployed.connect() as connection:
        objects = "SELECT max(oid) FROM pg_class UNION ALL SELECT max(oid) FROM pg_proc"
        before = connection.execute(objects).fetchall()
        said: list[str] = []
        migrate.up(deployed.url, tree, said.append)
        assert said == ["The code is up to date."]
        assert connection.execute(objects).fetchall() == before


def test_everything_belongs_to_the_owner(deployed: Database) -> None:
    with deployed.connect() as connection:
        owners = connection.execute(
            "SELECT DISTINCT relowner::regrole::text FROM pg_class"
            " WHERE relnamespace IN ('org'::regnamespace, 'deploy'::regnamespace)"
        ).fetchall()
    assert owners == [("strata_owner",)]


def test_a_changed_migration_is_refused(deployed: Database, tree: Path) -> None:
    write(tree, "migrations/0002-unit.sql", "-- depends: 0001-schemas\nSELECT 1;\n")
    with pytest.raises(Stop, match="0002-unit has been changed after it was applied"):
        migrate.up(deployed.url, tree, print)
    with pytest.raises(Stop, match="0002-unit has been changed after it was applied"):
        migrate.down(deployed.url, tree, print)


def test_a_vanished_migration_is_refused(deployed: Database, tree: Path) -> None:
    (tree / "migrations/0002-unit.sql").unlink()
    with pytest.raises(Stop, match="0002-unit was applied to this database but is not in"):
        migrate.up(deployed.url, tree, print)


def test_a_migration_without_a_way_back_is_refused(empty: Database, tree: Path) -> None:
    (tree / "migrations/0002-unit.rollback.sql").unlink()
    with pytest.raises(Stop, match=r"write migrations/0002-unit\.rollback\.sql"):
        migrate.up(empty.url, tree, print)


def test_a_failed_migration_leaves_nothing_and_can_be_mended(empty: Database, tree: Path) -> None:
    name = "migrations/0003-site.sql"
    write(tree, "migrations/0003-site.rollback.sql", "DROP TABLE org.site;\n")
    write(tree, name, "-- depends: 0002-unit\nCREATE TABLE org.site (a int);\nSELECT 1 / 0;\n")
    with pytest.raises(Stop, match=r"0003-site failed and was undone \(division by zero\)"):
        migrate.up(empty.url, tree, print)
    with empty.connect() as connection:
        assert connection.execute("SELECT to_regclass('org.site')").fetchone() == (None,)
    write(tree, name, "-- depends: 0002-unit\nCREATE TABLE org.site (a int);\n")
    migrate.up(empty.url, tree, print)


def test_a_migration_waits_for_a_lock_5_seconds_at_most(deployed: Database, tree: Path) -> None:
    write(tree, "migrations/0003-size.rollback.sql", "ALTER TABLE org.unit DROP COLUMN size;\n")
    write(
        tree,
        "migrations/0003-size.sql",
        "-- depends: 0002-unit\nALTER TABLE org.unit ADD COLUMN size int;\n",
    )
    with deployed.connect() as reader, reader.transaction():
        reader.execute("SELECT FROM org.unit")
        with pytest.raises(Stop, match="0003-size waited 5 s for a lock"):
            migrate.up(deployed.url, tree, print)
    migrate.up(deployed.url, tree, print)


def test_migrators_wait_for_each_other(empty: Database, tree: Path) -> None:
    migrators = [start_migrator(empty, tree) for _ in range(3)]
    outputs = [migrator.communicate(timeout=60)[0] for migrator in migrators]
    assert [migrator.returncode for migrator in migrators] == [0, 0, 0], outputs
    assert sum("Applying migration 0002-unit." in output for output in outputs) == 1
    assert sum("Deploying" in output for output in outputs) == 1


@pytest.mark.parametrize("statement", ["SELECT pg_sleep(60)", "CREATE TABLE org.site (a int)"])
def test_a_killed_migrator_blocks_nobody(empty: Database, tree: Path, statement: str) -> None:
    """Killed in the middle of a migration, or between two of its statements."""
    name = "migrations/0003-slow.sql"
    write(tree, "migrations/0003-slow.rollback.sql", "DROP TABLE org.site;\n")
    write(tree, name, f"-- depends: 0002-unit\n{statement};\nSELECT pg_sleep(60);\n")
    migrator = start_migrator(empty, tree)
    assert migrator.stdout
    for line in migrator.stdout:
        if "0003-slow" in line:
            break
    sleeping = "SELECT FROM pg_stat_activity WHERE state = 'active' AND wait_event = 'PgSleep'"
    with empty.connect() as connection:
        wait_until(lambda: connection.execute(sleeping).rowcount)
    os.kill(migrator.pid, signal.SIGKILL)
    migrator.communicate()
    write(tree, name, "-- depends: 0002-unit\nCREATE TABLE org.site (a int);\n")
    migrate.up(empty.url, tree, print)


@pytest.mark.usefixtures("miniature")  # for the roles
def test_a_login_that_may_create_roles_is_enough(
    cluster: Server, empty: Database, tree: Path
) -> None:
    """No superuser is needed: the owner of the database with CREATEROLE migrates, up and down."""
    with empty.connect() as connection:
        connection.execute("DROP ROLE IF EXISTS plain")
        connection.execute("CREATE ROLE plain LOGIN CREATEROLE PASSWORD 'plain'")
        name = sql.Identifier(empty.name)
        connection.execute(sql.SQL("ALTER DATABASE {} OWNER TO plain").format(name))
        if cluster.version != "15":
            # What making the roles would have given it, had they not been there already.
            connection.execute(
                "GRANT strata_owner, strata_user TO plain WITH ADMIN TRUE, SET FALSE, INHERIT FALSE"
            )
    url = make_conninfo(empty.url, user="plain", password="plain")
    migrate.up(url, tree, print)
    with empty.connect() as connection:
        assert connection.execute("TABLE reporting.unit").fetchall() == []
    migrate.up(url, tree, print)
    migrate.down(url, tree, print)
    with empty.connect() as connection:
        assert connection.execute("SELECT to_regclass('reporting.unit')").fetchone() == (None,)
        connection.execute(sql.SQL("ALTER DATABASE {} OWNER TO CURRENT_USER").format(name))
        connection.execute(
            "REVOKE strata_owner, strata_user FROM plain CASCADE;"
            "DROP OWNED BY plain; DROP ROLE plain"
        )


def test_a_login_without_rights_is_told_what_it_needs(empty: Database, tree: Path) -> None:
    with empty.connect() as connection:
        connection.execute("DROP ROLE IF EXISTS nobody_special")
        connection.execute("CREATE ROLE nobody_special LOGIN PASSWORD 'x'")
    url = make_conninfo(empty.url, user="nobody_special", password="x")
    with pytest.raises(
        Stop, match="migrate as a login that may create roles and owns the database"
    ):
        migrate.up(url, tree, print)
    with empty.connect() as connection:
        connection.execute("DROP ROLE nobody_special")
