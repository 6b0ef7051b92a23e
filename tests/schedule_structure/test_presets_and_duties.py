"""Presets of a person, a unit or everybody, and who holds which duty."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.support.resources import Row, change, create, one, read, refused, run

PRESET = "schedule.preset_resource"
DUTY = "schedule.duty_resource"
DATA = Path(__file__).parents[3] / "shared/data/callstatus"
AFTERNOON = [
    {"day_offset": 0, "start": "13:00", "end": "18:00", "activity": "off", "note": None},
    {"day_offset": 1, "start": "22:00", "end": "06:00", "activity": "night_duty", "note": "Phone"},
]
ACTIVITIES = {
    "出社": "office",
    "online": "office",
    "remote": "remote",
    "night duty": "night_duty",
    "break": "break",
    "off": "off",
    "unplanned": "unplanned",
    "trip": "trip",
}


def test_a_preset_is_made_changed_and_deleted(organisation: psycopg.Connection) -> None:
    values: dict[str, Any] = {
        "name": "Afternoon off",
        "category": "Time off",
        "display_order": 3,
        "staff_id": 1,
        "unit_id": None,
        "lines": AFTERNOON,
    }
    given = {**values, "lines": json.dumps(AFTERNOON)}
    row_id = create(organisation, PRESET, **given)
    assert read(organisation, PRESET, row_id) == {"id": row_id, **values}
    version = "SELECT version FROM schedule.preset_resource WHERE id = %s"
    seen = [one(organisation, version, row_id)["version"]]
    change(organisation, PRESET, row_id, **given)
    assert one(organisation, version, row_id)["version"] == seen[0]
    change(organisation, PRESET, row_id, name="Afternoon")
    seen.append(one(organisation, version, row_id)["version"])
    change(organisation, PRESET, row_id, lines=json.dumps(AFTERNOON[:1]))
    seen.append(one(organisation, version, row_id)["version"])
    assert seen == sorted(set(seen))
    assert read(organisation, PRESET, row_id)["lines"] == AFTERNOON[:1]
    run(organisation, "DELETE FROM schedule.preset_resource WHERE id = %s", row_id)
    assert run(organisation, "SELECT FROM schedule.preset_line WHERE preset_id = %s", row_id) == []


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"name": " "}, "preset_name_not_blank"),
        ({"category": ""}, "preset_category_not_blank"),
        ({"staff_id": 1, "unit_id": 1}, "preset_one_owner"),
        ({"staff_id": 99}, "preset_staff_exists"),
        ({"unit_id": 99}, "preset_unit_exists"),
    ],
)
def test_what_is_wrong_is_named(
    structure: psycopg.Connection, values: dict[str, Any], constraint: str
) -> None:
    good = {"name": "Off", "lines": json.dumps(AFTERNOON)}
    with refused(structure, constraint):
        create(structure, PRESET, **{**good, **values})


def test_names_are_the_owner_s(structure: psycopg.Connection) -> None:
    lines = json.dumps(AFTERNOON)
    for owner in ({}, {"staff_id": 1}, {"staff_id": 2}, {"unit_id": 1}):
        create(structure, PRESET, name="Off", lines=lines, **owner)
        with refused(structure, "preset_name_unique"):
            create(structure, PRESET, name="Off", lines=lines, **owner)


def test_lines_that_could_not_be_approved_together(structure: psycopg.Connection) -> None:
    wrong = [
        *AFTERNOON,
        {"start": "17:59", "end": "20:00", "activity": "leave"},
        {"start": "13:00", "end": "14:00", "activity": "trip"},
        {"start": "13:00", "end": "14:00", "activity": "nap"},
    ]
    with pytest.raises(psycopg.Error) as error, structure.transaction():
        create(structure, PRESET, name="Off", lines=json.dumps(wrong))
    assert json.loads(error.value.diag.message_detail or "") == [
        {"pointer": "/lines/2", "detail": "It overlaps another line."},
        {"pointer": "/lines/4/activity", "detail": "There is no activity nap."},
    ]


def test_one_holder_of_a_duty(structure: psycopg.Connection) -> None:
    fax: dict[str, Any] = {"name": "Fax", "day": date(2030, 1, 1), "staff_id": 1}
    row_id = create(structure, DUTY, **fax)
    with refused(structure, "duty_one_holder"):
        create(structure, DUTY, **{**fax, "staff_id": 2})
    create(structure, DUTY, **fax, unit_id=2)
    change(structure, DUTY, row_id, staff_id=2)
    assert read(structure, DUTY, row_id)["staff_id"] == 2


def held(day: int, staff_id: int, start: str | None = None, end: str | None = None) -> Row:
    """The switchboard on a day of January 2030."""
    return {
        "name": "Switchboard",
        "day": date(2030, 1, day),
        "staff_id": staff_id,
        "start": start,
        "end": end,
    }


@pytest.mark.parametrize(
    ("second", "constraint"),
    [
        # After 22:00 to 06:00 of the third.
        (held(3, 2, "21:00", "22:00"), None),
        (held(4, 2, "06:00", "22:00"), None),
        (held(4, 2, "05:59", "07:00"), "duty_one_holder"),
        (held(3, 2, "00:00", "24:00"), "duty_one_holder"),
        (held(3, 2), "duty_one_holder"),
        (held(4, 2), "duty_one_holder"),
        (held(5, 2), None),
        ({**held(3, 2, "23:00", "24:00"), "unit_id": 3}, None),
        # The same person elsewhere.
        ({**held(4, 1, "05:00", "07:00"), "unit_id": 3}, "duty_one_at_a_time"),
        ({**held(3, 1, "05:00", "22:00"), "name": "Fax"}, None),
        ({**held(3, 1), "name": "Fax"}, None),
    ],
)
def test_parts_of_a_day(structure: psycopg.Connection, second: Row, constraint: str | None) -> None:
    create(structure, DUTY, **held(3, 1, "22:00", "06:00"))
    if constraint is None:
        row_id = create(structure, DUTY, **second)
        assert read(structure, DUTY, row_id) == {
            "id": row_id,
            "unit_id": None,
            "note": None,
            **second,
        }
    else:
        with refused(structure, constraint):
            create(structure, DUTY, **second)


@pytest.mark.parametrize(
    ("values", "place", "sentence"),
    [
        ({"end": None}, "end", "Give both start and end, or neither for the whole day."),
        ({"start": None}, "start", "Give both start and end, or neither for the whole day."),
        (
            {"start": "7:00"},
            "start",
            "start must be a time of day, such as 09:30; 24:00 is the end of the day.",
        ),
        ({"start": "24:00"}, "duty_start_in_day", None),
        (
            {"day": date(2025, 12, 31)},
            "day",
            "The person is in no unit on 2025-12-31, so it cannot have a duty then.",
        ),
        ({"staff_id": 99}, "duty_staff_exists", None),
    ],
)
def test_what_is_wrong_with_a_duty(
    structure: psycopg.Connection, values: Row, place: str, sentence: str | None
) -> None:
    good = held(3, 1, "08:00", "12:00")
    row_id = create(structure, DUTY, **good)
    with refused(structure, place, sentence):
        create(structure, DUTY, **{**good, "name": "Fax", **values})
    with refused(structure, place, sentence):
        change(structure, DUTY, row_id, **values)


def test_who_has_left_keeps_a_duty_until_another_takes_it(structure: psycopg.Connection) -> None:
    row_id = create(structure, DUTY, **held(3, 1))
    run(structure, "SELECT org.end_staff(1, '2030-01-01')")
    change(structure, DUTY, row_id, note="Who?")
    sentence = "The person is in no unit on 2030-01-04, so it cannot have a duty then."
    with refused(structure, "day", sentence):
        change(structure, DUTY, row_id, day=date(2030, 1, 4))
    change(structure, DUTY, row_id, staff_id=2)


@pytest.mark.skipif(not DATA.exists(), reason="needs ../shared/data")
def test_the_presets_and_duties_of_a_real_organisation(structure: psycopg.Connection) -> None:
    presets = json.loads((DATA / "settings.json").read_text())["settings"]["presets"]
    categories = {each["id"]: each["displayName"] for each in presets["categories"]}
    for order, preset in enumerate(presets["presets"]):
        lines = [
            {
                "start": clock(each["startTime"]),
                "end": clock(each["endTime"]),
                "activity": ACTIVITIES[each["status"]],
            }
            for each in preset["schedules"]
        ]
        create(
            structure,
            PRESET,
            name=preset["displayName"],
            category=categories[preset["category"]],
            display_order=order,
            lines=json.dumps(lines),
        )
    counted = one(
        structure,
        "SELECT count(*) AS presets, count(DISTINCT category) AS categories"
        " FROM schedule.preset_resource",
    )
    assert counted == {"presets": 17, "categories": 4}
    run(structure, "UPDATE org.membership SET valid = '[2025-01-01,)'")
    duties = json.loads((DATA / "requests_2025_07.json").read_text())["responsibilities"]
    for each in duties:
        (name,) = each["responsibilities"]
        create(structure, DUTY, name=name, day=each["date"], staff_id=1 + each["staffId"] % 2)
    assert one(structure, "SELECT count(*) AS duties FROM schedule.duty")["duties"] == 38


def clock(hours: float) -> str:
    """17.75 as 17:45."""
    return f"{int(hours):02}:{round(hours % 1 * 60):02}"
