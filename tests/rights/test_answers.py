"""Schedules, totals, lists and exports say what the model says, and their bytes nothing else."""

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from psycopg import Connection

from tests.rights.answers import Truth, View
from tests.rights.asking import comment_of, note_of, reason_of, shift_note_of
from tests.rights.calls import Requests, unknown
from tests.rights.known_scenes import HANDED_ON, MOVED
from tests.rights.model import Rights
from tests.rights.organisation import (
    ACTIVITIES,
    MAX_UNITS,
    SECRET,
    Scene,
    duty_note_of,
    scenes,
    shown,
)
from tests.rights.store import EARLIER, stored

NOUNS = (
    "unit", "site", "holiday", "activity", "staff", "membership", "secondment", "pattern",
    "contract", "preset", "duty", "coverage_requirement", "account", "grant",
)  # fmt: skip
EXPORTS = (
    "structure", "staff", "contracts", "holidays", "adjustments", "coverage", "presets", "duties",
)  # fmt: skip
# What tells something of people, unlike the names of activities and what is made of them.
OF_NOBODY = ("activity", "preset", "pattern", "structure", "presets")
# Of a unit that is there but not to be known, and of one that is not.
account_numbers = st.sampled_from(range(4))
units_asked_for = st.none() | st.integers(1, MAX_UNITS) | st.just(1)


def schedules_of(answer: dict[str, Any]) -> dict[int, tuple[int | None, list[tuple[Any, ...]]]]:
    """The home and the segments of each person of an answer."""
    return {
        person["staff_id"]: (
            person["unit_id"],
            [
                (each["start"], each["end"], each["activity"], each["layer"], each["class"])
                for each in person["segments"]
            ],
        )
        for person in answer["staff"]
    }


def check_schedules(ask: Requests, view: View, unit: int | None) -> None:
    truth, rights = view.truth, view.rights
    window = ask.window(truth)
    found = ask.call("schedules", *window, unit=unit)
    wanted = {
        who: (view.home(who, truth.start, truth.end), view.schedule(who))
        for who in view.people(unit, truth.start, truth.end)
    }
    assert schedules_of(found) == wanted
    known = sorted(rights.known_staff())
    if known:
        named = ask.call("schedules", *window, staff=known)
        assert schedules_of(named) == {
            who: (view.home(who, truth.start, truth.end), view.schedule(who)) for who in known
        }
    earlier = ask.call("schedules", *window, unit=unit, as_of=EARLIER)
    assert earlier["staff"] == found["staff"]
    ask.call("schedules", *window, unit=unit, explain=True)


def check_totals(ask: Requests, view: View, unit: int | None, step: int) -> None:
    truth = view.truth
    window = ask.window(truth)
    headcount = ask.call("headcount", *window, unit=unit, step=step)
    assert headcount["steps"] == view.headcount(unit, step)
    assert ask.call("headcount", *window, unit=unit, step=step, as_of=EARLIER) == headcount
    coverage = ask.call("coverage", *window, unit=unit)
    assert {
        (each["requirement_id"], each["start"], each["end"], each["required"], each["available"])
        for each in coverage["items"]
    } == view.coverage(unit, truth.start, truth.end)
    assert ask.call("coverage", *window, unit=unit, as_of=EARLIER) == coverage
    now = ask.call("now", unit)
    assert {
        (each["staff_id"], each["activity"], each["until"]) for each in now["items"]
    } == view.now(unit)


def check_lists(ask: Requests, view: View) -> None:
    """What lists and exports say beyond the rows that there are."""
    scene, rights = view.scene, view.rights
    for noun in NOUNS:
        answer = ask.call(f"{noun}_list")
        earlier = ask.call(f"{noun}_list", as_of=EARLIER)
        assert [row["id"] for row in earlier["items"]] == [row["id"] for row in answer["items"]]
        if noun == "duty":
            assert {row["id"]: row["note"] for row in answer["items"]} == {
                duty.duty_id: duty_note_of(duty.duty_id)
                if duty.staff_id in rights.confidants
                else None
                for duty in scene.duties
                if rights.reads_duty(duty)
            }
    exported = {kind: ask.export(kind) for kind in EXPORTS}
    assert sorted((row[4], row[5]) for row in exported["adjustments"]) == sorted(
        (note_of(each.adjustment_id), reason_of(each.request_id))
        for each in scene.asked.adjustments
        if scene.asked.request(each.request_id).state == "approved"
        and rights.reads_adjustment(each)
        # Whoever has decided about somebody need not know who that is.
        and each.staff_id in rights.known_staff()
    )
    assert {row[0]: row[4] for row in exported["duties"]} == {
        f"Duty {duty.duty_id}": duty_note_of(duty.duty_id)
        if duty.staff_id in rights.confidants
        else None
        for duty in scene.duties
        if rights.reads_duty(duty)
    }


def check_requests(ask: Requests, view: View) -> None:
    """A request is answered to those in confidence; to others there is none."""
    database, window = view.database, ask.window(view.truth)
    asked = view.scene.asked
    for request in asked.requests:
        number = request.request_id
        adjustments = asked.adjustments_of(number)
        if view.rights.reads_request(request):
            answer = ask.call("request_get", number)
            assert answer["reason"] == reason_of(number)
            assert {
                (each["staff_id"], each["note"], each["activity"]) for each in answer["adjustments"]
            } == {
                (each.staff_id, note_of(each.adjustment_id), code(view.rights, each.activity))
                for each in adjustments
            }
            assert [
                decision["comment"] for step in answer["steps"] for decision in step["decisions"]
            ] == [
                comment_of(each.decision_id)
                for each in asked.decisions
                if each.request_id == number
            ]
            for each in adjustments:
                ask.call("history", "adjustment", each.adjustment_id)
            continue
        with unknown("id", f"There is no request {number}."), database.connection.transaction():
            ask.call("request_get", number)
        with (
            unknown("request", f"There is no request {number}."),
            database.connection.transaction(),
        ):
            ask.call("schedules", *window, request=number)
        of_it = [("request", number), *(("adjustment", each.adjustment_id) for each in adjustments)]
        for kind, row in of_it:
            with (
                unknown("id", f"There is and was no {kind} {row}."),
                database.connection.transaction(),
            ):
                ask.call("history", kind, row)


def code(rights: Rights, activity: int) -> str:
    """An activity as it is named to whoever reads what was asked for."""
    return ACTIVITIES[activity if rights.names_private() else shown(activity)].code


def check_shifts(ask: Requests, view: View) -> None:
    """What is offered in units that are read, and to the own person; not all of it to all."""
    scene, rights = view.scene, view.rights
    known = rights.known_staff()
    requests = {each.request_id: each.staff_id for each in scene.asked.requests}
    taken = {each.open_shift_id: requests.get(each.request_id or 0) for each in scene.asked.shifts}
    assert {
        each["id"]: (
            each["note"],
            each["giver_id"],
            {taker["staff_id"] for taker in each["takers"]},
            each["taken_by"],
            each["request_id"],
        )
        for each in ask.call("open_shift_list")["items"]
    } == {
        each.open_shift_id: (
            shift_note_of(each.open_shift_id) if rights.reads_shift(each) else None,
            each.giver_id if each.giver_id in known else None,
            rights.sees_takers(each),
            taken[each.open_shift_id] if taken[each.open_shift_id] in known else None,
            each.request_id if taken[each.open_shift_id] in known else None,
        )
        for each in scene.asked.shifts
        if rights.knows_shift(each)
    }


def check_bytes(answers: dict[str, str], rights: Rights) -> None:
    """Nowhere stands what the account may not know."""
    scene = rights.scene
    asked = scene.asked
    read = {each.request_id for each in asked.requests if rights.reads_request(each)}
    hidden = [reason_of(r.request_id) for r in asked.requests if r.request_id not in read]
    hidden += [note_of(a.adjustment_id) for a in asked.adjustments if a.request_id not in read]
    hidden += [comment_of(d.decision_id) for d in asked.decisions if d.request_id not in read]
    hidden += [
        shift_note_of(each.open_shift_id) for each in asked.shifts if not rights.reads_shift(each)
    ]
    hidden += [
        duty_note_of(duty.duty_id)
        for duty in scene.duties
        if duty.staff_id not in rights.confidants
    ]
    for question, answer in answers.items():
        assert not [each for each in hidden if each in answer], question
        may_name_it = rights.names_private() and question.startswith(OF_NOBODY)
        if not (may_name_it or rights.confidants or (read and rights.names_private())):
            assert SECRET not in answer, question


@settings(max_examples=30)
@example(scene=MOVED, unit=None, step=15, number=0)
@given(
    scene=scenes(),
    unit=units_asked_for,
    step=st.sampled_from((15, 60, 1440)),
    number=account_numbers,
)
def test_schedules_and_totals_equal_the_model(
    connection: Connection, scene: Scene, unit: int | None, step: int, number: int
) -> None:
    rights = Rights(scene, scene.accounts[number])
    with stored(connection, scene) as database:
        view = View(Truth(database), rights)
        ask = Requests(database)
        with database.acting(rights.account.account_id):
            if unit is None or unit in rights.known_units():
                check_schedules(ask, view, unit)
                check_totals(ask, view, unit, step)
            else:
                check_unknown_unit(ask, view, unit)
    check_bytes(ask.bytes, rights)


@settings(max_examples=14)
@example(scene=HANDED_ON, number=1)
@example(scene=HANDED_ON, number=2)
@given(scene=scenes(), number=account_numbers)
def test_lists_exports_and_requests_equal_the_model(
    connection: Connection, scene: Scene, number: int
) -> None:
    rights = Rights(scene, scene.accounts[number])
    with stored(connection, scene) as database:
        view = View(Truth(database), rights)
        ask = Requests(database)
        with database.acting(rights.account.account_id):
            check_lists(ask, view)
            check_requests(ask, view)
            check_shifts(ask, view)
            for duty in filter(rights.reads_duty, scene.duties):
                ask.call("history", "duty", duty.duty_id)
    check_bytes(ask.bytes, rights)


def check_unknown_unit(ask: Requests, view: View, unit: int) -> None:
    """What may not be known of is answered like what is not there."""
    window = ask.window(view.truth)
    for function, arguments in (
        ("schedules", window),
        ("headcount", window),
        ("coverage", window),
        ("now", ()),
        ("staff_list", ()),
    ):
        with (
            unknown("unit", f"There is no unit {unit}."),
            view.database.connection.transaction(),
        ):
            ask.call(function, *arguments, unit=unit)
