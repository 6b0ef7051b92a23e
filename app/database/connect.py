"""Which database we work on, and how to reach it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from app.config import Settings
from app.database import embedded
from app.database.binaries import bundled_binaries
from app.kept_secret import kept_secret
from app.stop import Stop

APP_ROLE = "strata_app"
OLDEST = 15


@contextmanager
def connection_url(settings: Settings, say: Callable[[str], None]) -> Iterator[str]:
    """How the administrator connects: to the given server, or to the embedded one.

    The embedded one is attached to when it runs; otherwise it runs until the end of the block.
    """
    if settings.database_url:
        check_server(settings.database_url)
        yield settings.database_url
    else:
        directory = settings.data_directory / "postgres"
        with embedded.running(directory, bundled_binaries(), say) as cluster:
            yield cluster.url()


def check_server(url: str) -> None:
    """Stop when the server cannot be reached or is too old."""
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            version = connection.info.server_version // 10000
    except psycopg.Error as error:
        # What is indented is advice; of several attempts the last one stands for all.
        lines = [line for line in str(error).strip().splitlines() if not line.startswith("\t")]
        reason = lines[-1].removeprefix("- ").rstrip(".")
        raise Stop(
            f"The database cannot be reached ({reason}): check STRATA_DATABASE_URL, "
            "and that the server runs."
        ) from None
    if version < OLDEST:
        raise Stop(
            f"The database server is PostgreSQL {version}, which is too old: "
            f"use PostgreSQL {OLDEST} or newer."
        )


def application_url(settings: Settings, admin_url: str) -> str:
    """How the server connects: as strata_app, whose password is set when it does not hold yet."""
    password = settings.app_password or kept_secret(settings.data_directory / "app-password")
    url = make_conninfo(admin_url, user=APP_ROLE, password=password)
    if not _can_log_in(url):
        with psycopg.connect(admin_url, autocommit=True) as connection:
            # Only the verifier is sent, so that the password is in no log of the server.
            verifier = connection.pgconn.encrypt_password(
                password.encode(), APP_ROLE.encode(), b"scram-sha-256"
            )
            statement = sql.SQL("ALTER ROLE {} PASSWORD {}")
            connection.execute(
                statement.format(sql.Identifier(APP_ROLE), sql.Literal(verifier.decode()))
            )
        if not _can_log_in(url):
            database = conninfo_to_dict(admin_url).get("dbname", "")
            raise Stop(
                f"The server does not let {APP_ROLE} in: allow it to connect to the database "
                f"{database} in pg_hba.conf."
            )
    return url


def _can_log_in(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True
