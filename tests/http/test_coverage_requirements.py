"""/v1/coverage-requirements: the window, what counts, and until when."""

from typing import Any

import pytest

from tests.http.running import Running

PATH = "/v1/coverage-requirements"
NIGHT = {
    "unit_id": 3,
    "site_id": 1,
    "weekdays": [1, 2],
    "start": "22:00",
    "end": "06:00",
    "people": 2,
}
ABSENT: dict[str, Any] = {"dates": None, "activities": None, "from": None, "to": None}


def make(server: Running, **fields: object) -> dict[str, Any]:
    """A new requirement."""
    answer = server.post(PATH, {**NIGHT, **fields})
    assert answer.status_code == 201, answer.text
    requirement: dict[str, Any] = answer.json()
    return requirement


def test_made_read_and_listed(server: Running) -> None:
    made = make(server, activities=["office", "meeting"])
    assert made == {
        **ABSENT,
        **NIGHT,
        "id": made["id"],
        "activities": ["meeting", "office"],
        "version": made["version"],
    }
    assert server.get(f"{PATH}/{made['id']}").json() == made
    assert made in server.get(f"{PATH}?unit=1").json()["items"]
    assert made not in server.get(f"{PATH}?unit=2").json()["items"]
    history = server.get(f"/v1/history/coverage-requirements/{made['id']}").json()["items"]
    assert [item["account"] for item in history] == ["Ana"]


def test_changed_from_weekdays_to_dates(server: Running) -> None:
    made = make(server)
    address = f"{PATH}/{made['id']}"
    answer = server.http.patch(
        address,
        json={"weekdays": None, "dates": ["2026-11-23"], "end": "24:00"},
        headers={"If-Match": server.get(address).headers["ETag"]},
    )
    assert answer.status_code == 200, answer.text
    changed = answer.json()
    assert changed["version"] > made["version"]
    assert (changed["weekdays"], changed["dates"]) == (None, ["2026-11-23"])
    assert (changed["start"], changed["end"]) == ("22:00", "24:00")


def test_ended(server: Running) -> None:
    """What has begun ends; what has not is gone."""
    begun, planned = make(server), make(server, **{"from": "2099-01-01"})
    for requirement in (begun, planned):
        answer = server.http.delete(
            f"{PATH}/{requirement['id']}?to=2030-01-01", headers={"If-Match": "*"}
        )
        assert answer.status_code == 204, answer.text
    assert server.get(f"{PATH}/{begun['id']}").json()["to"] == "2030-01-01"
    assert server.get(f"{PATH}/{planned['id']}").status_code == 404


@pytest.mark.parametrize(
    ("fields", "status", "pointer"),
    [
        ({"dates": ["2026-11-23"]}, 422, "/weekdays"),
        ({"weekdays": None}, 422, "/weekdays"),
        ({"weekdays": [0]}, 422, "/weekdays/0"),
        ({"weekdays": [1, 1]}, 422, "/weekdays"),
        ({"weekdays": None, "dates": ["2026-02-30"]}, 422, "/dates/0"),
        ({"start": "9:00"}, 422, "/start"),
        ({"start": "24:00"}, 422, "/start"),
        ({"end": "24:01"}, 422, "/end"),
        ({"people": -1}, 422, "/people"),
        ({"activities": ["nap"]}, 422, "/activities"),
        ({"activities": []}, 422, "/activities"),
        ({"from": "2030-01-01", "to": "2030-01-01"}, 422, "/to"),
        ({"unit_id": 99}, 409, "/unit_id"),
        ({"site_id": 99}, 409, "/site_id"),
        ({"height": 3}, 422, "/height"),
    ],
)
def test_refused(server: Running, fields: dict[str, Any], status: int, pointer: str) -> None:
    answer = server.post(PATH, {**NIGHT, **fields})
    assert answer.status_code == status, answer.text
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
