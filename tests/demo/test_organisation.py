"""What the demo organisation shows."""

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from app.demo import SEED, load
from tests.demo.conftest import TODAY
from tests.support.servers import Database, Server

REACH = timedelta(days=45)
# A week over the change of clocks in Berlin.
WEEK = ("2026-03-26 00:00+00", "2026-04-02 00:00+00")

SCHEDULE_HASH = """
SELECT
    count(*),
    md5(string_agg(concat_ws(',', s.employee_number, e.starts_at, e.ends_at, a.code, e.rank), ';'
        ORDER BY s.employee_number, e.starts_at))
FROM schedule.effective_segments(
    (SELECT array_agg(staff_id) FROM org.staff), %s::timestamptz, %s::timestamptz
) AS e
JOIN org.staff AS s USING (staff_id)
JOIN org.activity AS a USING (activity_id)
"""

NIGHTS = """
SELECT t.name, e.rank = 0, count(*)
FROM schedule.effective_segments(
    (SELECT array_agg(staff_id) FROM org.staff), %s::timestamptz, %s::timestamptz
) AS e
JOIN org.activity AS a USING (activity_id)
JOIN schedule.contract AS c ON c.staff_id = e.staff_id AND c.valid @> e.starts_at::date
JOIN org.site AS t USING (site_id)
WHERE
    a.code = 'night_duty'
    AND (e.starts_at AT TIME ZONE t.time_zone)::date < (e.ends_at AT TIME ZONE t.time_zone)::date
GROUP BY 1, 2
"""

HOURS = """
SELECT c.staff_id, sum(l.minutes) * 7.0 / l.days / 60
FROM schedule.contract AS c
JOIN schedule.pattern_line AS l USING (pattern_id)
JOIN org.activity AS a USING (activity_id)
WHERE a.works AND c.valid @> %s::date
GROUP BY c.staff_id, l.days
"""

ADJUSTED_DAYS = """
SELECT d::date, count(DISTINCT a.staff_id)
FROM schedule.adjustment AS a
JOIN schedule.contract AS c USING (staff_id)
JOIN org.site AS s USING (site_id)
CROSS JOIN generate_series(
    date_trunc('day', a.starts_at AT TIME ZONE s.time_zone),
    a.ends_at AT TIME ZONE s.time_zone - interval '1 minute',
    '1 day'
) AS d
GROUP BY 1
ORDER BY 1
"""


CODES = [
    "break",
    "leave",
    "meeting",
    "night_duty",
    "off",
    "remote",
    "sick",
    "training",
    "trip",
    "unplanned",
]


def values(connection: psycopg.Connection, query: str, *parameters: date | int) -> list[Any]:
    """The first column of the answer."""
    return [row[0] for row in connection.execute(query, parameters or None).fetchall()]


def weekly_hours(connection: psycopg.Connection, day: date) -> dict[int, float]:
    """What the contracts that hold on a day say, by person."""
    return dict(connection.execute(HOURS, [day]).fetchall())


def test_people_units_and_zones(loaded: psycopg.Connection) -> None:
    """300 people in 25 teams of 6 departments of one organisation, at two sites."""
    levels = """
    WITH RECURSIVE tree AS (
        SELECT unit_id, 1 AS level FROM org.unit WHERE parent_id IS NULL
        UNION ALL
        SELECT u.unit_id, level + 1 FROM org.unit AS u JOIN tree AS t ON u.parent_id = t.unit_id
    )
    SELECT count(*) FROM tree GROUP BY level ORDER BY level
    """
    assert values(loaded, levels) == [1, 6, 25]
    assert values(loaded, "SELECT count(*) FROM org.staff") == [300]
    assert values(loaded, "SELECT count(DISTINCT email) FROM org.staff") == [300]
    zones = values(loaded, "SELECT time_zone FROM org.site ORDER BY 1")
    assert zones == ["Asia/Tokyo", "Europe/Berlin"]
    at_sites = "SELECT count(DISTINCT staff_id) FROM schedule.contract GROUP BY site_id"
    assert min(values(loaded, at_sites)) > 50
    assert values(loaded, "SELECT time_zone FROM org.settings") == ["Europe/Berlin"]
    members = "SELECT count(*) FROM org.membership JOIN org.unit AS u USING (unit_id) "
    teams = "WHERE NOT EXISTS (SELECT FROM org.unit AS b WHERE b.parent_id = u.unit_id)"
    assert values(loaded, members + teams) == [300]


def test_same_seed_and_day_same_schedule(
    loaded: psycopg.Connection, cluster: Server, template: Database
) -> None:
    """Two loads give equal effective schedules; another seed gives others."""
    expected = loaded.execute(SCHEDULE_HASH, WEEK).fetchone()
    assert expected is not None
    assert expected[0] > 2000
    for seed, equal in ((SEED, True), (SEED + 1, False)):
        with cluster.database(template.name) as other:
            load(other.url, seed, TODAY)
            with other.connect() as connection:
                found = connection.execute(SCHEDULE_HASH, WEEK).fetchone()
                assert (found == expected) is equal


def test_nights_over_midnight(loaded: psycopg.Connection) -> None:
    """There are nights in the contracts of both sites, and as adjustments."""
    found = loaded.execute(NIGHTS, WEEK).fetchall()
    assert {("Berlin", True), ("Tokyo", True)} <= {row[:2] for row in found}
    assert any(not by_contract for _, by_contract, _ in found)
    assert sum(row[2] for row in found) > 60


def test_people_share_rotations_in_different_phases(loaded: psycopg.Connection) -> None:
    """Crews of a rotation follow each other."""
    phases = """
    SELECT count(DISTINCT mod(anchor - date '2000-01-03', days))
    FROM schedule.contract JOIN schedule.pattern AS p USING (pattern_id)
    WHERE p.days IN (8, 28)
    GROUP BY pattern_id
    """
    assert values(loaded, phases) == [4, 4]
    clocks = "SELECT DISTINCT on_clock_change FROM schedule.pattern_line ORDER BY 1"
    assert values(loaded, clocks) == ["elapsed", "wall"]


def test_all_holiday_rules(loaded: psycopg.Connection) -> None:
    """Every rule is somebody's, in a year with holidays of both countries and a part of a day."""
    rules = "SELECT holiday_rule FROM schedule.contract GROUP BY 1 HAVING count(*) >= 20 ORDER BY 1"
    assert values(loaded, rules) == ["by_minute", "by_start", "ignore"]
    years = """
    SELECT array_agg(DISTINCT extract(year FROM h.day)::integer)
    FROM org.holiday AS h WHERE source LIKE 'holidays %' GROUP BY site_id
    """
    assert values(loaded, years) == [[2025, 2026, 2027]] * 2
    parts = "SELECT day FROM org.holiday WHERE closed = '[840,1440)' ORDER BY day"
    assert values(loaded, parts) == [date(year, 12, 24) for year in (2025, 2026, 2027)]


def test_adjustments_reach_three_months(loaded: psycopg.Connection) -> None:
    """From 45 days ago until in 45 days somebody has something else every day."""
    found: dict[date, int] = dict(loaded.execute(ADJUSTED_DAYS).fetchall())
    assert list(found) == [TODAY - REACH + timedelta(days=n) for n in range(91)]
    assert min(found.values()) >= 5
    states = "SELECT DISTINCT state FROM schedule.adjustment ORDER BY state"
    assert values(loaded, states) == ["approved", "pending"]
    used = """
    SELECT a.code FROM schedule.adjustment JOIN org.activity AS a USING (activity_id)
    GROUP BY 1 HAVING count(*) >= 5 ORDER BY 1
    """
    assert values(loaded, used) == CODES


def test_requests_were_decided_before_today(loaded: psycopg.Connection) -> None:
    """What is approved was asked for and decided, by the manager, in the past."""
    late = (
        "SELECT count(*) FROM schedule.request WHERE decided_at >= %s OR requested_at >= decided_at"
    )
    assert values(loaded, late, TODAY) == [0]
    deciders = """
    SELECT DISTINCT a.email
    FROM schedule.request AS r LEFT JOIN auth.account AS a ON a.account_id = r.decided_by
    WHERE r.state = 'approved'
    """
    assert values(loaded, deciders) == ["manager@demo.test"]


def test_only_who_left_has_no_contract(loaded: psycopg.Connection) -> None:
    """One person has left: contract and membership ended, and nothing comes after."""
    without = """
    SELECT staff_id FROM org.staff AS s
    WHERE NOT EXISTS (
        SELECT FROM schedule.contract AS c WHERE c.staff_id = s.staff_id AND c.valid @> %s::date
    )
    """
    (left,) = values(loaded, without, TODAY)
    assert values(loaded, "SELECT upper(valid) FROM org.membership WHERE staff_id = %s", left) == [
        TODAY - timedelta(days=20)
    ]
    later = "SELECT count(*) FROM schedule.adjustment WHERE staff_id = %s AND ends_at > %s::date"
    assert values(loaded, later, left, TODAY - timedelta(days=19)) == [0]


@pytest.mark.parametrize(("day", "least"), [(TODAY - REACH, 25), (TODAY + REACH, 20)])
def test_part_time(loaded: psycopg.Connection, day: date, least: int) -> None:
    """Some work part-time, most do not."""
    hours = weekly_hours(loaded, day)
    part_time = [staff for staff, weekly in hours.items() if weekly <= 25]
    assert least <= len(part_time) <= 40


def test_changes_around_today(loaded: psycopg.Connection) -> None:
    """Contracts go from part-time to full-time within reach, and some people are lent."""
    before, after = weekly_hours(loaded, TODAY - REACH), weekly_hours(loaded, TODAY + REACH)
    longer = [staff for staff in after if after[staff] > before[staff]]
    assert len(longer) == 8
    lent = "SELECT count(*) FROM org.secondment WHERE valid && daterange(%s, %s)"
    assert values(loaded, lent, TODAY - REACH, TODAY + REACH) == [5]


def test_some_units_need_more_people_than_they_have(loaded: psycopg.Connection) -> None:
    """Every requirement is met most of the time, and some are not always."""
    hours = """
    SELECT
        sum(extract(EPOCH FROM c.ends_at - c.starts_at)),
        coalesce(sum(extract(EPOCH FROM c.ends_at - c.starts_at)) FILTER (WHERE c.missing > 0), 0)
    FROM schedule.coverage(NULL, '2026-03-09 00:00+00', '2026-04-06 00:00+00') AS c
    GROUP BY c.requirement_id
    """
    found = loaded.execute(hours).fetchall()
    assert len(found) == 6
    assert all(short < whole / 2 for whole, short in found)
    assert sum(short > 0 for _, short in found) >= 3


def test_something_waits_for_the_manager(loaded: psycopg.Connection) -> None:
    waiting = """
    SELECT a.email, s.deciders, s.state, d.email
    FROM schedule.request AS r
    JOIN auth.account AS a ON a.account_id = r.requested_by
    JOIN approval.step AS s ON s.request_id = r.request_id
    CROSS JOIN LATERAL approval.deciders(s.step_id) AS n (account_id)
    JOIN auth.account AS d ON d.account_id = n.account_id
    WHERE r.state = 'pending' AND d.email LIKE 'manager@%'
    """
    found = loaded.execute(waiting).fetchall()
    assert found == [("staff@demo.test", "unit_managers", "pending", "manager@demo.test")] * 3
