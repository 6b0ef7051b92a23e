"""The rows that an account sees in each table are those of the model, old versions included."""

from collections.abc import Iterable

import pytest
from hypothesis import example, given, settings
from psycopg import Connection

from tests.rights.known_scenes import BETWEEN, HANDED_ON, MOVED
from tests.rights.model import Rights
from tests.rights.organisation import ACTIVITIES, Scene, scenes
from tests.rights.store import stored

# The tables that a reporting login reads besides the views.
REPORTED = ("org.activity", "org.holiday", "org.membership", "org.secondment", "org.site")
RULE_STEP = 1  # the step of the second rule of a new database
LINES = {1: 1, 2: 2, 3: 6, 4: 1}  # the activities of the pattern lines of base.sql


def ids(values: Iterable[int]) -> list[str]:
    return sorted(str(value) for value in values)


def expected_rows(rights: Rights) -> dict[str, list[str]]:
    """The keys of the rows of each table that the account sees."""
    scene = rights.scene
    secrets = {number for number, each in ACTIVITIES.items() if each.shown_as is not None}
    presets = [
        preset
        for preset in scene.presets
        if (preset.staff_id is None or preset.staff_id in rights.confidants)
        and (preset.unit_id is None or preset.unit_id in rights.read)
    ]
    requirements = [each for each in scene.requirements if each.unit_id in rights.read]
    # Of each unit that is known one of any activity and one of a private one, as load_scene.sql has
    # it, and the two of a new database, of which the second one has a step.
    rules = [
        1,
        2,
        *(unit * 10 for unit in rights.known_units()),
        *(unit * 10 + 1 for unit in rights.known_units() if rights.names_private()),
    ]
    asked = scene.asked
    read = {each.request_id for each in asked.requests if rights.reads_request(each)}
    return {
        "org.settings": ["true"],
        "org.site": ["1"],
        "org.holiday": [],
        "schedule.pattern": ids((1, 2, 3)),
        "schedule.pattern_line": ids(
            line
            for line, activity in LINES.items()
            if activity not in secrets or rights.everywhere("admin")
        ),
        "org.activity": ids(
            number for number in ACTIVITIES if number not in secrets or rights.names_private()
        ),
        "org.unit": ids(rights.known_units()),
        "org.staff": ids(rights.known_staff()),
        "org.membership": ids(
            stay.stay_id for stay in scene.memberships if rights.reads_membership(stay)
        ),
        "org.secondment": ids(
            stay.stay_id for stay in scene.secondments if rights.reads_secondment(stay)
        ),
        "schedule.contract": ids(
            each.contract_id for each in scene.contracts if rights.reads_contract(each)
        ),
        "schedule.duty": ids(each.duty_id for each in scene.duties if rights.reads_duty(each)),
        "schedule.request": ids(read),
        "schedule.adjustment": ids(
            each.adjustment_id for each in asked.adjustments if rights.reads_adjustment(each)
        ),
        "schedule.cancellation": ids(
            each.cancellation_id for each in asked.cancellations if each.request_id in read
        ),
        "approval.step": ids(each.step_id for each in asked.steps if each.request_id in read),
        "approval.decision": ids(
            each.decision_id for each in asked.decisions if each.request_id in read
        ),
        "approval.open_shift": ids(
            each.open_shift_id for each in asked.shifts if rights.reads_shift(each)
        ),
        "approval.open_shift_taker": ids(
            each.open_shift_id * 10 + taker
            for each in asked.shifts
            for taker in rights.sees_takers(each)
        ),
        "schedule.preset": ids(preset.preset_id for preset in presets),
        "schedule.preset_line": ids(
            preset.preset_id
            for preset in presets
            if preset.activity not in secrets or rights.names_private()
        ),
        "schedule.coverage_requirement": ids(each.requirement_id for each in requirements),
        "schedule.coverage_requirement_activity": ids(
            each.requirement_id * 10 + activity
            for each in requirements
            for activity in each.activities
        ),
        "auth.account": ids(
            each.account_id
            for each in scene.accounts
            if each == rights.account or rights.anywhere("admin")
        ),
        "approval.rule": ids(rules),
        "approval.rule_step": ids((*(rule for rule in rules if rule > 2), RULE_STEP)),
        "approval.delegation": ids(
            each.delegation_id for each in asked.delegations if rights.reads_delegation(each)
        ),
        "auth.role_grant": ids(
            grant.grant_id
            for each in scene.accounts
            for grant in each.grants
            if each == rights.account
            or rights.everywhere("admin")
            or grant.unit_id in rights.units("admin")
        ),
    }


@pytest.fixture(scope="module")
def keys(connection: Connection) -> dict[str, str]:
    """The key column of every table of the organisation, the schedule and the rights."""
    found = connection.execute(
        "SELECT schema_name || '.' || table_name, array_to_string(key_columns, ', ')"
        " FROM audit.domain_table WHERE schema_name IN ('org', 'schedule', 'approval', 'auth')"
    ).fetchall()
    return dict(found)


def question(tables: dict[str, str], versions: tuple[str, ...] = ("", "_history")) -> str:
    """All keys of all those tables, and of their old versions, in one statement."""
    return " UNION ALL ".join(
        f"SELECT '{table}{old}', coalesce(array_agg(DISTINCT {key}::text COLLATE \"C\"), '{{}}')"
        f" FROM {table}{old}"
        for table, key in tables.items()
        for old in versions
    )


@settings(max_examples=25)
@example(scene=MOVED)
@example(scene=BETWEEN)
@example(scene=HANDED_ON)
@given(scene=scenes())
def test_rows_equal_the_model(connection: Connection, keys: dict[str, str], scene: Scene) -> None:
    with stored(connection, scene) as database:
        for account in filter(lambda each: each.active, scene.accounts):
            expected = expected_rows(Rights(scene, account))
            assert {table for table in keys if not table.startswith("auth.")} <= set(expected)
            tables = {table: keys[table] for table in expected}
            with database.acting(account.account_id):
                seen = dict(database.rows(question(tables)))
            with database.reporting(account.account_id):
                reported = dict(database.rows(question({t: keys[t] for t in REPORTED}, ("",))))
            wanted = {
                f"{table}{old}": rows
                for table, rows in expected.items()
                for old in ("", "_history")
            }
            assert seen == wanted
            assert reported == {table: expected[table] for table in REPORTED}
