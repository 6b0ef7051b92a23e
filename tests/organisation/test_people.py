"""People join, move, are lent and leave; what was stays."""

from datetime import date, timedelta

import psycopg
import pytest

from tests.support.resources import Row, change, create, one, read, refused, run

STAFF = "org.staff_resource"
MEMBERSHIP = "org.membership_resource"
HOMES = (
    'SELECT unit_id, "from", "to" FROM org.membership_resource WHERE staff_id = %s ORDER BY "from"'
)


def today(connection: psycopg.Connection) -> date:
    day = one(connection, "SELECT org.today() AS day")["day"]
    assert isinstance(day, date)
    return day


def homes(connection: psycopg.Connection, staff_id: int) -> list[tuple[int, date, date | None]]:
    return [tuple(row.values()) for row in run(connection, HOMES, staff_id)]


def contract_of(staff_id: int, first: date, to: date | None = None) -> Row:
    return {
        "staff_id": staff_id,
        "site_id": 1,
        "pattern_id": 1,
        "anchor": date(2026, 1, 1),
        "from": first,
        "to": to,
    }


def test_a_new_person_has_a_home_from_today_on(structure: psycopg.Connection) -> None:
    eve = create(structure, STAFF, employee_number="3", name="Eve", unit_id=2)
    assert read(structure, STAFF, eve) == {
        "id": eve,
        "employee_number": "3",
        "name": "Eve",
        "email": None,
        "unit_id": 2,
        "from": today(structure),
    }
    assert homes(structure, eve) == [(2, today(structure), None)]


def test_a_person_needs_what_identifies_one(structure: psycopg.Connection) -> None:
    with refused(structure, "staff_employee_number_unique"):
        create(structure, STAFF, employee_number="1", name="Eve", unit_id=2)
    with refused(structure, "staff_name_not_blank"):
        create(structure, STAFF, employee_number="3", name=" ", unit_id=2)
    with refused(structure, "membership_unit_exists"):
        create(structure, STAFF, employee_number="3", name="Eve", unit_id=99)
    sentence = "A person has a home unit; who leaves is deleted, which ends everything on a day."
    with refused(structure, "unit_id", sentence):
        create(structure, STAFF, employee_number="3", name="Eve")
    with refused(structure, "unit_id", sentence):
        change(structure, STAFF, 1, unit_id=None)


def test_a_move_ends_one_membership_and_opens_the_next(structure: psycopg.Connection) -> None:
    day = today(structure)
    moved = change(structure, STAFF, 1, unit_id=3, email="ada@example.org")
    assert moved["unit_id"] == 3
    assert homes(structure, 1) == [(2, date(2026, 1, 1), day), (3, day, None)]
    assert read(structure, STAFF, 1)["from"] == day
    # Once more on the same day: put right where it stands.
    change(structure, STAFF, 1, unit_id=1)
    assert homes(structure, 1) == [(2, date(2026, 1, 1), day), (1, day, None)]


def test_a_move_is_planned_and_can_be_backdated(structure: psycopg.Connection) -> None:
    later = today(structure) + timedelta(days=30)
    change(structure, STAFF, 1, **{"unit_id": 3, "from": later})
    assert homes(structure, 1) == [(2, date(2026, 1, 1), later), (3, later, None)]
    assert read(structure, STAFF, 1)["unit_id"] == 2
    change(structure, STAFF, 2, **{"unit_id": 1, "from": date(2026, 2, 1)})
    first = date(2026, 1, 1)
    assert homes(structure, 2) == [(3, first, date(2026, 2, 1)), (1, date(2026, 2, 1), None)]
    with refused(
        structure,
        "from",
        f"Another membership begins on {later}: a move on {today(structure)} would not last."
        " Move later.",
    ):
        change(structure, STAFF, 1, unit_id=1)


def test_the_home_of_somebody_who_is_still_to_come(structure: psycopg.Connection) -> None:
    first = today(structure) + timedelta(days=10)
    eve = create(
        structure, STAFF, **{"employee_number": "3", "name": "Eve"}, unit_id=2, **{"from": first}
    )
    change(structure, STAFF, eve, unit_id=3)
    assert homes(structure, eve) == [(3, first, None)]


def test_a_day_alone_is_no_move(structure: psycopg.Connection) -> None:
    with refused(
        structure,
        "from",
        "from says when another unit_id takes effect; to correct a first day,"
        " change the membership.",
    ):
        change(structure, STAFF, 1, **{"from": date(2026, 3, 1)})


def test_leaving_ends_everything_on_the_day(structure: psycopg.Connection) -> None:
    day = date(2030, 6, 1)
    lent = create(
        structure,
        "org.secondment_resource",
        **{"staff_id": 1, "unit_id": 3, "from": date(2030, 5, 1), "to": date(2030, 7, 1)},
    )
    planned = create(
        structure,
        "org.secondment_resource",
        **{"staff_id": 1, "unit_id": 3, "from": day, "to": date(2030, 7, 1)}
        | {"from": date(2030, 8, 1), "to": date(2030, 9, 1)},
    )
    work = create(structure, "schedule.contract_resource", **contract_of(1, date(2030, 1, 1)))
    run(structure, "SELECT org.end_staff(1, %s)", day)
    assert homes(structure, 1) == [(2, date(2026, 1, 1), day)]
    assert read(structure, "org.secondment_resource", lent)["to"] == day
    assert read(structure, "schedule.contract_resource", work)["to"] == day
    assert not run(structure, "SELECT FROM org.secondment_resource WHERE id = %s", planned)
    assert read(structure, STAFF, 1)["unit_id"] == 2  # until then
    with refused(structure, "from", f"The person has left by {day}: nothing begins then or later."):
        create(structure, "schedule.contract_resource", **contract_of(1, day))
    with refused(structure, "id", "There is no person 99."):
        run(structure, "SELECT org.end_staff(99, %s)", day)


def test_leaving_neither_undoes_nor_prolongs_what_was(structure: psycopg.Connection) -> None:
    first, left = date(2026, 1, 1), date(2026, 6, 1)
    leave = "SELECT org.end_staff(1, %s)"
    for day in (first - timedelta(days=1), first):
        with refused(structure, "to", f"The first membership began on {first}: to must be later."):
            run(structure, leave, day)
    for day in (left, left, today(structure)):
        run(structure, leave, day)
        assert homes(structure, 1) == [(2, first, left)]
    for day in (left + timedelta(days=1), today(structure) + timedelta(days=1)):
        with refused(structure, "to", f"The last membership ends on {left} already."):
            run(structure, leave, day)


def test_deleting_a_person_is_leaving_today_and_the_person_stays(
    organisation: psycopg.Connection,
) -> None:
    first = today(organisation) + timedelta(days=10)
    eve = create(
        organisation,
        STAFF,
        **{"employee_number": "9", "name": "Eve", "unit_id": 2, "from": first},
    )
    before = one(organisation, "SELECT version FROM org.staff_resource WHERE id = %s", eve)
    run(organisation, "DELETE FROM org.staff_resource WHERE id = %s", eve)
    after = one(organisation, "SELECT * FROM org.staff_resource WHERE id = %s", eve)
    assert (after["name"], after["unit_id"], after["from"]) == ("Eve", None, None)
    assert after["version"] > before["version"]
    # Who comes back has a home again.
    change(organisation, STAFF, eve, unit_id=3)
    assert homes(organisation, eve) == [(3, today(organisation), None)]


@pytest.mark.parametrize("relation", [MEMBERSHIP, "org.secondment_resource"])
def test_one_unit_at_a_time(structure: psycopg.Connection, relation: str) -> None:
    run(structure, "SELECT org.end_staff(1, '2030-01-01')")
    row = {"staff_id": 1, "unit_id": 3, "from": date(2029, 1, 1), "to": date(2029, 12, 1)}
    if relation == MEMBERSHIP:
        row |= {"from": date(2030, 1, 1), "to": None}
    row_id = create(structure, relation, **row)
    constraint = {MEMBERSHIP: "membership_one_home"}.get(relation, "secondment_one_destination")
    with refused(structure, constraint):
        create(structure, relation, **row)
    with refused(structure, constraint.rsplit("_", 2)[0] + "_from_before_to"):
        change(structure, relation, row_id, to=row["from"])
    first = row["from"]
    assert isinstance(first, date)
    change(structure, relation, row_id, to=first + timedelta(days=1))
    assert read(structure, relation, row_id)["to"] == first + timedelta(days=1)
    run(structure, f"DELETE FROM {relation} WHERE id = %s", row_id)
    assert not run(structure, f"SELECT FROM {relation} WHERE id = %s", row_id)


def test_a_membership_makes_a_version_of_the_person(organisation: psycopg.Connection) -> None:
    version = "SELECT version FROM org.staff_resource WHERE id = 2"
    seen = [one(organisation, version)["version"]]
    first = one(organisation, "SELECT id FROM org.membership_resource WHERE staff_id = 2")["id"]
    change(organisation, MEMBERSHIP, first, to=date(2031, 1, 1))
    seen.append(one(organisation, version)["version"])
    values = {"staff_id": 2, "unit_id": 1, "from": date(2031, 1, 1), "to": None}
    second = create(organisation, MEMBERSHIP, **values)
    seen.append(one(organisation, version)["version"])
    run(organisation, "DELETE FROM org.membership_resource WHERE id = %s", second)
    seen.append(one(organisation, version)["version"])
    assert seen == sorted(set(seen))


LENT = {"staff_id": 1, "unit_id": 3, "from": date(2030, 1, 1), "to": date(2030, 2, 1)}


@pytest.mark.parametrize(
    ("values", "place", "sentence"),
    [
        (
            {"unit_id": 2},
            "unit_id",
            "The person is at home in this unit on 2030-01-01, so it cannot be lent to it then.",
        ),
        (
            {"from": date(2025, 12, 31)},
            "from",
            "The person is in no unit on 2025-12-31, so it cannot be lent to another one then.",
        ),
        # The membership ends in 2031, and the next one, of unit 3, begins a month later.
        (
            {"to": None},
            "to",
            "The person is in no unit on 2031-01-01, so it cannot be lent to another one then.",
        ),
        (
            {"from": date(2031, 2, 1), "to": date(2031, 3, 1)},
            "unit_id",
            "The person is at home in this unit on 2031-02-01, so it cannot be lent to it then.",
        ),
    ],
)
def test_who_is_lent_is_there_and_goes_elsewhere(
    structure: psycopg.Connection, values: Row, place: str, sentence: str
) -> None:
    run(structure, "UPDATE org.membership SET valid = '[2026-01-01,2031-01-01)' WHERE staff_id = 1")
    run(
        structure,
        "INSERT INTO org.membership (staff_id, unit_id, valid) VALUES (1, 3, '[2031-02-01,)')",
    )
    row_id = create(structure, "org.secondment_resource", **LENT)
    with refused(structure, place, sentence):
        change(structure, "org.secondment_resource", row_id, **values)
    run(structure, "DELETE FROM org.secondment_resource WHERE id = %s", row_id)
    with refused(structure, place, sentence):
        create(structure, "org.secondment_resource", **{**LENT, **values})
    # To the last day, and to what lies below or above.
    for unit_id in (1, 3):
        fits = {"unit_id": unit_id, "from": date(2026, 1, 1), "to": date(2031, 1, 1)}
        row_id = create(structure, "org.secondment_resource", **{**LENT, **fits})
        run(structure, "DELETE FROM org.secondment_resource WHERE id = %s", row_id)
