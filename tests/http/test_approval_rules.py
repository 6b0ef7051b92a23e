"""/v1/approval-rules: what makes a rule, who writes it, and exact words for what is wrong."""

from typing import Any

import httpx
import pytest

from tests.http.running import Running
from tests.http.test_problems import problem_of

PATH = "/v1/approval-rules"
STEP = {"deciders": "unit_managers"}
WHOLE_STEP = {**STEP, "quorum": "any", "account_ids": []}
RULE = {"name": "Leave", "activity": "leave", "steps": [STEP]}
DEFAULTS: dict[str, Any] = {
    "unit_id": None,
    "class": None,
    "requester": None,
    "minimum_notice": None,
    "maximum_length": None,
    "lock_date": None,
    "automatic": False,
    "deadline": None,
    "on_deadline": "escalate",
    "coverage": "warn",
    "priority": 0,
    "from": None,
    "to": None,
}


def make(server: Running, **fields: object) -> dict[str, Any]:
    """A new rule."""
    answer = server.post(PATH, {**RULE, **fields})
    assert answer.status_code == 201, answer.text
    rule: dict[str, Any] = answer.json()
    return rule


def change(server: Running, rule: dict[str, Any], body: dict[str, Any]) -> httpx.Response:
    """PATCH a rule as it is."""
    return server.http.patch(f"{PATH}/{rule['id']}", json=body, headers={"If-Match": "*"})


def test_a_new_database_has_two_rules(server: Running) -> None:
    """What managers ask for others is done; everything else takes a manager of the unit."""
    edits, step = server.get(f"{PATH}?limit=2").json()["items"]
    expected = {**DEFAULTS, "activity": None}
    assert edits == {
        **expected,
        **{key: edits[key] for key in ("id", "version")},
        "name": "Edits by managers",
        "requester": "manager",
        "automatic": True,
        "priority": 1,
        "steps": [],
    }
    assert step == {
        **expected,
        **{key: step[key] for key in ("id", "version")},
        "name": "One manager of the unit",
        "steps": [WHOLE_STEP],
    }


def test_what_is_left_out_has_its_default(server: Running) -> None:
    made = make(server)
    assert made == {
        **DEFAULTS,
        **RULE,
        "id": made["id"],
        "steps": [WHOLE_STEP],
        "version": made["version"],
    }


def test_every_change_of_a_step_is_a_version_in_the_history(server: Running) -> None:
    made = make(server, name="Versions")
    two = [WHOLE_STEP, {"deciders": "admins", "quorum": "all", "account_ids": []}]
    same = change(server, made, {"steps": [STEP]}).json()
    assert same == made
    changed = change(server, made, {"steps": two}).json()
    assert changed["version"] > made["version"]
    assert changed["steps"] == two
    fewer = change(server, made, {"steps": two[1:]}).json()
    assert (fewer["steps"], fewer["version"] > changed["version"]) == (two[1:], True)
    history = server.get(f"/v1/history/approval-rules/{made['id']}").json()["items"]
    assert [item["action"] for item in history] == ["changed", "changed", "created"]


def test_listed_by_what_they_are_for(server: Running) -> None:
    sales = make(server, name="Of Sales", unit_id=2)
    night = make(server, name="Of Night", unit_id=4, **{"from": "2099-01-01"})

    def found(query: str) -> set[int]:
        return {item["id"] for item in server.get(f"{PATH}?{query}").json()["items"]}

    assert found("unit=3") == {night["id"]}
    assert found("unit_id=2") == {sales["id"]}
    assert night["id"] not in found("on=2030-01-01")
    assert {sales["id"], night["id"]} <= found("activity=leave")
    assert found("requester=admin") == set()


def test_an_ended_rule_stays_and_a_planned_one_goes(server: Running) -> None:
    begun, planned = make(server), make(server, **{"from": "2099-01-01"})
    for rule in (begun, planned):
        answer = server.http.delete(f"{PATH}/{rule['id']}", headers={"If-Match": "*"})
        assert answer.status_code == 204, answer.text
    ((today,),) = server.execute("SELECT org.today()::text")
    assert server.get(f"{PATH}/{begun['id']}").json()["to"] == today
    assert server.get(f"{PATH}/{planned['id']}").status_code == 404


ONE_OF = "must be one of"
WRONG: list[tuple[dict[str, Any], int, str, str]] = [
    ({"name": " "}, 422, "/name", "name must not be blank."),
    ({"unit_id": 99}, 409, "/unit_id", "There is no such unit, or rules of approval are for it."),
    ({"activity": "nap"}, 422, "/activity", "There is no activity nap."),
    ({"class": 3}, 422, "/class", "A rule is for an activity or for a class, not for both."),
    (
        {"activity": None, "class": 4},
        422,
        "/class",
        "class must be a number from 1 to 3.",
    ),
    ({"requester": "boss"}, 422, "/requester", f"requester {ONE_OF} self, manager, admin."),
    (
        {"minimum_notice": -1},
        422,
        "/minimum_notice",
        "minimum_notice must be a number from 0 to 527040.",
    ),
    (
        {"maximum_length": 0},
        422,
        "/maximum_length",
        "maximum_length must be a number from 1 to 527040.",
    ),
    ({"lock_date": "2030-02-30"}, 422, "/lock_date", "lock_date must be a date (YYYY-MM-DD)."),
    ({"deadline": 527041}, 422, "/deadline", "deadline must be a number from 1 to 527040."),
    ({"on_deadline": "drop"}, 422, "/on_deadline", f"on_deadline {ONE_OF} escalate, expire."),
    ({"coverage": "hope"}, 422, "/coverage", f"coverage {ONE_OF} ignore, warn, block."),
    ({"automatic": True}, 422, "/steps", "A rule that approves by itself has no steps."),
    (
        {"steps": []},
        422,
        "/steps",
        "A rule has one step at least, unless it approves by itself.",
    ),
    ({"steps": [STEP] * 11}, 422, "/steps", "steps must have at most 10 entries."),
    ({"steps": [{}]}, 422, "/steps/0/deciders", "steps/0/deciders is missing."),
    (
        {"steps": [{"deciders": "accounts"}]},
        422,
        "/steps/0/account_ids",
        "account_ids must name one account at least.",
    ),
    (
        {"steps": [{**STEP, "account_ids": [1]}]},
        422,
        "/steps/0/account_ids",
        "account_ids are for a step that accounts decide.",
    ),
    (
        {"steps": [STEP, {"deciders": "accounts", "account_ids": [1, 99]}]},
        422,
        "/steps/1/account_ids/1",
        "There is no active account 99.",
    ),
    (
        {"steps": [{"deciders": "accounts", "account_ids": [1, 1]}]},
        422,
        "/steps/0/account_ids",
        "steps/0/account_ids has an entry twice.",
    ),
    ({"from": "2030-01-02", "to": "2030-01-02"}, 422, "/to", "to must be later than from."),
    ({"version": 1}, 422, "/version", "version is set by the server."),
]


@pytest.mark.parametrize(("fields", "status", "pointer", "detail"), WRONG)
def test_what_is_wrong_is_named(
    server: Running, fields: dict[str, Any], status: int, pointer: str, detail: str
) -> None:
    """In what is made and in what is changed; nothing is written."""
    stored = server.get(f"{PATH}?limit=1000").json()
    answer = server.post(PATH, {**RULE, **fields})
    problem = problem_of(answer)
    assert (problem["status"], problem["errors"]) == (
        status,
        [{"pointer": pointer, "detail": detail}],
    )
    assert server.get(f"{PATH}?limit=1000").json() == stored


def test_everything_that_is_wrong_at_once(server: Running) -> None:
    steps = [{"deciders": "accounts", "account_ids": [98, 1, 99]}, {"deciders": "accounts"}]
    body = {"name": "Bad", "activity": "nap", "class": 1, "automatic": True, "steps": steps}
    pointers = [fault["pointer"] for fault in problem_of(server.post(PATH, body))["errors"]]
    assert pointers == [
        "/activity",
        "/class",
        "/steps",
        "/steps/0/account_ids/0",
        "/steps/0/account_ids/2",
        "/steps/1/account_ids",
    ]


def test_who_has_left_keeps_nobody_from_changing_the_rest(server: Running) -> None:
    account = server.add_account("gone@acme.test")
    steps = [{"deciders": "accounts", "quorum": "any", "account_ids": [account, 1]}]
    made = make(server, steps=steps)
    server.execute(f"UPDATE auth.account SET active = FALSE WHERE account_id = {account}")
    assert change(server, made, {"name": "Renamed"}).status_code == 200
    refused = problem_of(change(server, made, {"steps": [*steps, STEP]}))
    assert refused["errors"] == [
        {"pointer": "/steps/0/account_ids/0", "detail": f"There is no active account {account}."}
    ]


def test_a_unit_with_a_rule_stays(server: Running) -> None:
    unit = server.post("/v1/units", {"name": "Ruled", "parent_id": 1}).json()["id"]
    make(server, unit_id=unit)
    answer = server.http.delete(f"/v1/units/{unit}", headers={"If-Match": "*"})
    assert problem_of(answer)["errors"] == [
        {"pointer": "/unit_id", "detail": "There is no such unit, or rules of approval are for it."}
    ]


def test_admins_of_a_unit_write_its_rules_and_no_others(server: Running) -> None:
    """Also not by moving one of theirs up, or by taking one from above."""
    account = server.add_account("head@acme.test")
    server.execute(f"DELETE FROM auth.role_grant WHERE account_id = {account}")
    server.execute(
        "INSERT INTO auth.role_grant (account_id, role, unit_id)"
        f" VALUES ({account}, 'admin', 3), ({account}, 'manager', 2)"
    )
    everywhere = make(server, name="Everywhere")
    with server.client() as client:
        token = server.log_in("head@acme.test", client)["access_token"]
        client.headers["Authorization"] = f"Bearer {token}"
        made = client.post(PATH, json={**RULE, "unit_id": 4})
        assert made.status_code == 201, made.text
        own = f"{PATH}/{made.json()['id']}"
        tag = {"If-Match": "*"}
        assert client.patch(own, json={"unit_id": 3}, headers=tag).status_code == 200
        assert client.patch(own, json={"unit_id": 2}, headers=tag).status_code == 403
        assert client.patch(own, json={"unit_id": None}, headers=tag).status_code == 403
        assert client.post(PATH, json=RULE).status_code == 403
        assert client.post(PATH, json={**RULE, "unit_id": 2}).status_code == 403
        above = f"{PATH}/{everywhere['id']}"
        assert client.get(above).status_code == 200
        assert client.patch(above, json={"unit_id": 3}, headers=tag).status_code == 403
        assert client.delete(above, headers=tag).status_code == 403
        assert client.delete(own, headers=tag).status_code == 204
