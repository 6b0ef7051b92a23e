"""Bodies of resources: everything that is wrong, at once, and batches."""

import json
from typing import Any

import pytest

from tests.http.running import Running
from tests.http.test_problems import problem_of

COUNT = "SELECT count(*) FROM org.unit"
Faults = set[tuple[str, str]]


def faults_of(problem: dict[str, Any]) -> Faults:
    """The errors of a problem as a set."""
    return {(error["pointer"], error["detail"]) for error in problem["errors"]}


PATTERN = {
    "id": 7,
    "version": 1,
    "nome": "x",
    "x/~y": 1,
    "name": " ",
    "days": 367,
    "changed_person_days": 5,
    "lines": [
        {"day": 0, "start": "9:00", "end": "24:01", "activity": "office"},
        {"day": 1.5, "start": "24:00", "end": "24:00", "on_clock_change": "never", "note": "x"},
        "office",
    ],
}
PATTERN_FAULTS = {
    ("/id", "id is set by the server."),
    ("/version", "version is set by the server."),
    ("/nome", "There is no such field."),
    ("/x~1~0y", "There is no such field."),
    ("/name", "name must not be blank."),
    ("/days", "days must be a number from 1 to 366."),
    ("/changed_person_days", "changed_person_days is set by the server."),
    ("/lines/0/start", "lines/0/start must match ^([01][0-9]|2[0-3]):[0-5][0-9]$."),
    ("/lines/0/end", "lines/0/end must match ^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$."),
    ("/lines/1/day", "lines/1/day must be a whole number."),
    ("/lines/1/start", "lines/1/start must match ^([01][0-9]|2[0-3]):[0-5][0-9]$."),
    ("/lines/1/activity", "lines/1/activity is missing."),
    ("/lines/1/on_clock_change", "lines/1/on_clock_change must be one of wall, elapsed."),
    ("/lines/1/note", "There is no such field."),
    ("/lines/2", "lines/2 must be an object."),
}


@pytest.mark.parametrize(
    ("path", "body", "expected"),
    [
        ("/v1/units", 7, {("", "The body must be an object.")}),
        ("/v1/units", "x", {("", "The body must be an object.")}),
        ("/v1/units", {}, {("/name", "name is missing.")}),
        (
            "/v1/contracts",
            {"staff_id": "1", "site_id": None, "anchor": "2026-02-29", "from": "26-1-1", "to": 5},
            {
                ("/staff_id", "staff_id must be a whole number."),
                ("/site_id", "site_id must be a whole number."),
                ("/pattern_id", "pattern_id is missing."),
                ("/anchor", "anchor must be a date (YYYY-MM-DD)."),
                ("/from", "from must be a date (YYYY-MM-DD)."),
                ("/to", "to must be text."),
            },
        ),
        (
            "/v1/memberships",
            {"staff_id": 99999999999999999999, "unit_id": 0, "from": "0000-01-01"},
            {
                ("/staff_id", "staff_id must be a number from 1 to 9223372036854775807."),
                ("/unit_id", "unit_id must be a number from 1 to 9223372036854775807."),
                ("/from", "from must be a date (YYYY-MM-DD)."),
            },
        ),
        ("/v1/patterns", PATTERN, PATTERN_FAULTS),
        (
            "/v1/activities",
            {
                **{"code": "Nap!", "name": "N" * 201, "colour": "red", "class": 4},
                **{"works": "yes", "available": 1, "absent": None},
            },
            {
                ("/code", "code must match ^[a-z][a-z0-9_]{0,39}$."),
                ("/name", "name must have at most 200 characters."),
                ("/colour", "colour must match ^#[0-9a-f]{6}$."),
                ("/class", "class must be a number from 1 to 3."),
                ("/works", "works must be true or false."),
                ("/available", "available must be true or false."),
                ("/absent", "absent must be true or false."),
            },
        ),
        (
            "/v1/coverage-requirements",
            {
                **{"unit_id": 1, "site_id": 1, "start": "09:00", "end": "17:00", "people": 1},
                **{"weekdays": [1, 1, 8], "activities": []},
            },
            {
                ("/weekdays/2", "weekdays/2 must be a number from 1 to 7."),
                ("/weekdays", "weekdays has an entry twice."),
                ("/activities", "activities must have at least 1 and at most 100 entries."),
            },
        ),
    ],
)
def test_every_fault_at_once(server: Running, path: str, body: object, expected: Faults) -> None:
    """422 that names each field and what it must be; nothing is stored."""
    problem = problem_of(server.post(path, body))
    assert (problem["status"], problem["type"]) == (422, "/problems/invalid-value")
    assert faults_of(problem) == expected


def test_faults_of_a_change(server: Running) -> None:
    """Required fields may be absent, but not null; what is fixed at the beginning stays."""
    body = {"staff_id": 2, "holiday_rule": None, "to": None, "anchor": "x"}
    answer = server.http.patch("/v1/contracts/1", json=body, headers={"If-Match": "*"})
    assert faults_of(problem_of(answer)) == {
        ("/staff_id", "staff_id cannot be changed."),
        ("/holiday_rule", "holiday_rule must be text."),
        ("/anchor", "anchor must be a date (YYYY-MM-DD)."),
    }


@pytest.mark.parametrize("value", [None, True, 1, 1.5, -1, "x", "", [], {}, [None], 1e300, "2026"])
@pytest.mark.parametrize("collection", ["contracts", "patterns", "activities", "presets"])
def test_wrong_types_in_every_place(server: Running, collection: str, value: object) -> None:
    """Whatever stands in a field, the answer is a problem that names fields, never a failure."""
    fields = server.execute(
        "SELECT f.field FROM api.field AS f JOIN api.resource AS r ON r.noun = f.noun "
        f"WHERE r.collection = '{collection}'"
    )
    for (field,) in fields:
        for headers in ({}, {"If-Match": "*"}):
            method, path = ("PATCH", "/1") if headers else ("POST", "")
            answer = server.http.request(
                method, f"/v1/{collection}{path}", json={field: value}, headers=headers
            )
            assert answer.status_code in (200, 404, 409, 422), (field, answer.text)
    everything = dict.fromkeys([field for (field,) in fields], value)
    answer = server.post(f"/v1/{collection}", everything)
    assert answer.status_code == 422, answer.text
    assert len(answer.json()["errors"]) > 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"name": "x"',
        b'{"name": "\\u0000"}',
        b'{"name": "\\ud800"}',
        b'{"parent_id": 1e999999}',
        b"{'name': 'x'}",
        b"\xff",
        b'{"name": "a\x00b"}',
    ],
)
def test_what_is_no_json(server: Running, body: bytes) -> None:
    """400, whether or not it looks like JSON at first."""
    headers = {"Content-Type": "application/json"}
    answer = server.http.post("/v1/units", content=body, headers=headers)
    assert problem_of(answer)["type"] == "/problems/malformed-text"


@pytest.mark.parametrize(
    ("method", "path", "largest"),
    [("POST", "/v1/units", 4 * 2**20), ("PATCH", "/v1/units/1", 2**20)],
)
def test_large_bodies(server: Running, method: str, path: str, largest: int) -> None:
    """A batch may be four megabytes, everything else one."""
    headers = {"Content-Type": "application/json", "If-Match": "*"}
    for size, status in ((largest, 422), (largest + 1, 413)):
        body = b'{"name":"' + b"x" * (size - 11) + b'"}'
        assert len(body) == size
        answer = server.http.request(method, path, content=body, headers=headers)
        assert answer.status_code == status, answer.text
        chunked = server.http.request(method, path, content=iter([body]), headers=headers)
        assert chunked.status_code == status, chunked.text


def test_a_batch(server: Running) -> None:
    """A thousand at once, in order, of which later ones may name earlier ones by nothing yet."""
    body = [{"name": f"Batch {number}", "parent_id": 1} for number in range(1000)]
    answer = server.post("/v1/units", body)
    assert answer.status_code == 201, answer.text
    assert "location" not in answer.headers
    assert list(answer.json()) == ["items"]
    made = answer.json()["items"]
    assert [item["name"] for item in made] == [item["name"] for item in body]
    assert server.get(f"/v1/units/{made[500]['id']}").json() == made[500]
    assert len({item["version"] for item in made}) == 1


def test_all_or_nothing(server: Running) -> None:
    """Every fault by place and field, those of constraints too, and nothing is stored."""
    before = server.execute(COUNT)
    body: list[Any] = [{"name": f"Many {number}", "parent_id": 1} for number in range(1000)]
    body[0] = {"name": "Sales", "parent_id": 1}
    body[3] = {"name": "", "parent_id": "1"}
    body[7] = {"name": "Many 6", "parent_id": 1}
    body[8] = {"name": "Lost", "parent_id": 99999}
    body[9] = {"name": "Second root"}
    body[998] = []
    body[999] = {"name": "Odd", "nome": 1}
    problem = problem_of(server.post("/v1/units", body))
    assert (problem["status"], problem["type"]) == (409, "/problems/conflict")
    assert problem["detail"] == "7 of 1000 cannot be created, so none was."
    same = "The parent has a unit with this name already."
    assert [(error["pointer"], error["detail"]) for error in problem["errors"]] == [
        ("/0/name", same),
        ("/3/name", "name must not be empty."),
        ("/3/parent_id", "parent_id must be a whole number."),
        ("/7/name", same),
        ("/8/parent_id", "There is no such unit, or it still has units below it."),
        ("/9/parent_id", "Only one unit has no parent."),
        ("/998", "The body must be an object."),
        ("/999/nome", "There is no such field."),
    ]
    assert server.execute(COUNT) == before


def test_the_first_fault_is_the_problem(server: Running) -> None:
    """422 when it is the value that is wrong first; errors of triggers are among them."""
    body = [
        {"name": "Base", "time_zone": "Mars/Olympus"},
        {"name": "Tokyo", "time_zone": "Asia/Tokyo"},
    ]
    problem = problem_of(server.post("/v1/sites", body))
    assert problem["status"] == 422
    assert [error["pointer"] for error in problem["errors"]] == ["/0/time_zone", "/1/name"]


@pytest.mark.parametrize("length", [0, 1001])
def test_how_long_a_batch_is(server: Running, length: int) -> None:
    """From one to a thousand."""
    problem = problem_of(server.post("/v1/units", [{"name": "x", "parent_id": 1}] * length))
    assert problem["status"] == 422
    assert problem["errors"] == [{"pointer": "", "detail": "A batch has 1 to 1000 entries."}]


def test_numbers_of_rows_fit_their_columns(server: Running) -> None:
    """No field takes a number that its column could not hold."""
    found = server.execute("""
        SELECT f.noun, f.field, f.schema, t.typname
        FROM api.field AS f
        JOIN api.resource AS r ON r.noun = f.noun
        JOIN pg_attribute AS a ON a.attrelid = r.relation::regclass AND a.attname = f.field
        JOIN pg_type AS t ON t.oid = a.atttypid
        WHERE f.schema ->> 'type' = 'integer'
    """)
    largest = {"int2": 2**15 - 1, "int4": 2**31 - 1, "int8": 2**63 - 1}
    assert found
    for noun, field, schema, kind in found:
        most = schema.get("maximum", 2**31 - 1 if schema.get("format") == "int32" else 2**63 - 1)
        assert most <= largest[kind], (noun, field, json.dumps(schema))
