"""GET /v1/schedules: the board."""

from typing import Any

import pytest

from tests.http.running import Running

MONDAY = "/v1/schedules?from=2026-11-23&to=2026-11-24"
TUESDAY = "/v1/schedules?from=2026-11-24&to=2026-11-25"


def segment(start: str, end: str, activity: str, **more: object) -> dict[str, Any]:
    """A segment of Monday, from its hours in UTC; of Ada's contract unless said otherwise."""
    return {
        "start": f"2026-11-23T{start}:00Z",
        "end": f"2026-11-23T{end}:00Z",
        "activity": activity,
        "layer": "contract",
        "class": 1,
        "source_id": 1,
        "request_id": None,
        **more,
    }


MEETING = segment(
    "01:00", "02:00", "meeting", layer="adjustment", source_id=1, request_id=1, **{"class": 2}
)
ADA = {
    "staff_id": 1,
    "employee_number": "A1",
    "name": 'Ada "the first" Ōno',
    "unit_id": 2,
    "segments": [
        segment("00:00", "01:00", "office"),
        MEETING,
        segment("02:00", "08:00", "office"),
    ],
}


def people(server: Running, path: str) -> list[int]:
    """Ids on a board, in its order."""
    answer = server.get(path)
    assert answer.status_code == 200, answer.text
    return [person["staff_id"] for person in answer.json()["staff"]]


def test_one_person(server: Running) -> None:
    """A day of one person, whole."""
    answer = server.get(f"{MONDAY}&staff=1")
    document = answer.json()
    assert document.pop("position").count(":") == 1
    assert document == {
        "from": "2026-11-22T15:00:00Z",
        "to": "2026-11-23T15:00:00Z",
        "staff": [ADA],
    }
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "private, no-cache"


def test_everybody_in_order(server: Running) -> None:
    """Members of the window by unit path and name, those without segments too, no one who left."""
    assert people(server, MONDAY) == [2, 3, 1, 4]
    by_id = {person["staff_id"]: person for person in server.get(MONDAY).json()["staff"]}
    assert by_id[3]["segments"] == []


def test_before_she_left(server: Running) -> None:
    """Somebody who has left is on the boards of her time."""
    assert people(server, "/v1/schedules?from=2026-06-30&to=2026-07-01") == [2, 3, 1, 4, 5]


def test_unit_means_its_subtree(server: Running) -> None:
    """A unit shows the units below it."""
    assert people(server, f"{MONDAY}&unit=3") == [2, 3]
    assert people(server, f"{MONDAY}&unit=4") == [3]


def test_lent_people_are_shown_where_they_are(server: Running) -> None:
    """Dee is on the board of Operations on her day there, and stays on her own."""
    assert people(server, f"{TUESDAY}&unit=3") == [2, 3, 4]
    assert people(server, f"{TUESDAY}&unit=2") == [1, 4]


@pytest.mark.parametrize("query", ["staff=2,1", "staff=1&staff=2", "staff=1,2,1"])
def test_chosen_people(server: Running, query: str) -> None:
    """A list is separated by commas or repeated."""
    assert people(server, f"{MONDAY}&{query}") == [2, 1]


def test_chosen_people_within_a_unit(server: Running) -> None:
    """Both given: both must hold."""
    assert people(server, f"{MONDAY}&staff=1,2,3&unit=3") == [2, 3]


def test_chosen_people_may_have_left(server: Running) -> None:
    """A person who is asked for is shown, without a unit when there is none."""
    answer = server.get(f"{MONDAY}&staff=5")
    assert answer.json()["staff"] == [
        {"staff_id": 5, "employee_number": "E5", "name": "Eve", "unit_id": None, "segments": []}
    ]


@pytest.mark.parametrize(
    ("start", "end", "zone"),
    [
        ("2026-11-22T15:00:00Z", "2026-11-23T15:00:00Z", ""),
        ("2026-11-23T00:00:00%2B09:00", "2026-11-24T00:00%2B0900", ""),
        ("2026-11-23T00:00:00+09:00", "2026-11-24", ""),
        ("2026-11-22t15:00z", "2026-11-24", "&time_zone=Asia/Tokyo"),
        ("2026-11-22T15:00:00.000Z", "2026-11-22T11:00-05:00", ""),
        ("2026-11-22T15:00:00Z", "2026-11-23", "&time_zone=America/Anchorage"),
    ],
)
def test_windows(server: Running, start: str, end: str, zone: str) -> None:
    """Instants in any offset and dates in any zone; a blank where a plus was decoded is one."""
    answer = server.get(f"/v1/schedules?from={start}&to={end}{zone}&staff=1")
    assert answer.status_code == 200, answer.text
    assert answer.json()["from"] == "2026-11-22T15:00:00Z"


def test_a_window_cuts(server: Running) -> None:
    """Segments end where the window ends."""
    answer = server.get("/v1/schedules?from=2026-11-23T01:30:00Z&to=2026-11-23T02:30:00Z&staff=1")
    assert answer.json()["staff"][0]["segments"] == [
        {**MEETING, "start": "2026-11-23T01:30:00Z"},
        segment("02:00", "02:30", "office"),
    ]


def test_explain(server: Running) -> None:
    """Each segment says what won, over what, and by which rule."""
    answer = server.get(f"{MONDAY}&staff=1&explain=true")
    morning, meeting, afternoon = answer.json()["staff"][0]["segments"]
    contract = {
        "layer": "contract",
        "class": 1,
        "activity": "office",
        "source_id": 1,
        "start": "2026-11-23T00:00:00Z",
        "end": "2026-11-23T08:00:00Z",
        "pattern": "Weekdays 9 to 5",
        "site": "Tokyo",
        "contract_from": "2026-01-01",
        "holiday_rule": "by_start",
    }
    assert morning["why"] == {"winner": contract, "losers": [], "rule": "only_claim"}
    assert afternoon["why"] == morning["why"]
    winner = meeting["why"]["winner"]
    assert winner.pop("approved_at").endswith("Z")
    assert meeting["why"] == {
        "winner": {
            "layer": "adjustment",
            "class": 2,
            "activity": "meeting",
            "source_id": 1,
            "request_id": 1,
            "start": "2026-11-23T01:00:00Z",
            "end": "2026-11-23T02:00:00Z",
            "state": "approved",
            "approver": "Ana",
        },
        "losers": [contract],
        "rule": "adjustment_over_contract",
    }
    assert {k: v for k, v in meeting.items() if k != "why"} == MEETING


def test_as_of(own_server: Running) -> None:
    """The board as it was known before a person was renamed and a meeting cancelled."""
    (before,) = own_server.execute(
        "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', "
        """'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
    )[0]
    own_server.execute("UPDATE org.staff SET name = 'Renamed' WHERE staff_id = 1")
    own_server.execute("UPDATE schedule.adjustment SET state = 'cancelled'")
    (now,) = own_server.get(f"{MONDAY}&staff=1").json()["staff"]
    assert now["name"] == "Renamed"
    assert now["segments"] == [segment("00:00", "08:00", "office")]
    (then,) = own_server.get(f"{MONDAY}&staff=1&as_of={before}").json()["staff"]
    assert then == ADA
    assert own_server.get(f"{MONDAY}&as_of=2020-01-01").json()["staff"] == []
    assert own_server.get(f"{MONDAY}&as_of=2020-01-01&staff=1").status_code == 404


def test_what_if(server: Running) -> None:
    """A pending request shows as if it were approved, and only when it is asked for."""
    server.execute("""
        INSERT INTO schedule.request (staff_id, state) VALUES (1, 'pending');
        INSERT INTO schedule.adjustment
            (request_id, staff_id, activity_id, class, starts_at, ends_at, state)
        VALUES (2, 1, 4, 3, '2026-11-23T00:00Z', '2026-11-23T08:00Z', 'pending')
    """)
    assert server.get(f"{MONDAY}&staff=1").json()["staff"] == [ADA]
    leave = segment(
        "00:00", "08:00", "leave", layer="adjustment", source_id=2, request_id=2, **{"class": 3}
    )
    answer = server.get(f"{MONDAY}&staff=1&request=2").json()
    assert answer["staff"][0]["segments"] == [leave]
    explained = server.get(f"{MONDAY}&staff=1&request=2&explain=true").json()
    why = explained["staff"][0]["segments"][0]["why"]
    assert why["rule"] == "proposed_over_present"
    assert [loser["activity"] for loser in why["losers"]] == ["meeting", "office"]
