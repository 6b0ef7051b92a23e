"""What is wrong with a database, and what to do about it."""

import os
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from app.database import code, migrate, reporting_logins
from app.database.catalogue import Catalogue, differences, read_catalogue, read_snapshot
from app.database.queries import query
from app.stop import Stop

# Zones whose rules changed not long ago, or that change at midnight: the first to be out of date.
TELLING_ZONES = {"Africa/Cairo", "America/Santiago", "Asia/Beirut", "Australia/Lord_Howe"}


def examine(url: str, root: Path) -> Iterator[str]:
    """One sentence for everything that is wrong."""
    with psycopg.connect(url, autocommit=True) as connection:
        missing = [name for (name,) in connection.execute(query("missing_roles"))]
        if missing:
            yield f"The roles {', '.join(missing)} are missing: run `strata migrate`."
        for holder, reached in connection.execute(query("reachable_rights")).fetchall():
            yield (
                f"{holder} can become {reached}, which is above row security: "
                f"REVOKE that membership, or ALTER ROLE {holder} NOSUPERUSER NOBYPASSRLS."
            )
        if not migrate.has_books(connection):
            yield "Strata was never deployed to this database: run `strata migrate`."
            return
        outdated = list(_outdated(connection, root))
        yield from outdated
        yield from _reporting_logins(connection)
        for holder, name in connection.execute(query("temporary_objects")).fetchall():
            yield (
                f"{holder} may make temporary objects in this database: "
                f"REVOKE TEMPORARY ON DATABASE {name} FROM {holder}."
            )
        for (index,) in connection.execute(query("invalid_indexes")).fetchall():
            yield f"The index {index} is not valid: run REINDEX INDEX CONCURRENTLY {index}."
        yield from _time_zones(connection)
        if not outdated:
            yield from _drift(connection, url, root)


def _outdated(connection: psycopg.Connection, root: Path) -> Iterator[str]:
    """Whether the database is that of another checkout."""
    try:
        migrate.verify_checksums(connection, root)
    except Stop as stop:
        yield str(stop)
    pending = migrate.pending_names(connection, root)
    if pending:
        yield f"The migrations {', '.join(pending)} have not been applied: run `strata migrate`."
    if code.deployed_digest(connection) != code.digest(code.read_code(root)):
        yield "The code in the database differs from sql/: run `strata migrate`."


def _reporting_logins(connection: psycopg.Connection) -> Iterator[str]:
    """Logins that read more than the reports of their account, or nothing."""
    if connection.execute("SELECT to_regclass('auth.reporting_login')").fetchone() == (None,):
        return
    for login in reporting_logins.read(connection):
        name = login.login
        if not login.is_role:
            yield f"The reporting login {name} has no role: run `strata bi revoke {name}`."
            continue
        if login.too_much:
            yield (
                f"The reporting login {name} may do more than log in: "
                f"ALTER ROLE {name} {' '.join(login.too_much)}."
            )
        if login.other_groups:
            groups = ", ".join(login.other_groups)
            yield f"The reporting login {name} is also a member of {groups}: REVOKE that."
        if not login.in_group:
            yield (
                f"{name} has an account to read reports as, but is no member of strata_bi: "
                f"run `strata bi revoke {name}`."
            )
        elif login.account is None and login.can_log_in:
            yield (
                f"{name} is a member of strata_bi without an account, so it reads nothing: "
                f"run `strata bi grant {name} --account ...`, or `strata bi revoke {name}`."
            )


def _time_zones(connection: psycopg.Connection) -> Iterator[str]:
    """Whether PostgreSQL and Python know the same rules; both turn local times into instants."""
    zones = set(TELLING_ZONES)
    if connection.execute("SELECT to_regclass('org.site')").fetchone() != (None,):
        sites = connection.execute("SELECT DISTINCT time_zone FROM org.site").fetchall()
        zones |= {zone for (zone,) in sites}
    rows = connection.execute(query("time_zone_offsets"), {"zones": sorted(zones)}).fetchall()
    told: set[str] = set()
    for zone, instant, distance in rows:
        if zone not in told and instant.astimezone(ZoneInfo(zone)).utcoffset() != distance:
            told.add(zone)
            yield (
                f"PostgreSQL and Python disagree about the time in {zone} in {instant:%B %Y}: "
                "update the time zone data of the older one."
            )


def _drift(connection: psycopg.Connection, url: str, root: Path) -> Iterator[str]:
    """What somebody changed by hand, object by object."""
    path = root / "sql" / "snapshot.txt"
    if not path.exists():
        yield "sql/snapshot.txt is missing, so nothing can be compared: take it back, or write it."
        return
    expected, version = read_snapshot(path)
    if version != connection.info.server_version // 10000:
        row = connection.execute(
            "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        if row != (True,):
            yield (
                f"sql/snapshot.txt is of PostgreSQL {version} and this login cannot make a "
                "database to compare with: ALTER ROLE ... CREATEDB, or use another login."
            )
            return
        expected = _fresh_catalogue(connection, url, root)
    for difference in differences(expected, read_catalogue(connection)):
        yield f"Changed by hand: {difference}; undo it, or make it a migration or a file of sql/."


def _fresh_catalogue(connection: psycopg.Connection, url: str, root: Path) -> Catalogue:
    """The catalogue of a new database on the same server."""
    name = sql.Identifier(temporary := f"strata_doctor_{os.getpid()}")
    connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))
    try:
        fresh_url = make_conninfo(url, dbname=temporary)
        migrate.up(fresh_url, root, lambda line: None)
        with psycopg.connect(fresh_url) as fresh:
            return read_catalogue(fresh)
    finally:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))
