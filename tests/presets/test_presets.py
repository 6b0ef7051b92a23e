"""What a preset gives for a person on some days, and what is wrong with asking for it."""

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.rights.personas import account_ids, acting, fill, rows
from tests.support.resources import Row, create, one, run
from tests.support.servers import Database

PRESET = "schedule.preset_resource"
LATE: list[Row] = [{"start": "14:00", "end": "22:00", "activity": "office"}]
NIGHT: list[Row] = [{"start": "22:00", "end": "06:00", "activity": "night_duty", "note": "Phone"}]
DAYS = {"from": "2030-06-03", "to": "2030-06-10", "weekdays": [1, 3]}
LONG = {"from": "2030-01-01", "to": "2031-01-02"}
WEEKDAYS = "weekdays must be numbers from 1 (Monday) to 7, each at most once."
# As a request sees it: with the rights of the account, and more than it could read itself.
SEEN = """
CREATE FUNCTION api.seen_faults(body jsonb) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER
RETURN approval.preset_faults(body);
ALTER FUNCTION api.seen_faults(jsonb) OWNER TO strata_owner;
GRANT EXECUTE ON FUNCTION api.seen_faults(jsonb) TO strata_user
"""


@pytest.fixture(scope="module")
def scene(shared_database: Database) -> Iterator[psycopg.Connection]:
    """The organisation of the tests of rights."""
    fill(shared_database)
    with shared_database.connect() as connection:
        connection.execute(SEEN)
        yield connection


@pytest.fixture
def organisation(scene: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """The same for a test whose changes are taken back."""
    with scene.transaction(force_rollback=True):
        yield scene


def preset(connection: psycopg.Connection, lines: list[Row], **owner: int) -> int:
    return create(connection, PRESET, name="New", lines=json.dumps(lines), **owner)


def given(connection: psycopg.Connection, preset_id: int, *days: object) -> list[tuple[str, ...]]:
    """What a preset gives for Ada: local start and end in Berlin, and offsets from UTC."""
    return [
        (row["code"], row["start"], row["end"])
        for row in run(
            connection,
            "SELECT a.code, to_char(p.starts_at, 'MM-DD HH24:MI') AS start,"
            " to_char(p.ends_at, 'MM-DD HH24:MI') AS end"
            " FROM approval.preset_adjustments(%s, 1, %s) AS p"
            " JOIN org.activity AS a ON a.activity_id = p.activity_id AND a.class = p.class"
            " ORDER BY p.place",
            preset_id,
            json.dumps(days),
        )
    ]


def faults(connection: psycopg.Connection, **body: object) -> list[tuple[str, str]]:
    """Pointers and sentences."""
    found = one(connection, "SELECT approval.preset_faults(%s) AS faults", json.dumps(body))
    return [(fault["pointer"], fault["detail"]) for fault in found["faults"]]


def test_days_and_ranges_are_used_once_each(organisation: psycopg.Connection) -> None:
    organisation.execute("SET LOCAL TIME ZONE 'UTC'")
    row_id = preset(organisation, LATE)
    assert given(organisation, row_id, "2030-06-05", DAYS, "2030-12-02") == [
        ("office", "06-03 12:00", "06-03 20:00"),
        ("office", "06-05 12:00", "06-05 20:00"),
        ("office", "12-02 13:00", "12-02 21:00"),
    ]
    assert faults(organisation, staff_id=1, preset_id=row_id, days=["2030-06-05", DAYS]) == []


def test_lines_have_their_place_and_note(organisation: psycopg.Connection) -> None:
    lines: list[Row] = [
        {"day_offset": 1, "start": "08:00", "end": "09:00", "activity": "meeting"},
        *NIGHT,
    ]
    row_id = preset(organisation, lines)
    found = run(
        organisation,
        "SELECT place, note, class FROM approval.preset_adjustments(%s, 1, '[\"2030-06-03\"]')",
        row_id,
    )
    assert found == [
        {"place": 0, "note": "Phone", "class": 2},
        {"place": 1, "note": None, "class": 2},
    ]


def test_the_site_of_the_day_decides(organisation: psycopg.Connection) -> None:
    """Until Tuesday in Berlin, then in Tokyo; without a contract the organisation's zone."""
    run(
        organisation,
        "UPDATE org.settings SET time_zone = 'America/New_York';"
        " INSERT INTO org.site_resource (name, time_zone) VALUES ('Tokyo', 'Asia/Tokyo');"
        " UPDATE schedule.contract SET valid = '[2020-01-01,2030-06-04)' WHERE staff_id = 1;"
        " INSERT INTO schedule.contract (staff_id, site_id, pattern_id, anchor, valid)"
        " SELECT 1, max(site_id), 1, '2020-01-01', '[2030-06-05,2030-06-06)' FROM org.site",
    )
    organisation.execute("SET LOCAL TIME ZONE 'UTC'")
    row_id = preset(organisation, [{"start": "12:00", "end": "13:00", "activity": "meeting"}])
    days = [f"2030-06-{day:02}" for day in (3, 4, 5, 6)]
    assert [start for _, start, _ in given(organisation, row_id, *days)] == [
        "06-03 10:00",
        "06-04 16:00",
        "06-05 03:00",
        "06-06 16:00",
    ]


@pytest.mark.parametrize(
    ("day", "lines", "expected"),
    [
        # 02:00 to 03:00 does not exist: what lies in it becomes empty, what begins in it moves.
        ("2030-03-31", [("02:00", "03:00")], []),
        ("2030-03-31", [("02:30", "04:00")], [("01:30", "02:00")]),
        ("2030-03-31", [("01:00", "02:30")], [("00:00", "01:30")]),
        ("2030-03-30", [("22:00", "06:00")], [("21:00", "04:00")]),
        # What the gap pushes over a later line keeps its time, as in a contract.
        (
            "2030-03-31",
            [("01:00", "02:15"), ("03:00", "04:00")],
            [("00:00", "01:15"), ("01:15", "02:00")],
        ),
        ("2030-03-31", [("01:00", "02:30"), ("03:00", "03:20")], [("00:00", "01:30")]),
        # 02:00 to 03:00 comes twice: the first one is meant, and an hour is between them.
        ("2030-10-27", [("02:00", "02:30")], [("00:00", "00:30")]),
        ("2030-10-27", [("02:30", "03:00")], [("00:30", "02:00")]),
        ("2030-10-26", [("22:00", "06:00")], [("20:00", "05:00")]),
    ],
)
def test_clock_changes(
    organisation: psycopg.Connection,
    day: str,
    lines: list[tuple[str, str]],
    expected: list[tuple[str, str]],
) -> None:
    organisation.execute("SET LOCAL TIME ZONE 'UTC'")
    row_id = preset(
        organisation,
        [{"start": start, "end": end, "activity": "meeting"} for start, end in lines],
    )
    found = given(organisation, row_id, day)
    assert [(start[-5:], end[-5:]) for _, start, end in found] == expected
    sentence = [("/days", "The preset gives nothing on these days.")]
    asked = faults(organisation, staff_id=1, preset_id=row_id, days=[day])
    assert asked == ([] if expected else sentence)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, []),
        ({"preset_id": None, "days": None}, []),
        ({"preset_id": 1}, []),
        (
            {"days": ["2030-06-03"]},
            [("/preset_id", "preset_id is missing: days say when a preset is used.")],
        ),
        ({"preset_id": "1"}, [("/preset_id", "preset_id must be the id of a preset, a number.")]),
        ({"preset_id": 1.5}, [("/preset_id", "preset_id must be the id of a preset, a number.")]),
        ({"preset_id": 99}, [("/preset_id", "There is no preset 99.")]),
        # Of Eve, and of Operations, to which Ada does not belong.
        ({"preset_id": 5}, [("/preset_id", "There is no preset 5.")]),
        ({"preset_id": 1, "staff_id": "1"}, []),
    ],
)
def test_which_preset(
    organisation: psycopg.Connection, body: Row, expected: list[tuple[str, str]]
) -> None:
    assert faults(organisation, **{"staff_id": 1, **body}) == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ("2030-06-03", [("/days", "days must be a list of 1 to 366 dates or ranges of dates.")]),
        ([], [("/days", "days must be a list of 1 to 366 dates or ranges of dates.")]),
        ([7], [("/days/0", "A day must be a date (YYYY-MM-DD), or {from, to, weekdays?}.")]),
        (["2030-06-03", "2030-02-30"], [("/days/1", "A day must be a date (YYYY-MM-DD).")]),
        (["9998-01-01"], [("/days/0", "A day must not be later than 9997-12-31.")]),
        ([{}], [("/days/0/from", "from is missing."), ("/days/0/to", "to is missing.")]),
        (
            [{"from": "2030-06-03T00:00:00Z", "to": 5, "by/day": 1}],
            [
                ("/days/0/by~1day", "There is no such field."),
                ("/days/0/from", "from must be a date (YYYY-MM-DD)."),
                ("/days/0/to", "to must be a date (YYYY-MM-DD)."),
            ],
        ),
        (
            [{"from": "2030-06-03", "to": "9998-01-01"}],
            [("/days/0/to", "to must not be later than 9997-12-31.")],
        ),
        (
            [{"from": "2030-06-04", "to": "2030-06-03"}],
            [("/days/0/to", "to must be later than from.")],
        ),
        (
            [{"from": "2030-06-03", "to": "2030-06-03"}],
            [("/days/0/to", "to must be later than from.")],
        ),
        (
            [{"from": "0001-01-01", "to": "9997-12-31", "weekdays": [1]}],
            [("/days/0/to", "A range must not be longer than 366 weeks.")],
        ),
        ([{**DAYS, "weekdays": [0]}], [("/days/0/weekdays", WEEKDAYS)]),
        ([{**DAYS, "weekdays": [8]}], [("/days/0/weekdays", WEEKDAYS)]),
        ([{**DAYS, "weekdays": ["1"]}], [("/days/0/weekdays", WEEKDAYS)]),
        ([{**DAYS, "weekdays": [1, 1]}], [("/days/0/weekdays", WEEKDAYS)]),
        ([{**DAYS, "weekdays": []}], [("/days/0/weekdays", WEEKDAYS)]),
        (
            [{**DAYS, "weekdays": 1}],
            [("/days/0/weekdays", "weekdays must be a list of numbers from 1 (Monday) to 7.")],
        ),
        (
            [{"from": "2030-06-03", "to": "2030-06-05", "weekdays": [7]}],
            [("/days", "days name no day.")],
        ),
        ([LONG, "2030-01-01"], []),
        ([LONG, "2031-01-02"], [("/days", "days name more than 366 days.")]),
    ],
)
def test_which_days(
    organisation: psycopg.Connection, days: object, expected: list[tuple[str, str]]
) -> None:
    assert faults(organisation, staff_id=1, preset_id=1, days=days) == expected
    # Both are said at once.
    missing = faults(organisation, staff_id=1, preset_id=99, days=days)
    assert missing == [("/preset_id", "There is no preset 99."), *expected]


def test_no_more_than_a_request_may_have(organisation: psycopg.Connection) -> None:
    lines = [
        {"start": f"{hour:02}:00", "end": f"{hour + 1:02}:00", "activity": "meeting"}
        for hour in range(3)
    ]
    row_id = preset(organisation, lines)
    days = [{"from": "2030-01-01", "to": "2030-11-30"}]
    assert faults(organisation, staff_id=1, preset_id=row_id, days=days) == []
    days = [{"from": "2030-01-01", "to": "2030-12-01"}]
    sentence = "The preset would give 1002 adjustments on these days; a request has at most 1000."
    assert faults(organisation, staff_id=1, preset_id=row_id, days=days) == [("/days", sentence)]


def test_days_must_not_run_into_each_other(organisation: psycopg.Connection) -> None:
    """Twelve hours from 22:00 on, and an hour of the day after at 09:00."""
    lines: list[Row] = [
        {"start": "22:00", "end": "10:00", "activity": "night_duty"},
        {"day_offset": 2, "start": "09:00", "end": "10:00", "activity": "night_duty"},
    ]
    row_id = preset(organisation, lines)
    days = ["2030-06-03", "2030-06-05"]
    assert faults(organisation, staff_id=1, preset_id=row_id, days=days) == []
    sentence = "What the preset gives for 2030-06-03 overlaps what it gives for another day."
    asked = faults(organisation, staff_id=1, preset_id=row_id, days=["2030-06-03", "2030-06-04"])
    assert asked == [("/days", sentence)]


# 1 to 6: everybody's, of Sales, of Operations, of Ada, of Eve, of Acme.
USABLE = {
    # Ada and her manager, for Ada, who is at home in Sales.
    ("staff", 1): {1, 2, 4, 6},
    ("manager", 1): {1, 2, 4, 6},
    # For a colleague Ada's own is none, and for Dee of Operations those of her unit count too.
    ("manager", 3): {1, 2, 6},
    ("manager", 4): {1, 2, 3, 6},
    # Eve manages Operations, where her own preset counts for nobody else.
    ("sibling", 4): {1, 3, 6},
    ("sibling", 5): {1, 3, 5, 6},
    # The viewer of Operations reads its unit and the way up, and is in nobody's confidence.
    ("viewer", 5): {1, 3, 6},
    ("admin", 5): {1, 2, 3, 5, 6},
}


def test_who_uses_which_preset_for_whom(
    scene: psycopg.Connection, shared_database: Database
) -> None:
    accounts = account_ids(scene)
    found: dict[tuple[str, int], set[int]] = {}
    acme = preset(scene, LATE, unit_id=1)
    numbers = [1, 2, 3, 4, 5, acme]
    with psycopg.connect(shared_database.app_url, autocommit=True) as connection:
        for persona, staff_id in USABLE:
            with acting(connection, accounts[f"{persona}@acme.test"]):
                answers: list[tuple[int, Any]] = rows(
                    connection,
                    f"SELECT p, api.seen_faults(jsonb_build_object('staff_id', {staff_id},"
                    f" 'preset_id', p)) FROM unnest(ARRAY{numbers}) AS p",
                )
            for number, answer in answers:
                sentence = f"There is no preset {number}."
                assert answer in ([], [{"pointer": "/preset_id", "detail": sentence}])
            found[persona, staff_id] = {
                numbers.index(number) + 1 for number, answer in answers if not answer
            }
    assert found == USABLE
