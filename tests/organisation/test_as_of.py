"""Every resource can be read as the database knew it at an instant."""

import json
from datetime import date
from typing import Any

import psycopg

from tests.support.resources import change, create, one, run

MORNING = [{"day": 0, "start": "06:00", "end": "12:00", "activity": "office"}]
EVENING = [{"day": 0, "start": "18:00", "end": "22:00", "activity": "remote"}]
HELD: dict[str, Any] = {"staff_id": 1, "from": date(2040, 1, 1), "to": date(2041, 1, 1)}
# Noun: how one is made, and how it changes.
STEPS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "unit": ({"name": "Service", "parent_id": 1}, {"name": "Help"}),
    "site": ({"name": "Tokyo", "time_zone": "Asia/Tokyo"}, {"name": "Osaka"}),
    "holiday": ({"site_id": 1, "day": date(2030, 5, 1), "name": "May"}, {"start": "12:00"}),
    "activity": (
        {"code": "care", "name": "Care", "colour": "#112233", "class": 3}
        | {"works": False, "available": False, "absent": True},
        {"private": True, "shown_as": "leave"},
    ),
    "staff": (
        {"employee_number": "3", "name": "Eve", "unit_id": 2, "from": date(2026, 1, 1)},
        {"unit_id": 3, "name": "Eva"},
    ),
    "membership": (
        {"staff_id": 2, "unit_id": 1, "from": date(2041, 1, 1)},
        {"to": date(2042, 1, 1)},
    ),
    "secondment": ({**HELD, "unit_id": 3}, {"unit_id": 1}),
    "pattern": (
        {"name": "Shifts", "days": 1, "lines": json.dumps(MORNING)},
        {"lines": json.dumps(EVENING), "from": date(2040, 1, 1)},
    ),
    "contract": (
        {**HELD, "site_id": 1, "pattern_id": 1, "anchor": date(2040, 1, 1)},
        {"to": date(2040, 2, 1)},
    ),
    "preset": (
        {"name": "Morning", "lines": json.dumps([{**MORNING[0], "day": 0}])},
        {"lines": json.dumps(EVENING), "unit_id": 1},
    ),
    "duty": ({"name": "Fax", "day": date(2030, 1, 1), "staff_id": 1}, {"staff_id": 2}),
    "account": ({"email": "eve@acme.test", "name": "Eve"}, {"staff_id": 1}),
    "grant": ({"account_id": 1, "role": "viewer", "unit_id": 2}, {"role": "staff"}),
    "import_profile": (
        {"name": "payroll", "kind": "staff", "definition": json.dumps({})},
        {"name": "wages"},
    ),
    "approval_rule": (
        {"name": "Leave", "class": 3, "steps": json.dumps([{"deciders": "admins"}])},
        {"steps": json.dumps([{"deciders": "unit_managers", "quorum": "all"}])},
    ),
    # Of Eve, who has left by then, to Bob.
    "delegation": (
        {"account_id": 2, "delegate_id": 1, "from": "2126-01-01T00:00:00Z"},
        {"to": "2126-02-01T00:00:00Z"},
    ),
    "webhook": (
        {"name": "Payroll", "url": "https://example.org/", "account_id": 1, "unit_ids": [1]},
        {"types": ["staff:updated"], "unit_ids": [], "active": False},
    ),
}


def readings(connection: psycopg.Connection, noun: str, relation: str) -> list[Any]:
    """All rows now, and the instant."""
    at = one(connection, "SELECT clock_timestamp() AS at")["at"]
    return [at, noun, run(connection, f"SELECT * FROM {relation} ORDER BY id")]


def test_each_resource_as_of_an_instant(organisation: psycopg.Connection) -> None:
    """What was read at each step is read again at the end, as of then."""
    relations = {
        row["noun"]: row["relation"]
        for row in run(organisation, "SELECT noun, relation FROM api.resource")
    }
    run(organisation, "UPDATE org.membership_resource SET \"to\" = '2041-01-01' WHERE staff_id = 2")
    run(organisation, "INSERT INTO auth.account (email, name) VALUES ('bob@acme.test', 'Bob')")
    seen = []
    for noun, (values, changes) in STEPS.items():
        relation = relations[noun]
        seen.append(readings(organisation, noun, relation))
        row_id = create(organisation, relation, **values)
        seen.append(readings(organisation, noun, relation))
        change(organisation, relation, row_id, **changes)
        seen.append(readings(organisation, noun, relation))
        run(organisation, f"DELETE FROM {relation} WHERE id = %s", row_id)
        seen.append(readings(organisation, noun, relation))
        # Four states, of which the last is the first but for people and accounts, who stay.
        states = [rows for _, _, rows in seen[-4:]]
        assert states[0] != states[1] != states[2] != states[3]
    seen.append(readings(organisation, "settings", relations["settings"]))
    change(organisation, relations["settings"], 1, organisation_name="Other")
    assert set(STEPS) | {"settings"} | {"coverage_requirement"} >= set(relations)

    for at, noun, rows in seen:
        with organisation.transaction():
            run(organisation, "SELECT set_config('strata.known_at', %s, TRUE)", str(at))
            found = run(organisation, f"SELECT * FROM {relations[noun]} ORDER BY id")
        assert found == rows, noun
