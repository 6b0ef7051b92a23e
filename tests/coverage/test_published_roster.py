"""The published roster of benchmark instance 1 lacks exactly the 6 people of its score."""

from datetime import datetime
from zoneinfo import ZoneInfo

from psycopg import Connection

from tests.coverage.instances import date_of, read_instance, read_roster
from tests.support.servers import Database

INSTANCE = read_instance("instance1.txt")
ROSTER = read_roster("instance1_roster_607.txt")
SCORE = 607
BERLIN = ZoneInfo("Europe/Berlin")


def load(connection: Connection) -> None:
    """The roster as contracts, and the cover of each day as a requirement from 8 to 16."""
    connection.execute("INSERT INTO org.site (name, time_zone) VALUES ('Ward', 'Europe/Berlin')")
    connection.execute("INSERT INTO org.unit (name) VALUES ('Ward')")
    connection.execute("SELECT org.ensure_standard_activities()")
    for number, (name, shifts) in enumerate(ROSTER.items(), start=1):
        connection.execute(
            "INSERT INTO org.staff (employee_number, name) VALUES (%s, %s)", [name, name]
        )
        connection.execute(
            "INSERT INTO org.membership (staff_id, unit_id, valid) VALUES (%s, 1, '[2026-01-01,)')",
            [number],
        )
        connection.execute(
            "INSERT INTO schedule.pattern (name, days) VALUES (%s, %s)", [name, INSTANCE.days]
        )
        connection.execute(
            "INSERT INTO schedule.pattern_line"
            " (pattern_id, days, day, start_minute, minutes, activity_id)"
            " SELECT %s, %s, d, 480, %s, a.activity_id FROM unnest(%s::smallint[]) AS d,"
            " org.activity AS a WHERE a.code = 'office'",
            [
                number,
                INSTANCE.days,
                INSTANCE.shifts["D"],
                [day for day, shift in enumerate(shifts) if shift == "D"],
            ],
        )
        connection.execute(
            "INSERT INTO schedule.contract (staff_id, site_id, pattern_id, anchor, valid)"
            " VALUES (%s, 1, %s, %s, daterange(%s, %s))",
            [number, number, date_of(0), date_of(0), date_of(INSTANCE.days)],
        )
    for cover in INSTANCE.cover:
        connection.execute(
            "INSERT INTO schedule.coverage_requirement_resource"
            ' (unit_id, site_id, dates, start, "end", people)'
            " VALUES (1, 1, %s, '08:00', '16:00', %s)",
            [[date_of(cover.day)], cover.people],
        )


def test_exactly_the_six_of_the_score_are_missing(database: Database) -> None:
    with database.connect() as connection:
        load(connection)
        rows = connection.execute(
            "SELECT starts_at, ends_at, required, available, missing"
            " FROM schedule.coverage(1, %s, %s) ORDER BY starts_at",
            [
                datetime.combine(date_of(day), datetime.min.time(), BERLIN)
                for day in (0, INSTANCE.days)
            ],
        ).fetchall()

    assert len(rows) == INSTANCE.days  # nobody comes or goes within a shift: a piece is a day
    assert all((end - start).total_seconds() == 8 * 3600 for start, end, *_ in rows)
    assert [row[2] for row in rows] == [cover.people for cover in INSTANCE.cover]
    assert sum(row[4] for row in rows) == 6
    # What else the score counts is who is there beyond the need, and wishes that did not come true.
    under = sum(
        cover.weight_under * row[4] for cover, row in zip(INSTANCE.cover, rows, strict=True)
    )
    over = sum(
        cover.weight_over * max(row[3] - row[2], 0)
        for cover, row in zip(INSTANCE.cover, rows, strict=True)
    )
    wishes = sum(wish.weight for wish in INSTANCE.wishes_on if ROSTER[wish.person][wish.day] == ".")
    wishes += sum(
        wish.weight for wish in INSTANCE.wishes_off if ROSTER[wish.person][wish.day] == "D"
    )
    assert under == 600
    assert under + over + wishes == SCORE
