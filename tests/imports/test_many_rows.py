"""Files of many rows: what an import costs grows with its rows, and others keep their changes."""

import threading

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.imports.native import Row, run_rows
from tests.support.servers import Database
from tests.support.waiting import wait_until

NUMBER = 300


def holidays(name: str) -> list[Row]:
    """Many holidays of this name."""
    return [
        {"site": "Berlin", "day": f"{2000 + n // 28}-01-{n % 28 + 1:02}", "name": name}
        for n in range(NUMBER)
    ]


@pytest.fixture
def berlin(admin: psycopg.Connection) -> psycopg.Connection:
    """A site with many holidays."""
    run_rows(admin, "structure", [{"record": "site", "name": "Berlin", "time_zone": "Etc/UTC"}])
    run_rows(admin, "holidays", holidays("Old"))
    return admin


def test_locks_and_reads_grow_with_the_rows(berlin: psycopg.Connection) -> None:
    with berlin.transaction():
        report = run_rows(berlin, "holidays", holidays("New") * 2)
        assert report["counts"]["changed"] == NUMBER
        locks, reads = berlin.execute(
            "SELECT (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'),"
            " (SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))"
            " FROM pg_stat_xact_user_tables WHERE schemaname = 'import')"
        ).fetchone() or (0, 0)
    # A lock for each row would not fit into the lock table, and rows that are compared with all
    # the others take for ever.
    assert locks < 10
    assert reads < 2 * NUMBER * 50


def test_who_changes_what_is_taken_back_has_read_another_version(
    berlin: psycopg.Connection, database: Database
) -> None:
    changed = run_rows(
        berlin, "holidays", [{**holidays("New")[0], "start": "09:00"}, holidays("New")[0]]
    )
    holiday = berlin.execute(
        "SELECT id, version FROM org.holiday_resource WHERE day = '2000-01-01' AND start IS NULL"
    ).fetchone()
    assert holiday is not None
    refused: list[str | None] = []

    def change() -> None:
        with database.connect() as other:
            try:
                other.execute(
                    "SELECT api.change_resource('holiday', %s, %s, %s)",
                    [holiday[0], Jsonb({"day": "2000-02-01"}), [holiday[1]]],
                )
            except psycopg.Error as error:
                refused.append(error.sqlstate)

    thread = threading.Thread(target=change)
    with berlin.transaction():
        berlin.execute("SELECT import.roll_back(%s)", [changed["id"]])
        thread.start()
        wait_until(
            lambda: berlin.execute("SELECT FROM pg_locks WHERE NOT granted").fetchone() is not None
        )
    thread.join()
    assert refused == ["ST016"]
    row = berlin.execute(
        "SELECT name, day::text FROM org.holiday_resource WHERE id = %s", [holiday[0]]
    ).fetchone()
    assert row == ("Old", "2000-01-01")


def test_a_file_is_looked_at_again_when_an_import_was_taken_back(
    berlin: psycopg.Connection,
) -> None:
    first: list[Row] = [{"site": "Berlin", "day": "2025-05-01", "name": "A"}]
    other: list[Row] = [{"site": "Berlin", "day": "2025-05-01", "name": "B"}]
    reports = [run_rows(berlin, "holidays", rows) for rows in (first, other, first)]
    assert run_rows(berlin, "holidays", first)["repeated"]
    # The last one left the row as the first one had: nothing stands on the first.
    berlin.execute("SELECT import.roll_back(%s)", [reports[0]["id"]])
    again = run_rows(berlin, "holidays", first)
    assert (again["repeated"], again["counts"]["created"]) == (False, 1)
