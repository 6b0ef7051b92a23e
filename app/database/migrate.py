"""Bring a database to the state that this checkout describes, or back to nothing."""

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from yoyo import read_migrations
from yoyo.backends.core.postgresql import PostgresqlPsycopgBackend
from yoyo.connections import DatabaseURI
from yoyo.migrations import (
    Migration,
    MigrationList,
    StepBase,
    TransactionWrapper,
    default_migration_table,
)

from app.database import code
from app.database.queries import query
from app.stop import Stop

OWNER = "strata_owner"
# The key of the advisory lock that one migrator at a time holds, "strata" in ASCII.
LOCK = int.from_bytes(b"strata", "big")
# The name of the connections that run migrations.
MIGRATION = "strata migration"


def up(url: str, root: Path, say: Callable[[str], None]) -> None:
    """Roles, pending migrations and the code, as far as they are not there yet."""
    with _alone(url, say) as connection:
        _run_roles(connection, root)
        with _as_owner(connection):
            connection.execute(query("deploy_schema"))
            verify_checksums(connection, root)
            with _backend(url) as backend:
                for migration in backend.to_apply(_read(root)):
                    say(f"Applying migration {migration.id}.")
                    _process(backend, migration, "apply")
            if not code.redeploy(connection, root, say):
                say("The code is up to date.")


def down(url: str, root: Path, say: Callable[[str], None]) -> None:
    """Take everything away again: the code, every migration, our books. The roles stay."""
    with _alone(url, say) as connection:
        if not has_books(connection):
            say("There is nothing to take away.")
            return
        with _as_owner(connection):
            verify_checksums(connection, root)
            say("Dropping the code.")
            code.remove(connection)
            with _backend(url) as backend:
                for migration in backend.to_rollback(_read(root)):
                    say(f"Rolling back migration {migration.id}.")
                    _process(backend, migration, "rollback")
            connection.execute("DROP SCHEMA deploy CASCADE")


def has_books(connection: psycopg.Connection) -> bool:
    """Whether anything of ours was ever deployed to this database."""
    row = connection.execute("SELECT to_regclass('deploy.migration_checksum')").fetchone()
    return row is not None and row[0] is not None


def verify_checksums(connection: psycopg.Connection, root: Path) -> None:
    """Stop when an applied migration has changed or vanished since."""
    found = checksums(root)
    for name, applied in _applied(connection).items():
        if name not in found:
            raise Stop(
                f"Migration {name} was applied to this database but is not in migrations/: "
                "take it back from version control."
            )
        if found[name] != applied:
            raise Stop(
                f"Migration {name} has been changed after it was applied to this database: "
                "undo the change and write a new migration."
            )


def pending_names(connection: psycopg.Connection, root: Path) -> list[str]:
    """The migrations that the database has not got."""
    return sorted(checksums(root).keys() - _applied(connection).keys())


def checksums(root: Path) -> dict[str, str]:
    """Name of every migration, and the checksum of what it says, forth and back."""
    found = {}
    for path in sorted((root / "migrations").glob("*.sql")):
        if path.name.endswith(".rollback.sql"):
            continue
        back = path.with_suffix(".rollback.sql")
        if not back.exists():
            raise Stop(f"Migration {path.stem} cannot be undone: write migrations/{back.name}.")
        text = repr([path.read_text(encoding="utf-8"), back.read_text(encoding="utf-8")])
        found[path.stem] = hashlib.sha256(text.encode()).hexdigest()
    return found


class Record(StepBase):  # type: ignore[misc]
    """The last step of every migration: note, in its transaction, that it has been applied.

    yoyo would do so afterwards, and a migrator killed in between would apply it twice.
    """

    def __init__(self, migration: Migration, checksum: str) -> None:
        self.id = f"record {migration.id}"
        self.migration = migration
        self.checksum = checksum

    def apply(self, backend: PostgresqlPsycopgBackend, force: bool = False) -> None:
        """Mark the migration as applied."""
        backend.mark_one(self.migration, log=False)
        backend.connection.execute(
            "INSERT INTO deploy.migration_checksum VALUES (%s, %s)",
            [self.migration.id, self.checksum],
        )

    def rollback(self, backend: PostgresqlPsycopgBackend, force: bool = False) -> None:
        """Forget the migration."""
        backend.unmark_one(self.migration, log=False)
        backend.connection.execute(
            "DELETE FROM deploy.migration_checksum WHERE migration_id = %s", [self.migration.id]
        )


@contextmanager
def _alone(url: str, say: Callable[[str], None]) -> Iterator[psycopg.Connection]:
    """A connection of the administrator while no other migrator works on this database."""
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone()
        if row != (True,):
            say("Somebody else is migrating this database; waiting for them.")
            connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        # A killed migrator may have left a statement running. Nobody waits for its result.
        connection.execute(query("end_orphans"), [MIGRATION])
        yield connection


def _run_roles(connection: psycopg.Connection, root: Path) -> None:
    """Make the roles; they belong to the whole server, where others may be making them too."""
    text = (root / "sql" / "roles.sql").read_text(encoding="utf-8")
    for attempt in range(20):
        try:
            with connection.transaction():
                connection.execute(text)
            return
        except (
            psycopg.errors.InternalError_,  # "tuple concurrently updated"
            psycopg.errors.UniqueViolation,
            psycopg.errors.DuplicateObject,
        ):
            if attempt == 19:
                raise
            time.sleep(0.05)
        except psycopg.Error as error:
            raise Stop(
                f"The roles cannot be made ({_message(error)}): migrate as a login that may "
                "create roles and owns the database."
            ) from error


@contextmanager
def _as_owner(connection: psycopg.Connection) -> Iterator[None]:
    try:
        connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(OWNER)))
    except psycopg.Error as error:
        raise Stop(
            f"This login cannot act as {OWNER} ({_message(error)}): GRANT {OWNER} to it, "
            "or migrate as the login that made the roles."
        ) from error
    yield
    connection.execute("RESET ROLE")


@contextmanager
def _backend(url: str) -> Iterator[PostgresqlPsycopgBackend]:
    """yoyo on a connection of its own, with its tables in schema deploy."""
    parameters: dict[str, Any] = dict(conninfo_to_dict(url))
    options = f"-c role={OWNER} -c search_path=deploy -c lock_timeout=5s"
    parameters["options"] = f"{parameters.get('options', '')} {options}".strip()
    parameters["application_name"] = MIGRATION
    database = parameters.pop("dbname", None)
    uri = DatabaseURI("postgresql+psycopg", None, None, None, None, database, parameters)
    with PostgresqlPsycopgBackend(uri, default_migration_table) as backend:
        backend.init_database()
        # Whoever left a lock behind is dead: we hold the advisory lock.
        backend.break_lock()
        yield backend


def _read(root: Path) -> MigrationList:
    """The migrations of this checkout, each with the step that records it."""
    migrations = read_migrations(str(root / "migrations"))
    known = checksums(root)
    for migration in migrations:
        migration.load()
        migration.steps.append(TransactionWrapper(Record(migration, known[migration.id])))
    return migrations


def _process(backend: PostgresqlPsycopgBackend, migration: Migration, direction: str) -> None:
    try:
        with backend.copy() as copy:
            migration.process_steps(copy, direction)
    except psycopg.errors.LockNotAvailable as error:
        raise Stop(
            f"Migration {migration.id} waited 5 s for a lock that another session holds and was "
            "undone: end that session or wait for it, then migrate again."
        ) from error
    except psycopg.Error as error:
        raise Stop(
            f"Migration {migration.id} failed and was undone ({_message(error)}): "
            "mend it and migrate again."
        ) from error


def _applied(connection: psycopg.Connection) -> dict[str, str]:
    """Migrations of this database with their checksums."""
    if not has_books(connection):
        return {}
    statement = "SELECT migration_id, checksum FROM deploy.migration_checksum ORDER BY 1"
    return dict(connection.execute(statement).fetchall())


def _message(error: psycopg.Error) -> str:
    return (error.diag.message_primary or str(error)).strip().rstrip(".")
