"""reporting.coverage_gap: the gaps of the coverage by local day, and only what is asked for."""

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from tests.reporting.test_effective_segment import plan_nodes

# Around the clock in the time of every site, for every unit; and some nights of the first one.
REQUIREMENTS = """
INSERT INTO schedule.coverage_requirement
(unit_id, site_id, weekdays, start_minute, minutes, people)
SELECT u.unit_id, s.site_id, '{1,2,3,4,5,6,7}', 0, 1440, 2 + u.unit_id % 5
FROM org.unit AS u CROSS JOIN org.site AS s;
INSERT INTO schedule.coverage_requirement
(unit_id, site_id, weekdays, start_minute, minutes, people)
VALUES (1, 1, '{1,3,5}', 1320, 480, 400)
"""
GAPS = """
SELECT day, requirement_id, starts_at, ends_at, required, available, missing
FROM reporting.coverage_gap WHERE day BETWEEN %s AND %s
"""
# Each piece cut at the midnights of its site, day by day.
EXPECTED = """
SELECT
    d.day, c.requirement_id, greatest(c.starts_at, m.midnight), least(c.ends_at, m.next_midnight),
    c.required, c.available, c.missing
FROM schedule.coverage(
    NULL, %(first)s::date - interval '2 days', %(last)s::date + interval '3 days'
) AS c
JOIN schedule.coverage_requirement AS r ON r.coverage_requirement_id = c.requirement_id
JOIN org.site AS s ON s.site_id = r.site_id
JOIN org.calendar_day AS d ON d.day BETWEEN %(first)s AND %(last)s
CROSS JOIN LATERAL (
    SELECT
        schedule.local_instant(d.day::timestamp, s.time_zone) AS midnight,
        schedule.local_instant((d.day + 1)::timestamp, s.time_zone) AS next_midnight
) AS m
WHERE c.missing > 0 AND c.starts_at < m.next_midnight AND c.ends_at > m.midnight
"""


@pytest.fixture(scope="module", autouse=True)
def requirements(organisation: psycopg.Connection) -> None:
    """Requirements of every unit and site of the demo organisation."""
    organisation.execute(REQUIREMENTS)
    organisation.execute("ANALYZE")


def today(connection: psycopg.Connection) -> date:
    row = connection.execute("SELECT current_date").fetchone()
    assert row
    day: date = row[0]
    return day


def test_the_rows_are_the_gaps_of_the_coverage_by_local_day(
    organisation: psycopg.Connection, analyst: psycopg.Connection
) -> None:
    first = today(organisation)
    last = first + timedelta(days=2)
    expected = organisation.execute(EXPECTED, {"first": first, "last": last}).fetchall()
    found = analyst.execute(GAPS, [first, last]).fetchall()
    assert len(found) > 100
    assert sorted(found) == sorted(expected)


def test_minutes_unit_and_site(
    organisation: psycopg.Connection, analyst: psycopg.Connection
) -> None:
    (row,) = analyst.execute(
        "SELECT count(*),"
        " count(*) FILTER (WHERE minutes = extract(EPOCH FROM ends_at - starts_at) / 60),"
        " count(DISTINCT unit_id), array_agg(DISTINCT site_id ORDER BY site_id)"
        " FROM reporting.coverage_gap WHERE day = current_date"
    ).fetchall()
    assert row[0] == row[1] > 0
    units, sites = organisation.execute(
        "SELECT count(*), (SELECT array_agg(site_id ORDER BY site_id) FROM org.site) FROM org.unit"
    ).fetchall()[0]
    assert 1 < row[2] <= units
    assert row[3] == sites


@pytest.mark.parametrize(
    ("condition", "calls"),
    [
        ("day = current_date", 8),
        ("day = current_date AND unit_id = 7", 1),
        ("day BETWEEN current_date AND current_date + 2", 24),
    ],
)
def test_a_filter_computes_only_its_days(
    analyst: psycopg.Connection, condition: str, calls: int
) -> None:
    """Of the eight groups of units each day is computed once; one unit is in one group."""
    row = analyst.execute(
        "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON)"
        f" SELECT * FROM reporting.coverage_gap WHERE {condition}".encode()
    ).fetchone()
    assert row
    nodes: list[dict[str, Any]] = plan_nodes(row[0][0]["Plan"])
    days = next(node for node in nodes if node.get("Relation Name") == "calendar_day")
    assert days["Index Name"] == "calendar_day_pkey"
    function = next(node for node in nodes if node.get("Function Name") == "coverage_day")
    assert 1 <= function["Actual Loops"] <= calls
