"""Each rule of the data is a constraint, and its name says which rule was broken."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.support.servers import Database

ACME = (Path(__file__).parent / "acme.sql").read_text()
LINE = (
    "INSERT INTO schedule.pattern_line"
    " (pattern_id, days, day, start_minute, minutes, activity_id, on_clock_change) VALUES "
)
CONTRACT = (
    "INSERT INTO schedule.contract (staff_id, site_id, pattern_id, anchor, valid, holiday_rule)"
    " VALUES "
)
ADJUSTMENT = (
    "INSERT INTO schedule.adjustment"
    " (request_id, staff_id, activity_id, class, starts_at, ends_at, state)"
    " SELECT 1, 1, activity_id, class, {}, 'approved' FROM org.activity WHERE code = '{}'"
)
HOLIDAY = "INSERT INTO org.holiday (site_id, day, name, closed) VALUES "
ACTIVITY = (
    "INSERT INTO org.activity"
    " (code, name, colour, class, works, available, absent, private, shown_as) VALUES "
)

BROKEN = {
    "a second root": ("INSERT INTO org.unit (name) VALUES ('Other')", "unit_single_root"),
    "equal names below one unit": (
        "INSERT INTO org.unit (parent_id, name) VALUES (1, 'Sales')",
        "unit_name_unique",
    ),
    "equal employee numbers": (
        "INSERT INTO org.staff (employee_number, name) VALUES ('1', 'Eve')",
        "staff_employee_number_unique",
    ),
    "two homes": (
        "INSERT INTO org.membership (staff_id, unit_id, valid) VALUES (1, 3, '[2026-06-01,)')",
        "membership_one_home",
    ),
    "two destinations": (
        "INSERT INTO org.secondment (staff_id, unit_id, valid)"
        " VALUES (1, 2, '[2026-02-28,2026-03-05)')",
        "secondment_one_destination",
    ),
    "a holiday twice": (HOLIDAY + "(1, '2026-12-24', 'Party', '[900,960)')", "holiday_no_overlap"),
    "a holiday longer than its day": (
        HOLIDAY + "(1, '2026-12-31', 'Eve', '[840,1500)')",
        "holiday_within_day",
    ),
    "a private activity without a stand-in": (
        ACTIVITY + "('care', 'Care', '#000000', 3, FALSE, FALSE, TRUE, TRUE, NULL)",
        "activity_private_has_stand_in",
    ),
    "absent and available": (
        ACTIVITY + "('odd', 'Odd', '#000000', 3, FALSE, TRUE, TRUE, FALSE, NULL)",
        "activity_absent_not_available",
    ),
    "a fourth class": (
        ACTIVITY + "('odd', 'Odd', '#000000', 4, FALSE, FALSE, TRUE, FALSE, NULL)",
        "activity_class_known",
    ),
    "a pattern of 367 days": (
        "INSERT INTO schedule.pattern (name, days) VALUES ('Long', 367)",
        "pattern_days_range",
    ),
    "a line over another": (LINE + "(1, 2, 1, 1380, 30, 1, 'wall')", "pattern_line_no_overlap"),
    "a line over what comes round the end of the cycle": (
        LINE + "(1, 2, 0, 300, 120, 1, 'wall')",
        "pattern_line_no_overlap",
    ),
    "a line outside the cycle": (LINE + "(1, 2, 2, 0, 60, 1, 'wall')", "pattern_line_day_in_cycle"),
    "a line of more than a day": (LINE + "(1, 2, 0, 600, 1441, 1, 'wall')", "pattern_line_length"),
    "a line with a strange clock": (
        LINE + "(1, 2, 0, 600, 60, 1, 'solar')",
        "pattern_line_on_clock_change_known",
    ),
    "a cycle shorter than its lines": (
        "UPDATE schedule.pattern SET days = 1",
        "pattern_line_day_in_cycle",
    ),
    "two contracts": (
        CONTRACT + "(1, 1, 1, '2026-01-01', '[2026-12-31,)', 'ignore')",
        "contract_no_overlap",
    ),
    "a contract of no day": (
        CONTRACT + "(1, 1, 1, '2026-01-01', 'empty', 'ignore')",
        "contract_from_before_to",
    ),
    "an unknown holiday rule": (
        CONTRACT + "(2, 1, 1, '2026-01-01', '[2026-12-31,)', 'maybe')",
        "contract_holiday_rule_known",
    ),
    "two absences": (
        ADJUSTMENT.format("'2026-05-01 23:59Z', '2026-05-03 00:00Z'", "off"),
        "adjustment_no_overlap",
    ),
    "a reversed adjustment": (
        ADJUSTMENT.format("'2026-06-02 00:00Z', '2026-06-01 00:00Z'", "off"),
        "adjustment_start_before_end",
    ),
    "an adjustment with seconds": (
        ADJUSTMENT.format("'2026-06-01 00:00:30Z', '2026-06-01 01:00Z'", "off"),
        "adjustment_whole_minutes",
    ),
    "an adjustment of 367 days": (
        ADJUSTMENT.format("'2026-06-01 00:00Z', '2027-06-03 00:00Z'", "off"),
        "adjustment_at_most_366_days",
    ),
    "an adjustment of another class than its activity": (
        "UPDATE schedule.adjustment SET class = 1",
        "adjustment_activity_exists",
    ),
    "an account in capitals": (
        "INSERT INTO auth.account (email, name) VALUES ('A@b.c', 'A')",
        "account_email_lower_case",
    ),
}


@pytest.fixture(scope="module")
def acme(shared_database: Database) -> Iterator[psycopg.Connection]:
    """The organisation of acme.sql."""
    with shared_database.connect() as connection:
        connection.execute(ACME.encode())
        yield connection


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_rule_is_named(acme: psycopg.Connection, rule: str) -> None:
    statement, constraint = BROKEN[rule]
    with pytest.raises(psycopg.IntegrityError) as error, acme.transaction():
        acme.execute(statement.encode())
    assert error.value.diag.constraint_name == constraint


@pytest.mark.parametrize(
    "statement",
    [
        ADJUSTMENT.format("'2026-05-02 00:00Z', '2026-05-03 00:00Z'", "off"),
        ADJUSTMENT.format("'2026-05-01 12:00Z', '2026-05-01 13:00Z'", "meeting"),
        ADJUSTMENT.format("'2026-06-01 00:00Z', '2027-06-02 00:00Z'", "off"),
        LINE + "(1, 2, 0, 360, 960, 1, 'elapsed')",
        CONTRACT + "(1, 1, 1, '2026-01-01', '[2027-01-01,)', 'by_minute')",
        HOLIDAY + "(1, '2026-12-24', 'Morning', '[0,840)')",
    ],
)
def test_what_only_touches_is_kept(acme: psycopg.Connection, statement: str) -> None:
    with acme.transaction(force_rollback=True):
        assert acme.execute(statement.encode()).rowcount == 1


@pytest.mark.parametrize("zone", ["Mars/Olympus", "JST-9", "jst", "posixrules ", ""])
def test_a_site_needs_a_zone_of_the_iana_list(acme: psycopg.Connection, zone: str) -> None:
    with pytest.raises(psycopg.Error) as error, acme.transaction():
        acme.execute("UPDATE org.site SET time_zone = %s", [zone])
    assert (error.value.sqlstate, error.value.diag.column_name) == ("ST001", "time_zone")
    assert error.value.diag.message_primary == f"{zone} is not the name of an IANA time zone."


def test_a_unit_cannot_move_below_itself(acme: psycopg.Connection) -> None:
    with pytest.raises(psycopg.Error) as error, acme.transaction():
        acme.execute("UPDATE org.unit SET parent_id = 3 WHERE unit_id = 2")
    assert (error.value.sqlstate, error.value.diag.column_name) == ("ST006", "parent_id")


def test_two_moves_cannot_close_a_circle_together(
    acme: psycopg.Connection, shared_database: Database
) -> None:
    acme.execute("INSERT INTO org.unit (parent_id, name) VALUES (1, 'Left'), (1, 'Right')")
    left, right = (
        acme.execute("SELECT unit_id FROM org.unit WHERE name = %s", [name]).fetchone()
        for name in ("Left", "Right")
    )
    assert left
    assert right
    move = "UPDATE org.unit SET parent_id = %s WHERE unit_id = %s"
    with shared_database.connect() as other:
        other.execute("SET lock_timeout = '200ms'")
        with acme.transaction():
            acme.execute(move, [right[0], left[0]])
            with pytest.raises(psycopg.errors.LockNotAvailable):
                other.execute(move, [left[0], right[0]])
        with pytest.raises(psycopg.Error) as error:
            other.execute(move, [left[0], right[0]])
    assert error.value.sqlstate == "ST006"


def test_the_unit_where_a_person_is_counted(acme: psycopg.Connection) -> None:
    counted = acme.execute(
        "SELECT unit_id, valid::text FROM org.assignment WHERE staff_id = 1 ORDER BY valid"
    ).fetchall()
    assert counted == [
        (2, "[2026-01-01,2026-02-01)"),
        (3, "[2026-02-01,2026-03-01)"),
        (2, "[2026-03-01,)"),
    ]


def test_people_are_found_by_the_dates_of_the_zone_known_then(acme: psycopg.Connection) -> None:
    """Ada's membership begins on 2026-01-01, which begins in Tokyo nine hours before UTC's."""
    ask = (
        "SELECT count(*) FROM schedule.people"
        "(NULL, NULL, '2025-12-31 15:00Z', '2025-12-31 16:00Z', %s)"
    )
    known = []
    for zone in ("Asia/Tokyo", "UTC"):
        acme.execute("UPDATE org.settings SET time_zone = %s", [zone])
        known.append(acme.execute("SELECT clock_timestamp()").fetchone())
    in_tokyo, in_utc = (row[0] for row in known if row)
    assert acme.execute(ask, [in_tokyo]).fetchone() == (1,)
    assert acme.execute(ask, [in_utc]).fetchone() == (0,)
    assert acme.execute(ask, ["infinity"]).fetchone() == (0,)
