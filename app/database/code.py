"""The code of the database: `sql/`, deployed as a whole or not at all."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from graphlib import TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import psycopg
from psycopg import sql

from app.database.queries import query
from app.stop import Stop

# Files of sql/ that are not deployed with the code.
NOT_CODE = {"roles.sql"}


class Address(NamedTuple):
    """An object as the catalogue knows it."""

    classid: int
    objid: int


class CodeObject(NamedTuple):
    """An object of the code layer as DROP takes it."""

    kind: str
    identity: str


def read_code(root: Path) -> list[tuple[str, str]]:
    """Names and texts of the files of sql/, in the order of the manifest."""
    directory = root / "sql"
    names = (directory / "manifest.txt").read_text(encoding="utf-8").split()
    on_disk = {path.relative_to(directory).as_posix() for path in directory.rglob("*.sql")}
    if unlisted := sorted(on_disk - NOT_CODE - set(names)):
        raise Stop(f"sql/manifest.txt does not list {', '.join(unlisted)}: add or delete them.")
    if absent := sorted(set(names) - on_disk):
        raise Stop(f"sql/manifest.txt lists {', '.join(absent)}, which sql/ does not have.")
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise Stop(f"sql/manifest.txt lists {', '.join(twice)} more than once.")
    return [(name, (directory / name).read_text(encoding="utf-8")) for name in names]


def digest(code: list[tuple[str, str]]) -> str:
    """One value for the whole of the code."""
    return hashlib.sha256(repr(code).encode()).hexdigest()


def deployed_digest(connection: psycopg.Connection) -> str | None:
    """The digest of the code in this database, or None where there is none."""
    if connection.execute("SELECT to_regclass('deploy.release')").fetchone() == (None,):
        return None
    last = "SELECT digest FROM deploy.release ORDER BY release_id DESC LIMIT 1"
    row = connection.execute(last).fetchone()
    return str(row[0]) if row else None


def redeploy(connection: psycopg.Connection, root: Path, say: Callable[[str], None]) -> bool:
    """Replace the code when it differs from what is deployed; whether it did.

    The connection acts as strata_owner and is in no transaction. Either all of it happens or none.
    """
    code = read_code(root)
    wanted = digest(code)
    if deployed_digest(connection) == wanted:
        return False
    say(f"Deploying {len(code)} files of sql/.")
    with _transaction(connection):
        connection.execute("SET LOCAL plpgsql.extra_errors = 'all'")
        grants = connection.execute(query("foreign_grants")).fetchall()
        _drop(connection)
        kept = set(_code_objects(connection).values())
        for name, text in code:
            _run(connection, name, text)
        made = set(_code_objects(connection).values()) - kept
        _restore(connection, grants, made)
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO deploy.code_object VALUES (%s, %s)", sorted(made))
            cursor.execute("INSERT INTO deploy.release (digest) VALUES (%s)", [wanted])
    return True


def remove(connection: psycopg.Connection) -> None:
    """Take the code away and put nothing in its place; same conditions as `redeploy`."""
    with _transaction(connection):
        _drop(connection)
        connection.execute("DELETE FROM deploy.release")


@contextmanager
def _transaction(connection: psycopg.Connection) -> Iterator[None]:
    """One transaction with the settings that all code is deployed under."""
    try:
        with connection.transaction():
            connection.execute(
                "SET LOCAL lock_timeout = '5s'; SET LOCAL search_path = '';"
                "SET LOCAL check_function_bodies = on"
            )
            yield
    except psycopg.errors.LockNotAvailable as error:
        raise Stop(
            "The code was not replaced, because another session has been using it for 5 s: "
            "end that session or wait for it, then migrate again."
        ) from error


def _drop(connection: psycopg.Connection) -> None:
    """Drop what the last deployment made; stop when something else depends on it.

    Nothing is dropped by CASCADE, so an object that is not ours survives even when it was made
    after the check: PostgreSQL then refuses, and the whole transaction is undone.
    """
    recorded = set(connection.execute("SELECT kind, identity FROM deploy.code_object").fetchall())
    objects = {
        address: item
        for address, item in _code_objects(connection).items()
        if tuple(item) in recorded
    }
    dependents: dict[Address, set[Address]] = defaultdict(set)
    descriptions: dict[Address, str] = {}
    for classid, objid, needs_classid, needs_objid, text in connection.execute(
        query("dependencies")
    ).fetchall():
        dependents[Address(needs_classid, needs_objid)].add(Address(classid, objid))
        descriptions[Address(classid, objid)] = text
    _stop_for_others(objects, dependents, descriptions)

    ours = {address: dependents[address] & objects.keys() for address in objects}
    for address in TopologicalSorter(ours).static_order():
        kind, identity = objects[address]
        # Both were formed, and quoted, by pg_identify_object.
        connection.execute(sql.SQL(f"DROP {kind} {identity}"))
    connection.execute("DELETE FROM deploy.code_object")


def _stop_for_others(
    objects: dict[Address, CodeObject],
    dependents: dict[Address, set[Address]],
    descriptions: dict[Address, str],
) -> None:
    """Stop when objects that are not in the code need it, directly or through each other."""
    found: set[Address] = set()
    pending = set(objects)
    while pending:
        needed = pending.pop()
        new = dependents[needed] - objects.keys() - found
        found |= new
        pending |= new
    if found:
        names = ", ".join(sorted(descriptions[address] for address in found))
        raise Stop(
            f"The code cannot be replaced, because these objects depend on it: {names}; "
            "nothing was changed: save their definitions, drop them, migrate, and make them again."
        )


def _restore(
    connection: psycopg.Connection, grants: list[tuple[str, str, str, str]], made: set[CodeObject]
) -> None:
    """Give others again what they were granted on the code; stop when it is no longer there."""
    if gone := sorted(
        f"{kind} {identity} (granted to {grantee})"
        for kind, identity, grantee, _ in grants
        if CodeObject(kind, identity) not in made
    ):
        raise Stop(
            f"The code cannot be replaced, because others use what it no longer has: "
            f"{', '.join(gone)}; nothing was changed: revoke that, and migrate again."
        )
    for *_, statement in grants:
        try:
            # Its names were quoted by the query.
            connection.execute(statement.encode())
        except psycopg.errors.UndefinedColumn as error:
            message = error.diag.message_primary
            raise Stop(
                f"The code cannot be replaced, because {statement!r} no longer holds ({message}): "
                "nothing was changed: revoke that, and migrate again."
            ) from error


def _code_objects(connection: psycopg.Connection) -> dict[Address, CodeObject]:
    return {
        Address(classid, objid): CodeObject(kind, identity)
        for classid, objid, kind, identity in connection.execute(query("code_objects")).fetchall()
    }


def _run(connection: psycopg.Connection, name: str, text: str) -> None:
    try:
        connection.execute(text)
    except psycopg.errors.LockNotAvailable:
        raise
    except psycopg.Error as error:
        position = error.diag.statement_position
        line = f" line {text[: int(position)].count(chr(10)) + 1}" if position else ""
        message = error.diag.message_primary or str(error)
        raise Stop(
            f"sql/{name}{line} cannot be deployed ({message}): nothing was changed."
        ) from error
