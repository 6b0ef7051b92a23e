"""POST and GET /v1/requests."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from tests.http.running import Running

COUNTS = (
    "SELECT (SELECT count(*) FROM schedule.request), (SELECT count(*) FROM schedule.adjustment)"
)


def adjustment(day: str, start: str, end: str, activity: str = "leave") -> dict[str, Any]:
    """An adjustment on a day of January 2027."""
    return {
        "activity": activity,
        "start": f"2027-01-{day}T{start}:00Z",
        "end": f"2027-01-{day}T{end}:00Z",
    }


def test_create_and_read(server: Running) -> None:
    """What is asked for is stored approved, shown under its address, and on the board."""
    first, second = adjustment("04", "09:00", "12:00"), adjustment("05", "09:00", "12:00", "remote")
    answer = server.post(
        "/v1/requests",
        {"staff_id": 3, "adjustments": [second, {**first, "note": "Dentist"}], "reason": "Teeth"},
    )
    assert answer.status_code == 201, answer.text
    document = answer.json()
    ids = [item.pop("id") for item in document["adjustments"]]
    assert len(set(ids)) == 2
    shown = ("id", "state", "staff_id", "reason", "adjustments", "version")
    assert {name: document[name] for name in shown} == {
        "id": document["id"],
        "state": "approved",
        "staff_id": 3,
        "reason": "Teeth",
        "adjustments": [
            {**first, "staff_id": 3, "state": "approved", "note": "Dentist"},
            {**second, "staff_id": 3, "state": "approved", "note": None},
        ],
        "version": document["version"],
    }
    assert answer.headers["location"] == f"/v1/requests/{document['id']}"
    again = server.get(answer.headers["location"])
    assert again.content == answer.content
    assert again.headers["etag"] == answer.headers["etag"]
    board = server.get("/v1/schedules?from=2027-01-04&to=2027-01-06&staff=3").json()
    assert [item["activity"] for item in board["staff"][0]["segments"]] == ["leave", "remote"]


def test_who_asked(server: Running) -> None:
    """The acting account is the first administrator, by whom the change is recorded too."""
    made = server.post(
        "/v1/requests", {"staff_id": 3, "adjustments": [adjustment("18", "09:00", "12:00")]}
    ).json()
    assert server.execute(
        "SELECT r.requested_by, r.decided_by, t.account_id, t.database_login "
        "FROM schedule.request AS r "
        "JOIN audit.transaction AS t ON t.recorded_at = r.recorded_from "
        f"WHERE r.request_id = {made['id']}"
    ) == [(2, 2, 2, "strata_app")]


FAULTS = [
    ([], [("", "The body must be an object.")]),
    (
        {},
        [
            ("/staff_id", "staff_id must be the id of a person, a number."),
            ("/adjustments", "adjustments must be a list of 1 to 1000 adjustments."),
        ],
    ),
    (
        {
            "staff_id": 99,
            "x/~y": 1,
            "reason": 5,
            "adjustments": [
                {"activity": "nap", "start": "2027-01-04T09:00:30Z", "end": "2027-01-05", "x": 1},
                adjustment("04", "12:00", "09:00"),
                "leave",
                {"activity": None, "note": {}},
                {**adjustment("06", "09:00", "10:00"), "end": "2028-02-01T00:00:00Z"},
                adjustment("10", "09:00", "12:00"),
                adjustment("10", "11:00", "13:00"),
                adjustment("10", "11:00", "13:00", "meeting"),
                {"activity": "leave", "start": "2027-01-04T09:00:00 09:00", "end": "morning"},
            ],
        },
        [
            ("/x~1~0y", "There is no such field."),
            ("/staff_id", "There is no person 99."),
            ("/reason", "reason must be text."),
            ("/adjustments/0/x", "There is no such field."),
            ("/adjustments/0/activity", "There is no activity nap."),
            ("/adjustments/0/start", "start must be a whole minute."),
            (
                "/adjustments/0/end",
                "end must be an RFC 3339 instant, such as 2026-11-23T09:00:00Z.",
            ),
            ("/adjustments/1/end", "end must be later than start."),
            ("/adjustments/2", "An adjustment must be an object."),
            ("/adjustments/3/note", "note must be text."),
            ("/adjustments/3/activity", "activity is missing."),
            (
                "/adjustments/3/start",
                "start must be an RFC 3339 instant, such as 2026-11-23T09:00:00Z.",
            ),
            (
                "/adjustments/3/end",
                "end must be an RFC 3339 instant, such as 2026-11-23T09:00:00Z.",
            ),
            ("/adjustments/4/end", "An adjustment is at most 366 days long."),
            (
                "/adjustments/6",
                "It overlaps an earlier adjustment of the list of the same class.",
            ),
            (
                "/adjustments/8/start",
                "start must be an RFC 3339 instant, such as 2026-11-23T09:00:00Z.",
            ),
            (
                "/adjustments/8/end",
                "end must be an RFC 3339 instant, such as 2026-11-23T09:00:00Z.",
            ),
        ],
    ),
    (
        {"staff_id": "3", "adjustments": []},
        [
            ("/staff_id", "staff_id must be the id of a person, a number."),
            ("/adjustments", "adjustments must be a list of 1 to 1000 adjustments."),
        ],
    ),
    (
        {"staff_id": 3, "adjustments": [adjustment("04", "09:00", "12:00")] * 1001},
        [("/adjustments", "adjustments must be a list of 1 to 1000 adjustments.")],
    ),
]


@pytest.mark.parametrize(("document", "expected"), FAULTS)
def test_every_fault_at_once(
    server: Running, document: object, expected: list[tuple[str, str]]
) -> None:
    """422 with all that is wrong, and nothing is stored."""
    before = server.execute(COUNTS)
    answer = server.post("/v1/requests", document)
    assert answer.status_code == 422, answer.text
    found = [(error["pointer"], error["detail"]) for error in answer.json()["errors"]]
    assert found == expected
    assert server.execute(COUNTS) == before


def test_conflict(server: Running) -> None:
    """409 with what stands in the way; what does not overlap is not stored either."""
    made = server.post(
        "/v1/requests",
        {
            "staff_id": 2,
            "adjustments": [
                adjustment("11", "09:00", "12:00"),
                adjustment("12", "09:00", "12:00", "meeting"),
            ],
        },
    ).json()
    before = server.execute(COUNTS)
    answer = server.post(
        "/v1/requests",
        {
            "staff_id": 2,
            "adjustments": [
                adjustment("10", "09:00", "12:00"),
                adjustment("12", "09:00", "10:00"),
                adjustment("11", "11:00", "13:00"),
            ],
        },
    )
    assert answer.status_code == 409
    problem = answer.json()
    sentence = "The person already has something of the same class in that time."
    assert problem.pop("request_id") == answer.headers["x-request-id"]
    assert problem == {
        "type": "/problems/schedule-overlap",
        "title": "Overlap in the schedule",
        "status": 409,
        "detail": sentence,
        "instance": "/v1/requests",
        "code": "adjustment_no_overlap",
        "errors": [
            {
                "pointer": "/adjustments/2",
                "detail": sentence,
                "id": made["adjustments"][0]["id"],
                **adjustment("11", "09:00", "12:00"),
            }
        ],
    }
    assert server.execute(COUNTS) == before


def test_one_of_many_wins(server: Running) -> None:
    """Eight clients ask for the same time at once: one gets it, the others are told."""
    body = {"staff_id": 4, "adjustments": [adjustment("20", "09:00", "12:00")]}
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: server.post("/v1/requests", body), range(8)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7


def test_what_a_person_has_is_not_all_read(server: Running) -> None:
    """The search for what stands in the way looks at that time, however much there is besides."""
    server.execute(
        """
        SELECT schedule.store_approved_request(3, jsonb_agg(jsonb_build_object(
            'activity', 'leave', 'start', g.start, 'end', g.start + interval '5 minutes'
        )))
        FROM generate_series(timestamptz '2031-01-01', '2031-01-11', '10 minutes') AS g (start)
        """
    )
    body = json.dumps({"staff_id": 3, "adjustments": [adjustment("21", "09:00", "12:00")]})
    with psycopg.connect(server.database.app_url) as connection:
        connection.execute(
            "SELECT set_config('role', 'strata_user', TRUE),"
            " set_config('strata.account_id', '2', TRUE)"
        )
        connection.execute("SELECT api.create_request(%s)", [body])
        (read,) = connection.execute(
            "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables"
            " WHERE schemaname = 'schedule' AND relname = 'adjustment'"
        ).fetchall()[0]
    assert read < 100
