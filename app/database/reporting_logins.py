"""Logins of the database that read reports, each as an account of Strata."""

import secrets
from dataclasses import dataclass, field

import psycopg
from psycopg import sql
from psycopg.rows import class_row

from app.database.owner import owner_transaction
from app.database.queries import query
from app.stop import Stop

GROUP = "strata_bi"
LONGEST_NAME = 63  # PostgreSQL cuts what is longer
IDLE_IN_TRANSACTION = "5min"
CREATE = (
    "CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION IN ROLE {}"
)
SESSIONS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s"


@dataclass(frozen=True)
class ReportingLogin:
    """A row of queries/reporting_logins.sql."""

    login: str
    account: str | None
    active: bool
    is_role: bool
    can_log_in: bool
    connections: int
    timeout: str | None
    in_group: bool
    other_groups: list[str]
    too_much: list[str]


@dataclass(frozen=True)
class Wanted:
    """A login that is asked for."""

    name: str
    account: str
    connections: int
    seconds: int
    password: str | None = field(repr=False)
    first_password: bool  # whether one is made up for a new login


def read(connection: psycopg.Connection) -> list[ReportingLogin]:
    """All of them, by name."""
    with connection.cursor(row_factory=class_row(ReportingLogin)) as cursor:
        return cursor.execute(query("reporting_logins")).fetchall()


def grant(url: str, wanted: Wanted) -> str | None:
    """Make the login, or give the one there is another account; the password if we made it up."""
    name, password, made_up = wanted.name, wanted.password, None
    _check_name(name)
    role = sql.Identifier(name)
    with owner_transaction(url) as connection:
        found = _find(connection, name)
        if found is None:
            _refuse_other_role(connection, name)
        connection.execute("SELECT auth.store_reporting_login(%s, %s)", [name, wanted.account])
        _as_administrator(connection)
        if found is None or not found.is_role:
            connection.execute(sql.SQL(CREATE).format(role, sql.Identifier(GROUP)))
            if wanted.first_password and password is None:
                password = made_up = secrets.token_urlsafe(18)
        limit = sql.SQL("LOGIN CONNECTION LIMIT {}").format(sql.Literal(wanted.connections))
        _alter(connection, role, limit)
        if password is not None:
            # Only the verifier is sent, so that the password is in no log of the server.
            verifier = connection.pgconn.encrypt_password(
                password.encode(), name.encode(), b"scram-sha-256"
            )
            _alter(connection, role, sql.SQL("PASSWORD {}").format(sql.Literal(verifier.decode())))
        for setting, value in (
            ("statement_timeout", f"{wanted.seconds}s"),
            ("idle_in_transaction_session_timeout", IDLE_IN_TRANSACTION),
            ("default_transaction_read_only", "on"),
            ("search_path", "reporting"),
        ):
            change = sql.SQL("SET {} = {}").format(sql.Identifier(setting), sql.Literal(value))
            _alter(connection, role, change)
    return made_up


def revoke(url: str, name: str) -> int:
    """Take the account, the sessions and the role away; how many sessions were ended."""
    role = sql.Identifier(name)
    with owner_transaction(url) as connection:
        found = _find(connection, name)
        if found is None:
            raise Stop(f"There is no reporting login {name}.")
        connection.execute("SELECT auth.remove_reporting_login(%s)", [name])
        if not (found.is_role and found.in_group):
            return 0
        # From the end of this transaction on nobody gets in any more, and who is in reads nothing.
        _as_administrator(connection)
        _alter(connection, role, sql.SQL("NOLOGIN"))
        connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(role))
    with psycopg.connect(url, autocommit=True) as connection:
        ended = connection.execute(SESSIONS, [name]).rowcount
        try:
            connection.execute(sql.SQL("DROP ROLE {}").format(role))
        except psycopg.errors.DependentObjectsStillExist as error:
            what = "; ".join((error.diag.message_detail or "").splitlines())
            raise Stop(
                f"{name} cannot log in any more, but its role stays because others depend on it "
                f"({what}): DROP OWNED BY or REASSIGN OWNED BY there, then revoke again."
            ) from error
    return ended


def _check_name(name: str) -> None:
    if not name.strip() or "\0" in name:
        raise Stop("The name of a reporting login must not be blank.")
    if len(name.encode()) > LONGEST_NAME:
        raise Stop(f"The name of a reporting login has at most {LONGEST_NAME} bytes.")
    if name.lower().startswith(("strata_", "pg_")) or name in ("public", "none"):
        raise Stop(f"{name} is a name that Strata or PostgreSQL keeps for itself: choose another.")


def _find(connection: psycopg.Connection, name: str) -> ReportingLogin | None:
    """The reporting login of that name; a Stop when its role is more than one."""
    found = next((login for login in read(connection) if login.login == name), None)
    if found is None or not found.is_role:
        return found
    if found.too_much or found.other_groups or not found.in_group:
        why = [*found.too_much, *(f"not a member of {group}" for group in found.other_groups)]
        raise Stop(
            f"{name} is not, or not only, a reporting login: it must be a member of {GROUP}"
            f"{''.join(f', {reason}' for reason in why)}."
        )
    return found


def _refuse_other_role(connection: psycopg.Connection, name: str) -> None:
    statement = "SELECT FROM pg_catalog.pg_roles WHERE rolname = %s"
    if connection.execute(statement, [name]).fetchone() is not None:
        raise Stop(f"{name} is a role already, and no reporting login: choose another name.")


def _as_administrator(connection: psycopg.Connection) -> None:
    """Roles are the administrator's, who is not strata_owner."""
    connection.execute("SET LOCAL ROLE NONE")


def _alter(connection: psycopg.Connection, role: sql.Identifier, change: sql.Composable) -> None:
    connection.execute(sql.SQL("ALTER ROLE {} ").format(role) + change)
