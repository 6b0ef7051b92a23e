"""What would be different: previews of requests, stored or not, which write nothing."""

from typing import Any

import psycopg
import pytest

from tests.http.running import Running

TABLES = """
SELECT format('%I.%I', schemaname, tablename)
FROM pg_tables
WHERE schemaname IN ('api', 'approval', 'audit', 'auth', 'import', 'org', 'schedule')
ORDER BY 1
"""
SWAP = """
WITH request AS (
    INSERT INTO schedule.request (staff_id, partner_id, kind, swapped, state)
    VALUES (1, 2, 'swap', '{[2026-11-23 01:30Z,2026-11-23 03:00Z)}', 'pending')
    RETURNING request_id
),
item AS (
    INSERT INTO schedule.adjustment
    (request_id, staff_id, activity_id, class, starts_at, ends_at, state)
    SELECT request_id, 2, 3, 2, '2026-11-23 01:30Z', '2026-11-23 02:00Z', 'pending' FROM request
)
SELECT request_id FROM request
"""
DAY = "2026-11-24"


def instant(time: str, day: str = DAY) -> str:
    """An instant of Tuesday, when Ada and Bob work from 00:00Z to 08:00Z."""
    return f"{day}T{time}:00Z"


def asked(*items: tuple[str, str, str], staff_id: int = 1) -> dict[str, Any]:
    """The body of a request for (activity, start, end) of Tuesday."""
    adjustments = [
        {"activity": activity, "start": instant(start), "end": instant(end)}
        for activity, start, end in items
    ]
    return {"staff_id": staff_id, "adjustments": adjustments}


def preview(server: Running, body: dict[str, Any]) -> dict[str, Any]:
    """The preview of what is not stored."""
    answer = server.post("/v1/requests/preview", body)
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


def pending(server: Running, *items: tuple[int, str, str, str], cancels: int | None = None) -> int:
    """A pending request of (activity, start, end, day) for Ada, put into the tables."""
    ((request_id,),) = server.execute(
        "INSERT INTO schedule.request (staff_id, state) VALUES (1, 'pending') RETURNING request_id"
    )
    for activity, start, end, day in items:
        server.execute(
            "INSERT INTO schedule.adjustment"
            " (request_id, staff_id, activity_id, class, starts_at, ends_at, state)"
            f" SELECT {request_id}, 1, {activity}, class, '{instant(start, day)}',"
            f" '{instant(end, day)}', 'pending' FROM org.activity WHERE activity_id = {activity}"
        )
    if cancels is not None:
        server.execute(
            "INSERT INTO schedule.cancellation (request_id, cancelled_id)"
            f" VALUES ({request_id}, {cancels})"
        )
    return int(request_id)


def digest(server: Running) -> list[tuple[Any, ...]]:
    """All that is in any table of Strata, and which transaction put it there."""
    # What the server does by itself every two seconds.
    server.execute("SELECT audit.seal()")
    return server.execute(
        " UNION ALL ".join(
            f"SELECT '{table}', count(*), md5(string_agg(t::text || t.xmin, '' ORDER BY t.ctid))"
            f" FROM {table} AS t"
            for (table,) in server.execute(TABLES)
        )
    )


def shown(segments: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """Activity and times of day of segments."""
    return [(each["activity"], each["start"][11:16], each["end"][11:16]) for each in segments]


def board(server: Running, staff_id: int, request_id: int, day: str) -> list[tuple[str, str, str]]:
    """A day of a person on the board with a request tried out, in UTC."""
    answer = server.get(
        f"/v1/schedules?from={day}&to={day}T15:00:00Z&time_zone=UTC&staff={staff_id}"
        f"&request={request_id}&explain=true"
    )
    assert answer.status_code == 200, answer.text
    (person,) = answer.json()["staff"]
    return shown(person["segments"])


def test_segments_and_hours(server: Running) -> None:
    """Before and after on the whole local day, which began at 15:00Z of the day before."""
    answer = preview(server, asked(("leave", "04:00", "10:00"), ("meeting", "01:00", "02:00")))
    (person,) = answer["staff"]
    assert shown(person["before"].pop("segments")) == [("office", "00:00", "08:00")]
    segments = person["after"].pop("segments")
    assert shown(segments) == [
        ("office", "00:00", "01:00"),
        ("meeting", "01:00", "02:00"),
        ("office", "02:00", "04:00"),
        ("leave", "04:00", "10:00"),
    ]
    assert segments[1] == {
        "start": instant("01:00"),
        "end": instant("02:00"),
        "activity": "meeting",
        "class": 2,
        "layer": "adjustment",
        "source_id": None,
        "request_id": None,
    }
    assert person == {
        "staff_id": 1,
        "contracted_minutes": 480,
        "before": {"worked_minutes": 480, "absent_minutes": 0, "available_minutes": 480},
        "after": {"worked_minutes": 240, "absent_minutes": 240, "available_minutes": 180},
        "changes": [
            {
                "start": instant("01:00"),
                "end": instant("02:00"),
                "before": "office",
                "after": "meeting",
            },
            {
                "start": instant("04:00"),
                "end": instant("08:00"),
                "before": "office",
                "after": "leave",
            },
            {"start": instant("08:00"), "end": instant("10:00"), "before": None, "after": "leave"},
        ],
    }
    assert (answer["coverage"], answer["conflicts"]) == ([], [])


def test_days_far_from_each_other(server: Running) -> None:
    """Only the days on which something changes are compared."""
    body = asked(("leave", "00:00", "01:00"))
    body["adjustments"].append(
        {
            "activity": "leave",
            "start": instant("00:00", "2027-02-02"),
            "end": instant("08:00", "2027-02-02"),
        }
    )
    (person,) = preview(server, body)["staff"]
    assert person["contracted_minutes"] == 960
    assert (person["before"]["worked_minutes"], person["after"]["worked_minutes"]) == (960, 420)


def test_coverage(server: Running) -> None:
    """Sales needs two people on Wednesday: leave of one of them is missing only there."""
    made = server.post(
        "/v1/coverage-requirements",
        {
            "unit_id": 2,
            "site_id": 1,
            "weekdays": [3],
            "start": "10:00",
            "end": "12:00",
            "people": 2,
        },
    ).json()
    body = asked(("leave", "02:00", "06:00"))
    body["adjustments"][0] |= {
        "start": instant("02:00", "2026-11-25"),
        "end": instant("06:00", "2026-11-25"),
    }
    expected = {
        "requirement_id": made["id"],
        "start": "2026-11-25T02:00:00Z",
        "end": "2026-11-25T03:00:00Z",
        "required": 2,
        "available_before": 2,
        "available_after": 1,
        "missing_before": 0,
        "missing_after": 1,
    }
    assert preview(server, body)["coverage"] == [expected]
    # The same leave for somebody of another unit takes nobody away.
    assert preview(server, {**body, "staff_id": 2})["coverage"] == []
    request_id = pending(server, (4, "02:00", "06:00", "2026-11-25"))
    assert server.get(f"/v1/requests/{request_id}/preview").json()["coverage"] == [expected]
    ((summary,),) = server.execute(f"SELECT approval.preview_summary({request_id})")
    assert summary == {
        "before": {"worked_minutes": 480, "absent_minutes": 0, "available_minutes": 480},
        "after": {"worked_minutes": 240, "absent_minutes": 240, "available_minutes": 240},
        "shortages": [
            {
                "requirement_id": made["id"],
                "start": "2026-11-25T02:00:00Z",
                "end": "2026-11-25T03:00:00Z",
                "required": 2,
                "available": 1,
                "missing": 1,
            }
        ],
    }
    assert server.execute("SELECT approval.preview_summary(0)") == [(None,)]


def test_what_stands_in_the_way(server: Running) -> None:
    """Ada's meeting on Monday is told as a conflict, and the new one stands over it."""
    body = asked(("meeting", "00:00", "03:00"))
    body["adjustments"][0] |= {
        "start": instant("01:30", "2026-11-23"),
        "end": instant("03:00", "2026-11-23"),
    }
    answer = preview(server, {**body, "on_conflict": "replace"})
    (conflict,) = answer["conflicts"]
    assert (conflict["pointer"], conflict["activity"]) == ("/adjustments/0", "meeting")
    assert (conflict["start"], conflict["end"]) == ("2026-11-23T01:00:00Z", "2026-11-23T02:00:00Z")
    assert shown(answer["staff"][0]["after"]["segments"])[1:3] == [
        ("meeting", "01:00", "01:30"),
        ("meeting", "01:30", "03:00"),
    ]
    assert answer["staff"][0]["changes"] == [
        {
            "start": "2026-11-23T02:00:00Z",
            "end": "2026-11-23T03:00:00Z",
            "before": "office",
            "after": "meeting",
        }
    ]


def test_a_cancellation(server: Running) -> None:
    """Without Ada's meeting the office comes back, on the board too."""
    request_id = pending(server, cancels=1)
    answer = server.get(f"/v1/requests/{request_id}/preview")
    assert answer.status_code == 200, answer.text
    (person,) = answer.json()["staff"]
    assert shown(person["after"]["segments"]) == [("office", "00:00", "08:00")]
    assert [(each["before"], each["after"]) for each in person["changes"]] == [
        ("meeting", "office")
    ]
    assert board(server, 1, request_id, "2026-11-23") == [("office", "00:00", "08:00")]


def test_a_swap(server: Running) -> None:
    """All that both have in the parts is cut: of Ada's meeting the first half remains."""
    ((request_id,),) = server.execute(SWAP)
    answer = server.get(f"/v1/requests/{request_id}/preview")
    assert answer.status_code == 200, answer.text
    ada, bob = answer.json()["staff"]
    after = [
        ("office", "00:00", "01:00"),
        ("meeting", "01:00", "01:30"),
        ("office", "01:30", "08:00"),
    ]
    assert shown(ada["after"]["segments"]) == board(server, 1, request_id, "2026-11-23") == after
    assert shown(bob["after"]["segments"]) == [
        ("office", "00:00", "01:30"),
        ("meeting", "01:30", "02:00"),
        ("office", "02:00", "08:00"),
    ]
    assert answer.json()["conflicts"] == []


def test_a_swap_that_is_not_stored(server: Running) -> None:
    """Bob gets Ada's meeting and Ada Bob's office; what stands in the way is cut."""
    parts = [{"start": "2026-11-23T01:30:00Z", "end": "2026-11-23T02:30:00Z"}]
    answer = preview(server, {"staff_id": 1, "swap": {"staff_id": 2, "parts": parts}})
    ada, bob = answer["staff"]
    assert shown(ada["after"]["segments"]) == [
        ("office", "00:00", "01:00"),
        ("meeting", "01:00", "01:30"),
        ("office", "01:30", "02:30"),
        ("office", "02:30", "08:00"),
    ]
    assert shown(bob["after"]["segments"])[1:-1] == [
        ("meeting", "01:30", "02:00"),
        ("office", "02:00", "02:30"),
    ]
    assert (ada["changes"], answer["conflicts"]) == (
        [
            {
                "start": "2026-11-23T01:30:00Z",
                "end": "2026-11-23T02:00:00Z",
                "before": "meeting",
                "after": "office",
            }
        ],
        [],
    )


def test_nothing_is_written(server: Running) -> None:
    """Neither by the previews nor for their keys; the transaction could not."""
    request_id = pending(server, (4, "04:00", "06:00", DAY), cancels=1)
    before = digest(server)
    preview(server, asked(("leave", "04:00", "10:00")))
    answer = server.http.post(
        "/v1/requests/preview",
        json=asked(("leave", "04:00", "10:00")),
        headers={"Idempotency-Key": "one"},
    )
    assert answer.status_code == 200, answer.text
    assert server.get(f"/v1/requests/{request_id}/preview").status_code == 200
    assert digest(server) == before
    preview(server, asked(("leave", "04:00", "10:00")))
    server.post("/v1/requests", asked(("leave", "14:00", "14:01")))
    assert digest(server) != before


def test_the_transaction_is_read_only(own_server: Running) -> None:
    """What the functions would see, put in the place of what they answer."""
    routes = {
        "api.request_preview(jsonb)": ("POST", "/v1/requests/preview"),
        "api.request_preview_saved(bigint)": ("GET", "/v1/requests/1/preview"),
    }
    with own_server.database.connect() as connection:
        for function in routes:
            row = connection.execute(
                "SELECT pg_get_functiondef(%s::regprocedure)", [function]
            ).fetchone()
            assert row
            head, quote, _ = row[0].partition("AS $function$")
            body = (
                "BEGIN RETURN jsonb_build_object("
                "'read_only', current_setting('transaction_read_only')); END"
            )
            connection.execute(f"{head}{quote} {body} $function$".encode())
    # Another client: this answer is not what the API describes.
    with own_server.client(Authorization=f"Bearer {own_server.token}") as client:
        client.event_hooks = {}
        for method, path in routes.values():
            answer = client.request(method, path, json={} if method == "POST" else None)
            assert answer.json() == {"read_only": "on"}


def test_who_may_see_what(server: Running) -> None:
    """A viewer asks for nobody and sees no requests; others' private matters stay private."""
    server.add_account("pat@acme.test", "viewer")
    server.add_account("sam@acme.test", "staff")
    server.execute(
        "UPDATE auth.account SET staff_id = 1 WHERE email = 'sam@acme.test';"
        "INSERT INTO org.activity (code, name, colour, class, works, available, absent, private,"
        " shown_as) VALUES ('sick', 'Sick', '#000000', 3, FALSE, FALSE, TRUE, TRUE, 4)"
    )
    swap = (
        "WITH request AS (INSERT INTO schedule.request"
        " (staff_id, partner_id, kind, swapped, state) VALUES"
        " (1, 2, 'swap', '{[2026-12-01 00:00Z,2026-12-01 01:00Z)}', 'pending')"
        " RETURNING request_id), item AS (INSERT INTO schedule.adjustment"
        " (request_id, staff_id, activity_id, class, starts_at, ends_at, state)"
        " SELECT request_id, staff_id, (SELECT max(activity_id) FROM org.activity), 3,"
        " '2026-12-01 00:00Z', '2026-12-01 01:00Z', 'pending'"
        " FROM request CROSS JOIN (VALUES (1), (2)) AS p (staff_id))"
        " SELECT request_id FROM request"
    )
    ((request_id,),) = server.execute(swap)
    with server.client() as client:
        for email, expected in (("pat@acme.test", 403), ("sam@acme.test", 200)):
            token = server.log_in(email, client)["access_token"]
            client.headers["Authorization"] = f"Bearer {token}"
            answer = client.post("/v1/requests/preview", json=asked(("leave", "01:00", "02:00")))
            assert answer.status_code == expected, answer.text
            answer = client.get(f"/v1/requests/{request_id}/preview")
            assert answer.status_code == (404 if expected == 403 else 200), answer.text
        ada, bob = answer.json()["staff"]
        other = client.post(
            "/v1/requests/preview", json=asked(("leave", "01:00", "02:00"), staff_id=2)
        )
        assert other.status_code == 403
    assert shown(ada["after"]["segments"])[0] == ("sick", "00:00", "01:00")
    assert shown(bob["after"]["segments"])[0] == ("leave", "00:00", "01:00")
    assert bob["changes"][0]["after"] == "leave"


def test_refusals(server: Running) -> None:
    """What cannot be asked for cannot be tried out, nor what is decided or not there."""
    answer = server.post("/v1/requests/preview", asked(("leave", "10:00", "04:00")))
    assert answer.status_code == 422
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/adjustments/0/end"]
    decided = server.get("/v1/requests/1/preview")
    assert (decided.status_code, decided.json()["errors"]) == (
        422,
        [
            {
                "pointer": "/id",
                "detail": "The request is approved: only a draft or pending one can be tried out.",
            }
        ],
    )
    unknown = server.get("/v1/requests/999/preview")
    assert (unknown.status_code, unknown.json()["detail"]) == (404, "There is no request 999.")
    assert server.get("/v1/requests/preview").status_code == 405


def test_a_preview_has_an_end(server: Running) -> None:
    """A thousand years of leave are no preview, and no time of the database."""
    years = [
        {"activity": "leave", "start": f"{year}-01-01T00:00:00Z", "end": f"{year}-12-31T00:00:00Z"}
        for year in range(2027, 2031)
    ]
    answer = server.post("/v1/requests/preview", {"staff_id": 1, "adjustments": years})
    assert answer.status_code == 422
    assert answer.json()["detail"] == "A preview is of at most 1100 days in all."


def test_a_reader_of_the_tables_cannot_compare(server: Running) -> None:
    """What computes for others is not for requests to call."""
    with psycopg.connect(server.database.app_url) as connection:
        connection.execute("SELECT set_config('role', 'strata_user', TRUE)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT approval.preview_summary(1)")
