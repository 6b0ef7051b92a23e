"""docs/approval.md: its picture, its table of rules, and its examples, made through the API."""

import json
import re
import runpy
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from app import ROOT
from tests.approval.conftest import Office, adjustment
from tests.http.running import Running
from tests.http.test_problems import problem_of

GUIDE = (ROOT / "docs" / "approval.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"### \d+\. (.+?)\n(.*?)(?=\n### |\Z)", GUIDE, re.DOTALL)
BODIES = re.compile(r"`POST (/v1/[a-z-]+)`\n\n```json\n(.*?)```", re.DOTALL)
IMAGES = ROOT / "docs" / "images"
GUARD = (ROOT / "sql" / "approval" / "refuse_transition.sql").read_text(encoding="utf-8")


def refused(answer: httpx.Response) -> str:
    """The only fault of what a rule does not allow, as the document writes it."""
    problem = problem_of(answer)
    (only,) = problem["errors"]
    assert problem["status"] == 422
    return f'refused: `{only["pointer"]}`, "{only["detail"]}"'


def asked(office: Office, name: str, person: int, *items: dict[str, Any]) -> httpx.Response:
    """What is answered to somebody who asks for a person."""
    body = {"staff_id": person, "adjustments": items}
    return office[name].post("/v1/requests", json=body)


def deciders(request: dict[str, Any]) -> list[tuple[str, int | None, str]]:
    """Who decides each step, of which unit, and how far it is."""
    return [(step["deciders"], step["unit_id"], step["state"]) for step in request["steps"]]


def breaks(office: Office, text: str) -> None:
    lunch = adjustment("break", "2031-03-03T03:00", "2031-03-03T03:30")
    taken = asked(office, "ada", 1, lunch).json()
    assert (taken["state"], taken["automatic"]) == ("approved", True)
    long = adjustment("break", "2031-03-04T03:00", "2031-03-04T05:00")
    assert refused(asked(office, "ada", 1, long)) in text
    others = adjustment("break", "2031-03-04T03:00", "2031-03-04T05:00")
    assert asked(office, "max", 4, others).json()["state"] == "approved"


def heads(office: Office, text: str) -> None:
    leave = adjustment("leave", "2031-03-05T00:00", "2031-03-05T08:00")
    request = asked(office, "bob", 2, leave).json()
    assert deciders(request) == [("parent_managers", 1, "pending")]
    waits = datetime.fromisoformat(request["steps"][0]["deadline"]) - datetime.now(UTC)
    assert timedelta(hours=47) < waits <= timedelta(hours=48)
    office.server.execute(
        "INSERT INTO auth.role_grant (account_id, role, unit_id)"
        f" VALUES ({office.accounts['bob']}, 'manager', 3)"
    )
    for name in ("bob", "ops"):
        assert office.move(name, request, "approve").status_code == 403
    assert office.move("boss", request, "approve").json()["state"] == "approved"
    tomorrow = f"{datetime.now(UTC) + timedelta(days=1):%Y-%m-%d}"
    soon = adjustment("leave", f"{tomorrow}T00:00", f"{tomorrow}T08:00")
    assert refused(asked(office, "bob", 2, soon)) in text
    # Cyd is of the Night shift.
    account = office.server.add_account("cyd@acme.test")
    office.server.execute(
        f"UPDATE auth.account SET staff_id = 3 WHERE account_id = {account};"
        f" UPDATE auth.role_grant SET role = 'staff' WHERE account_id = {account}"
    )
    with signed_in(office.server, "cyd@acme.test") as client:
        answer = client.post("/v1/requests", json={"staff_id": 3, "adjustments": [soon]})
    assert deciders(answer.json()) == [("unit_managers", 4, "pending")]


def long_leave(office: Office, text: str) -> None:
    span = ("2031-04-01T00:00", "2031-04-22T00:00")
    assert refused(asked(office, "ada", 1, adjustment("leave", *span))) in text
    request = asked(office, "ada", 1, adjustment("long_leave", *span)).json()
    assert deciders(request) == [("unit_managers", 2, "pending"), ("admins", 2, "waiting")]
    first = office.move("max", request, "approve").json()
    assert first["state"] == "pending"
    assert deciders(first) == [("unit_managers", 2, "approved"), ("admins", 2, "pending")]
    assert office.move("max", first, "approve").status_code == 403
    assert office.move("admin", first, "approve").json()["state"] == "approved"


def blocked(office: Office, text: str) -> None:
    monday = adjustment("leave", "2031-03-10T00:00", "2031-03-10T08:00")
    request = asked(office, "ada", 1, monday).json()
    assert office.move("max", request, "approve").json()["state"] == "approved"
    second = asked(office, "dee", 4, monday).json()
    assert second["state"] == "pending"
    for answer in (office.move("max", second, "approve"), asked(office, "max", 4, monday)):
        problem = problem_of(answer)
        assert (problem["status"], problem["type"]) == (409, "/problems/coverage-shortage")
        (shortage,) = problem["errors"]
        assert shortage["detail"] == "0 of 1 people would be there."
        assert "`coverage-shortage`" in text
        assert "0 of 1 people would be there" in text
        assert (shortage["start"], shortage["end"]) == (monday["start"], monday["end"])
    assert office.read(second)["state"] == "pending"


def closed_month(office: Office, text: str) -> None:
    paid = adjustment("remote", "2030-02-15T00:00", "2030-02-15T08:00")
    assert refused(asked(office, "ada", 1, paid)) in text
    trip = adjustment("meeting", "2031-03-12T00:00", "2031-03-12T08:00")
    request = asked(office, "ada", 1, trip).json()
    assert deciders(request) == [("accounts", None, "pending")]
    assert office.move("max", request, "approve").status_code == 403
    half = office.move("admin", request, "approve").json()
    assert half["state"] == "pending"
    office.server.add_account("viewer@acme.test")
    with signed_in(office.server, "viewer@acme.test") as client:
        answer = client.post(
            f"/v1/requests/{request['id']}/approve", json={"version": half["version"]}
        )
    assert answer.json()["state"] == "approved"


def signed_in(server: Running, email: str) -> httpx.Client:
    """A client of an account."""
    token = server.log_in(email)["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.Client(base_url=server.http.base_url, timeout=30, headers=headers)


CLAIMS: dict[str, Callable[[Office, str], None]] = {
    "Self-service breaks": breaks,
    "Leave of managers": heads,
    "Long leave in two steps": long_leave,
    "Blocked below coverage": blocked,
    "The month is closed, and two must agree to a trip": closed_month,
}
BREAK = {"code": "break", "name": "Break", "colour": "#f59e0b", "class": 2}
FLAGS = {"works": False, "available": False, "absent": False}


def test_every_example_is_tried() -> None:
    assert [title for title, _ in EXAMPLES] == [*CLAIMS]


@pytest.mark.parametrize(("title", "text"), EXAMPLES, ids=[title for title, _ in EXAMPLES])
def test_an_example_does_what_it_says(office: Office, title: str, text: str) -> None:
    """Its bodies are accepted, and what is said after them happens."""
    office["admin"].post("/v1/activities", json={**BREAK, **FLAGS})
    bodies = BODIES.findall(text)
    assert "/v1/approval-rules" in [path for path, _ in bodies]
    for path, body in bodies:
        answer = office["admin"].post(path, json=json.loads(body))
        assert answer.status_code == 201, answer.text
    try:
        CLAIMS[title](office, re.sub(r"\s+", " ", text))
    finally:
        office.server.execute("DELETE FROM approval.rule WHERE rule_id > 2")


def test_the_table_of_rules_has_every_field(office: Office) -> None:
    table = GUIDE.partition("| field |")[2].partition("\n\n")[0]
    named = [
        name for row in table.splitlines()[2:] for name in re.findall(r"`(\w+)`", row.split("|")[1])
    ]
    fields = office.server.execute(
        "SELECT field FROM api.field WHERE noun = 'approval_rule' ORDER BY field"
    )
    assert sorted(named) == [field for (field,) in fields]


def test_the_delegation_is_one(office: Office) -> None:
    (example,) = re.findall(r"^    (\{.+\})$", GUIDE, re.MULTILINE)
    body = json.loads(example) | {"delegate_id": office.accounts["moe"]}
    assert office["max"].post("/v1/delegations", json=body).status_code == 201


def test_the_picture_shows_what_the_database_allows() -> None:
    """Redraw it with python -m docs.images.draw_approval_states."""
    script = runpy.run_path(str(IMAGES / "draw_approval_states.py"))
    drawn = (IMAGES / "approval-states.svg").read_text(encoding="utf-8")
    assert script["picture"]() == drawn
    allowed = set(re.findall(r"\('(\w+)', '(\w+)'\)", GUARD))
    assert {(source, target) for source, target, *_ in script["TRANSITIONS"]} == allowed
    life = GUIDE.partition("## Rules")[0]
    told = {
        (source, target)
        for sources, target in re.findall(r"^\| ([a-z, ]+) \| (\w+) \|", life, re.MULTILINE)
        for source in sources.split(", ")
    }
    assert told - {("from", "to")} == allowed
