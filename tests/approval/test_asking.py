"""What is asked for when somebody asks, and when a draft is submitted later."""

from typing import Any

import pytest

from tests.approval.organisation import Rule, instant
from tests.approval.requests import FORBIDDEN, Asked, Body, Refused
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
    for body in ({"cancels": []}, {"cancels": [], "adjustments": []}, {"adjustments": []}):
        with pytest.raises(Refused) as found:
            acme.call(ANN, "create_request", {"staff_id": 1, **body})
        assert (found.value.codes, found.value.pointers) == ({"ST001"}, ("/adjustments",))
    change = {"cancels": [], "adjustments": None}
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
    assert (late.codes, late.pointers) == ({"ST001"}, ("/deadline",))
    later = {"deadline": instant(acme.organisation.minute(2))}
    edited = acme.call(ANN, "request_change", draft["id"], later, [draft["version"]])
    assert acme.move(ANN, "submit", edited)["state"] == "pending"


def test_a_draft_whose_cancellation_came_too_late(acme: Store) -> None:
    older = acme.move(DAN, "approve", acme.ask(ANN, Body(1, leave(acme))))
    draft = acme.ask(ANN, Body(1, leave(acme, 2), cancels=(older["id"],), draft=True))
    acme.move(JON, "cancel", older)
    assert refused(acme, ANN, draft).pointers == ("/cancels/0",)
