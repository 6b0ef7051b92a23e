"""A week of a person or of a unit is asked for again in other weeks, and presets on days."""

import json
from datetime import date, timedelta

import httpx
import psycopg
import pytest

from tests.http.running import Running
from tests.rights.personas import account_ids, acting
from tests.support.resources import Row

COPIES = "/v1/requests/copies"
WRITTEN = (
    "SELECT (SELECT count(*) FROM schedule.request), (SELECT count(*) FROM schedule.adjustment),"
    " (SELECT count(*) FROM audit.transaction), (SELECT max(recorded_from) FROM schedule.request)"
)
Clients = dict[str, httpx.Client]


def approve(
    acme: Running, staff_id: int, *adjustments: tuple[str, str, str], note: str = ""
) -> None:
    """What a person has: activity, start and end, approved."""
    given = [
        {"activity": activity, "start": start, "end": end, "note": note or None}
        for activity, start, end in adjustments
    ]
    acme.execute(f"SELECT schedule.store_approved_request({staff_id}, '{json.dumps(given)}')")


def asked(item: Row) -> list[tuple[str, str, str]]:
    """What an item of the report, or a request, asks for."""
    return [(each["activity"], each["start"], each["end"]) for each in item["adjustments"]]


def copy(client: httpx.Client, **body: object) -> Row:
    answer = client.post(COPIES, json=body)
    assert answer.status_code == 200, answer.text
    document: Row = answer.json()
    return document


def test_a_week_at_the_same_local_time(acme: Running, clients: Clients) -> None:
    """From the last week of summer time in Berlin to one of winter and one that has both."""
    approve(
        acme,
        3,
        # Since before the week, until after it: cut to it.
        ("remote", "2030-10-18T08:00:00Z", "2030-10-22T08:00:00Z"),
        ("office", "2030-10-27T21:00:00Z", "2030-10-28T05:00:00Z"),
        # Above a place; and an absence, which is not copied.
        ("meeting", "2030-10-22T06:00:00Z", "2030-10-22T09:00:00Z"),
        ("leave", "2030-10-23T06:00:00Z", "2030-10-24T06:00:00Z"),
        # On the Saturday before the clock goes back in that week, over midnight.
        ("night_duty", "2030-10-26T20:00:00Z", "2030-10-27T05:00:00Z"),
        note="zz_copied",
    )
    document = copy(
        clients["manager"],
        staff_id=3,
        week="2030-10-23",
        to=["2031-03-30", "2030-11-04", "2030-11-05"],
        reason="Again",
    )
    (item,) = document["items"]
    assert (document["copied"], document["failed"], item["status"]) == (1, 0, 201)
    assert asked(item) == [
        # Winter, an hour later by UTC.
        ("remote", "2030-11-03T23:00:00Z", "2030-11-05T09:00:00Z"),
        ("meeting", "2030-11-05T07:00:00Z", "2030-11-05T10:00:00Z"),
        ("night_duty", "2030-11-09T21:00:00Z", "2030-11-10T05:00:00Z"),
        ("office", "2030-11-10T21:00:00Z", "2030-11-10T23:00:00Z"),
        # The week whose Sunday begins summer time.
        ("remote", "2031-03-23T23:00:00Z", "2031-03-25T09:00:00Z"),
        ("meeting", "2031-03-25T07:00:00Z", "2031-03-25T10:00:00Z"),
        ("night_duty", "2031-03-29T21:00:00Z", "2031-03-30T04:00:00Z"),
        ("office", "2031-03-30T20:00:00Z", "2031-03-30T22:00:00Z"),
    ]
    request = clients["manager"].get(f"/v1/requests/{item['id']}").json()
    assert asked(request) == asked(item)
    assert {each["note"] for each in request["adjustments"]} == {"zz_copied"}
    assert (request["state"], request["reason"], request["version"]) == (
        item["state"],
        "Again",
        item["version"],
    )
    assert (request["state"], request["automatic"]) == ("approved", True)


def test_all_or_none_of_each_person(acme: Running, clients: Clients) -> None:
    """Of three people of Sales with something to copy one has something in the way."""
    for staff_id in (1, 3, 6):
        approve(
            acme,
            staff_id,
            ("meeting", "2032-05-03T08:00:00Z", "2032-05-03T09:00:00Z"),
            ("training", "2032-05-04T08:00:00Z", "2032-05-04T09:00:00Z"),
        )
    # Dee is of Operations.
    approve(acme, 4, ("meeting", "2032-05-03T08:00:00Z", "2032-05-03T09:00:00Z"))
    approve(acme, 3, ("trip", "2032-05-11T08:30:00Z", "2032-05-11T20:00:00Z"))
    body = {"unit_id": 2, "week": "2032-05-03", "to": ["2032-05-10"]}
    ((before, *_),) = acme.execute("SELECT count(*) FROM schedule.request")
    document = copy(clients["manager"], **body)
    found = {item["staff_id"]: item for item in document["items"]}
    assert {staff_id: item["status"] for staff_id, item in found.items()} == {
        1: 201,
        3: 409,
        6: 201,
    }
    assert (document["copied"], document["failed"]) == (2, 1)
    assert found[3]["problem"]["type"] == "/problems/schedule-overlap"
    (error,) = found[3]["problem"]["errors"]
    assert (error["pointer"], error["activity"]) == ("/adjustments/1", "trip")
    assert "id" not in found[3]
    assert acme.execute("SELECT count(*) FROM schedule.request") == [(before + 2,)]
    # Now the others are in their own way, and what is in Cyd's way is cut.
    document = copy(clients["manager"], **body, on_conflict="replace")
    assert [item["status"] for item in document["items"]] == [201, 201, 201]
    board = clients["manager"].get("/v1/schedules?from=2032-05-11&to=2032-05-12&staff=3").json()
    assert [
        (each["activity"], each["start"])
        for each in board["staff"][0]["segments"]
        if each["activity"] in ("training", "trip")
    ] == [("training", "2032-05-11T08:00:00Z"), ("trip", "2032-05-11T09:00:00Z")]


def test_a_preview_says_the_same_and_writes_nothing(acme: Running, clients: Clients) -> None:
    for staff_id in (1, 3):
        approve(acme, staff_id, ("meeting", "2033-05-03T08:00:00Z", "2033-05-03T09:00:00Z"))
    approve(acme, 3, ("meeting", "2033-05-17T08:30:00Z", "2033-05-17T09:00:00Z"))
    body = {"unit_id": 2, "week": "2033-05-02", "to": ["2033-05-09", "2033-05-16"]}
    before = acme.execute(WRITTEN)
    looked = copy(clients["manager"], **body, preview=True)
    assert acme.execute(WRITTEN) == before
    assert [(item["staff_id"], item["status"]) for item in looked["items"]] == [(1, 200), (3, 409)]
    manager = account_ids_of(acme)["manager@acme.test"]
    with (
        psycopg.connect(acme.database.app_url, autocommit=True) as connection,
        acting(connection, manager),
    ):
        connection.execute("SET TRANSACTION READ ONLY")
        found = connection.execute(
            "SELECT api.request_copies(%s)", [json.dumps({**body, "preview": True})]
        ).fetchone()
    assert found == (looked,)
    made = copy(clients["manager"], **body)
    assert [item["status"] for item in made["items"]] == [201, 409]
    for one, other in zip(looked["items"], made["items"], strict=True):
        assert asked(one) == asked(other)
        assert one.get("problem") == other.get("problem")


def account_ids_of(acme: Running) -> dict[str | None, int]:
    with acme.database.connect() as connection:
        return account_ids(connection)


def test_who_copies_whose_week(acme: Running, clients: Clients) -> None:
    """Ada for herself, which takes a step; nobody for whom it may not ask."""
    for staff_id in (1, 3):
        approve(acme, staff_id, ("meeting", "2034-05-02T08:00:00Z", "2034-05-02T09:00:00Z"))
    week = {"week": "2034-05-01", "to": ["2034-05-08"]}
    (item,) = copy(clients["staff"], unit_id=2, **week)["items"]
    assert (item["staff_id"], item["status"], item["state"]) == (1, 201, "pending")
    (item,) = copy(clients["staff"], staff_id=1, **week, preview=True)["items"]
    assert item["status"] == 200
    refused = {
        ("staff", "staff_id", 3): 403,
        ("viewer", "unit_id", 3): 403,
        ("viewer", "staff_id", 4): 403,
        ("viewer", "unit_id", 2): 422,
        ("sibling", "staff_id", 3): 422,
    }
    for (persona, field, place), status in refused.items():
        answer = clients[persona].post(COPIES, json={field: place, **week})
        assert answer.status_code == status, answer.text
        if status == 422:
            kind = {"unit_id": "unit", "staff_id": "person"}[field]
            said = {"pointer": f"/{field}", "detail": f"There is no {kind} {place}."}
            assert answer.json()["errors"] == [said]
    assert copy(clients["sibling"], unit_id=3, **week) == {"copied": 0, "failed": 0, "items": []}


def test_who_has_left(acme: Running, clients: Clients) -> None:
    acme.execute("UPDATE org.membership SET valid = '[2020-01-01,2035-05-08)' WHERE staff_id = 6")
    approve(acme, 6, ("meeting", "2035-05-02T08:00:00Z", "2035-05-02T09:00:00Z"))
    body = {"staff_id": 6, "week": "2035-05-06"}
    (item,) = copy(clients["manager"], **body, to=["2035-05-07", "2035-05-14"])["items"]
    assert item["problem"]["errors"] == [
        {"pointer": "/to", "detail": "The person is in no unit in the week of 2035-05-14."}
    ]
    (item,) = copy(clients["manager"], **body, to=["2035-05-07"])["items"]
    assert item["status"] == 201


WEEK = {"staff_id": 3, "week": "2030-06-03", "to": ["2030-06-10"]}
EITHER = ("/staff_id", "Give either staff_id or unit_id.")
TO = ("/to", "to must be a list of 1 to 53 dates, a day of each week.")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ([], [("", "The body must be an object.")]),
        (
            {},
            [EITHER, ("/week", "week must be a date (YYYY-MM-DD), a day of the week."), TO],
        ),
        ({**WEEK, "unit_id": 2}, [EITHER]),
        (
            {**WEEK, "staff_id": "3"},
            [("/staff_id", "staff_id must be the id of a person, a number.")],
        ),
        ({**WEEK, "staff_id": 99}, [("/staff_id", "There is no person 99.")]),
        (
            {**WEEK, "staff_id": None, "unit_id": 0},
            [("/unit_id", "unit_id must be the id of a unit, a number.")],
        ),
        (
            {**WEEK, "week": "2030-02-30"},
            [("/week", "week must be a date (YYYY-MM-DD), a day of the week.")],
        ),
        ({**WEEK, "week": "9999-01-01"}, [("/week", "week must not be later than 9997-12-31.")]),
        ({**WEEK, "to": []}, [TO]),
        ({**WEEK, "to": ["2030-06-10"] * 54}, [TO]),
        (
            {**WEEK, "to": ["2030-06-10", 7, "2030-06-31", "9998-01-01", "2030-06-09"]},
            [
                ("/to/1", "A day must be a date (YYYY-MM-DD)."),
                ("/to/2", "A day must be a date (YYYY-MM-DD)."),
                ("/to/3", "A day must not be later than 9997-12-31."),
                ("/to/4", "This is the week that is copied."),
            ],
        ),
        (
            {**WEEK, "on_conflict": "cut", "reason": 1, "preview": "yes", "a/b": 1},
            [
                ("/a~1b", "There is no such field."),
                ("/reason", "reason must be text."),
                ("/on_conflict", "on_conflict must be reject or replace."),
                ("/preview", "preview must be true or false."),
            ],
        ),
    ],
)
def test_what_is_wrong(
    acme: Running, clients: Clients, body: object, expected: list[tuple[str, str]]
) -> None:
    before = acme.execute(WRITTEN)
    answer = clients["manager"].post(COPIES, json=body)
    assert answer.status_code == 422, answer.text
    errors = answer.json()["errors"]
    assert [(error["pointer"], error["detail"]) for error in errors] == expected
    assert acme.execute(WRITTEN) == before


def test_no_more_than_one_call_can_do(acme: Running, clients: Clients) -> None:
    """A hundred short ones in a week, in fifty weeks and in fifty-one."""
    acme.execute(
        "INSERT INTO org.membership (staff_id, unit_id, valid)"
        " SELECT 6, 2, '[2037-01-01,)' WHERE NOT EXISTS (SELECT FROM org.membership"
        " WHERE staff_id = 6 AND valid @> date '2037-01-01')"
    )
    approve(
        acme,
        6,
        *(
            (
                "meeting",
                f"2037-05-{4 + day:02}T{hour:02}:00:00Z",
                f"2037-05-{4 + day:02}T{hour:02}:30:00Z",
            )
            for day in range(5)
            for hour in range(20)
        ),
    )
    weeks = [str(date(2037, 5, 11) + timedelta(weeks=week)) for week in range(51)]
    body = {"staff_id": 6, "week": "2037-05-04", "preview": True}
    (item,) = copy(clients["manager"], **body, to=weeks[:50])["items"]
    assert item["problem"]["errors"] == [
        {
            "pointer": "/adjustments",
            "detail": "adjustments must be a list of 1 to 1000 adjustments.",
        }
    ]
    answer = clients["manager"].post(COPIES, json={**body, "to": weeks})
    assert answer.status_code == 422, answer.text
    sentence = "The copies would have 5100 adjustments; one call makes 5000 at most."
    assert answer.json()["errors"] == [{"pointer": "/to", "detail": sentence}]


def test_a_preset_on_days(acme: Running, clients: Clients) -> None:
    """Ada's own late shift on the weekend on which summer time begins."""
    lines = [
        {"start": "22:00", "end": "06:00", "activity": "office", "note": "Late"},
        {"start": "02:00", "end": "03:00", "activity": "meeting"},
    ]
    made = clients["staff"].post(
        "/v1/presets", json={"name": "Own late", "staff_id": 1, "lines": lines}
    )
    assert made.status_code == 201, made.text
    preset_id = made.json()["id"]
    body = {
        "preset_id": preset_id,
        "days": [{"from": "2036-03-24", "to": "2036-03-31", "weekdays": [6, 7]}],
    }
    answer = clients["staff"].post("/v1/requests", json={"staff_id": 1, **body})
    assert answer.status_code == 201, answer.text
    request = answer.json()
    assert (request["state"], request["preset_id"]) == ("pending", preset_id)
    assert sorted(asked(request)) == [
        # 02:00 to 03:00 does not exist on Sunday.
        ("meeting", "2036-03-29T01:00:00Z", "2036-03-29T02:00:00Z"),
        ("office", "2036-03-29T21:00:00Z", "2036-03-30T04:00:00Z"),
        ("office", "2036-03-30T20:00:00Z", "2036-03-31T04:00:00Z"),
    ]
    # For a colleague, and for who does not know her, it is none.
    for persona, staff_id in (("manager", 3), ("sibling", 5)):
        answer = clients[persona].post("/v1/requests", json={"staff_id": staff_id, **body})
        assert answer.status_code == 422, answer.text
        assert answer.json()["errors"] == [
            {"pointer": "/preset_id", "detail": f"There is no preset {preset_id}."}
        ]
    answer = clients["staff"].post("/v1/requests", json={"staff_id": 1, "days": body["days"]})
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/preset_id"]
