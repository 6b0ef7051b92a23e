"""What is asked for when somebody asks, and when a draft is submitted later."""

import json
from typing import Any

import psycopg
import pytest

from tests.approval.organisation import Requirement, Rule, instant
from tests.approval.requests import FORBIDDEN, SHORTAGE, Asked, Body, Refused
from tests.approval.store import Store, items

ANN, DAN, JON = 1, 4, 10


def leave(store: Store, day: int = 1) -> tuple[Asked, ...]:
    """Leave on the morning of a day."""
    return (
        Asked("leave", store.organisation.minute(day, 480), store.organisation.minute(day, 720)),
    )


def refused(store: Store, account: int, draft: dict[str, Any]) -> Refused:
    """A draft cannot be submitted, and nothing is changed."""
    before = store.state()
    with pytest.raises(Refused) as found:
        store.move(account, "submit", draft)
    assert store.state() == before
    return found.value


def test_an_empty_list_asks_for_nothing(acme: Store) -> None:
    asked = acme.ask(ANN, Body(1, leave(acme)))
    before = acme.state()
    empty: tuple[dict[str, list[int]], ...] = (
        {"cancels": []},
        {"cancels": [], "adjustments": []},
        {"adjustments": []},
    )
    for nothing in empty:
        with pytest.raises(Refused) as found:
            acme.call(ANN, "create_request", {"staff_id": 1, **nothing})
        assert found.value.codes == {"ST001"}
        assert found.value.pointers == ("/adjustments",)
    change: dict[str, list[int] | None] = {"cancels": [], "adjustments": None}
    with pytest.raises(Refused) as found:
        acme.call(ANN, "request_change", asked["id"], change, [asked["version"]])
    assert found.value.pointers == ("/adjustments",)
    assert acme.state() == before
    body = {"staff_id": 1, "cancels": [], "adjustments": items(leave(acme, 2))}
    assert acme.call(ANN, "create_request", body)["state"] == "pending"


def test_who_may_not_ask_any_more_submits_no_draft(acme: Store) -> None:
    """As a stranger it would even be decided by what approves itself for oneself."""
    acme.add_rule(acme.organisation, Rule(3, requester="self", priority=5))
    draft = acme.ask(JON, Body(1, leave(acme), draft=True))
    move = "UPDATE auth.role_grant SET unit_id = %s WHERE account_id = %s AND role = 'manager'"
    acme.admin.execute(move, [4, JON])
    try:
        assert refused(acme, JON, draft).codes == {FORBIDDEN}
    finally:
        acme.admin.execute(move, [3, JON])
    assert acme.move(JON, "submit", draft)["state"] == "approved"


def test_a_draft_that_waited_too_long(acme: Store) -> None:
    draft = acme.ask(ANN, Body(1, leave(acme), draft=True))
    acme.admin.execute(
        "UPDATE schedule.request SET requested_at = now() - interval '2h', deadline = now()"
        " WHERE request_id = %s",
        [draft["id"]],
    )
    draft["version"] = acme.state()[draft["id"]]["version"]
    late = refused(acme, ANN, draft)
    assert late.codes == {"ST001"}
    assert late.pointers == ("/deadline",)
    later = {"deadline": instant(acme.organisation.minute(2))}
    edited = acme.call(ANN, "request_change", draft["id"], later, [draft["version"]])
    assert acme.move(ANN, "submit", edited)["state"] == "pending"


def test_a_draft_whose_cancellation_came_too_late(acme: Store) -> None:
    older = acme.move(DAN, "approve", acme.ask(ANN, Body(1, leave(acme))))
    draft = acme.ask(ANN, Body(1, leave(acme, 2), cancels=(older["id"],), draft=True))
    acme.move(JON, "cancel", older)
    assert refused(acme, ANN, draft).pointers == ("/cancels/0",)


def test_a_shortage_of_a_unit_that_one_may_not_read(acme: Store) -> None:
    """It is said when it would be, and not of whom, nor how many there are."""
    own, all_of_them = Requirement(1, 3, 480, 240, 9), Requirement(2, 1, 480, 240, 9)
    acme.organisation.requirements = (own, all_of_them)
    acme.organisation.rules = [Rule(1, coverage="block")]
    acme.begin(acme.organisation)
    reads = "UPDATE auth.role_grant SET unit_id = %s WHERE account_id = 1 AND role = 'viewer'"
    acme.admin.execute(reads, [3])
    try:
        with pytest.raises(Refused) as found:
            acme.ask(ANN, Body(1, leave(acme)))
    finally:
        acme.admin.execute(reads, [None])
    cause = found.value.__cause__
    assert isinstance(cause, psycopg.Error)
    known, hidden = json.loads(cause.diag.message_detail or "")
    assert (cause.sqlstate, known["requirement_id"], known["unit"]) == (SHORTAGE, 1, "North East")
    assert (known["required"], known["available"], known["missing"]) == (9, 2, 7)
    assert hidden == {
        "pointer": "",
        "detail": "More people would be missing.",
        "start": known["start"],
        "end": known["end"],
    }
