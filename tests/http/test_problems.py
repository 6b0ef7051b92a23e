"""What a client is told when something is wrong, word for word."""

import json
from typing import Any

import httpx
import psycopg
import pytest

from tests.http.running import Running

BOARD = "/v1/schedules?from=2026-11-23&to=2026-11-24"
NO_TIME = "is neither an RFC 3339 instant nor a date (YYYY-MM-DD)."
TITLES = {
    400: ("malformed-text", "Text cannot be read", "ST002"),
    404: ("not-found", "Not found", "ST004"),
    422: ("invalid-value", "A value is not allowed", "ST001"),
}


def problem_of(answer: httpx.Response) -> dict[str, Any]:
    """The body of a problem, less the id of the request, which must be the header's."""
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    document: dict[str, Any] = answer.json()
    assert document["status"] == answer.status_code
    assert document.pop("request_id") == answer.headers["x-request-id"]
    return document


@pytest.mark.parametrize(
    ("path", "status", "field", "detail"),
    [
        (f"{BOARD}&unit=two", 400, "unit", "unit must be a whole number."),
        (f"{BOARD}&unit=", 400, "unit", "unit must be a whole number."),
        (f"{BOARD}&unit=1&unit=2", 400, "unit", "unit is given more than once."),
        (
            f"{BOARD}&staff=1,two",
            400,
            "staff",
            "staff must be whole numbers, separated by commas.",
        ),
        (
            f"{BOARD}&staff=1,%22%7D",
            400,
            "staff",
            "staff must be whole numbers, separated by commas.",
        ),
        (f"{BOARD}&explain=perhaps", 400, "explain", "explain must be true or false."),
        (
            f"{BOARD}&time_zone=%00",
            400,
            "time_zone",
            "time_zone contains a character that text cannot have.",
        ),
        ("/v1/schedules?from=x&to=2026-11-24", 400, "from", f"from {NO_TIME}"),
        ("/v1/schedules?from=2026-02-30&to=2026-11-24", 400, "from", f"from {NO_TIME}"),
        ("/v1/schedules?from=2026-11-23&to=24:00", 400, "to", f"to {NO_TIME}"),
        ("/v1/schedules?from=2026-11-23T99:00Z&to=2026-11-24", 400, "from", f"from {NO_TIME}"),
        ("/v1/staff/two", 400, "id", "id must be a whole number."),
        ("/v1/staff/99999999999999999999", 400, "id", "id must be a whole number."),
        ("/v1/staff/1'%20OR%20'1'='1", 400, "id", "id must be a whole number."),
        (
            "/v1/staff?cursor=zz",
            400,
            "cursor",
            "cursor is not one that this server gave for this list: begin again without it.",
        ),
        ("/v1/staff?limit=x", 400, "limit", "limit must be a whole number."),
        ("/v1/staff?limit=0", 422, "limit", "limit must be a number from 1 to 1000."),
        ("/v1/units?limit=1001", 422, "limit", "limit must be a number from 1 to 1000."),
        ("/v1/staff/99", 404, "id", "There is no person 99."),
        ("/v1/units/99", 404, "id", "There is no unit 99."),
        ("/v1/requests/99", 404, "id", "There is no request 99."),
        ("/v1/staff?unit=99", 404, "unit", "There is no unit 99."),
        ("/v1/now?unit=99", 404, "unit", "There is no unit 99."),
        (f"{BOARD}&unit=99", 404, "unit", "There is no unit 99."),
        (f"{BOARD}&staff=1,99", 404, "staff", "There is no person 99."),
        (f"{BOARD}&request=99", 404, "request", "There is no request 99."),
        (
            f"{BOARD}&request=1",
            422,
            "request",
            "The request is approved: only a draft or pending one can be tried out.",
        ),
        ("/v1/schedules?to=2026-11-24", 422, "from", "from is missing."),
        (
            "/v1/schedules?from=2026-11-24&to=",
            422,
            "to",
            "to is missing: give an RFC 3339 instant or a date.",
        ),
        (
            "/v1/schedules?from=2026-11-23T09:00&to=2026-11-24",
            422,
            "from",
            "from has no offset from UTC: end it with Z or an offset such as +09:00.",
        ),
        (
            "/v1/schedules?from=2026-11-23T09:00:01Z&to=2026-11-24",
            422,
            "from",
            "from must be a whole minute.",
        ),
        (
            "/v1/schedules?from=2026-11-23&to=2026-11-24T00:00:00.5Z",
            422,
            "to",
            "to must be a whole minute.",
        ),
        (
            "/v1/schedules?from=2026-11-23&to=2026-11-23",
            422,
            "to",
            "to must be later than from.",
        ),
        (
            "/v1/headcount?from=2026-01-01&to=2027-01-03",
            422,
            "to",
            "to must be at most 366 days later than from.",
        ),
        (f"{BOARD}&time_zone=JST", 422, "time_zone", "JST is not the name of an IANA time zone."),
        (f"{BOARD}&as_of=2100-01-01", 422, "as_of", "as_of must not lie in the future."),
        (
            "/v1/headcount?from=2026-11-23&to=2026-11-24&step=1441",
            422,
            "step",
            "step must be a number of minutes from 1 to 1440.",
        ),
        (
            "/v1/headcount?from=2026-11-01&to=2027-01-01&step=1",
            422,
            "step",
            "There would be more than 50000 steps: choose a longer step or a shorter window.",
        ),
    ],
)
def test_a_parameter(server: Running, path: str, status: int, field: str, detail: str) -> None:
    """The problem names the parameter."""
    slug, title, code = TITLES[status]
    assert problem_of(server.get(path)) == {
        "type": f"/problems/{slug}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": path.partition("?")[0].replace("%20", " "),
        "code": code,
        "errors": [{"pointer": f"/{field}", "detail": detail}],
    }


def test_an_unknown_parameter(server: Running) -> None:
    """A parameter that nobody reads is not silently ignored."""
    for path, name in (
        (f"{BOARD}&units=1", "units"),
        ("/v1/staff/1?id=2", "id"),
        ("/v1/now?unit=1&body=1", "body"),
    ):
        problem = problem_of(server.get(path))
        assert (problem["status"], problem["code"]) == (400, "ST003")
        assert problem["errors"][0]["pointer"] == f"/{name}"


@pytest.mark.parametrize(
    ("method", "path", "slug", "detail"),
    [
        ("GET", "/", "not-found", "There is nothing at this address."),
        ("GET", "/v1/staff/1/", "not-found", "There is nothing at this address."),
        ("GET", "/v1/me%0A", "not-found", "There is nothing at this address."),
        ("DELETE", "/v1/requests/1", "method-not-allowed", "This resource knows GET, HEAD, PATCH."),
        ("GET", "/v1/requests/1/approve", "method-not-allowed", "This resource knows POST."),
        ("GET", "/problems/unheard-of", "not-found", "There is no such problem."),
        (
            "GET",
            "/v1/staff?limit=%FF",
            "malformed-text",
            "The query of the address cannot be read.",
        ),
    ],
)
def test_the_address(server: Running, method: str, path: str, slug: str, detail: str) -> None:
    """Unknown addresses and methods are problems too."""
    answer = server.http.request(method, path)
    problem = problem_of(answer)
    assert (problem["type"], problem["detail"]) == (f"/problems/{slug}", detail)
    if answer.status_code == 405:
        assert answer.headers["allow"] == detail.removeprefix("This resource knows ").rstrip(".")


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("text/plain", b"{}", 415),
        (None, b"{}", 415),
        ("application/json; charset=latin-1", b"{}", 415),
        ("application/json", b'{"staff_id": 1', 400),
        ("application/json", b"", 400),
        ("application/json", b"\xff", 400),
        ("application/json", b'{"staff_id": "\\u0000"}', 400),
        ("application/json", b'{"staff_id": "\x00"}', 400),
        ("application/json", b"[" * 100_000, 400),
        ("application/json", b" " * (4 * 1024 * 1024 + 1), 413),
        ("Application/JSON; charset=UTF-8", b"{}", 422),
    ],
)
def test_the_body(server: Running, content_type: str | None, body: bytes, status: int) -> None:
    """What cannot be read as a JSON body is refused before anything happens."""
    headers = {} if content_type is None else {"Content-Type": content_type}
    answer = server.http.post("/v1/requests", content=body, headers=headers)
    assert problem_of(answer)["status"] == status


def test_a_body_of_unknown_length(server: Running) -> None:
    """The limit holds for what is sent in chunks."""
    chunks = (b" " * 65536 for _ in range(65))
    answer = server.http.post(
        "/v1/requests", content=chunks, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 413


def test_a_foreign_host(server: Running) -> None:
    """A page whose name was made to lead here reads nothing."""
    problem = problem_of(server.get("/v1/staff/1", host="rebound.example"))
    assert problem["status"] == 421
    assert server.get("/v1/staff/1", host="[::1]:8000").status_code == 200


def test_problems_are_described(server: Running) -> None:
    """Each type leads to its description, as JSON or as a page."""
    with psycopg.connect(server.database.url) as connection:
        rows = connection.execute("SELECT slug, status, title FROM api.problem").fetchall()
    for slug, status, title in rows:
        answer = server.get(f"/problems/{slug}")
        assert (answer.json()["status"], answer.json()["title"]) == (status, title)
        page = server.get(f"/problems/{slug}", accept="text/html,*/*")
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert f"<h1>{title}</h1>" in page.text


def test_constraints_have_problems(server: Running) -> None:
    """Every constraint that a client can run into says what it means."""
    with psycopg.connect(server.database.url) as connection:
        silent = connection.execute("""
            SELECT c.conrelid::regclass::text || '.' || c.conname
            FROM pg_constraint AS c
            JOIN pg_class AS t ON t.oid = c.conrelid
            WHERE
                c.connamespace IN ('org'::regnamespace, 'schedule'::regnamespace)
                AND c.contype IN ('c', 'f', 'u', 'x')
                AND c.conname NOT LIKE '%\\_key'
                AND t.relname NOT LIKE '%\\_history'
                AND obj_description(c.oid, 'pg_constraint') IS NULL
        """).fetchall()
    assert silent == []


def test_documents_are_json(server: Running) -> None:
    """A name with quotes and another script arrives as it is."""
    assert json.loads(server.get("/v1/staff/1").content)["name"] == 'Ada "the first" Ōno'
