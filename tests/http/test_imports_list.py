"""Imports over HTTP: the list, one with its rows, and taking one back."""

import psycopg
import pytest

from tests.http.running import Running
from tests.imports.native import Row, run_rows
from tests.support.servers import Database

SITE: list[Row] = [{"record": "site", "name": "Porto", "time_zone": "Europe/Lisbon"}]


@pytest.fixture(scope="module")
def imported(server: Running, shared_database: Database) -> list[int]:
    """The ids of three imports."""
    with shared_database.connect() as connection:
        return [
            run_rows(connection, "structure", [{**SITE[0], "name": name}])["id"]
            for name in ("Porto", "Faro", "Braga")
        ]


def test_the_list_is_paged(server: Running, imported: list[int]) -> None:
    first = server.http.get("/v1/imports?limit=2")
    assert [item["id"] for item in first.json()["items"]] == imported[:0:-1]
    assert first.json()["items"][0]["counts"]["created"] == 1
    second = server.http.get(first.links["next"]["url"]).json()
    assert ([item["id"] for item in second["items"]], second["next"]) == (imported[:1], None)
    assert server.http.get("/v1/imports?limit=0").status_code == 422
    assert server.http.get("/v1/imports?cursor=00").status_code == 400


def test_one_import_is_taken_back(
    server: Running, imported: list[int], shared_database: Database
) -> None:
    path = f"/v1/imports/{imported[0]}"
    assert server.http.get(path).json()["items"] == [
        {"ordinal": 1, "line": 1, "outcome": "created", "remark": None, "faults": []}
    ]
    with psycopg.connect(shared_database.url) as connection:
        connection.execute("UPDATE org.site SET name = 'Oporto' WHERE name = 'Porto'")
    refused = server.http.post(f"{path}/rollback")
    assert refused.status_code == 409
    assert refused.json()["code"] == "ST021"
    assert "was changed on" in refused.json()["errors"][0]["detail"]
    with psycopg.connect(shared_database.url) as connection:
        connection.execute("UPDATE org.site SET name = 'Porto' WHERE name = 'Oporto'")
    answer = server.http.post(f"{path}/rollback")
    assert (answer.status_code, answer.json()["state"]) == (200, "rolled_back")
    assert server.http.post(f"{path}/rollback").json()["code"] == "ST022"
    assert server.http.post("/v1/imports/999/rollback").status_code == 404
