"""The life of a request, from asking to its end, as its people go through it over HTTP."""

import re
from typing import Any

from tests.approval.conftest import Office, adjustment


def segments(office: Office, person: int, day: str) -> list[tuple[str, str, str]]:
    """What a person does on a UTC day."""
    answer = office["admin"].get(
        "/v1/schedules",
        params={"from": f"{day}T00:00:00Z", "to": f"{day}T23:59:00Z", "staff": person},
    )
    (found,) = answer.json()["staff"]
    return [(s["start"][11:16], s["end"][11:16], s["activity"]) for s in found["segments"]]


def transitions(office: Office, request: dict[str, Any]) -> list[tuple[str, str | None, str]]:
    """The audit's entries of the row of a request: action, old and new state."""
    return [
        (action, old, new)
        for action, old, new in office.server.execute(
            "SELECT action, old ->> 'state', new ->> 'state' FROM audit.entry"
            f" WHERE relation = 'schedule.request' AND row_key = '{request['id']}'"
            " ORDER BY entry_id"
        )
    ]


def test_what_one_asks_for_oneself_is_decided_by_a_manager(office: Office) -> None:
    asked = office.ask(
        "ada", staff_id=1, adjustments=[adjustment("leave", "2031-03-03T00:00", "2031-03-03T08:00")]
    )
    assert (asked["state"], asked["automatic"], asked["requested_by"]) == (
        "pending",
        False,
        office.accounts["ada"],
    )
    (step,) = asked["steps"]
    assert (step["deciders"], step["quorum"], step["unit_id"], step["state"]) == (
        "unit_managers",
        "any",
        2,
        "pending",
    )
    assert segments(office, 1, "2031-03-03") == [("00:00", "08:00", "office")]
    answer = office.move("max", asked, "approve", comment="Enjoy it")
    assert answer.status_code == 200, answer.text
    approved = answer.json()
    assert (approved["state"], approved["decided_by"], approved["decision_comment"]) == (
        "approved",
        office.accounts["max"],
        "Enjoy it",
    )
    assert approved["version"] > asked["version"]
    assert [d["account_id"] for d in approved["steps"][0]["decisions"]] == [office.accounts["max"]]
    assert segments(office, 1, "2031-03-03") == [("00:00", "08:00", "leave")]
    assert transitions(office, asked) == [
        ("insert", None, "draft"),
        ("update", "draft", "pending"),
        ("update", "pending", "approved"),
    ]


def test_what_a_manager_asks_for_others_is_an_edit(office: Office) -> None:
    asked = office.ask(
        "max",
        staff_id=4,
        adjustments=[adjustment("remote", "2031-03-04T00:00", "2031-03-04T08:00")],
    )
    assert (asked["state"], asked["automatic"], asked["steps"]) == ("approved", True, [])
    assert segments(office, 4, "2031-03-04") == [("00:00", "08:00", "remote")]


def test_nobody_decides_the_own_request(office: Office) -> None:
    body = [adjustment("leave", "2031-03-05T00:00", "2031-03-05T08:00")]
    office.server.execute(
        f"INSERT INTO auth.role_grant (account_id, role, unit_id)"
        f" VALUES ({office.accounts['ada']}, 'manager', 2), ({office.accounts['ada']}, 'admin', 1)"
    )
    asked = office.ask("ada", staff_id=1, adjustments=body)
    assert asked["state"] == "pending"
    answer = office.move("ada", asked, "approve")
    assert answer.status_code == 403
    assert answer.json()["detail"].startswith("Nobody decides what they asked for themselves")
    assert office.read(asked)["state"] == "pending"
    assert office.move("moe", asked, "reject", comment="No").json()["state"] == "rejected"
    office.server.execute(
        f"DELETE FROM auth.role_grant WHERE account_id = {office.accounts['ada']}"
        " AND role IN ('manager', 'admin')"
    )


def test_others_are_told_nothing(office: Office) -> None:
    asked = office.ask(
        "ada", staff_id=1, adjustments=[adjustment("leave", "2031-03-06T00:00", "2031-03-06T08:00")]
    )
    for name in ("bob", "ops", "out"):
        assert office[name].get(f"/v1/requests/{asked['id']}").status_code == 404
        assert office.move(name, asked, "approve").status_code == 404
        assert asked["id"] not in [
            r["id"] for r in office[name].get("/v1/requests").json()["items"]
        ]
    assert office.move("dee", asked, "approve").status_code == 404
    assert office.move("ada", asked, "withdraw").json()["state"] == "withdrawn"
    answer = office.move("max", asked, "approve")
    assert answer.status_code == 409
    (error,) = answer.json()["errors"]
    assert (error["pointer"], error["state"]) == ("/version", "withdrawn")


def test_an_edit_voids_what_was_read_before(office: Office) -> None:
    asked = office.ask(
        "ada",
        staff_id=1,
        reason="Dentist",
        adjustments=[adjustment("leave", "2031-03-07T00:00", "2031-03-07T04:00")],
    )
    answer = office["ada"].patch(
        f"/v1/requests/{asked['id']}",
        json={"adjustments": [adjustment("leave", "2031-03-07T00:00", "2031-03-07T02:00")]},
        headers={"If-Match": f'"{asked["version"]}.x"'},
    )
    if answer.status_code == 412:
        tag = office["ada"].get(f"/v1/requests/{asked['id']}").headers["ETag"]
        answer = office["ada"].patch(
            f"/v1/requests/{asked['id']}",
            json={"adjustments": [adjustment("leave", "2031-03-07T00:00", "2031-03-07T02:00")]},
            headers={"If-Match": tag},
        )
    assert answer.status_code == 200, answer.text
    edited = answer.json()
    assert (edited["state"], edited["reason"]) == ("pending", "Dentist")
    assert office.move("max", asked, "approve").status_code == 409
    assert office.move("max", edited, "approve").json()["state"] == "approved"
    assert segments(office, 1, "2031-03-07") == [
        ("00:00", "02:00", "leave"),
        ("02:00", "08:00", "office"),
    ]


def test_a_cancellation_gives_back_what_was_hidden(office: Office) -> None:
    asked = office.ask(
        "ada", staff_id=1, adjustments=[adjustment("leave", "2031-03-10T00:00", "2031-03-10T08:00")]
    )
    approved = office.move("max", asked, "approve").json()
    answer = office.move("ada", approved, "cancel", comment="I am well")
    assert answer.status_code == 200, answer.text
    (cancelling,) = answer.json()["cancelled_by"]
    assert answer.json()["state"] == "approved"
    waiting = office.read({"id": cancelling})
    assert (waiting["state"], waiting["cancels"], waiting["reason"]) == (
        "pending",
        [asked["id"]],
        "I am well",
    )
    assert office.move("max", waiting, "approve").json()["state"] == "approved"
    assert office.read(asked)["state"] == "cancelled"
    assert segments(office, 1, "2031-03-10") == [("00:00", "08:00", "office")]
    assert transitions(office, asked)[-1] == ("update", "approved", "cancelled")


def test_replacing_cuts_exactly_what_it_covers(office: Office) -> None:
    older = office.ask(
        "max",
        staff_id=1,
        adjustments=[adjustment("meeting", "2031-03-11T01:00", "2031-03-11T07:00")],
    )
    body = [adjustment("meeting", "2031-03-11T03:00", "2031-03-11T04:00")]
    refused = office["max"].post("/v1/requests", json={"staff_id": 1, "adjustments": body})
    assert refused.status_code == 409
    (error,) = refused.json()["errors"]
    assert (error["pointer"], error["start"]) == ("/adjustments/0", "2031-03-11T01:00:00Z")
    office.ask("max", staff_id=1, adjustments=body, on_conflict="replace")
    left = [(a["start"][11:16], a["end"][11:16]) for a in office.read(older)["adjustments"]]
    assert left == [("01:00", "03:00"), ("04:00", "07:00")]
    cut = office.read(older)
    assert (cut["state"], cut["version"] > older["version"]) == ("approved", True)
    assert office.move("max", older, "cancel").status_code == 409
    assert [new for _, _, new in transitions(office, older)] == ["draft", "pending", "approved"]


def test_a_draft_waits_until_it_is_submitted(office: Office) -> None:
    draft = office.ask(
        "ada",
        staff_id=1,
        draft=True,
        adjustments=[adjustment("leave", "2031-03-12T00:00", "2031-03-12T08:00")],
    )
    assert (draft["state"], draft["steps"]) == ("draft", [])
    assert office.move("max", draft, "approve").status_code == 409
    assert office.move("max", draft, "submit").status_code == 403
    submitted = office.move("ada", draft, "submit").json()
    assert submitted["state"] == "pending"
    waiting = office["max"].get("/v1/inbox", params={"limit": 1000}).json()
    (item,) = [i for i in waiting["items"] if i["id"] == draft["id"]]
    assert (item["on_behalf_of"], item["age_minutes"], item["overdue"]) == (None, 0, False)
    assert waiting["counts"]["pending"] == len(waiting["items"])
    assert office["ada"].get("/v1/inbox").json()["items"] == []


def test_many_are_decided_in_one_call_each_for_itself(office: Office) -> None:
    asked = [
        office.ask(
            "ada",
            staff_id=1,
            adjustments=[adjustment("leave", f"2031-04-{day:02}T00:00", f"2031-04-{day:02}T08:00")],
        )
        for day in (1, 1, 2, 3)
    ]
    office.move("ada", asked[2], "withdraw")
    decisions = [{"id": r["id"], "verdict": "approve", "version": r["version"]} for r in asked]
    answer = office["max"].post("/v1/requests/decisions", json={"decisions": decisions})
    assert answer.status_code == 200, answer.text
    report = answer.json()
    assert (report["decided"], report["failed"]) == (2, 2)
    assert [i["status"] for i in report["items"]] == [200, 409, 409, 200]
    problems = [i["problem"]["type"] for i in report["items"] if "problem" in i]
    assert all(i["problem"]["detail"] for i in report["items"] if "problem" in i)
    assert problems == ["/problems/schedule-overlap", "/problems/request-changed"]


def test_bad_bodies_name_their_fields(office: Office) -> None:
    good = adjustment("leave", "2031-05-01T00:00", "2031-05-01T08:00")
    cases: list[tuple[dict[str, Any], str]] = [
        ({"staff_id": 1}, "/adjustments"),
        (
            {"staff_id": 1, "adjustments": [{**good, "activity": "lunch"}]},
            "/adjustments/0/activity",
        ),
        ({"staff_id": 1, "adjustments": [{**good, "end": good["start"]}]}, "/adjustments/0/end"),
        (
            {"staff_id": 1, "adjustments": [{**good, "start": "2031-05-01T00:00:30Z"}]},
            "/adjustments/0/start",
        ),
        (
            {"staff_id": 1, "adjustments": [{**good, "end": "2032-06-01T00:00:00Z"}]},
            "/adjustments/0/end",
        ),
        ({"staff_id": 1, "adjustments": [good, good]}, "/adjustments/1"),
        ({"staff_id": 1, "adjustments": [good] * 10_000}, "/adjustments"),
        ({"staff_id": 1, "adjustments": [good], "deadline": "2020-01-01T00:00:00Z"}, "/deadline"),
        ({"staff_id": 1, "adjustments": [good], "deadline": "2031-01-01T00:00:01Z"}, "/deadline"),
        ({"staff_id": 1, "adjustments": [good], "on_conflict": "merge"}, "/on_conflict"),
        ({"staff_id": 1, "adjustments": [good], "draft": "yes"}, "/draft"),
        ({"staff_id": 1, "cancels": [999_999]}, "/cancels/0"),
        ({"staff_id": 1, "cancels": ["x"]}, "/cancels/0"),
        ({"staff_id": 1, "adjustments": [good], "mood": "sunny"}, "/mood"),
    ]
    before = office.server.execute("SELECT count(*) FROM schedule.request")
    for body, pointer in cases:
        answer = office["ada"].post("/v1/requests", json=body)
        assert answer.status_code == 422, (pointer, answer.text)
        assert pointer in [e["pointer"] for e in answer.json()["errors"]], answer.text
    assert office.server.execute("SELECT count(*) FROM schedule.request") == before


def test_an_action_names_its_version(office: Office) -> None:
    asked = office.ask(
        "ada", staff_id=1, adjustments=[adjustment("leave", "2031-05-05T00:00", "2031-05-05T08:00")]
    )
    path = f"/v1/requests/{asked['id']}/approve"
    for body in ({}, {"version": "1"}, {"version": 0}):
        answer = office["max"].post(path, json=body)
        assert answer.status_code == 422
        assert [e["pointer"] for e in answer.json()["errors"]] == ["/version"]
    answer = office["max"].post(path, json={"version": asked["version"] - 1})
    assert answer.status_code == 409
    (error,) = answer.json()["errors"]
    assert error["version"] == asked["version"]
    assert error["detail"] == (
        f"The request is pending now, in version {asked['version']}: read it again and decide anew."
    )
    assert re.fullmatch(r"/problems/request-changed", answer.json()["type"])


def test_lists_are_filtered_and_paged(office: Office) -> None:
    asked = [
        office.ask(
            "ada",
            staff_id=1,
            adjustments=[adjustment("leave", f"2031-06-{day:02}T00:00", f"2031-06-{day:02}T08:00")],
        )["id"]
        for day in (2, 3, 4)
    ]
    office.ask(
        "bob", staff_id=2, adjustments=[adjustment("leave", "2031-06-03T00:00", "2031-06-03T08:00")]
    )

    def listed(name: str, **query: str | int) -> list[int]:
        answer = office[name].get("/v1/requests", params={"from": "2031-06-01", **query})
        assert answer.status_code == 200, answer.text
        return [r["id"] for r in answer.json()["items"]]

    assert listed("ada") == listed("max") == listed("boss", unit=2) == asked[::-1]
    assert listed("boss", staff=1, to="2031-06-04") == asked[1::-1]
    assert listed("boss", state="approved") == []
    assert len(listed("boss", unit=1)) == 4
    assert len(listed("ops")) == 1
    first = office["max"].get("/v1/requests", params={"from": "2031-06-01", "limit": 2}).json()
    query = {"from": "2031-06-01", "limit": 2, "cursor": first["next"]}
    second = office["max"].get("/v1/requests", params=query).json()
    assert [r["id"] for r in first["items"] + second["items"]] == asked[::-1]
    assert second["next"] is None
    (part,) = (
        office["max"]
        .get("/v1/requests", params={"from": "2031-06-01", "limit": 1, "fields": "state,swap"})
        .json()["items"]
    )
    assert part == {"id": asked[2], "state": "pending", "swap": None, "version": part["version"]}
    answer = office["max"].get(f"/v1/requests/{asked[2]}", params={"fields": "state"})
    assert answer.json() == {"id": asked[2], "state": "pending", "version": part["version"]}
    for name, query, pointer in (
        ("max", {"state": "done"}, "/state"),
        ("max", {"limit": 0}, "/limit"),
        ("max", {"from": "2031-06-01", "to": "2031-06-01"}, "/to"),
        ("max", {"fields": "mood"}, "/fields"),
    ):
        answer = office[name].get("/v1/requests", params=query)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert office["max"].get("/v1/requests", params={"unit": 4}).status_code == 404
