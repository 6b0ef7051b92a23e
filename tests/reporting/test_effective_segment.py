"""reporting.effective_segment: the right rows, masked, and only what is asked for is computed."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest

# People with one zone all the time; whoever changes site has days of other lengths.
PLACES = """
SELECT c.staff_id, min(s.time_zone)
FROM schedule.contract AS c JOIN org.site AS s ON s.site_id = c.site_id
GROUP BY c.staff_id HAVING count(DISTINCT s.time_zone) = 1
"""
SEGMENTS = """
SELECT s.staff_id, s.starts_at, s.ends_at, coalesce(p.code, a.code)
FROM schedule.effective_segments(ARRAY(SELECT staff_id FROM org.staff), %s, %s) AS s
JOIN org.activity AS a ON a.activity_id = s.activity_id
LEFT JOIN org.activity AS p ON p.activity_id = a.shown_as
"""
DAY = """
SELECT staff_id, starts_at, ends_at, activity FROM reporting.effective_segment WHERE day = %s
"""


def local_day(day: date, zone: str) -> tuple[datetime, datetime]:
    """A day from midnight to midnight; neither zone of the demo changes its clock there."""
    return tuple(  # type: ignore[return-value]
        datetime.combine(midnight, time(), ZoneInfo(zone)).astimezone(UTC)
        for midnight in (day, day + timedelta(days=1))
    )


def plan_nodes(node: dict[str, Any]) -> list[dict[str, Any]]:
    """A node of a plan and all below it."""
    return [node] + [each for child in node.get("Plans", []) for each in plan_nodes(child)]


def explain(connection: psycopg.Connection, question: str) -> list[dict[str, Any]]:
    row = connection.execute(
        f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) SELECT * FROM reporting.{question}".encode()
    ).fetchone()
    assert row
    return plan_nodes(row[0][0]["Plan"])


def today(connection: psycopg.Connection) -> date:
    row = connection.execute("SELECT current_date").fetchone()
    assert row
    day: date = row[0]
    return day


@pytest.mark.parametrize("days_from_today", [-20, 0, 9])
def test_the_rows_are_the_effective_schedule_cut_at_local_midnights(
    organisation: psycopg.Connection, analyst: psycopg.Connection, days_from_today: int
) -> None:
    day = today(organisation) + timedelta(days=days_from_today)
    zones: dict[int, str] = dict(organisation.execute(PLACES).fetchall())
    around = [datetime.combine(day + timedelta(days=n), time(), UTC) for n in (-2, 3)]
    expected = set()
    for staff_id, starts_at, ends_at, activity in organisation.execute(SEGMENTS, around):
        if staff_id in zones:
            midnight, next_midnight = local_day(day, zones[staff_id])
            start, end = max(starts_at, midnight), min(ends_at, next_midnight)
            if start < end:
                expected.add((staff_id, start, end, activity))
    counted = {
        row[0]
        for row in organisation.execute(
            "SELECT staff_id FROM org.membership WHERE valid @> %s", [day]
        )
    }
    expected = {row for row in expected if row[0] in counted}
    found = {row for row in analyst.execute(DAY, [day]) if row[0] in zones}
    # On a holiday or a weekend only those on duty have something.
    assert len(expected) > 50
    assert found == expected


def test_nothing_is_counted_twice_over_a_week(
    organisation: psycopg.Connection, analyst: psycopg.Connection
) -> None:
    first = today(organisation)
    week = analyst.execute(
        "SELECT staff_id, starts_at, ends_at FROM reporting.effective_segment"
        " WHERE day BETWEEN %s AND %s ORDER BY staff_id, starts_at",
        [first, first + timedelta(days=6)],
    ).fetchall()
    assert len(week) > 1500
    for earlier, later in pairwise(week):
        assert earlier[0] < later[0] or earlier[2] <= later[1]


def test_private_activities_show_as_their_stand_in(
    organisation: psycopg.Connection, analyst: psycopg.Connection
) -> None:
    row = organisation.execute(
        """
        SELECT j.staff_id, (j.starts_at + interval '12 hours')::date
        FROM schedule.adjustment AS j JOIN org.activity AS a ON a.activity_id = j.activity_id
        WHERE a.code = 'sick' AND j.starts_at::date <= current_date
        ORDER BY j.starts_at DESC LIMIT 1
        """
    ).fetchone()
    assert row
    seen = {
        activity
        for (activity,) in analyst.execute(
            "SELECT activity FROM reporting.effective_segment WHERE staff_id = %s AND day = %s", row
        )
    }
    assert "leave" in seen
    everything = analyst.execute(
        "SELECT DISTINCT activity FROM reporting.effective_segment"
        " WHERE day BETWEEN current_date - 7 AND current_date"
    )
    assert not {"sick", "unplanned"} & {activity for (activity,) in everything}


WEEK = "extract(ISOYEAR FROM current_date) AND iso_week = extract(WEEK FROM current_date)"


# How often a group of units is computed: there are eight for segments, forty-eight for hours.
@pytest.mark.parametrize(
    ("question", "index", "most_calls"),
    [
        ("effective_segment WHERE day = current_date", "calendar_day_pkey", 8),
        ("effective_segment WHERE day = current_date AND staff_id = 7", "membership_staff_id", 1),
        ("effective_segment WHERE day = current_date AND unit_id = 7", "membership_unit_id", 1),
        (
            "effective_segment WHERE day = current_date AND unit_id IN (7, 8)",
            "calendar_day_pkey",
            2,
        ),
        (
            "effective_segment WHERE day BETWEEN current_date AND current_date + 2"
            " AND staff_id = 7",
            "membership_staff_id",
            3,
        ),
        (
            "effective_segment JOIN reporting.staff USING (staff_id)"
            " WHERE day = current_date AND employee_number = 'D0007'",
            "calendar_day_pkey",
            1,
        ),
        (
            "effective_segment JOIN reporting.calendar_day USING (day)"
            f" WHERE iso_year = {WEEK} AND staff_id = 7",
            "membership_staff_id",
            7,
        ),
        ("daily_hours WHERE day = current_date", "calendar_day_pkey", 48),
        ("daily_hours WHERE day = current_date AND staff_id = 7", "membership_staff_id", 1),
        ("daily_hours WHERE day = current_date AND unit_id = 7", "membership_unit_id", 1),
        (
            "monthly_hours WHERE month_start = date_trunc('month', current_date)::date"
            " AND staff_id = 7",
            "membership_staff_id",
            1,
        ),
        (
            "headcount_by_quarter_hour WHERE day = current_date AND unit_id = 7",
            "calendar_day_pkey",
            1,
        ),
    ],
)
def test_a_filter_computes_only_what_is_asked_for(
    organisation: psycopg.Connection,
    analyst: psycopg.Connection,
    question: str,
    index: str,
    most_calls: int,
) -> None:
    for reader in (organisation, analyst):
        nodes = explain(reader, question)
        assert index in {node.get("Index Name") for node in nodes}
        calls = [n for n in nodes if n.get("Function Name") in ("units_day", "units_hours")]
        assert [node["Actual Loops"] <= most_calls for node in calls] == [True]


def test_an_analyst_reads_nothing_else(analyst: psycopg.Connection) -> None:
    for table in ("schedule.adjustment", "schedule.request", "org.staff", "auth.account"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            analyst.execute(f"SELECT * FROM {table}".encode())


def test_calendar_days(analyst: psycopg.Connection) -> None:
    assert analyst.execute(
        "SELECT iso_year, iso_week, weekday, year, quarter, month, month_start"
        " FROM reporting.calendar_day WHERE day = '2027-01-01'"
    ).fetchone() == (2026, 53, 5, 2027, 1, 1, date(2027, 1, 1))
    assert analyst.execute(
        "SELECT min(day), max(day), count(*) FROM reporting.calendar_day"
    ).fetchone() == (date(2000, 1, 1), date(2099, 12, 31), 36525)
