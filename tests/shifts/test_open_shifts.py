"""Shifts that are offered: who sees, takes, assigns and withdraws them, and what comes of it."""

from itertools import count

import pytest

from tests.http.running import Running
from tests.shifts.conftest import Client, act, faults, offer, refusal, segments

# Each test offers on a day of its own; other modules have other months.
days = (f"2030-07-{number:02}" for number in count(1))
FORBIDDEN = "The account has no right to do this."


@pytest.fixture
def day() -> str:
    """A day on which nothing was offered yet."""
    return next(days)


def test_the_first_has_it(ward: Running, client: Client, day: str) -> None:
    shift = offer(client("ann"), day)
    assert shift == {
        "id": shift["id"],
        "unit_id": 2,
        "activity": "office",
        "start": f"{day}T16:00:00Z",
        "end": f"{day}T20:00:00Z",
        "note": "Bring keys",
        "taking": "first",
        "giver_id": None,
        "state": "open",
        "offered_by": 1,
        "offered_at": shift["offered_at"],
        "request_id": None,
        "taken_by": None,
        "takers": [],
        "version": shift["version"],
    }
    taken = act(client("cat"), shift, "take")
    assert taken.status_code == 200, taken.text
    made = taken.json()
    assert (made["state"], made["taken_by"]) == ("taken", 3)
    assert refusal(act(client("ben"), shift, "take")) == (
        409,
        "ST083",
        "Somebody has taken the shift already.",
    )
    assert segments(ward, 3, day) == [("07:00", "15:00", "office"), ("16:00", "20:00", "office")]
    assert segments(ward, 2, day) == [("07:00", "15:00", "office")]
    request = ward.get(f"/v1/requests/{made['request_id']}").json()
    assert [
        request[key] for key in ("kind", "state", "staff_id", "partner_id", "requested_by")
    ] == [
        "open_shift",
        "approved",
        3,
        None,
        1,
    ]
    history = client("ann").get(f"/v1/history/open-shifts/{shift['id']}").json()["items"]
    assert [(item["account"], item["changes"].get("state")) for item in history] == [
        ("Cat", {"old": "open", "new": "taken"}),
        ("Ann", {"old": None, "new": "open"}),
    ]


def test_who_gives_it_away_is_off(ward: Running, client: Client, day: str) -> None:
    shift = offer(client("ann"), day, start=f"{day}T06:00:00Z", end=f"{day}T12:00:00Z", giver_id=2)
    assert refusal(act(client("ben"), shift, "take")) == (
        422,
        "ST001",
        "The person gives this shift away.",
    )
    assert act(client("ann"), shift, "take", staff_id=3).status_code == 200
    assert segments(ward, 3, day) == [("06:00", "15:00", "office")]
    assert segments(ward, 2, day) == [("06:00", "12:00", "off"), ("12:00", "15:00", "office")]


def test_one_of_those_who_would_take_it_is_chosen(ward: Running, client: Client, day: str) -> None:
    shift = offer(client("ann"), day, taking="chosen")
    for name in ("ben", "cat", "ben"):
        asked = act(client(name), shift, "take")
        assert (asked.status_code, asked.json()["state"]) == (200, "open")
    address = f"/v1/open-shifts/{shift['id']}"

    def takers(name: str) -> list[int]:
        return [each["staff_id"] for each in client(name).get(address).json()["takers"]]

    assert [takers(name) for name in ("ann", "ben", "cat", "nurse11", "vic")] == [
        [2, 3],
        [2],
        [3],
        [],
        [],
    ]
    assert refusal(act(client("ann"), shift, "assign", staff_id=11)) == (
        422,
        "ST001",
        "The person has not said to be willing to take the shift.",
    )
    assert refusal(act(client("ben"), shift, "assign", staff_id=2))[0] == 403
    given = act(client("ann"), shift, "assign", staff_id=3)
    assert (given.status_code, given.json()["taken_by"]) == (200, 3)
    assert refusal(act(client("ann"), shift, "assign", staff_id=2))[:2] == (409, "ST083")
    assert refusal(act(client("ben"), shift, "take"))[:2] == (409, "ST083")
    assert segments(ward, 2, day) == [("07:00", "15:00", "office")]


def test_who_sees_it(client: Client) -> None:
    """The note is for those whom it is offered to, also somebody who is lent to the unit."""
    shift = offer(client("ann"), "2030-06-03")
    found = {}
    for name in ("ann", "ben", "cat", "vic", "fay", "dan", "eli"):
        answer = client(name).get(f"/v1/open-shifts/{shift['id']}")
        listed = client(name).get("/v1/open-shifts?to=2030-06-04").json()["items"]
        assert listed == ([answer.json()] if answer.status_code == 200 else [])
        found[name] = answer.json().get("note", "") if answer.status_code == 200 else 404
    assert found == {
        "ann": "Bring keys",
        "ben": "Bring keys",
        "cat": "Bring keys",
        "vic": None,
        "fay": "Bring keys",
        "dan": 404,
        "eli": 404,
    }
    assert refusal(act(client("dan"), shift, "take")) == (
        404,
        "ST004",
        f"There is no open shift {shift['id']}.",
    )
    assert refusal(act(client("vic"), shift, "take"))[0] == 422
    assert refusal(act(client("vic"), shift, "take", staff_id=2)) == (403, "ST011", FORBIDDEN)
    assert act(client("fay"), shift, "take").json()["taken_by"] == 6


def test_who_cannot_have_it(ward: Running, client: Client, day: str) -> None:
    """Nothing is written of what is refused, and the shift stays open."""
    shift = offer(client("ann"), day)
    leave = {"activity": "leave", "start": f"{day}T19:00:00Z", "end": f"{day}T21:00:00Z"}
    remote = {**leave, "activity": "remote"}
    for staff_id, adjustment in ((3, leave), (11, remote)):
        body = {"staff_id": staff_id, "adjustments": [adjustment]}
        assert ward.post("/v1/requests", body).status_code == 201
    counts = "SELECT count(*) FROM schedule.request"
    before = ward.execute(counts)
    assert faults(act(ward.http, shift, "take", staff_id=4)) == [
        ("/staff_id", "The person is not counted in the unit of the shift on that day.")
    ]
    assert faults(act(client("cat"), shift, "take")) == [
        ("/staff_id", "The person is absent in that time.")
    ]
    overlap = act(client("nurse11"), shift, "take")
    assert refusal(overlap)[:2] == (409, "adjustment_no_overlap")
    assert overlap.json()["errors"][0]["activity"] == "remote"
    assert overlap.json()["errors"][0]["pointer"] == ""
    assert ward.execute(counts) == before
    assert ward.get(f"/v1/open-shifts/{shift['id']}").json()["state"] == "open"


def test_withdrawing(client: Client, day: str) -> None:
    shift = offer(client("ann"), day)
    assert refusal(act(client("ben"), shift, "withdraw")) == (403, "ST011", FORBIDDEN)
    assert act(client("ann"), shift, "withdraw").json()["state"] == "withdrawn"
    gone = act(client("ben"), shift, "take")
    assert refusal(gone) == (409, "ST083", "The shift is not offered any more.")
    assert gone.json()["errors"] == [
        {"pointer": "", "detail": "The shift is not offered any more.", "state": "withdrawn"}
    ]
    assert refusal(act(client("ann"), shift, "withdraw"))[:2] == (409, "ST083")


def test_what_one_offers_oneself_is_decided_by_others(
    ward: Running, client: Client, day: str
) -> None:
    """It is taken while its request is pending; when that comes to nothing it is open again."""
    shift = offer(client("ann"), day)
    taken = act(client("ann"), shift, "take").json()
    assert (taken["state"], taken["taken_by"]) == ("taken", 1)
    request = ward.get(f"/v1/requests/{taken['request_id']}").json()
    assert request["state"] == "pending"
    address = f"/v1/requests/{request['id']}"
    own = client("ann").post(f"{address}/approve", json={"version": request["version"]})
    assert own.status_code == 403
    rejected = ward.post(f"{address}/reject", {"version": request["version"]})
    assert rejected.json()["state"] == "rejected"
    again = ward.get(f"/v1/open-shifts/{shift['id']}").json()
    assert [again[key] for key in ("state", "request_id", "taken_by")] == ["open", None, None]
    assert act(client("ben"), shift, "take").json()["taken_by"] == 2


def test_cancelling_opens_it_again(ward: Running, client: Client, day: str) -> None:
    shift = offer(client("ann"), day, giver_id=2, start=f"{day}T10:00:00Z", taking="chosen")
    act(client("cat"), shift, "take")
    given = act(client("ann"), shift, "assign", staff_id=3).json()
    assert segments(ward, 2, day) == [("07:00", "10:00", "office"), ("10:00", "20:00", "off")]
    request = ward.get(f"/v1/requests/{given['request_id']}").json()
    cancelled = ward.post(f"/v1/requests/{request['id']}/cancel", {"version": request["version"]})
    assert (cancelled.status_code, cancelled.json()["state"]) == (200, "cancelled")
    for staff_id in (2, 3):
        assert segments(ward, staff_id, day) == [("07:00", "15:00", "office")]
    again = client("ann").get(f"/v1/open-shifts/{shift['id']}").json()
    assert (again["state"], again["takers"]) == ("open", [])


def test_who_offers(ward: Running, client: Client, day: str) -> None:
    body = {"unit_id": 2, "activity": "office", "start": f"{day}T16:00:00Z"}
    body["end"] = f"{day}T20:00:00Z"
    for name in ("ben", "vic"):
        answer = client(name).post("/v1/open-shifts", json=body)
        assert refusal(answer) == (403, "ST011", FORBIDDEN)
    assert faults(client("eli").post("/v1/open-shifts", json={**body, "unit_id": 4})) == [
        ("/unit_id", "There is no unit 4.")
    ]
    # Whoever manages the giver may offer the shift where it is known; nobody gives others' away.
    assert faults(client("ann").post("/v1/open-shifts", json={**body, "giver_id": 4})) == [
        ("/giver_id", "There is no person 4.")
    ]
    ward.execute("INSERT INTO auth.role_grant (account_id, role, unit_id) VALUES (5, 'viewer', 2)")
    assert refusal(client("eli").post("/v1/open-shifts", json=body)) == (403, "ST011", FORBIDDEN)
    other = client("eli").post("/v1/open-shifts", json={**body, "giver_id": 2})
    assert refusal(other) == (403, "ST011", FORBIDDEN)
    own = client("eli").post("/v1/open-shifts", json={**body, "giver_id": 4})
    assert own.status_code == 201
    assert client("ben").get(own.headers["location"]).json()["giver_id"] is None
    assert ward.get(own.headers["location"]).json()["giver_id"] == 4
    # Who may not offer it any more has not offered it.
    ward.execute("DELETE FROM auth.role_grant WHERE account_id = 5 AND role = 'manager'")
    assert refusal(act(client("ben"), own.json(), "take"))[:2] == (409, "ST006")
    assert refusal(act(client("eli"), own.json(), "withdraw")) == (403, "ST011", FORBIDDEN)
    assert act(client("ann"), own.json(), "withdraw").status_code == 200


def test_what_it_makes_worse_is_said(ward: Running, client: Client, day: str) -> None:
    """Ben is missing at two in the afternoon, and whoever takes the shift is there already."""
    shift = offer(client("ann"), day, start=f"{day}T12:00:00Z", end=f"{day}T13:00:00Z", giver_id=2)
    requirement = {"unit_id": 2, "site_id": 1, "dates": [day], "start": "14:00", "end": "15:00"}
    made = ward.post("/v1/coverage-requirements", {**requirement, "people": 17})
    assert made.status_code == 201, made.text
    # Cat does not read the Ward, and is told when people would be missing, and no more.
    (short,) = act(client("cat"), shift, "take").json()["shortages"]
    assert set(short) == {"pointer", "detail", "start", "end"}
    assert (short["start"], short["end"]) == (f"{day}T12:00:00Z", f"{day}T13:00:00Z")
