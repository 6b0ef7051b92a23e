"""Each item of a request has its own rule, from asking to approval."""

from dataclasses import replace

import pytest

from tests.approval.organisation import Rule, RuleStep
from tests.approval.requests import INVALID, Asked, Body, Refused
from tests.approval.store import Store
from tests.approval.test_separation import ANN, DAN, GUS, HAL, morning, only, refused

ONE = (RuleStep("unit_managers"),)


def test_a_lock_date_is_for_what_its_rule_is_for(acme: Store) -> None:
    """What the one rule locks says nothing about what another rule lets change."""
    only(
        acme,
        Rule(3, activity="leave", lock_day=5, steps=ONE),
        Rule(4, activity="meeting", steps=ONE),
    )
    (early,), (late,) = morning(acme), morning(acme, day=30)
    with pytest.raises(Refused) as found:
        acme.ask(ANN, Body(1, (late, early)))
    assert found.value.codes == {INVALID}
    assert found.value.pointers == ("/adjustments/1/start",)
    request = acme.ask(ANN, Body(1, (late, replace(early, activity="meeting"))))
    assert acme.move(DAN, "approve", request)["state"] == "approved"


def test_a_lock_date_that_was_set_since(acme: Store) -> None:
    only(acme, Rule(3, steps=ONE))
    request = acme.ask(ANN, Body(1, morning(acme)))
    acme.admin.execute("UPDATE approval.rule SET lock_date = current_date + 5")
    with pytest.raises(Refused) as found:
        acme.move(DAN, "approve", request)
    assert found.value.codes == {INVALID}
    assert acme.state()[request["id"]]["state"] == "pending"
    assert acme.move(DAN, "reject", request)["state"] == "rejected"


def test_one_of_several_and_each_of_some_are_two_steps(acme: Store) -> None:
    """Steps of the same kind are one only if the very same accounts decide."""
    only(
        acme,
        Rule(3, activity="leave", steps=(RuleStep("accounts", "any", (DAN, HAL)),)),
        Rule(4, activity="meeting", steps=(RuleStep("accounts", "any", (DAN,)),)),
        Rule(5, activity="office", steps=(RuleStep("accounts", "any", (HAL, DAN)),)),
    )
    (leave,) = morning(acme)
    meeting, office = (Asked(code, leave.start, leave.end) for code in ("meeting", "office"))
    request = acme.ask(ANN, Body(1, (leave, meeting, office)))
    assert [sorted(step["account_ids"]) for step in request["steps"]] == [[DAN, HAL], [DAN]]
    once = acme.move(HAL, "approve", request)
    assert once["state"] == "pending"
    refused(acme, HAL, once)
    refused(acme, GUS, once)
    assert acme.move(DAN, "approve", once)["state"] == "approved"
