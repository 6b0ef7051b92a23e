"""Every collection: create, read, list, change, end."""

from typing import Any, NamedTuple

import httpx
import pytest

from app.http.routes import COLLECTIONS
from tests.http.running import Running
from tests.http.test_problems import problem_of


class Case(NamedTuple):
    """A resource, a change of it, and what is different at its end, unless nothing is left."""

    body: dict[str, Any]
    change: dict[str, Any]
    rest: dict[str, Any] | None = None


# Stands for the day of the test.
ENDED: dict[str, Any] = {"to": "today"}


LINE = {"start": "09:00", "end": "17:00", "activity": "office"}
ACTIVITY = {
    "code": "trip",
    "name": "Trip",
    "colour": "#123456",
    "class": 2,
    "works": True,
    "available": False,
    "absent": False,
}
CASES = {
    "units": Case({"name": "Day", "parent_id": 3}, {"parent_id": 2, "short_name": "D"}),
    "sites": Case({"name": "Osaka", "time_zone": "Asia/Tokyo"}, {"name": "Kobe"}),
    "holidays": Case(
        {"site_id": 1, "day": "2027-05-03", "name": "Constitution"},
        {"start": "12:00", "end": "24:00"},
    ),
    "activities": Case(ACTIVITY, {"private": True, "shown_as": "leave"}),
    "staff": Case(
        {"employee_number": "F6", "name": "Fay", "unit_id": 2, "from": "2026-01-01"},
        {"name": "Fay F.", "email": "fay@acme.test"},
        {"unit_id": None, "from": None},
    ),
    "memberships": Case(
        {"staff_id": 5, "unit_id": 2, "from": "2126-01-01"}, {"unit_id": 3, "to": "2127-01-01"}
    ),
    "secondments": Case(
        {"staff_id": 1, "unit_id": 3, "from": "2026-01-01", "to": None},
        {"unit_id": 4},
        ENDED,
    ),
    "patterns": Case({"name": "Days", "days": 2, "lines": []}, {"lines": [{"day": 1, **LINE}]}),
    "contracts": Case(
        {
            "staff_id": 3,
            "site_id": 1,
            "pattern_id": 1,
            "anchor": "2026-01-05",
            "from": "2026-01-01",
        },
        {"holiday_rule": "ignore"},
        ENDED,
    ),
    "presets": Case({"name": "Late", "unit_id": 2, "lines": [LINE]}, {"unit_id": None}),
    "duties": Case(
        {"name": "Switchboard", "day": "2027-01-04", "staff_id": 1}, {"note": "With a headset"}
    ),
    "coverage-requirements": Case(
        {
            "unit_id": 2,
            "site_id": 1,
            "weekdays": [1],
            "start": "09:00",
            "end": "17:00",
            "people": 2,
        },
        {"people": 3, "activities": ["office"]},
        ENDED,
    ),
    "import-profiles": Case(
        {"name": "payroll", "kind": "staff", "definition": {"aliases": {"name": ["Who"]}}},
        {"definition": {"aliases": {"name": ["Person"]}}},
    ),
    # Whoever has done something is never deleted.
    "accounts": Case(
        {"email": "eve@acme.test", "name": "Eve", "staff_id": 5},
        {"name": "Eva"},
        {"active": False},
    ),
    "grants": Case({"account_id": 1, "role": "staff", "unit_id": 2}, {"role": "manager"}),
    "approval-rules": Case(
        {
            "name": "Leave of Sales",
            "unit_id": 2,
            "activity": "leave",
            "requester": "self",
            "minimum_notice": 1440,
            "steps": [
                {"deciders": "unit_managers", "quorum": "any", "account_ids": []},
                {"deciders": "accounts", "quorum": "all", "account_ids": [1, 2]},
            ],
        },
        {"activity": None, "class": 3, "automatic": True, "steps": []},
        ENDED,
    ),
    "delegations": Case(
        {"delegate_id": 1, "from": "2126-01-01T00:00:00Z", "to": "2126-02-01T00:00:00Z"},
        {"to": None},
    ),
    "webhooks": Case(
        {"name": "Payroll", "url": "https://example.org/", "active": False, "staff_ids": [1, 2]},
        {"types": ["staff:updated"], "unit_ids": [2], "staff_ids": []},
    ),
}
# What only the answer to a creation says.
ONCE = {"webhooks": {"secret": None}}


def change(server: Running, path: str, body: object, tag: str) -> httpx.Response:
    """PATCH what has that entity tag."""
    return server.http.patch(path, json=body, headers={"If-Match": tag})


def items(server: Running, path: str) -> list[dict[str, Any]]:
    """The items of a list of one page."""
    answer = server.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.json()["next"] is None
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def test_every_collection_has_a_case() -> None:
    """Nobody adds a collection that is not tried out."""
    assert CASES.keys() == COLLECTIONS.keys()


def test_every_noun_has_its_routes(server: Running) -> None:
    """The route table and the database name the same resources."""
    stored = server.execute("SELECT collection, noun FROM api.resource WHERE noun <> 'settings'")
    assert dict(stored) == COLLECTIONS


@pytest.mark.parametrize("collection", CASES)
def test_from_beginning_to_end(server: Running, collection: str) -> None:
    """What is made is read, listed, changed and ended, and every answer shows the same."""
    case = CASES[collection]
    made = server.post(f"/v1/{collection}", case.body)
    assert made.status_code == 201, made.text
    document = made.json()
    assert {name: document[name] for name in case.body} | {"lines": 0} == case.body | {"lines": 0}
    path = f"/v1/{collection}/{document['id']}"
    assert made.headers["location"] == path
    read = server.get(path)
    if collection in ONCE:
        assert read.json() == document | ONCE[collection] != document
        document = read.json()
    else:
        assert (read.content, read.headers["etag"]) == (made.content, made.headers["etag"])
    assert read.headers["etag"].startswith(f'"{document["version"]}.')
    assert document in items(server, f"/v1/{collection}?limit=1000")

    changed = change(server, path, case.change, read.headers["etag"])
    assert changed.status_code == 200, changed.text
    after = changed.json()
    assert after["version"] > document["version"]
    expected = document | case.change | {"version": after["version"]}
    if collection == "patterns":
        expected |= {"lines": after["lines"], "changed_person_days": 0}
        assert [line["day"] for line in after["lines"]] == [1]
    else:
        assert server.get(path).content == changed.content
    assert after == expected

    ended = server.http.delete(path, headers={"If-Match": changed.headers["etag"]})
    assert (ended.status_code, ended.content) == (204, b""), ended.text
    if case.rest is None:
        assert server.get(path).status_code == 404
        assert document["id"] not in {item["id"] for item in items(server, f"/v1/{collection}")}
    else:
        rest = server.get(path).json()
        today = {"to": server.execute("SELECT org.today()::text")[0][0]}
        expected = today if case.rest is ENDED else case.rest
        assert rest == after | expected | {"version": rest["version"]}


def test_settings(server: Running) -> None:
    """One object, that is read and changed."""
    before = server.get("/v1/settings")
    answer = change(server, "/v1/settings", {"organisation_name": "Ajax"}, before.headers["etag"])
    assert answer.status_code == 200, answer.text
    assert answer.json() == before.json() | {
        "organisation_name": "Ajax",
        "version": answer.json()["version"],
    }
    stale = change(server, "/v1/settings", {"time_zone": "UTC"}, before.headers["etag"])
    assert stale.status_code == 412


def test_nothing_to_change(server: Running) -> None:
    """An empty patch leaves version and tag as they are."""
    before = server.get("/v1/units/2")
    after = change(server, "/v1/units/2", {}, before.headers["etag"])
    assert (after.status_code, after.content) == (200, before.content)
    assert after.headers["etag"] == before.headers["etag"]


def test_a_merge_patch_has_a_media_type(server: Running) -> None:
    """application/merge-patch+json does for PATCH, and for nothing else."""
    headers = {"Content-Type": "application/merge-patch+json", "If-Match": "*"}
    unit = {"name": "Patched", "parent_id": 1}
    patched = server.http.patch("/v1/units/2", content=b'{"short_name": "S"}', headers=headers)
    assert (patched.status_code, patched.json()["short_name"]) == (200, "S")
    answer = server.http.post("/v1/units", json=unit, headers=headers)
    assert problem_of(answer)["detail"] == "Send the body as application/json, in UTF-8."
    answer = server.http.patch("/v1/units/2", content=b"{}", headers={"If-Match": "*"})
    assert problem_of(answer)["detail"] == (
        "Send the body as application/json or application/merge-patch+json, in UTF-8."
    )


@pytest.mark.parametrize(
    ("path", "method", "allowed"),
    [
        ("/v1/units", "DELETE", "GET, HEAD, POST"),
        ("/v1/units/1", "POST", "DELETE, GET, HEAD, PATCH"),
        ("/v1/settings", "POST", "GET, HEAD, PATCH"),
    ],
)
def test_other_methods(server: Running, path: str, method: str, allowed: str) -> None:
    """405 names those there are."""
    answer = server.http.request(method, path, json={})
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_what_is_not_there(server: Running, method: str) -> None:
    """404 with the number that was asked for."""
    headers = {"If-Match": "*"}
    body: dict[str, str] | None = {} if method == "PATCH" else None
    answer = server.http.request(method, "/v1/contracts/99", headers=headers, json=body)
    assert problem_of(answer)["detail"] == "There is no contract 99."


def test_an_end(server: Running) -> None:
    """What has begun ends on a day, never before its beginning, and never later than it does."""
    body = {"staff_id": 4, "unit_id": 3, "from": "2026-01-01", "to": "2026-06-01"}
    path = server.post("/v1/secondments", body).headers["location"]

    def end(to: str) -> httpx.Response:
        return server.http.delete(f"{path}?to={to}", headers={"If-Match": "*"})

    assert problem_of(end("2026-01-01"))["detail"] == "It began on 2026-01-01: to must be later."
    assert problem_of(end("2026-07-01"))["detail"] == "It ends on 2026-06-01 already."
    assert problem_of(end("tomorrow"))["detail"] == "to must be a date (YYYY-MM-DD)."
    assert problem_of(end("2025-02-30"))["detail"] == "to must be a date (YYYY-MM-DD)."
    assert end("2026-03-01").status_code == 204
    assert server.get(path).json()["to"] == "2026-03-01"
    # Without a day it is today, by which this has ended already.
    assert server.http.delete(path, headers={"If-Match": "*"}).status_code == 204
    assert server.get(path).json()["to"] == "2026-03-01"


def test_what_others_need_stays(server: Running) -> None:
    """409 by the comment of the constraint."""
    answer = server.http.delete("/v1/sites/1", headers={"If-Match": "*"})
    problem = problem_of(answer)
    assert (problem["status"], problem["code"]) == (409, "contract_site_exists")


def test_no_circle(server: Running) -> None:
    """A unit does not move below itself."""
    answer = change(server, "/v1/units/3", {"parent_id": 4}, "*")
    assert answer.status_code in (409, 422)
    assert problem_of(answer)["errors"][0]["pointer"] == "/parent_id"
