"""Rows of the native kinds, run as the command line and the server run them."""

from typing import Any

import psycopg
from psycopg.types.json import Jsonb

Row = dict[str, str | None]


def run_rows(
    connection: psycopg.Connection,
    kind: str,
    rows: list[Row],
    options: dict[str, Any] | None = None,
    wish: tuple[str, str] = ("commit", "skip"),
) -> dict[str, Any]:
    """Stage rows, run the import, and keep it when its report says so."""
    with connection.transaction() as transaction:
        connection.execute("SET LOCAL ROLE strata_owner")
        opened = connection.execute(
            "SELECT import.open_batch(%s, '', 'rows', md5(%s), %s, '{}')",
            [kind, repr(rows), Jsonb(options or {})],
        ).fetchone()
        assert opened is not None
        staged = [
            {"ordinal": place, "line": place, "data": row} for place, row in enumerate(rows, 1)
        ]
        connection.execute("SELECT import.add_rows(%s, %s)", [opened[0], Jsonb(staged)])
        answer = connection.execute(
            "SELECT import.run(%s, %s, %s, '{}')", [opened[0], *wish]
        ).fetchone()
        assert answer is not None
        report: dict[str, Any] = answer[0]
        if report["state"] != "committed" or report["repeated"]:
            raise psycopg.Rollback(transaction)
    return report


def outcomes(report: dict[str, Any]) -> list[str]:
    """What became of each row, with the reasons of those that were refused."""
    return [
        "; ".join([item["outcome"], *(f"{f['field']}: {f['reason']}" for f in item["faults"])])
        for item in report["items"]
    ]
