"""GET /v1/coverage: pieces of what is required and who is there; and reads as of an instant."""

import pytest

from tests.http.running import Running

# Acme needs two people in the office from 9 to 17 in Tokyo, Operations one; nobody works at night.
REQUIREMENTS = """
INSERT INTO schedule.coverage_requirement_resource
(unit_id, site_id, weekdays, start, "end", people, activities) VALUES
    (1, 1, '{1,2,3,4,5}', '09:00', '17:00', 3, NULL),
    (3, 1, '{2}', '09:00', '17:00', 3, '{office}'),
    (4, 1, '{1}', '23:00', '01:00', 1, NULL)
"""


@pytest.fixture(scope="module", autouse=True)
def requirements(server: Running) -> None:
    """Three requirements of the small organisation."""
    server.execute(REQUIREMENTS)


def piece(
    requirement: int, start: str, end: str, required: int, available: int
) -> dict[str, object]:
    """One item of the answer; start and end are day, hour and minute in UTC."""
    return {
        "requirement_id": requirement,
        "start": f"2026-11-{start}:00Z",
        "end": f"2026-11-{end}:00Z",
        "required": required,
        "available": available,
        "missing": max(required - available, 0),
    }


def instant(server: Running) -> str:
    """The database's clock."""
    ((found,),) = server.execute(
        "SELECT replace((clock_timestamp() AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z'"
    )
    text: str = found
    return text


MONDAY = [
    piece(1, "23T00:00", "23T01:00", 3, 3),
    piece(1, "23T01:00", "23T02:00", 3, 2),  # Ada meets
    piece(1, "23T02:00", "23T08:00", 3, 3),
    piece(3, "23T14:00", "23T15:00", 1, 0),
]


def test_a_day(server: Running) -> None:
    answer = server.get("/v1/coverage?from=2026-11-23&to=2026-11-24")
    assert answer.status_code == 200
    assert answer.json() == {"items": MONDAY}


def test_a_unit_and_instants(server: Running) -> None:
    """Dee is lent to Operations on Tuesday; what Acme requires is not of Operations' subtree."""
    window = "from=2026-11-24T01:00:00Z&to=2026-11-24T03:00:00Z"
    answer = server.get(f"/v1/coverage?{window}&unit=3")
    assert answer.json() == {"items": [piece(2, "24T01:00", "24T03:00", 3, 2)]}


def test_nothing_required(server: Running) -> None:
    answer = server.get("/v1/coverage?from=2026-11-28&to=2026-11-30")
    assert answer.json() == {"items": []}


def test_the_time_zone_of_the_dates(server: Running) -> None:
    answer = server.get("/v1/coverage?from=2026-11-23&to=2026-11-24&time_zone=UTC&unit=4")
    assert answer.json()["items"] == [piece(3, "23T14:00", "23T16:00", 1, 0)]


def test_unchanged_coverage_is_not_sent_again(server: Running) -> None:
    address = "/v1/coverage?from=2026-11-23&to=2026-11-24"
    tag = server.get(address).headers["ETag"]
    assert server.get(address, If_None_Match=tag).status_code == 304


@pytest.mark.parametrize(
    ("query", "status", "pointer"),
    [
        ("from=2026-11-23", 422, "/to"),
        ("from=2026-11-23&to=2026-11-23", 422, "/to"),
        ("from=2026-11-23&to=2026-11-24&unit=99", 404, "/unit"),
        ("from=2026-11-23&to=2026-11-24&time_zone=Mars", 422, "/time_zone"),
        ("from=2026-11-23&to=2026-11-24&as_of=2999-01-01", 422, "/as_of"),
        ("from=2026-11-23&to=2026-11-24&step=1", 400, "/step"),
    ],
)
def test_what_cannot_be(server: Running, query: str, status: int, pointer: str) -> None:
    answer = server.get(f"/v1/coverage?{query}")
    assert answer.status_code == status
    assert answer.json()["errors"][0]["pointer"] == pointer


def test_as_of(own_server: Running) -> None:
    """Coverage and headcount as they were before the requirement, the meeting and a move."""
    before = instant(own_server)
    window = "from=2026-11-23&to=2026-11-24"
    own_server.execute(REQUIREMENTS)
    between = instant(own_server)
    counted = own_server.get(f"/v1/headcount?{window}&unit=3").json()
    own_server.execute("UPDATE org.membership SET unit_id = 2 WHERE staff_id = 2")
    own_server.execute("UPDATE org.activity SET code = 'desk' WHERE code = 'office'")
    assert own_server.get(f"/v1/coverage?{window}&as_of={before}").json() == {"items": []}
    assert own_server.get(f"/v1/coverage?{window}&as_of={between}").json() == {"items": MONDAY}
    assert own_server.get(f"/v1/headcount?{window}&unit=3&as_of={between}").json() == counted
    assert own_server.get(f"/v1/headcount?{window}&unit=3").json() != counted
