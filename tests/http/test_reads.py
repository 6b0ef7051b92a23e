"""The other reads: headcount, now, lists, single resources."""

from typing import Any

import pytest

from tests.http.running import Running


def counts(server: Running, query: str) -> dict[str, tuple[int, dict[str, int]]]:
    """Available people and people by activity, by the start of the step."""
    answer = server.get(f"/v1/headcount?{query}")
    assert answer.status_code == 200, answer.text
    assert set(answer.json()) == {"steps"}
    return {
        step["start"]: (step["available"], step["by_activity"]) for step in answer.json()["steps"]
    }


def test_headcount(server: Running) -> None:
    """Who is in force at the start of each step, once each; the last step may be short."""
    found = counts(server, "from=2026-11-22T23:30:00Z&to=2026-11-23T02:10:00Z&step=30")
    assert found == {
        "2026-11-22T23:30:00Z": (0, {}),
        "2026-11-23T00:00:00Z": (3, {"office": 3}),
        "2026-11-23T00:30:00Z": (3, {"office": 3}),
        "2026-11-23T01:00:00Z": (2, {"meeting": 1, "office": 2}),
        "2026-11-23T01:30:00Z": (2, {"meeting": 1, "office": 2}),
        "2026-11-23T02:00:00Z": (3, {"office": 3}),
    }


def test_headcount_by_the_hour(server: Running) -> None:
    """The step is an hour when nothing is said."""
    assert len(counts(server, "from=2026-11-23&to=2026-11-24")) == 24


def test_headcount_counts_the_lent_at_their_destination(server: Running) -> None:
    """Dee counts in Operations on Tuesday in Tokyo, and in Sales on the other days."""
    query = "from=2026-11-23&to=2026-11-26&step=1440"
    noons = [f"2026-11-{day}T03:00:00Z" for day in (23, 24, 25)]
    windows = "from=2026-11-23T03:00:00Z&to=2026-11-26T03:00:00Z&step=1440"
    operations = counts(server, f"{windows}&unit=3")
    sales = counts(server, f"{windows}&unit=2")
    assert [operations[noon][0] for noon in noons] == [1, 2, 1]
    assert [sales[noon][0] for noon in noons] == [2, 1, 2]
    assert len(counts(server, query)) == 3


def test_headcount_equals_the_board(server: Running) -> None:
    """Every minute of a morning, counted from the segments of the board."""
    window = "from=2026-11-23T00:00:00Z&to=2026-11-23T03:00:00Z"
    board = server.get(f"/v1/schedules?{window}").json()["staff"]
    for start, (_, by_activity) in counts(server, f"{window}&step=1").items():
        expected: dict[str, int] = {}
        for person in board:
            for piece in person["segments"]:
                if piece["start"] <= start < piece["end"]:
                    expected[piece["activity"]] = expected.get(piece["activity"], 0) + 1
        assert by_activity == expected


def test_now(own_server: Running) -> None:
    """Those whose activity is available at this minute, and until when."""
    own_server.execute("""
        UPDATE schedule.contract SET valid = '[2026-01-01,2026-01-02)';
        SELECT schedule.store_approved_request(staff_id, jsonb_build_array(jsonb_build_object(
            'activity', activity,
            'start', date_trunc('hour', now() - interval '3 hours'),
            'end', date_trunc('hour', now() + length)
        ))) FROM (VALUES
            (1, 'office', interval '3 hours'),
            (2, 'meeting', interval '3 hours'),
            (3, 'remote', interval '3 days')
        ) AS v (staff_id, activity, length);
    """)
    (end,) = own_server.execute(
        "SELECT to_char(date_trunc('hour', now() + interval '3 hours') AT TIME ZONE 'UTC', "
        """'YYYY-MM-DD"T"HH24:MI:SS"Z"')"""
    )[0]
    answer = own_server.get("/v1/now").json()
    assert set(answer) == {"at", "items"}
    assert answer["items"] == [
        {
            "staff_id": 3,
            "employee_number": "C3",
            "name": "Cyd",
            "unit_id": 4,
            "activity": "remote",
            "until": None,
        },
        {
            "staff_id": 1,
            "employee_number": "A1",
            "name": 'Ada "the first" Ōno',
            "unit_id": 2,
            "activity": "office",
            "until": end,
        },
    ]
    assert [item["staff_id"] for item in own_server.get("/v1/now?unit=2").json()["items"]] == [1]


def without_version(resource: dict[str, Any]) -> dict[str, Any]:
    """A resource without its version, which must be a number."""
    assert isinstance(resource["version"], int)
    return {name: value for name, value in resource.items() if name != "version"}


def test_a_person(server: Running) -> None:
    """The fields of a person."""
    answer = server.get("/v1/staff/1")
    assert without_version(answer.json()) == {
        "id": 1,
        "employee_number": "A1",
        "name": 'Ada "the first" Ōno',
        "email": "ada@acme.test",
        "unit_id": 2,
        "from": "2026-01-01",
    }


def test_somebody_who_left(server: Running) -> None:
    """Without a home unit, but there."""
    answer = server.get("/v1/staff/5").json()
    assert (answer["unit_id"], answer["from"]) == (None, None)


def test_a_unit(server: Running) -> None:
    """The fields of a unit; the root has no parent."""
    assert without_version(server.get("/v1/units/4").json()) == {
        "id": 4,
        "name": "Night",
        "parent_id": 3,
        "short_name": None,
        "colour": None,
        "display_order": 0,
    }
    assert server.get("/v1/units/1").json()["parent_id"] is None


def test_the_version_grows(server: Running) -> None:
    """A change of the person or of the membership makes a higher version."""
    versions = [server.get("/v1/staff/3").json()["version"]]
    for change in (
        "UPDATE org.staff SET name = 'Cyd C.' WHERE staff_id = 3",
        "UPDATE org.membership SET unit_id = 3 WHERE staff_id = 3",
    ):
        server.execute(change)
        versions.append(server.get("/v1/staff/3").json()["version"])
    assert versions == sorted(set(versions))


@pytest.mark.parametrize("path", ["/v1/staff", "/v1/units"])
def test_pages(server: Running, path: str) -> None:
    """A list is followed page by page to its end, by cursor or by link."""
    everything = server.get(path).json()
    assert everything["next"] is None
    found = []
    answer = server.get(f"{path}?limit=2")
    while True:
        page = answer.json()
        found += page["items"]
        if page["next"] is None:
            assert "link" not in answer.headers
            break
        assert len(page["items"]) == 2
        by_cursor = server.get(f"{path}?limit=2&cursor={page['next']}")
        answer = server.get(answer.links["next"]["url"])
        assert answer.json() == by_cursor.json()
    assert found == everything["items"]


def test_people_of_a_unit(server: Running) -> None:
    """Those whose home lies in the subtree, page by page."""
    first = server.get("/v1/staff?unit=3&limit=1").json()
    second = server.get(f"/v1/staff?unit=3&limit=1&cursor={first['next']}").json()
    assert [item["id"] for item in first["items"] + second["items"]] == [2, 3]
    assert second["next"] is None


def test_head(server: Running) -> None:
    """HEAD has the headers of GET and no body."""
    answer = server.http.head("/v1/staff/1")
    assert answer.status_code == 200
    assert answer.content == b""
    assert answer.headers["etag"] == server.get("/v1/staff/1").headers["etag"]
