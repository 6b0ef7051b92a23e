"""GET /v1/audit: who changed what, for administrators of the whole organisation."""

from typing import Any

import pytest

from tests.http.running import Running
from tests.support.waiting import wait_until

NOTE = {"activity": "meeting", "start": "2030-01-07T09:00:00Z", "end": "2030-01-07T10:00:00Z"}


def items(server: Running, **filters: object) -> list[dict[str, Any]]:
    response = server.http.get("/v1/audit", params={k: str(v) for k, v in filters.items()})
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()["items"]
    return found


def test_a_change_over_http_is_told_whole(server: Running) -> None:
    made = server.post(
        "/v1/requests",
        {"staff_id": 2, "reason": "Planning", "adjustments": [{**NOTE, "note": "Room 7"}]},
    )
    assert made.status_code == 201
    request_id, adjustment_id = made.json()["id"], made.json()["adjustments"][0]["id"]
    # The newest first: it was approved as it was asked for, which was a draft first.
    *moves, request = items(server, relation="schedule.request", row=request_id)
    *_, adjustment = items(server, relation="schedule.adjustment", row=adjustment_id)
    assert [(m["old"]["state"], m["new"]["state"]) for m in moves] == [
        ("pending", "approved"),
        ("draft", "pending"),
    ]
    assert request["change_id"] == adjustment["change_id"]
    assert (request["action"], request["old"]) == ("insert", None)
    assert request["new"]["reason"] == "Planning"
    assert adjustment["new"]["note"] == "Room 7"
    assert (adjustment["reason"], adjustment["erased"]) == ("Planning", False)
    assert (adjustment["account_id"], adjustment["account"]) == (2, "Ana")
    assert adjustment["database_login"] == "strata_app"
    assert "recorded_from" not in adjustment["new"]
    about = items(server, staff_id=2)
    assert about.index(moves[0]) < about.index(adjustment) < about.index(request)


def test_the_server_seals_what_it_writes(server: Running) -> None:
    made = server.post("/v1/sites", {"name": "Sealed", "time_zone": "Europe/Rome"})
    assert made.status_code == 201
    wait_until(
        lambda: items(server, relation="org.site", row=made.json()["id"])[0]["position"] is not None
    )


def test_pages_begin_with_the_newest(server: Running) -> None:
    everything = items(server, limit=1000)
    order = [(item["change_id"], item["id"]) for item in everything]
    assert order == sorted(order, reverse=True)
    assert len(everything) > 10
    paged: list[dict[str, Any]] = []
    page = server.get("/v1/audit?limit=7")
    while True:
        paged += page.json()["items"]
        if page.json()["next"] is None:
            break
        assert 'rel="next"' in page.headers["link"]
        page = server.http.get("/v1/audit", params={"limit": 7, "cursor": page.json()["next"]})
    assert [item["id"] for item in paged] == [item["id"] for item in everything]


def test_filters(server: Running) -> None:
    made = server.post("/v1/sites", {"name": "Filtered", "time_zone": "Europe/Rome"})
    (item,) = items(server, relation="org.site", row=made.json()["id"])
    at = item["changed_at"]
    assert item in items(server, **{"from": at})
    assert item not in items(server, to=at)
    assert item in items(server, account_id=2, action="insert", limit=1000)
    assert items(server, account_id=1) == []
    assert items(server, relation="org.site", action="delete") == []
    assert items(server, request_id="nobody's") == []
    assert items(server, **{"from": "2031-01-01"}) == []


@pytest.mark.parametrize(
    ("query", "status", "pointer"),
    [
        ("limit=0", 422, "/limit"),
        ("cursor=00", 400, "/cursor"),
        ("from=yesterday", 400, "/from"),
        ("to=2030-01-01T00:00:00", 422, "/to"),
        ("time_zone=Mars", 422, "/time_zone"),
        ("account_id=x", 400, "/account_id"),
        ("action=AAA", 422, "/action"),
        ("unit=1", 400, "/unit"),
    ],
)
def test_bad_parameters_are_refused(server: Running, query: str, status: int, pointer: str) -> None:
    response = server.get(f"/v1/audit?{query}")
    assert response.status_code == status
    assert response.json()["errors"][0]["pointer"] == pointer


def test_nobody_else_reads_it(own_server: Running) -> None:
    """The server acts as somebody who has lost the role for the whole organisation."""
    own_server.execute("UPDATE auth.role_grant SET unit_id = 2 WHERE role = 'admin'")
    response = own_server.get("/v1/audit")
    assert response.status_code == 403
    assert response.json()["type"] == "/problems/not-allowed"
