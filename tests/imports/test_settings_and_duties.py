"""What else the files of a real organisation say: duties, presets, names and colours."""

import json
from pathlib import Path

import psycopg

from tests.imports.conftest import Strata
from tests.imports.test_real_files import import_people
from tests.imports.test_rollback import rows_of


def test_duties_presets_activities_and_departments(
    strata: Strata, callstatus: Path, admin: psycopg.Connection
) -> None:
    import_people(strata, callstatus)
    staffed = rows_of(admin)
    for kind, profile, file, said in (
        ("duties", "callstatus", "requests_2025_07.json", "38 rows: 38 created"),
        ("presets", "callstatus", "settings.json", "32 rows: 32 created"),
        ("structure", "callstatus", "settings.json", "9 rows: 0 created, 9 changed"),
        ("structure", "callstatus-units", "settings.json", "6 rows: 0 created, 6 changed"),
    ):
        arguments = ("import", "--kind", kind, "--profile", profile, callstatus / file)
        outcome = strata(*arguments)
        assert (outcome.code, said in outcome.out) == (0, True), outcome
        assert "0 created, 0 changed" in strata(*arguments).out
    duties = admin.execute(
        "SELECT d.day::text, d.name, s.employee_number FROM schedule.duty AS d"
        " JOIN org.staff AS s USING (staff_id) ORDER BY d.day, d.name"
    ).fetchall()
    roster = json.loads((callstatus / "roster.json").read_text())["employeeData"]
    said = json.loads((callstatus / "requests_2025_07.json").read_text())["responsibilities"]
    assert duties == sorted(
        (each["date"], each["responsibilities"][0], roster[each["staffId"] - 73]["empNo"])
        for each in said
    )
    presets = admin.execute(
        "SELECT p.name, count(*) FROM schedule.preset AS p JOIN schedule.preset_line AS l"
        " USING (preset_id) GROUP BY p.preset_id"
    ).fetchall()
    settings = json.loads((callstatus / "settings.json").read_text())["settings"]
    assert len(presets) == 17
    assert sorted(presets) == sorted(
        (each["displayName"], len(each["schedules"])) for each in settings["presets"]["presets"]
    )
    colours: dict[str, str] = dict(
        admin.execute("SELECT name, colour FROM org.activity").fetchall()
    )
    for status, name in settings["display"]["customStatusDisplayNames"].items():
        assert colours[name] == settings["display"]["customStatusColors"][status]
    departments = admin.execute(
        "SELECT u.name, u.short_name, u.colour, u.display_order FROM org.unit AS u"
        " JOIN org.unit AS p ON p.unit_id = u.parent_id AND p.parent_id IS NULL"
    ).fetchall()
    assert sorted(departments) == sorted(
        (each["name"], each["shortName"], each["backgroundColor"], each["displayOrder"])
        for each in settings["management"]["departments"]
    )
    for _ in range(4):
        assert strata("import", "--rollback", newest_standing(admin)).code == 0
    assert rows_of(admin) == staffed


def newest_standing(connection: psycopg.Connection) -> int:
    row = connection.execute(
        "SELECT max(batch_id) FROM import.batch WHERE state = 'committed'"
    ).fetchone()
    assert row is not None
    return int(row[0])


def test_units_of_a_file_hang_below_the_unit_that_is_said(
    strata: Strata, tmp_path: Path, admin: psycopg.Connection
) -> None:
    file = tmp_path / "units.csv"
    file.write_text("name,parent\nAcme,\nSales,\nNorth,Sales\n")
    outcome = strata("import", "--kind", "structure", "--unit", "Acme", file)
    assert "3 rows: 3 created" in outcome.out, outcome
    assert admin.execute(
        "SELECT u.name, p.name FROM org.unit AS u LEFT JOIN org.unit AS p"
        " ON p.unit_id = u.parent_id ORDER BY u.unit_id"
    ).fetchall() == [("Acme", None), ("Sales", "Acme"), ("North", "Sales")]
    staff = strata("import", "--kind", "staff", "--unit", "Acme", file)
    assert (staff.code, "--unit has no meaning for staff." in staff.err) == (1, True), staff
