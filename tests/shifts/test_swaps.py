"""Swaps over HTTP: two people exchange parts of their days, both agree, then it is decided."""

from typing import Any

import httpx

from tests.http.running import Running
from tests.shifts.conftest import Client, faults, refusal, segments

FORBIDDEN = "The account has no right to do this."


def part(day: str, start: str, end: str) -> dict[str, str]:
    """A part of a UTC day."""
    return {"start": f"{day}T{start}:00Z", "end": f"{day}T{end}:00Z"}


def adjust(ward: Running, staff_id: int, day: str, *parts: tuple[str, str, str]) -> None:
    """The administrator changes what somebody does."""
    adjustments = [{"activity": code, **part(day, start, end)} for start, end, code in parts]
    answer = ward.post("/v1/requests", {"staff_id": staff_id, "adjustments": adjustments})
    assert (answer.status_code, answer.json()["state"]) == (201, "approved"), answer.text


def ask(
    client: httpx.Client, staff_id: int, partner_id: int, *parts: dict[str, str], **more: object
) -> httpx.Response:
    """Ask for a swap."""
    swap = {"staff_id": partner_id, "parts": parts}
    return client.post("/v1/requests", json={"staff_id": staff_id, "swap": swap, **more})


def move(client: httpx.Client, request: dict[str, Any], action: str) -> httpx.Response:
    """Approve or reject a swap as it is now."""
    now = client.get(f"/v1/requests/{request['id']}").json()
    body = {"version": now["version"]}
    return client.post(f"/v1/requests/{request['id']}/{action}", json=body)


def test_both_agree_and_then_it_is_decided(ward: Running, client: Client) -> None:
    """Exactly the parts change hands: of all classes, and nothing outside of them."""
    day = "2031-02-03"
    adjust(ward, 2, day, ("06:00", "10:00", "remote"), ("09:30", "11:00", "meeting"))
    adjust(ward, 3, day, ("12:00", "16:00", "training"), ("19:00", "21:00", "remote"))
    before = [
        ("06:00", "09:30", "remote"),
        ("09:30", "11:00", "meeting"),
        ("11:00", "16:00", "office"),
    ]
    assert segments(ward, 2, day) == before
    other = [
        ("08:00", "12:00", "office"),
        ("12:00", "16:00", "training"),
        ("19:00", "21:00", "remote"),
    ]
    assert segments(ward, 3, day) == other
    parts = [part(day, "07:00", "10:00"), part(day, "13:00", "20:00")]
    asked = ask(client("ben"), 2, 3, *parts, reason="Concert")
    assert asked.status_code == 201, asked.text
    request = asked.json()
    assert [request[key] for key in ("kind", "state", "staff_id", "partner_id")] == [
        "swap",
        "pending",
        2,
        3,
    ]
    assert request["swap"] == {"staff_id": 3, "parts": parts}
    assert [(step["deciders"], step["state"]) for step in request["steps"]] == [
        ("partner", "pending"),
        ("unit_managers", "waiting"),
        ("unit_managers", "waiting"),
    ]
    assert [step["unit_id"] for step in request["steps"]] == [None, 2, 4]
    assert segments(ward, 2, day) == before
    # Nobody decides before the other one has agreed, and whoever asked does not agree for both.
    for name in ("ann", "ben"):
        assert refusal(move(client(name), request, "approve"))[:2] == (403, "ST011")
    agreed = move(client("cat"), request, "approve")
    assert (agreed.status_code, agreed.json()["state"]) == (200, "pending")
    assert agreed.json()["steps"][0]["decisions"][0]["consent"] is True
    for name in ("cat", "ben"):
        assert refusal(move(client(name), request, "approve"))[:2] == (403, "ST011")
    # Ann manages the Ward of Ben, and so the Night of Cat: a step for each.
    for state in ("pending", "approved"):
        approved = move(client("ann"), request, "approve")
        assert (approved.status_code, approved.json()["state"]) == (200, state), approved.text
    assert segments(ward, 2, day) == [
        ("06:00", "07:00", "remote"),
        # Cat began at 8:00: in the hour before Ben, who had adjusted it, has nothing left.
        ("08:00", "10:00", "office"),
        ("10:00", "11:00", "meeting"),
        ("11:00", "13:00", "office"),
        ("13:00", "16:00", "training"),
        ("19:00", "20:00", "remote"),
    ]
    assert segments(ward, 3, day) == [
        ("07:00", "09:30", "remote"),
        ("09:30", "10:00", "meeting"),
        ("10:00", "12:00", "office"),
        ("12:00", "13:00", "training"),
        ("13:00", "16:00", "office"),
        ("20:00", "21:00", "remote"),
    ]


def test_the_other_one_says_no(ward: Running, client: Client) -> None:
    day = "2031-02-04"
    adjust(ward, 2, day, ("16:00", "20:00", "remote"))
    request = ask(client("ben"), 2, 3, part(day, "15:00", "21:00")).json()
    before = segments(ward, 2, day), segments(ward, 3, day)
    assert move(client("cat"), request, "reject").json()["state"] == "rejected"
    assert (segments(ward, 2, day), segments(ward, 3, day)) == before
    refused = move(client("ann"), request, "approve")
    assert (refused.status_code, refused.json()["code"]) == (409, "ST080")


def test_days_that_changed_meanwhile_are_not_exchanged(ward: Running, client: Client) -> None:
    """Neither when something else is there by then, nor when one of them is absent."""
    for day, code in (("2031-02-05", "remote"), ("2031-02-06", "leave")):
        request = ask(client("ben"), 2, 3, part(day, "08:00", "12:00")).json()
        assert move(client("cat"), request, "approve").status_code == 200
        assert move(client("ann"), request, "approve").status_code == 200
        adjust(ward, 3, day, ("09:00", "10:00", code))
        before = segments(ward, 2, day), segments(ward, 3, day)
        late = move(client("ann"), request, "approve")
        assert (late.status_code, late.json()["code"]) == (409, "ST082")
        assert (segments(ward, 2, day), segments(ward, 3, day)) == before
        assert client("ann").get(f"/v1/requests/{request['id']}").json()["state"] == "pending"


def test_who_may_ask_for_what(ward: Running, client: Client) -> None:
    day = "2031-02-07"
    slot = part(day, "08:00", "12:00")
    # Dan is at home in the Office, of which Ben does not know.
    assert faults(ask(client("ben"), 2, 4, slot)) == [("/swap/staff_id", "There is no person 4.")]
    # Fay is known to the Ward, where she is lent to, but not on that day.
    assert faults(ask(client("ben"), 2, 6, slot)) == [
        ("/swap/parts", "Person 6 cannot be seen in all of that time.")
    ]
    assert refusal(ask(client("cat"), 3, 2, slot))[:2] == (422, "ST001")
    assert refusal(ask(client("ben"), 3, 2, slot)) == (403, "ST011", FORBIDDEN)
    mixed = {"cancels": [1], "adjustments": [{"activity": "office", **slot}]}
    assert faults(ask(client("ben"), 2, 3, slot, **mixed)) == [
        ("/adjustments", "A swap asks for nothing else."),
        ("/cancels", "A swap asks for nothing else."),
    ]


def test_of_something_private_the_other_gets_what_all_see(ward: Running, client: Client) -> None:
    day = "2031-02-10"
    adjust(ward, 3, day, ("09:00", "10:00", "council"))
    request = ask(client("ben"), 2, 3, part(day, "08:00", "11:00")).json()
    assert "council" not in str(request)
    move(client("cat"), request, "approve")
    assert move(client("ann"), request, "approve").json()["state"] == "pending"
    assert move(client("ann"), request, "approve").json()["state"] == "approved"
    assert ("09:00", "10:00", "meeting") in segments(ward, 2, day)
    assert segments(ward, 3, day) == [("08:00", "16:00", "office")]
