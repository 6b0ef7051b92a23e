"""The views of the schema reporting: what tools see of them, and numbers that must agree."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pandas
import psycopg
import pytest
import sqlalchemy
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy.engine import URL

from tests.support.reporting import PASSWORD

COLUMNS = (Path(__file__).parent / "columns.txt").read_text()
FOUND = """
SELECT c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
WHERE c.relnamespace = 'reporting'::regnamespace AND c.relkind = 'v' AND NOT a.attisdropped
ORDER BY c.relname, a.attnum
"""
# Days from midnight of the site that holds on them to midnight of the site that holds on the next.
SITE_CHANGE = """
SELECT count(*), sum(s.ends_at - s.starts_at)
FROM schedule.effective_segments(
    ARRAY[%(staff)s::bigint],
    schedule.local_instant(%(first)s::timestamp, %(before)s),
    schedule.local_instant(%(last)s::timestamp, %(after)s)
) AS s
"""


def test_columns_and_types_stay(organisation: psycopg.Connection) -> None:
    """Append to columns.txt; a line of it is changed or deleted after a deprecation only."""
    found = [line for (line,) in organisation.execute(FOUND).fetchall()]
    assert found == COLUMNS.splitlines()


@pytest.fixture
def engine(analyst: psycopg.Connection) -> sqlalchemy.Engine:
    """What a notebook connects with."""
    info = conninfo_to_dict(analyst.info.dsn)
    return sqlalchemy.create_engine(
        URL.create(
            "postgresql+psycopg",
            username=analyst.info.user,
            password=PASSWORD,
            database=analyst.info.dbname,
            query={"host": str(info["host"]), "port": str(info["port"])},
        )
    )


def test_every_view_reflects_with_types_and_comments(engine: sqlalchemy.Engine) -> None:
    inspector = sqlalchemy.inspect(engine)
    views = inspector.get_view_names(schema="reporting")
    assert len(views) >= 14
    metadata = sqlalchemy.MetaData()
    for name in views:
        table = sqlalchemy.Table(name, metadata, schema="reporting", autoload_with=engine)
        for column in table.columns:
            assert column.comment, f"{name}.{column.name}"
            assert not isinstance(column.type, sqlalchemy.types.NullType), f"{name}.{column.name}"
        assert inspector.get_table_comment(name, schema="reporting")["text"]
    hours = metadata.tables["reporting.daily_hours"]
    with engine.connect() as connection:
        query = sqlalchemy.select(hours.c.worked_minutes).where(
            hours.c.day == sqlalchemy.func.current_date(), hours.c.staff_id == 7
        )
        assert len(connection.execute(query).all()) == 1


def test_a_notebook_gets_dates_instants_and_whole_numbers(engine: sqlalchemy.Engine) -> None:
    frame = pandas.read_sql(
        sqlalchemy.text(
            "SELECT day, staff_id, starts_at, ends_at, minutes, activity, works"
            " FROM reporting.effective_segment WHERE day = current_date"
        ),
        engine,
    )
    assert len(frame) > 150
    assert type(frame["day"][0]) is date
    assert isinstance(frame["starts_at"].dtype, pandas.DatetimeTZDtype)
    kinds = {name: str(frame[name].dtype) for name in ("staff_id", "minutes", "works")}
    assert kinds == {"staff_id": "int64", "minutes": "int64", "works": "bool"}
    lengths = (frame["ends_at"] - frame["starts_at"]).dt.total_seconds() / 60
    assert (lengths == frame["minutes"]).all()


def test_the_hours_of_a_day_are_those_of_its_segments(analyst: psycopg.Connection) -> None:
    days = "BETWEEN current_date - 7 AND current_date + 7"
    from_segments = analyst.execute(
        "SELECT day, staff_id, unit_id, sum(minutes) FILTER (WHERE works),"
        " sum(minutes) FILTER (WHERE available) FROM reporting.effective_segment"
        f" WHERE day {days} GROUP BY day, staff_id, unit_id".encode()
    ).fetchall()
    from_hours = analyst.execute(
        "SELECT day, staff_id, unit_id, nullif(worked_minutes, 0), nullif(available_minutes, 0)"
        f" FROM reporting.daily_hours WHERE day {days}".encode()
    ).fetchall()
    assert len(from_segments) > 2000
    none = (None, None)
    assert {row for row in from_segments if row[3:] != none} == {
        row for row in from_hours if row[3:] != none
    }


def test_the_hours_of_a_month_are_those_of_its_days(analyst: psycopg.Connection) -> None:
    names = ("contracted", "worked", "absent", "available")
    sums = ", ".join(f"sum({name}_minutes)" for name in names)
    month = "date_trunc('month', current_date)"
    from_days = analyst.execute(
        f"SELECT staff_id, unit_id, site_id, {sums} FROM reporting.daily_hours"
        f" WHERE day >= {month}::date AND day < ({month} + interval '1 month')::date"
        f" GROUP BY staff_id, unit_id, site_id ORDER BY 1, 2, 3".encode()
    ).fetchall()
    from_month = analyst.execute(
        f"SELECT staff_id, unit_id, site_id, {', '.join(f'{name}_minutes' for name in names)}"
        f" FROM reporting.monthly_hours WHERE month_start = {month}::date ORDER BY 1, 2, 3".encode()
    ).fetchall()
    assert len(from_days) >= 295
    assert from_days == from_month


def test_the_headcount_is_that_of_the_segments(analyst: psycopg.Connection) -> None:
    noon = "date_trunc('hour', current_date::timestamptz + interval '12 hours')"
    counted = "SELECT unit_id, activity, people FROM reporting.headcount_by_quarter_hour"
    segments = "SELECT unit_id, activity, count(*) FROM reporting.effective_segment"
    days = "day BETWEEN current_date - 1 AND current_date + 1"
    found = analyst.execute(
        f"SELECT unit_id, activity, sum(people) FROM ({counted} WHERE {days}"
        f" AND starts_at = {noon}) AS c GROUP BY unit_id, activity ORDER BY 1, 2".encode()
    ).fetchall()
    expected = analyst.execute(
        f"{segments} WHERE {days} AND starts_at <= {noon} AND ends_at > {noon}"
        " GROUP BY unit_id, activity ORDER BY 1, 2".encode()
    ).fetchall()
    assert len(found) > 10
    assert found == expected


def test_days_tile_time_for_who_changes_site_and_unit(organisation: psycopg.Connection) -> None:
    """From a site to the one of the other zone on a day in the middle, and lent out meanwhile."""
    with organisation.transaction(force_rollback=True):
        row = organisation.execute(
            "SELECT c.staff_id, c.site_id, s.time_zone, o.site_id, o.time_zone, current_date"
            " FROM schedule.contract AS c JOIN org.site AS s USING (site_id)"
            " JOIN org.site AS o ON o.time_zone <> s.time_zone"
            " WHERE c.valid @> current_date AND upper_inf(c.valid)"
            " AND NOT EXISTS (SELECT FROM org.secondment AS l WHERE l.staff_id = c.staff_id)"
            " ORDER BY c.contract_id, o.site_id LIMIT 1"
        ).fetchone()
        assert row
        staff, before_site, before, after_site, after, today = row
        first, change, last = (today + timedelta(days=n) for n in (10, 13, 17))
        where = {"staff": staff, "change": change, "site": after_site}
        organisation.execute(
            "CREATE TEMP TABLE moved ON COMMIT DROP AS SELECT * FROM schedule.contract"
            " WHERE staff_id = %(staff)s AND valid @> %(change)s",
            where,
        )
        organisation.execute(
            "UPDATE schedule.contract SET valid = daterange(lower(valid), %(change)s)"
            " WHERE staff_id = %(staff)s AND valid @> %(change)s",
            where,
        )
        organisation.execute(
            "INSERT INTO schedule.contract (staff_id, site_id, pattern_id, anchor, valid)"
            " SELECT staff_id, %(site)s, pattern_id, anchor, daterange(%(change)s, NULL)"
            " FROM moved",
            where,
        )
        organisation.execute(
            "INSERT INTO org.secondment (staff_id, unit_id, valid)"
            " SELECT %s, max(unit_id), daterange(%s, %s) FROM org.unit WHERE unit_id NOT IN"
            " (SELECT unit_id FROM org.membership WHERE staff_id = %s)",
            [staff, change - timedelta(days=1), change + timedelta(days=1), staff],
        )
        merge = organisation.execute(
            SITE_CHANGE,
            {"staff": staff, "first": first, "last": last, "before": before, "after": after},
        ).fetchone()
        rows = organisation.execute(
            "SELECT day, unit_id, site_id, starts_at, ends_at FROM reporting.effective_segment"
            " WHERE staff_id = %s AND day >= %s AND day < %s ORDER BY starts_at",
            [staff, first, last],
        ).fetchall()
    assert merge
    assert sum((end - start for *_, start, end in rows), timedelta()) == merge[1]
    assert all(earlier[4] <= later[3] for earlier, later in pairwise(rows))
    assert {row[2] for row in rows if row[0] < change} == {before_site}
    assert {row[2] for row in rows if row[0] >= change} == {after_site}
    away = {row[1] for row in rows if abs((row[0] - change).days + 0.5) < 1}
    assert not away & {row[1] for row in rows if abs((row[0] - change).days + 0.5) > 1}


def test_reports_compute_everybody_in_the_last_and_smallest_unit(
    organisation: psycopg.Connection,
) -> None:
    """Every unit has a group, also one that almost everybody stands before."""
    with organisation.transaction(force_rollback=True):
        organisation.execute(
            """
            WITH unit AS (
                INSERT INTO org.unit (parent_id, name) VALUES (1, 'The last one') RETURNING unit_id
            )
            UPDATE org.membership SET unit_id = (SELECT unit_id FROM unit)
            WHERE staff_id = (SELECT min(staff_id) FROM schedule.contract)
            """
        )
        for groups in ("unit_groups", "small_unit_groups"):
            computed = organisation.execute(
                f"SELECT unnest(unit_ids) AS unit_id FROM reporting.{groups} ORDER BY 1".encode()
            ).fetchall()
            units = organisation.execute("SELECT unit_id FROM org.unit ORDER BY 1").fetchall()
            assert computed == units
        hours = organisation.execute(
            "SELECT staff_id FROM reporting.daily_hours AS h JOIN reporting.unit_tree AS t"
            " USING (unit_id) WHERE h.day = current_date AND t.name = 'The last one'"
        ).fetchall()
        assert len(hours) == 1
