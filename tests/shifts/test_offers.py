"""Offers of shifts: what is wrong with them is said at once; lists of them come in pages."""

import pytest

from tests.http.running import Running
from tests.shifts.conftest import Client, act, faults, offer

INSTANT = "must be an RFC 3339 instant, such as 2026-11-23T09:00:00Z."
GOOD = {"unit_id": 2, "activity": "office"} | {
    "start": "2030-08-01T16:00:00Z",
    "end": "2030-08-01T20:00:00Z",
}
WRONG: list[tuple[object, list[tuple[str, str]]]] = [
    ([], [("", "The body must be an object.")]),
    (
        {"a~b": 1},
        [
            ("/a~0b", "There is no such field."),
            ("/unit_id", "unit_id must be the id of a unit, a number."),
            ("/activity", "activity is missing."),
            ("/start", f"start {INSTANT}"),
            ("/end", f"end {INSTANT}"),
        ],
    ),
    (
        {"unit_id": 99, "activity": "nap", "start": "2030-08-01", "end": "2030-08-01T20:00:30Z"}
        | {"note": 1, "taking": "last", "giver_id": "2"},
        [
            ("/unit_id", "There is no unit 99."),
            ("/activity", "There is no activity nap."),
            ("/start", f"start {INSTANT}"),
            ("/end", "end must be a whole minute."),
            ("/note", "note must be text."),
            ("/taking", "taking must be first or chosen."),
            ("/giver_id", "giver_id must be the id of a person, a number."),
        ],
    ),
    ({**GOOD, "giver_id": 99}, [("/giver_id", "There is no person 99.")]),
    ({**GOOD, "end": GOOD["start"]}, [("/end", "end must be later than start.")]),
    (
        {**GOOD, "end": "2031-08-03T16:00:00Z"},
        [("/end", "A shift is at most 366 days long.")],
    ),
    (
        {**GOOD, "start": "2020-01-01T00:00:00Z", "end": "2020-01-01T09:00:00Z"},
        [("/end", "A shift that is over cannot be offered.")],
    ),
    *(
        (
            {**GOOD, "activity": code},
            [("/activity", "An absence, or something private, cannot be offered.")],
        )
        for code in ("leave", "council")
    ),
]


@pytest.mark.parametrize(("body", "expected"), WRONG)
def test_what_is_wrong_is_said_at_once(
    ward: Running, body: object, expected: list[tuple[str, str]]
) -> None:
    before = ward.execute("SELECT count(*) FROM approval.open_shift")
    answer = ward.post("/v1/open-shifts", body)
    assert (answer.status_code, faults(answer)) == (422, expected)
    assert ward.execute("SELECT count(*) FROM approval.open_shift") == before


TAKERS = [
    ([], "", "The body must be an object."),
    ({"staff": 2}, "/staff", "There is no such field."),
    ({"staff_id": "2"}, "/staff_id", "staff_id must be the id of a person, a number."),
    ({"staff_id": 99}, "/staff_id", "There is no person 99."),
]


@pytest.mark.parametrize(("body", "pointer", "sentence"), TAKERS)
def test_who_takes_must_be_somebody(
    ward: Running, client: Client, body: object, pointer: str, sentence: str
) -> None:
    shift = offer(ward.http, "2030-08-02", taking="chosen")
    for action in ("take", "assign"):
        answer = client("ann").post(f"/v1/open-shifts/{shift['id']}/{action}", json=body)
        assert answer.status_code == 422
        assert (pointer, sentence) in faults(answer)
    assert act(client("ann"), shift, "withdraw").status_code == 200


def test_lists_come_in_pages_by_time(ward: Running, client: Client) -> None:
    later = offer(ward.http, "2030-09-02")
    sooner = offer(ward.http, "2030-09-01", unit_id=4)
    office = offer(ward.http, "2030-09-01", unit_id=3)
    act(ward.http, later, "withdraw")
    window = "/v1/open-shifts?from=2030-09-01&to=2030-10-01"

    def ids(more: str) -> list[int]:
        return [each["id"] for each in ward.get(f"{window}{more}").json()["items"]]

    assert ids("") == [sooner["id"], office["id"], later["id"]]
    assert ids("&unit=2") == [sooner["id"], later["id"]]
    assert ids("&state=open") == [sooner["id"], office["id"]]
    first = ward.get(f"{window}&limit=2").json()
    assert [each["id"] for each in first["items"]] == [sooner["id"], office["id"]]
    rest = ward.get(f"{window}&limit=2&cursor={first['next']}").json()
    assert ([each["id"] for each in rest["items"]], rest["next"]) == ([later["id"]], None)
    assert faults(ward.get("/v1/open-shifts?state=lost")) == [
        ("/state", "state must be open, taken or withdrawn.")
    ]
    assert ward.get("/v1/open-shifts?unit=99").status_code == 404
