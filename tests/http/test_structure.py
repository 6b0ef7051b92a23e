"""Changes of the structure over HTTP, and what they say about the schedule."""

from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from tests.http.running import Running

LATER = [{"day": 0, "start": "10:00", "end": "18:00", "activity": "office"}]


def change(server: Running, path: str, body: dict[str, Any]) -> httpx.Response:
    """PATCH what has just been read."""
    tag = server.get(path).headers["ETag"]
    return server.http.patch(path, json=body, headers={"If-Match": tag})


def today(server: Running) -> date:
    ((day,),) = server.execute("SELECT org.today()")
    assert isinstance(day, date)
    return day


def test_a_changed_pattern_says_from_when_and_how_much(own_server: Running) -> None:
    """Person-days are those of contracts in the 366 days from the first one on."""
    before = own_server.get("/v1/schedules?from=2026-01-05&to=2026-01-10").json()["staff"]
    answer = change(own_server, "/v1/patterns/1", {"lines": LATER})
    assert answer.status_code == 200
    changed = answer.json()
    tomorrow = today(own_server) + timedelta(days=1)
    ((wanted,),) = own_server.execute(
        "SELECT count(*) FROM schedule.contract AS c"
        f" CROSS JOIN generate_series(0, 365) AS n WHERE c.valid @> (date '{tomorrow}' + n)"
        f" AND (date '{tomorrow}' + n - c.anchor) % 7 < 5"
    )
    assert wanted > 0
    assert (changed["from"], changed["changed_person_days"]) == (tomorrow.isoformat(), wanted)
    assert "backwards" not in changed
    assert own_server.get("/v1/patterns/1").json() == {**changed, "changed_person_days": None}
    assert own_server.get("/v1/schedules?from=2026-01-05&to=2026-01-10").json()["staff"] == before


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"lines": LATER, "from": "2026-02-01"}, 422, "/from"),
        ({"days": 14}, 409, "/days"),
        ({"lines": [{**LATER[0], "activity": "siesta"}]}, 422, "/lines/0/activity"),
        ({"lines": [{**LATER[0], "end": "25:00"}]}, 422, "/lines/0/end"),
        ({"lines": [*LATER, *LATER]}, 422, "/lines/1"),
        ({"changed_person_days": 0}, 422, "/changed_person_days"),
    ],
)
def test_a_pattern_that_cannot_change_so(
    server: Running, body: dict[str, Any], status: int, field: str
) -> None:
    before = server.get("/v1/patterns/1").json()
    answer = change(server, "/v1/patterns/1", body)
    assert answer.status_code == status
    assert [each["pointer"] for each in answer.json()["errors"]] == [field]
    assert server.get("/v1/patterns/1").json() == before


def test_a_person_moves_and_leaves(own_server: Running) -> None:
    """A move is a second membership; who leaves has none, nor work, but is still there."""
    joined = own_server.post(
        "/v1/staff",
        {"employee_number": "X1", "name": "Eve", "unit_id": 2, "from": "2026-02-01"},
    )
    assert joined.status_code == 201
    path = joined.headers["Location"]
    person = joined.json()["id"]
    moved = change(own_server, path, {"unit_id": 3, "from": "2026-03-01"})
    assert (moved.json()["unit_id"], moved.json()["from"]) == (3, "2026-03-01")
    work = own_server.post(
        "/v1/contracts",
        {
            "staff_id": person,
            "site_id": 1,
            "pattern_id": 1,
            "anchor": "2026-03-02",
            "from": "2026-03-01",
        },
    )
    assert work.status_code == 201
    left = own_server.http.delete(f"{path}?to=2026-04-01", headers={"If-Match": "*"})
    assert left.status_code == 204
    homes = own_server.get(f"/v1/memberships?staff_id={person}&sort=from").json()["items"]
    assert [(each["unit_id"], each["from"], each["to"]) for each in homes] == [
        (2, "2026-02-01", "2026-03-01"),
        (3, "2026-03-01", "2026-04-01"),
    ]
    assert own_server.get(work.headers["Location"]).json()["to"] == "2026-04-01"
    assert own_server.get(path).json()["unit_id"] is None
    again = own_server.post(
        "/v1/contracts",
        {key: work.json()[key] for key in ("staff_id", "site_id", "pattern_id")}
        | {"anchor": "2026-03-02", "from": "2026-04-01"},
    )
    assert again.status_code == 409
    assert [each["pointer"] for each in again.json()["errors"]] == ["/from"]
