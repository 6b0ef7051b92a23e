"""Every noun of the API is a view that is read and written; the rules hold whoever writes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import psycopg
import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from psycopg.types.json import Jsonb

from tests.support.resources import change, create, one, read, refused, run
from tests.support.servers import Database
from tests.support.waiting import wait_until

CREATED: dict[str, dict[str, Any]] = {
    "org.unit_resource": {
        "name": "Service",
        "parent_id": 1,
        "short_name": "Sv",
        "colour": "#ffcccc",
        "display_order": 10,
    },
    "org.site_resource": {"name": "Tokyo", "time_zone": "Asia/Tokyo"},
    "org.holiday_resource": {
        "site_id": 1,
        "day": date(2030, 12, 24),
        "name": "Eve",
        "start": "14:00",
        "end": "24:00",
    },
    "org.activity_resource": {
        "code": "care",
        "name": "Care",
        "colour": "#112233",
        "class": 3,
        "works": False,
        "available": False,
        "absent": True,
        "private": True,
        "shown_as": "leave",
    },
    "org.secondment_resource": {
        "staff_id": 1,
        "unit_id": 3,
        "from": date(2030, 1, 1),
        "to": date(2030, 2, 1),
    },
    "schedule.duty_resource": {
        "name": "Switchboard",
        "day": date(2030, 1, 1),
        "staff_id": 1,
        "unit_id": 2,
        "note": "Until noon",
        "start": "22:00",
        "end": "24:00",
    },
}
CHANGED: dict[str, dict[str, Any]] = {
    "org.unit_resource": {"name": "Help", "parent_id": 2, "short_name": None},
    "org.site_resource": {"time_zone": "Europe/Paris"},
    "org.holiday_resource": {"start": None, "end": None},
    "org.activity_resource": {"shown_as": "off", "colour": "#445566"},
    "org.secondment_resource": {"to": None, "unit_id": 1},
    "schedule.duty_resource": {"staff_id": 2, "unit_id": None, "start": None, "end": None},
}
ACTIVITIES = "org.activity_resource"
ACTIVITY = CREATED[ACTIVITIES]
REQUIREMENTS = "schedule.coverage_requirement_resource"
COUNTED = {
    "unit_id": 1,
    "site_id": 1,
    "weekdays": [1],
    "start": "09:00",
    "end": "17:00",
    "people": 1,
}
# What is wrong, by noun and field: the constraint, or the field and the sentence.
WRONG: list[tuple[str, dict[str, Any], str, str | None]] = [
    ("org.unit_resource", {"name": " "}, "unit_name_not_blank", None),
    ("org.unit_resource", {"name": "Sales"}, "unit_name_unique", None),
    ("org.unit_resource", {"parent_id": 99}, "unit_parent_exists", None),
    ("org.unit_resource", {"parent_id": None}, "unit_single_root", None),
    ("org.unit_resource", {"colour": "red"}, "unit_colour_form", None),
    ("org.unit_resource", {"short_name": ""}, "unit_short_name_not_blank", None),
    ("org.site_resource", {"name": "Berlin"}, "site_name_unique", None),
    (
        "org.site_resource",
        {"time_zone": "Mars"},
        "time_zone",
        "Mars is not the name of an IANA time zone.",
    ),
    ("org.holiday_resource", {"site_id": 99}, "holiday_site_exists", None),
    ("org.holiday_resource", {"end": "14:00"}, "holiday_within_day", None),
    ("org.holiday_resource", {"end": "13:00"}, "holiday_within_day", None),
    (
        "org.holiday_resource",
        {"start": "2 pm"},
        "start",
        "start must be a time of day, such as 09:30; 24:00 is the end of the day.",
    ),
    ("org.activity_resource", {"shown_as": "rest"}, "shown_as", "There is no activity rest."),
    (
        "org.activity_resource",
        {"shown_as": "sick"},
        "shown_as",
        "The activity sick is private itself: others must not see it.",
    ),
    ("org.activity_resource", {"private": False}, "activity_private_has_stand_in", None),
    ("org.activity_resource", {"code": "Care"}, "activity_code_form", None),
    ("org.activity_resource", {"class": 4}, "activity_class_known", None),
    ("org.activity_resource", {"works": True}, "activity_absent_not_available", None),
    ("org.secondment_resource", {"to": date(2029, 1, 1)}, "secondment_from_before_to", None),
    ("org.secondment_resource", {"staff_id": 99}, "secondment_staff_exists", None),
    ("schedule.duty_resource", {"name": ""}, "duty_name_not_blank", None),
    ("schedule.duty_resource", {"unit_id": 99}, "duty_unit_exists", None),
]
IN_USE = [
    ("org.unit_resource", 1, "unit_parent_exists"),
    ("org.unit_resource", 3, "membership_unit_exists"),
    ("org.site_resource", 1, "contract_site_exists"),
    ("schedule.pattern_resource", 1, "contract_pattern_exists"),
    ("org.activity_resource", 1, "pattern_line_activity_exists"),
]


def test_views_have_the_fields_in_order(organisation: psycopg.Connection) -> None:
    for resource in run(organisation, "SELECT noun, relation FROM api.resource"):
        fields = run(
            organisation,
            "SELECT field FROM api.field WHERE noun = %s ORDER BY place",
            resource["noun"],
        )
        columns = run(
            organisation,
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
            " ORDER BY attnum",
            resource["relation"],
        )
        wanted = ["id", *(each["field"] for each in fields), "version"]
        assert [each["attname"] for each in columns] == wanted


def test_filters_and_sorts_are_columns(organisation: psycopg.Connection) -> None:
    assert (
        run(
            organisation,
            """
            SELECT r.noun, g.name
            FROM api.resource AS r
            CROSS JOIN LATERAL (SELECT unnest(r.filters || r.sorts) AS name) AS g
            WHERE g.name NOT IN ('id', 'unit', 'on')
                AND (r.noun, g.name) NOT IN (SELECT f.noun, f.field FROM api.field AS f)
            """,
        )
        == []
    )


def test_examples_fit_their_schemas(organisation: psycopg.Connection) -> None:
    for field in run(organisation, "SELECT * FROM api.field"):
        Draft202012Validator.check_schema(field["schema"])
        if field["example"] is None:
            assert field["nullable"], field
        else:
            Draft202012Validator(field["schema"]).validate(field["example"])


@pytest.mark.parametrize("relation", CREATED)
def test_a_row_is_made_changed_and_deleted(structure: psycopg.Connection, relation: str) -> None:
    row_id = create(structure, relation, **CREATED[relation])
    assert read(structure, relation, row_id) == {"id": row_id, **CREATED[relation]}
    change(structure, relation, row_id, **CHANGED[relation])
    wanted = {"id": row_id, **CREATED[relation], **CHANGED[relation]}
    assert read(structure, relation, row_id) == wanted
    run(structure, f"DELETE FROM {relation} WHERE id = %s", row_id)
    assert run(structure, f"SELECT FROM {relation} WHERE id = %s", row_id) == []


@pytest.mark.parametrize("relation", CREATED)
def test_a_change_makes_a_version_and_nothing_makes_none(
    organisation: psycopg.Connection, relation: str
) -> None:
    row_id = create(organisation, relation, **CREATED[relation])
    version = f"SELECT version FROM {relation} WHERE id = %s"
    first = one(organisation, version, row_id)["version"]
    change(organisation, relation, row_id, **CREATED[relation])
    assert one(organisation, version, row_id)["version"] == first
    change(organisation, relation, row_id, **CHANGED[relation])
    assert one(organisation, version, row_id)["version"] > first
    run(organisation, f"DELETE FROM {relation} WHERE id = %s", row_id)


def test_what_others_see_stays_public(structure: psycopg.Connection) -> None:
    """Neither itself nor what others are shown as can be made private, nor what is counted."""
    code = {row["code"]: row["id"] for row in run(structure, "SELECT * FROM org.activity_resource")}
    for hidden, shown_as, field, sentence in (
        ("off", "off", "shown_as", "The activity off is private itself: others must not see it."),
        ("off", "sick", "shown_as", "The activity sick is private itself: others must not see it."),
        (
            "leave",
            "off",
            "private",
            "The activity sick is shown as this one, so this one cannot be private.",
        ),
    ):
        with refused(structure, field, sentence):
            change(structure, ACTIVITIES, code[hidden], private=True, shown_as=shown_as)
    create(structure, REQUIREMENTS, **COUNTED, activities=["trip"])
    with refused(
        structure, "private", "Coverage requirements count this activity, so it cannot be private."
    ):
        change(structure, ACTIVITIES, code["trip"], private=True, shown_as="leave")


def test_nothing_is_counted_that_becomes_private_meanwhile(
    organisation: psycopg.Connection, shared_database: Database
) -> None:
    hide = "UPDATE org.activity_resource SET private = %s, shown_as = %s WHERE code = 'trip'"
    waiting = "SELECT 1 FROM pg_locks WHERE NOT granted"
    requirement = {**COUNTED, "activities": ["trip"]}
    with ThreadPoolExecutor() as pool, shared_database.connect() as other:
        with organisation.transaction():
            run(organisation, hide, True, "off")
            counting = pool.submit(create, other, REQUIREMENTS, **requirement)
            wait_until(lambda: run(organisation, waiting))
        with pytest.raises(psycopg.Error, match="The activity trip is private"):
            counting.result()
    run(organisation, hide, False, None)


def test_the_same_in_another_form_is_no_change(organisation: psycopg.Connection) -> None:
    """Activities in another order, and lines without what is the default."""
    line = {"start": "09:00", "end": "10:00", "activity": "meeting"}
    for relation, made, again in (
        (
            REQUIREMENTS,
            COUNTED | {"activities": ["office", "trip"]},
            {"activities": ["trip", "office"]},
        ),
        (
            "schedule.preset_resource",
            {"name": "Talk", "lines": Jsonb([line | {"day_offset": 0, "note": None}])},
            {"lines": Jsonb([line])},
        ),
    ):
        row_id = create(organisation, relation, **made)
        read_version = f"SELECT version FROM {relation} WHERE id = %s"
        first = one(organisation, read_version, row_id)
        change(organisation, relation, row_id, **again)
        assert one(organisation, read_version, row_id) == first
        run(organisation, f"DELETE FROM {relation} WHERE id = %s", row_id)


@pytest.mark.parametrize(("relation", "values", "place", "sentence"), WRONG)
def test_what_is_wrong_is_named(
    structure: psycopg.Connection,
    relation: str,
    values: dict[str, Any],
    place: str,
    sentence: str | None,
) -> None:
    with refused(structure, place, sentence):
        create(structure, relation, **{**CREATED[relation], **values})
    row_id = create(structure, relation, **CREATED[relation])
    with refused(structure, place, sentence):
        change(structure, relation, row_id, **values)


@pytest.mark.parametrize(("relation", "row_id", "constraint"), IN_USE)
def test_what_is_in_use_is_not_deleted(
    structure: psycopg.Connection, relation: str, row_id: int, constraint: str
) -> None:
    create(
        structure,
        "schedule.contract_resource",
        **{"staff_id": 1, "site_id": 1, "pattern_id": 1},
        **{"anchor": date(2026, 1, 1), "from": date(2026, 1, 1)},
    )
    with refused(structure, constraint):
        run(structure, f"DELETE FROM {relation} WHERE id = %s", row_id)


def test_a_unit_cannot_move_below_itself(structure: psycopg.Connection) -> None:
    with refused(structure, "parent_id", "Unit 1 cannot be moved below itself."):
        change(structure, "org.unit_resource", 1, parent_id=3)


@pytest.mark.parametrize(
    ("start", "end", "closed"),
    [(None, None, "[0,1440)"), ("14:00", None, "[840,1440)"), (None, "06:30", "[0,390)")],
)
def test_a_holiday_without_start_or_end(
    structure: psycopg.Connection, start: str | None, end: str | None, closed: str
) -> None:
    create(
        structure,
        "org.holiday_resource",
        **{"site_id": 1, "day": date(2030, 5, 1), "name": "May", "start": start, "end": end},
    )
    found = one(structure, "SELECT closed::text, source FROM org.holiday WHERE name = 'May'")
    assert found == {"closed": closed, "source": None}


def test_a_corrected_holiday_is_no_longer_the_library_s(structure: psycopg.Connection) -> None:
    run(
        structure,
        "INSERT INTO org.holiday (site_id, day, name, source)"
        " VALUES (1, '2030-05-01', 'May', 'holidays 0.1, DE')",
    )
    found = one(structure, "SELECT id FROM org.holiday_resource WHERE name = 'May'")
    change(structure, "org.holiday_resource", found["id"], name="Labour Day")
    stored = one(structure, "SELECT name, source FROM org.holiday")
    assert stored == {"name": "Labour Day", "source": None}


def test_settings_are_one_row(structure: psycopg.Connection) -> None:
    change(
        structure,
        "org.settings_resource",
        1,
        **{"organisation_name": "Acme", "time_zone": "Asia/Tokyo", "history_retention_days": 400},
    )
    assert read(structure, "org.settings_resource", 1) == {
        "id": 1,
        "organisation_name": "Acme",
        "time_zone": "Asia/Tokyo",
        "history_retention_days": 400,
        "event_retention_days": 7,
    }
    change(structure, "org.settings_resource", 1, event_retention_days=30)
    assert read(structure, "org.settings_resource", 1)["event_retention_days"] == 30
    with refused(structure, "settings_event_retention_days_range"):
        change(structure, "org.settings_resource", 1, event_retention_days=367)
    with refused(structure, "time_zone", "Nowhere is not the name of an IANA time zone."):
        change(structure, "org.settings_resource", 1, time_zone="Nowhere")
    with refused(structure, "settings_history_retention_days_positive"):
        change(structure, "org.settings_resource", 1, history_retention_days=0)
    with refused(structure, "settings_organisation_name_not_blank"):
        change(structure, "org.settings_resource", 1, organisation_name=" ")


def test_a_class_in_which_adjustments_would_overlap(structure: psycopg.Connection) -> None:
    """A meeting within a leave is hidden by it; as an absence it would stand beside it."""
    run(
        structure,
        "SELECT schedule.store_approved_request(1, %s)",
        """[
            {"activity": "leave", "start": "2030-05-01T00:00Z", "end": "2030-05-02T00:00Z"},
            {"activity": "meeting", "start": "2030-05-01T10:00Z", "end": "2030-05-01T11:00Z"}
        ]""",
    )
    meeting = one(structure, "SELECT id FROM org.activity_resource WHERE code = 'meeting'")
    sentence = "Adjustments or presets that are stored would overlap within that class."
    with refused(structure, "class", sentence):
        change(structure, "org.activity_resource", meeting["id"], **{"class": 3})
    change(structure, "org.activity_resource", meeting["id"], **{"class": 1})
