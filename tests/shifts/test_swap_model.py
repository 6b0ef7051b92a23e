"""Swaps of any two people equal a model that looks at one half hour after the other."""

import os
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import Connection

from tests.support.servers import Database

EXAMPLES = int(os.environ.get("STRATA_EXAMPLES", "20"))
SLOTS = 16  # half hours, from midnight on
CODES = {1: ("office", "remote"), 2: ("meeting", "training")}
Day = dict[int, str]


class Person(NamedTuple):
    """What somebody has in each half hour: by contract, and by adjustments of the classes 1, 2."""

    contract: tuple[str | None, ...]
    place: tuple[str | None, ...]
    task: tuple[str | None, ...]

    def effective(self) -> Day:
        """What of it counts."""
        layers = zip(self.task, self.place, self.contract, strict=True)
        return {n: code for n, each in enumerate(layers) if (code := next(filter(None, each), ""))}


def swapped(own: Person, other: Person, parts: set[int]) -> Day:
    """What somebody has after a swap: in the parts what the other one had, else what was there.

    Where the other one had nothing and the own contract stands, it is hidden by "off".
    """
    found = {n: code for n, code in own.effective().items() if n not in parts}
    for n in parts:
        if code := other.effective().get(n) or (own.contract[n] and "off"):
            found[n] = code
    return found


def slots(*codes: str) -> st.SearchStrategy[tuple[str | None, ...]]:
    """One of the codes, or nothing, for each half hour."""
    run = st.tuples(st.sampled_from((None, *codes)), st.integers(1, 6))
    runs = st.lists(run, min_size=SLOTS, max_size=SLOTS)
    return runs.map(lambda each: tuple(code for code, n in each for _ in range(n))[:SLOTS])


people = st.builds(Person, slots(*CODES[1], *CODES[2]), slots(*CODES[1]), slots(*CODES[2]))


def runs(values: tuple[str | None, ...]) -> Iterator[tuple[int, int, str]]:
    """Start, end and code of equal neighbours."""
    start = 0
    for n in range(1, len(values) + 1):
        if n == len(values) or values[n] != values[start]:
            if code := values[start]:
                yield start, n, code
            start = n


@pytest.fixture(scope="module")
def connection(shared_database: Database) -> Iterator[Connection]:
    """A connection to a database with two people who have nothing yet."""
    with shared_database.connect() as opened:
        opened.execute(
            b"SELECT org.ensure_standard_activities();"
            b"UPDATE org.settings SET time_zone = 'UTC';"
            b"INSERT INTO org.site (name, time_zone) VALUES ('Here', 'UTC');"
            b"INSERT INTO org.unit (name) VALUES ('Acme');"
            b"INSERT INTO org.staff (employee_number, name) VALUES ('1', 'Ada'), ('2', 'Bob');"
            b"INSERT INTO org.membership (staff_id, unit_id, valid)"
            b" SELECT s.staff_id, 1, '[2030-01-01,)' FROM org.staff AS s"
        )
        yield opened


def store(connection: Connection, staff_id: int, person: Person) -> None:
    """Give somebody a contract of one day, and approved adjustments."""
    connection.execute(
        "WITH made AS (INSERT INTO schedule.pattern (name, days) VALUES (%s, 1) RETURNING *)"
        " INSERT INTO schedule.contract (staff_id, site_id, pattern_id, anchor, valid)"
        " SELECT %s, 1, m.pattern_id, '2030-06-03', '[2030-06-03,2030-06-04)' FROM made AS m",
        [f"Of {staff_id}", staff_id],
    )
    for start, end, code in runs(person.contract):
        connection.execute(
            "INSERT INTO schedule.pattern_line"
            " (pattern_id, days, day, start_minute, minutes, activity_id)"
            " SELECT c.pattern_id, 1, 0, %s, %s, a.activity_id"
            " FROM schedule.contract AS c JOIN org.activity AS a ON a.code = %s"
            " WHERE c.staff_id = %s",
            [start * 30, (end - start) * 30, code, staff_id],
        )
    for layer in (person.place, person.task):
        for start, end, code in runs(layer):
            connection.execute(
                "SELECT schedule.store_approved_request(%s, jsonb_build_array(jsonb_build_object("
                " 'activity', %s::text, 'start', timestamptz '2030-06-03 00:00Z' + %s * interval"
                " '30 minutes', 'end', timestamptz '2030-06-03 00:00Z' + %s * interval"
                " '30 minutes')))",
                [staff_id, code, start, end],
            )


def day_of(connection: Connection, staff_id: int) -> Day:
    """What somebody has in each half hour, by the effective schedule."""
    rows = connection.execute(
        "SELECT extract(epoch FROM e.starts_at - '2030-06-03 00:00Z')::integer / 1800,"
        " extract(epoch FROM e.ends_at - '2030-06-03 00:00Z')::integer / 1800, a.code"
        " FROM schedule.effective_segments(ARRAY[%s::bigint], '2030-06-02 00:00Z',"
        " '2030-06-05 00:00Z') AS e JOIN org.activity AS a ON a.activity_id = e.activity_id",
        [staff_id],
    ).fetchall()
    return {n: code for start, end, code in rows for n in range(start, end)}


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
@given(one=people, other=people, parts=st.sets(st.integers(0, SLOTS - 1), min_size=1))
def test_swaps_equal_the_model(
    connection: Connection, one: Person, other: Person, parts: set[int]
) -> None:
    expected = swapped(one, other, parts), swapped(other, one, parts)
    bounds = ",".join(
        f"tstzrange(timestamptz '2030-06-03 00:00Z' + {n} * interval '30 minutes',"
        f" timestamptz '2030-06-03 00:00Z' + {n + 1} * interval '30 minutes')"
        for n in parts
    )
    with connection.transaction(force_rollback=True):
        store(connection, 1, one)
        store(connection, 2, other)
        assert (day_of(connection, 1), day_of(connection, 2)) == (
            one.effective(),
            other.effective(),
        )
        connection.execute(
            "WITH asked AS (INSERT INTO schedule.request"
            " (staff_id, partner_id, kind, swapped, state)"
            f" VALUES (1, 2, 'swap', tstzmultirange({bounds}), 'draft') RETURNING *)"
            " INSERT INTO schedule.adjustment"
            " (request_id, staff_id, activity_id, class, starts_at, ends_at, state)"
            " SELECT r.request_id, s.staff_id, s.activity_id, s.class, s.starts_at, s.ends_at,"
            " 'pending' FROM asked AS r"
            " CROSS JOIN LATERAL approval.swap_adjustments(1, 2, r.swapped) AS s".encode()
        )
        connection.execute(
            "SELECT approval.apply(max(r.request_id), 'reject') FROM schedule.request AS r"
        )
        assert (day_of(connection, 1), day_of(connection, 2)) == expected
