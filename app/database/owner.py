"""A transaction of the commands that work inside the database."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from app.stop import Stop

# What a database says that lacks our role, our schemas or our functions.
NOT_MIGRATED = (
    psycopg.errors.InvalidParameterValue,
    psycopg.errors.InvalidSchemaName,
    psycopg.errors.UndefinedFunction,
    psycopg.errors.UndefinedTable,
)


@contextmanager
def owner_transaction(url: str) -> Iterator[psycopg.Connection]:
    """One transaction as strata_owner; what the database refuses is a Stop and changes nothing."""
    try:
        with psycopg.connect(url) as connection:
            connection.execute("SET LOCAL ROLE strata_owner")
            yield connection
    except NOT_MIGRATED as error:
        raise Stop("The database has not been migrated: run `strata migrate` first.") from error
    except psycopg.Error as error:
        message = (error.diag.message_primary or str(error)).strip().rstrip(".")
        raise Stop(f"{message}: nothing was changed.") from error
