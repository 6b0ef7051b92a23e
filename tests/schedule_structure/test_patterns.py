"""A changed pattern takes effect from a day on; what was worked before stays as it was."""

import json
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.resources import Row, change, create, one, read, refused, run

PATTERN = "schedule.pattern_resource"


def line(day: int, start: str, end: str, activity: str = "office", mode: str = "wall") -> Row:
    return {"day": day, "start": start, "end": end, "activity": activity, "on_clock_change": mode}


EARLY = [line(0, "06:00", "14:00"), line(1, "06:00", "14:00")]
LATE = [line(0, "14:00", "22:00"), line(1, "06:00", "14:00")]
NIGHT = [line(0, "22:00", "06:00", "night_duty", "elapsed")]


def lines(value: list[Row]) -> str:
    return json.dumps(value)


def pattern(connection: psycopg.Connection, *contracts: tuple[int, date, date | None]) -> int:
    """A pattern of two days with early shifts, and contracts of person, first day and end."""
    row_id = create(connection, PATTERN, name="Shifts", days=2, lines=lines(EARLY))
    for staff_id, first, to in contracts:
        create(
            connection,
            "schedule.contract_resource",
            **{"staff_id": staff_id, "site_id": 1, "pattern_id": row_id},
            **{"anchor": date(2026, 1, 1), "from": first, "to": to},
        )
    return row_id


def versions(connection: psycopg.Connection, row_id: int) -> list[tuple[str, int]]:
    """The days of each version and its number of lines."""
    rows = run(
        connection,
        "SELECT valid::text AS valid, count(*) AS lines FROM schedule.pattern_line"
        " WHERE pattern_id = %s GROUP BY valid ORDER BY min(lower(valid)) NULLS FIRST",
        row_id,
    )
    return [(row["valid"], row["lines"]) for row in rows]


def today(connection: psycopg.Connection) -> date:
    day = one(connection, "SELECT org.today() AS day")["day"]
    assert isinstance(day, date)
    return day


def test_a_pattern_is_made_and_read(structure: psycopg.Connection) -> None:
    given_lines = [*NIGHT, {"day": 1, "start": "08:00", "end": "24:00", "activity": "office"}]
    row_id = create(structure, PATTERN, name="Mixed", days=2, lines=lines(given_lines))
    assert read(structure, PATTERN, row_id) == {
        "id": row_id,
        "name": "Mixed",
        "days": 2,
        "lines": [*NIGHT, line(1, "08:00", "24:00")],
        "from": None,
        "backwards": False,
        "changed_person_days": None,
    }
    run(structure, "DELETE FROM schedule.pattern_resource WHERE id = %s", row_id)
    assert versions(structure, row_id) == []


@pytest.mark.parametrize(
    ("start", "end"),
    [("00:00", "24:00"), ("22:00", "22:00"), ("23:59", "00:00"), ("00:00", "00:01")],
)
def test_times_of_day_come_back(structure: psycopg.Connection, start: str, end: str) -> None:
    row_id = create(structure, PATTERN, name="One", days=3, lines=lines([line(1, start, end)]))
    (found,) = read(structure, PATTERN, row_id)["lines"]
    expected = "24:00" if end == "00:00" else end
    assert (found["start"], found["end"]) == (start, expected)


def test_midnight_to_midnight_is_a_day(structure: psycopg.Connection) -> None:
    row_id = create(
        structure, PATTERN, name="One", days=1, lines=lines([line(0, "00:00", "00:00")])
    )
    assert read(structure, PATTERN, row_id)["lines"] == [line(0, "00:00", "24:00")]


def test_every_faulty_line_is_named(structure: psycopg.Connection) -> None:
    wrong = [
        line(1, "22:00", "06:00"),
        line(0, "05:59", "12:00"),
        line(0, "12:00", "13:00", "siesta"),
        line(2, "06:00", "07:00"),
    ]
    with pytest.raises(psycopg.Error) as error, structure.transaction():
        create(structure, PATTERN, name="Wrong", days=2, lines=lines(wrong))
    assert (error.value.sqlstate, error.value.diag.column_name) == ("ST001", "lines")
    assert json.loads(error.value.diag.message_detail or "") == [
        {"pointer": "/lines/1", "detail": "It overlaps another line."},
        {"pointer": "/lines/2/activity", "detail": "There is no activity siesta."},
        {"pointer": "/lines/3/day", "detail": "The pattern has 2 days, and the first one is 0."},
    ]


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"days": 0}, "pattern_days_range"),
        ({"days": 367}, "pattern_days_range"),
        ({"name": ""}, "pattern_name_not_blank"),
        ({"name": "Nights"}, "pattern_name_unique"),
    ],
)
def test_what_is_wrong_is_named(
    structure: psycopg.Connection, values: dict[str, Any], constraint: str
) -> None:
    good = {"name": "New", "days": 2, "lines": "[]"}
    with refused(structure, constraint):
        create(structure, PATTERN, **{**good, **values})


def test_lines_that_nobody_works_are_replaced(structure: psycopg.Connection) -> None:
    row_id = pattern(structure)
    answer = change(structure, PATTERN, row_id, lines=lines(LATE))
    assert (answer["from"], answer["changed_person_days"]) == (None, 0)
    assert versions(structure, row_id) == [("(,)", 2)]
    change(structure, PATTERN, row_id, days=1, lines=lines(NIGHT))
    assert read(structure, PATTERN, row_id)["days"] == 1
    assert versions(structure, row_id) == [("(,)", 1)]


def test_lines_that_somebody_works_change_tomorrow(structure: psycopg.Connection) -> None:
    row_id = pattern(structure, (1, date(2026, 1, 1), None))
    tomorrow = today(structure) + timedelta(days=1)
    answer = change(structure, PATTERN, row_id, lines=lines(LATE))
    # Day 0 of the two days changes.
    assert (answer["from"], answer["changed_person_days"]) == (tomorrow, 183)
    assert versions(structure, row_id) == [(f"(,{tomorrow})", 2), (f"[{tomorrow},)", 2)]
    # What is planned is changed on its day.
    answer = change(structure, PATTERN, row_id, lines="[]")
    assert (answer["from"], answer["changed_person_days"]) == (tomorrow, 366)
    assert read(structure, PATTERN, row_id)["lines"] == []
    assert read(structure, PATTERN, row_id)["from"] == tomorrow


def test_a_change_today_or_later_needs_no_asking(structure: psycopg.Connection) -> None:
    row_id = pattern(structure, (1, date(2026, 1, 1), None))
    day = today(structure)
    answer = change(structure, PATTERN, row_id, **{"lines": lines(LATE), "from": day})
    assert answer["from"] == day
    later = day + timedelta(days=50)
    change(structure, PATTERN, row_id, **{"lines": lines(NIGHT), "from": later})
    assert versions(structure, row_id) == [
        (f"(,{day})", 2),
        (f"[{day},{later})", 2),
        (f"[{later},)", 1),
    ]
    with refused(
        structure,
        "from",
        f"Other lines begin on {later}: a change from {day} on would not last."
        " Choose that day or a later one.",
    ):
        change(structure, PATTERN, row_id, **{"lines": lines(EARLY), "from": day})


def test_the_past_changes_only_when_asked_for(structure: psycopg.Connection) -> None:
    row_id = pattern(structure, (1, date(2026, 1, 1), date(2026, 3, 1)))
    past = {"lines": lines(LATE), "from": date(2026, 2, 1)}
    sentence = (
        f"from must be {today(structure)} or later, for contracts use the pattern:"
        " to change the past, set backwards to true and from to a day."
    )
    with refused(structure, "from", sentence):
        change(structure, PATTERN, row_id, **past)
    answer = change(structure, PATTERN, row_id, **past, backwards=True)
    assert answer["changed_person_days"] == 14
    change(
        structure,
        PATTERN,
        row_id,
        **{"lines": lines(NIGHT), "from": date(2026, 1, 15)},
        backwards=True,
    )
    assert versions(structure, row_id) == [("(,2026-01-15)", 2), ("[2026-01-15,)", 1)]
    with refused(structure, "from", sentence):
        change(structure, PATTERN, row_id, **{"lines": lines(EARLY), "from": None}, backwards=True)


def test_the_newest_version_is_put_right_from_its_first_day_on(
    structure: psycopg.Connection,
) -> None:
    row_id = pattern(structure, (1, date(2026, 1, 1), None))
    past, day = date(2026, 2, 1), today(structure)
    change(structure, PATTERN, row_id, **{"lines": lines(LATE), "from": past}, backwards=True)
    answer = change(structure, PATTERN, row_id, lines=lines(NIGHT), backwards=True)
    assert answer["from"] == past
    assert versions(structure, row_id) == [(f"(,{past})", 2), (f"[{past},)", 1)]
    change(structure, PATTERN, row_id, **{"lines": lines(LATE), "from": day})
    answer = change(structure, PATTERN, row_id, lines=lines(EARLY))
    assert answer["from"] == day
    answer = change(structure, PATTERN, row_id, **{"lines": "[]", "from": day})
    assert answer["from"] == day
    assert versions(structure, row_id) == [(f"(,{past})", 2), (f"[{past},{day})", 1)]


def test_the_days_of_a_pattern_in_use_stay(structure: psycopg.Connection) -> None:
    row_id = pattern(structure, (1, date(2026, 1, 1), None))
    sentence = (
        "Contracts use the pattern, so its days cannot change: make another pattern,"
        " end the contracts on a day and begin others with it."
    )
    with refused(structure, "days", sentence):
        change(structure, PATTERN, row_id, days=4)


def test_the_same_lines_are_no_change(organisation: psycopg.Connection) -> None:
    row_id = pattern(organisation, (2, date(2026, 1, 1), date(2026, 2, 1)))
    version = "SELECT version FROM schedule.pattern_resource WHERE id = %s"
    first = one(organisation, version, row_id)
    same = [
        {key: value for key, value in each.items() if key != "on_clock_change"}
        for each in reversed(EARLY)
    ]
    change(organisation, PATTERN, row_id, lines=lines(same))
    change(organisation, PATTERN, row_id, **{"lines": lines(same), "from": date(2026, 1, 20)})
    assert one(organisation, version, row_id) == first
    change(organisation, PATTERN, row_id, name="Shifts again")
    assert one(organisation, version, row_id)["version"] > first["version"]
    assert versions(organisation, row_id) == [("(,)", 2)]
    first = one(organisation, version, row_id)
    change(organisation, PATTERN, row_id, lines="[]")
    assert one(organisation, version, row_id)["version"] > first["version"]


def test_the_schedule_changes_from_the_day_on(structure: psycopg.Connection) -> None:
    row_id = pattern(structure, (1, date(2030, 1, 1), None))
    change(structure, PATTERN, row_id, **{"lines": lines(LATE), "from": date(2030, 1, 5)})
    rows = run(
        structure,
        "SELECT (starts_at AT TIME ZONE 'Europe/Berlin')::text AS start"
        " FROM schedule.effective_segments('{1}', '2030-01-03', '2030-01-09') ORDER BY starts_at",
    )
    assert [row["start"] for row in rows] == [
        "2030-01-03 06:00:00",
        "2030-01-04 06:00:00",
        "2030-01-05 06:00:00",
        "2030-01-06 14:00:00",
        "2030-01-07 06:00:00",
        "2030-01-08 14:00:00",
    ]


CHOICES = [EARLY, LATE, NIGHT, []]
days = st.integers(0, 500).map(lambda number: date(2029, 12, 1) + timedelta(days=number))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_changed_person_days_are_those_whose_lines_differ(
    structure: psycopg.Connection, data: st.DataObject
) -> None:
    """Against counting, day by day, for any versions and contracts."""
    contracts = []
    for staff_id in (1, 2):
        first, second = data.draw(days), data.draw(days | st.none())
        to = second if second is not None and second > first else None
        contracts.append((staff_id, first, to, data.draw(st.integers(0, 3))))
    stored = sorted(
        {data.draw(days): data.draw(st.sampled_from(CHOICES)) for _ in range(2)}.items()
    )
    new, from_day = data.draw(st.sampled_from(CHOICES)), data.draw(days)

    with structure.transaction(force_rollback=True):
        row_id = create(structure, PATTERN, name="Shifts", days=2, lines=lines(EARLY))
        for day, version in stored:
            change(structure, PATTERN, row_id, **{"lines": lines(version), "from": day})
        for staff_id, first, to, shift in contracts:
            create(
                structure,
                "schedule.contract_resource",
                **{"staff_id": staff_id, "site_id": 1, "pattern_id": row_id},
                **{"anchor": date(2026, 1, 1) + timedelta(days=shift), "from": first, "to": to},
            )
        statement = "SELECT schedule.changed_person_days(%s, %s, %s) AS days"
        found = one(structure, statement, row_id, lines(new), from_day)["days"]

    expected = 0
    for number in range(366):
        day = from_day + timedelta(days=number)
        old = [EARLY, *(version for begins, version in stored if begins <= day)][-1]
        for _, first, to, shift in contracts:
            if first <= day and (to is None or day < to):
                cycle_day = (day - date(2026, 1, 1) - timedelta(days=shift)).days % 2
                expected += [each for each in old if each["day"] == cycle_day] != [
                    each for each in new if each["day"] == cycle_day
                ]
    assert found == expected
