"""What a database was asked by the servers on it."""

from typing import NamedTuple

import psycopg

from tests.support.waiting import wait_until

COUNT_FUNCTIONS = "ALTER DATABASE {} SET track_functions = 'pl'"
# What a connection has counted is there for sure once it has ended.
END = """
SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity AS a
WHERE a.usename = 'strata_app' AND a.datname = current_database() AND a.backend_start < %s
"""
CALLS = "SELECT funcname, calls FROM pg_stat_user_functions WHERE schemaname = 'event'"
READS = """
SELECT coalesce(sum(t.seq_scan + coalesce(t.idx_scan, 0)), 0)::bigint FROM pg_stat_user_tables AS t
WHERE t.schemaname = 'event' AND t.relname LIKE 'log\\_%%'
"""


class Asked(NamedTuple):
    """Calls of functions of the event schema, and reads of its log."""

    calls: dict[str, int]
    log: int


def count_functions(url: str) -> None:
    """Count from now on; connections that are open already do not."""
    with psycopg.connect(url, autocommit=True) as connection:
        name = connection.info.dbname
        connection.execute(COUNT_FUNCTIONS.format(f'"{name}"').encode())


def asked(url: str) -> Asked:
    """What has been asked so far; the connections of servers are ended for it."""
    with psycopg.connect(url, autocommit=True) as connection:
        (now,) = connection.execute("SELECT clock_timestamp()").fetchone() or (None,)
        wait_until(lambda: not connection.execute(END, [now]).fetchall())
        calls: dict[str, int] = dict(connection.execute(CALLS).fetchall())
        (log,) = connection.execute(READS, []).fetchone() or (0,)
    return Asked(calls, log)
