"""Lists: pages, order, filters, fields, and as of an earlier instant."""

import random
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from tests.http.running import Running
from tests.http.test_problems import problem_of

# Names that repeat and units without short names, so that order needs its tie-breaker.
UNITS = """
    INSERT INTO org.unit (parent_id, name, short_name, colour, display_order)
    SELECT 1, 'U' || g, nullif('s' || g % 4, 's0'), NULL, g % 5 FROM generate_series(1, 97) AS g
"""


@pytest.fixture(scope="module")
def units(server: Running) -> Running:
    """The server, with many units."""
    server.execute(UNITS)
    return server


def pages(server: Running, path: str, limit: int) -> Iterator[list[dict[str, Any]]]:
    """Every page of a list, by its links."""
    mark = "&" if "?" in path else "?"
    answer = server.get(f"{path}{mark}limit={limit}")
    while True:
        assert answer.status_code == 200, answer.text
        yield answer.json()["items"]
        if answer.json()["next"] is None:
            assert "link" not in answer.headers
            return
        answer = server.get(answer.links["next"]["url"])


@pytest.mark.parametrize("sort", ["id", "name", "display_order"])
@pytest.mark.parametrize("falling", [False, True])
@pytest.mark.parametrize("limit", [1, 7, 100])
def test_every_row_once(units: Running, sort: str, falling: bool, limit: int) -> None:
    """Whatever the order and the size of a page, each row comes once and in its place."""
    path = f"/v1/units?sort={'-' if falling else ''}{sort}"
    found = [item for page in pages(units, path, limit) for item in page]
    stored = units.execute(f"SELECT unit_id, {'unit_id' if sort == 'id' else sort} FROM org.unit")
    assert sorted(item["id"] for item in found) == sorted(unit for unit, _ in stored)
    values = [item[sort] for item in found]
    assert values == sorted(values, reverse=falling)
    for one, other in pairwise(found):
        assert one[sort] != other[sort] or one["id"] < other["id"]


def test_nulls_come_last(units: Running) -> None:
    """In both directions, and a page may end among them."""
    for sort in ("from", "-from"):
        units.execute("""
            INSERT INTO schedule.coverage_requirement
                (unit_id, site_id, weekdays, start_minute, minutes, people, valid)
            SELECT 1, 1, '{1}', 540, 60, 1,
                daterange(CASE WHEN g > 2 THEN '2026-01-01'::date + g END, NULL)
            FROM generate_series(1, 5) AS g
        """)
        found = [
            item
            for page in pages(units, f"/v1/coverage-requirements?sort={sort}", 2)
            for item in page
        ]
        begins = [item["from"] for item in found]
        known = [day for day in begins if day is not None]
        assert begins == sorted(known, reverse=sort == "-from") + [None] * (
            len(begins) - len(known)
        )
        assert len({item["id"] for item in found}) == len(found)


def test_rows_that_come_and_go(own_server: Running) -> None:
    """While a list is read, others are made, renamed and deleted: what stays is seen once."""
    chance = random.Random(7)
    own_server.execute(UNITS)
    stays = {f"U{number}" for number in range(1, 98, 2)}
    seen: list[str] = []
    for place, page in enumerate(pages(own_server, "/v1/units?sort=-name", 5)):
        seen += [item["name"] for item in page]
        gone = chance.choice(sorted({f"U{number}" for number in range(2, 98, 2)}))
        own_server.execute(f"DELETE FROM org.unit WHERE name = '{gone}'")
        own_server.execute(f"INSERT INTO org.unit (parent_id, name) VALUES (1, 'N{place}')")
        own_server.execute(
            f"UPDATE org.unit SET display_order = {place} WHERE unit_id IN "
            "(SELECT unit_id FROM org.unit WHERE name LIKE 'U%' ORDER BY unit_id LIMIT 3)"
        )
    assert len(seen) == len(set(seen))
    assert stays <= set(seen)


@pytest.mark.parametrize(
    ("path", "ids"),
    [
        ("/v1/staff?employee_number=B2", [2]),
        ("/v1/staff?unit=3", [2, 3]),
        ("/v1/staff?unit=3&employee_number=A1", []),
        ("/v1/staff?unit=1&sort=-employee_number", [4, 3, 2, 1]),
        ("/v1/memberships?on=2026-06-30&unit=2", [1, 4, 5]),
        ("/v1/memberships?on=2026-07-01&unit=2", [1, 4]),
        ("/v1/memberships?on=2025-12-31", []),
        ("/v1/memberships?staff_id=5", [5]),
        ("/v1/secondments?unit=1&on=2026-11-24", [1]),
        ("/v1/secondments?unit=2", []),
        ("/v1/contracts?pattern_id=1&staff_id=2", [2]),
        ("/v1/activities?class=1", [1, 2]),
        ("/v1/activities?code=meeting", [3]),
        ("/v1/units?parent_id=3", [4]),
    ],
)
def test_filters(server: Running, path: str, ids: list[int]) -> None:
    """Each filter narrows, and they narrow together."""
    assert [item["id"] for page in pages(server, path, 2) for item in page] == ids


def test_fields(server: Running) -> None:
    """Those that are asked for, in the order of the resource, with id and version."""
    one = server.get("/v1/staff/1?fields=unit_id,name").json()
    assert list(one) == ["id", "name", "unit_id", "version"]
    listed = server.get("/v1/staff?fields=name,unit_id&limit=1").json()["items"]
    assert listed == [one]
    assert list(server.get("/v1/staff/1?fields=version").json()) == ["id", "version"]
    some = server.get("/v1/staff/1?fields=name").headers["etag"]
    changed = server.http.patch("/v1/staff/1", json={"name": "Ada"}, headers={"If-Match": some})
    assert changed.status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "pointer", "detail"),
    [
        (
            "/v1/sites?fields=name,nome",
            422,
            "/fields",
            "There is no field nome: choose from name, time_zone.",
        ),
        (
            "/v1/sites/1?fields=",
            422,
            "/fields",
            "There is no field : choose from name, time_zone.",
        ),
        (
            "/v1/sites?sort=time_zone",
            422,
            "/sort",
            'sort must be one of id, name, or one of them after a "-".',
        ),
        (
            "/v1/sites?sort=--name",
            422,
            "/sort",
            'sort must be one of id, name, or one of them after a "-".',
        ),
        (
            "/v1/sites?sort=",
            422,
            "/sort",
            'sort must be one of id, name, or one of them after a "-".',
        ),
        ("/v1/sites?colour=red", 400, "/colour", "This resource has no such parameter."),
        ("/v1/sites/1?version=1", 400, "/version", "This resource has no such parameter."),
        ("/v1/memberships?on=2026-13-01", 400, "/on", "on must be a date (YYYY-MM-DD)."),
        ("/v1/memberships?on=today", 400, "/on", "on must be a date (YYYY-MM-DD)."),
        ("/v1/memberships?staff_id=Ada", 400, "/staff_id", "staff_id must be a whole number."),
        ("/v1/memberships?unit=999", 404, "/unit", "There is no unit 999."),
        ("/v1/units?limit=0", 422, "/limit", "limit must be a number from 1 to 1000."),
        (
            "/v1/units?as_of=2126-01-01",
            422,
            "/as_of",
            "as_of must not lie in the future.",
        ),
    ],
)
def test_what_is_wrong(server: Running, path: str, status: int, pointer: str, detail: str) -> None:
    """Unknown fields, sorts and filters, and values that cannot be, are named."""
    problem = problem_of(server.get(path))
    assert (problem["status"], problem["errors"]) == (
        status,
        [{"pointer": pointer, "detail": detail}],
    )


def hexadecimal(text: str) -> str:
    """A cursor made by hand."""
    return text.encode().hex()


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "zz",
        hexadecimal("7"),
        hexadecimal("[]"),
        hexadecimal('["id", "1"]'),
        hexadecimal('["id", "x", 1]'),
        hexadecimal('["id", "1", "x"]'),
        hexadecimal('["id", "1", 99999999999999999999]'),
        hexadecimal('["name", "A", 1]'),
        hexadecimal('["id", "1", 1'),
        "ff",
        "00",
    ],
)
def test_cursors_of_other_makes(server: Running, cursor: str) -> None:
    """What this server did not give for this order is refused."""
    problem = problem_of(server.get(f"/v1/units?cursor={cursor}"))
    assert (problem["status"], problem["errors"][0]["pointer"]) == (400, "/cursor")


def test_a_cursor_belongs_to_its_order(server: Running) -> None:
    """The next page in another order would be another list."""
    cursor = server.get("/v1/units?limit=1&sort=name").json()["next"]
    assert server.get(f"/v1/units?limit=1&sort=name&cursor={cursor}").status_code == 200
    for other in ("", "&sort=-name", "&sort=id"):
        assert server.get(f"/v1/units?cursor={cursor}{other}").status_code == 400


def test_as_of(own_server: Running) -> None:
    """Lists and single resources as they were, and the present unharmed by the question."""
    (before,) = own_server.execute("SELECT to_json(clock_timestamp() AT TIME ZONE 'UTC')")[0]
    own_server.execute(
        "SELECT pg_sleep(0.01); UPDATE org.unit SET name = 'Trade' WHERE unit_id = 2"
    )
    own_server.execute("INSERT INTO org.unit (parent_id, name) VALUES (1, 'New')")
    own_server.execute("UPDATE org.membership SET unit_id = 3 WHERE staff_id = 1")
    then = f"as_of={before}Z"
    assert [item["name"] for item in own_server.get(f"/v1/units?{then}").json()["items"]] == [
        "Acme",
        "Sales",
        "Operations",
        "Night",
    ]
    assert own_server.get(f"/v1/units/2?{then}").json()["name"] == "Sales"
    assert own_server.get("/v1/units/2").json()["name"] == "Trade"
    assert own_server.get(f"/v1/units/5?{then}").status_code == 404
    assert own_server.get(f"/v1/staff/1?{then}&fields=unit_id").json()["unit_id"] == 2
    in_sales = own_server.get(f"/v1/staff?unit=2&{then}").json()["items"]
    assert [item["id"] for item in in_sales] == [1, 4]
    assert [item["id"] for item in own_server.get("/v1/staff?unit=2").json()["items"]] == [4]
    assert own_server.get("/v1/units?as_of=2020-01-01").json() == {"items": [], "next": None}


def test_a_page_is_found_without_what_it_shows(server: Running) -> None:
    """The units of people are not looked at before it is known who is on the page."""
    plan = str(server.execute("EXPLAIN SELECT v.id FROM org.staff_resource AS v ORDER BY v.name"))
    assert "on staff" in plan
    assert "membership" not in plan
