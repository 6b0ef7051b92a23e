"""Whoever decides at the same moment: one wins, and the others are told what holds now."""

from collections import Counter
from functools import partial
from typing import Any

import pytest

from tests.approval.organisation import Rule, RuleStep, instant
from tests.approval.races import Call, Outcome, at_once, jobs, moved, race
from tests.approval.requests import CHANGED, OVERLAP, STALE, Body
from tests.approval.store import Store, items
from tests.approval.test_separation import morning, only
from tests.support.servers import Database

ANN, BEA, DAN, EVE, GUS, HAL, JON = 1, 2, 4, 5, 7, 8, 10
ROUNDS = 6


def losers(outcomes: list[Outcome]) -> list[Outcome]:
    """Those who were refused."""
    return [each for each in outcomes if each.code]


def state_of(store: Store, request: dict[str, Any]) -> str:
    """The state that holds, of the request and of all its adjustments."""
    found = store.state()[request["id"]]
    states = {found["state"], *(row[-1] for row in found["adjustments"])}
    assert len(states) == 1, found
    return str(states.pop())


@pytest.mark.parametrize("others", [(JON,), (JON, EVE, GUS), (DAN,)])
def test_several_approvers(acme: Store, shared_database: Database, others: tuple[int, ...]) -> None:
    for _ in range(ROUNDS):
        request = acme.ask(ANN, Body(1, morning(acme), on_conflict="replace"))
        outcomes = race(
            shared_database, [moved(each, "approve", request) for each in (DAN, *others)]
        )
        lost = losers(outcomes)
        assert [each.code for each in lost] == [CHANGED] * len(others)
        assert all('"state": "approved"' in each.note for each in lost)
        found = acme.state()[request["id"]]
        assert found["audit"].count(["pending", "approved"]) == 1
        assert len(found["steps"][0]["decisions"]) == 1


@pytest.mark.parametrize(
    ("account", "action", "state"),
    [(ANN, "withdraw", "withdrawn"), (JON, "reject", "rejected")],
)
def test_approve_against(
    acme: Store, shared_database: Database, account: int, action: str, state: str
) -> None:
    for _ in range(ROUNDS):
        request = acme.ask(ANN, Body(1, morning(acme), on_conflict="replace"))
        calls = [moved(DAN, "approve", request), moved(account, action, request)]
        outcomes = race(shared_database, calls)
        assert [each.code for each in losers(outcomes)] == [CHANGED]
        won = "approved" if outcomes[0].code is None else state
        assert state_of(acme, request) == won
        assert f'"state": "{won}"' in losers(outcomes)[0].note


def test_approve_against_edit(acme: Store, shared_database: Database) -> None:
    """Nobody approves what they have not read."""
    for _ in range(ROUNDS):
        request = acme.ask(ANN, Body(1, morning(acme), on_conflict="replace"))
        changed = {"adjustments": items(morning(acme, day=2))}
        edit = Call(ANN, "request_change", (request["id"], changed, [request["version"]]))
        approved, edited = race(shared_database, [moved(DAN, "approve", request), edit])
        days = {row[2] for row in acme.state()[request["id"]]["adjustments"]}
        if edited.code is None:
            assert approved.code == CHANGED
            assert state_of(acme, request) == "pending"
            assert days == {morning(acme, day=2)[0].start}
        else:
            assert (approved.code, edited.code) == (None, STALE)
            assert state_of(acme, request) == "approved"
            assert days == {morning(acme)[0].start}


def test_two_requests_for_the_same_minutes(acme: Store, shared_database: Database) -> None:
    for day in range(1, ROUNDS + 1):
        requests = [acme.ask(ANN, Body(1, morning(acme, day=day))) for _ in range(2)]
        calls = [
            moved(who, "approve", each) for who, each in zip((DAN, JON), requests, strict=True)
        ]
        outcomes = race(shared_database, calls)
        assert [each.code for each in losers(outcomes)] == [OVERLAP]
        assert Counter(state_of(acme, each) for each in requests) == {"approved": 1, "pending": 1}


def test_replacing_each_other(acme: Store, shared_database: Database) -> None:
    """The later one cuts the earlier one; none of the minutes is held twice, none is lost."""
    for day in range(1, ROUNDS + 1):
        requests = [
            acme.ask(ANN, Body(1, morning(acme, hours, day), on_conflict="replace"))
            for hours in ((8, 12), (10, 14))
        ]
        calls = [
            moved(who, "approve", each) for who, each in zip((DAN, JON), requests, strict=True)
        ]
        assert losers(race(shared_database, calls)) == []
        rows = [
            (row[2], row[3])
            for each in requests
            for row in acme.state()[each["id"]]["adjustments"]
            if row[-1] == "approved"
        ]
        (first, middle), (again, last) = sorted(rows)
        assert middle == again
        assert (last - first) == 6 * 60


def test_bulk_against_single(acme: Store, shared_database: Database) -> None:
    requests = [acme.ask(ANN, Body(1, morning(acme, day=day))) for day in range(1, 13)]
    decisions = [
        {"id": each["id"], "verdict": "approve", "version": each["version"]} for each in requests
    ]
    bulk = Call(DAN, "request_decisions", ({"decisions": decisions},))
    single = [moved(JON, "approve", each) for each in reversed(requests)]
    many = Call(GUS, "request_decisions", ({"decisions": decisions[::-1]},))
    first, second, *others = race(shared_database, [bulk, many, *single])
    won: Counter[int] = Counter()
    for whole in (first.answer, second.answer):
        assert whole["decided"] + whole["failed"] == len(requests)
        for item in whole["items"]:
            if item["status"] == 200:
                won[item["id"]] += 1
            else:
                (fault,) = item["problem"]["errors"]
                assert (item["status"], item["problem"]["code"]) == (409, CHANGED)
                assert fault["state"] == "approved"
    for request, outcome in zip(reversed(requests), others, strict=True):
        assert outcome.code in (None, CHANGED)
        won[request["id"]] += outcome.code is None
    assert won == {each["id"]: 1 for each in requests}
    assert {state_of(acme, each) for each in requests} == {"approved"}


def test_each_of_all_managers_at_once(acme: Store, shared_database: Database) -> None:
    """What the first one decides is a new version; the other one reads it and decides again."""
    only(acme, Rule(3, steps=(RuleStep("unit_managers", "all"),)))
    for _ in range(ROUNDS):
        request = acme.ask(ANN, Body(1, morning(acme), on_conflict="replace"))
        outcomes = race(shared_database, [moved(who, "approve", request) for who in (DAN, JON)])
        (lost,) = losers(outcomes)
        assert lost.code == CHANGED
        assert state_of(acme, request) == "pending"
        late = JON if outcomes[1].code else DAN
        assert acme.move(late, "approve", acme.state()[request["id"]])["state"] == "approved"


OVERDUE = "UPDATE approval.step SET deadline = now() - interval '1 minute' WHERE state = 'pending'"


def test_the_deadline_job_on_three_nodes(acme: Store, shared_database: Database) -> None:
    only(acme, Rule(3, deadline=60, steps=(RuleStep("unit_managers"),)))
    requests = [acme.ask(ANN, Body(1, morning(acme, day=day))) for day in range(1, 21)]
    acme.admin.execute(OVERDUE)
    assert sum(jobs(shared_database, 3)) == len(requests)
    assert jobs(shared_database, 3) == [0, 0, 0]
    for each in acme.state().values():
        (step,) = each["steps"]
        assert (step["deciders"], step["unit_id"], step["escalations"]) == ("unit_managers", 2, 1)


def test_the_deadline_job_against_deciders(acme: Store, shared_database: Database) -> None:
    """Decided or expired, and nobody is told that the server has trouble."""
    only(acme, Rule(3, deadline=60, on_deadline="expire", steps=(RuleStep("unit_managers"),)))
    for _ in range(ROUNDS):
        request = acme.ask(ANN, Body(1, morning(acme), on_conflict="replace"))
        acme.admin.execute(OVERDUE)
        calls = [moved(who, "approve", request) for who in (DAN, JON)]
        outcomes, handled = at_once(
            [partial(race, shared_database, calls), partial(jobs, shared_database, 3)]
        )
        state = state_of(acme, request)
        lost = losers(outcomes)
        assert [each.code for each in lost] == [CHANGED] * (1 if state == "approved" else 2)
        assert state in ("approved", "expired")
        # Skipped as long as somebody decides it, and then not overdue any more.
        assert sum(handled) == (state == "expired")


def test_cancelling_twice(acme: Store, shared_database: Database) -> None:
    """Two requests that cancel the same one: one is approved, the other says what has changed."""
    only(acme, Rule(3, steps=(RuleStep("unit_managers"),)))
    request = acme.ask(ANN, Body(1, morning(acme)))
    acme.move(DAN, "approve", request)
    both = [acme.ask(ANN, Body(1, cancels=(request["id"],))) for _ in range(2)]
    calls = [moved(who, "approve", each) for who, each in zip((DAN, JON), both, strict=True)]
    outcomes = race(shared_database, calls)
    assert [each.code for each in losers(outcomes)] == [CHANGED]
    assert '"state": "cancelled"' in losers(outcomes)[0].note
    assert state_of(acme, request) == "cancelled"


def test_opposite_swaps(acme: Store, shared_database: Database) -> None:
    """Both lock the same two people: none waits for the other for ever."""
    for day in range(1, ROUNDS + 1):
        (each,) = morning(acme, day=day)
        parts = [{"start": instant(each.start), "end": instant(each.end)}]
        asked = [
            acme.call(
                own,
                "create_request",
                {"staff_id": own, "swap": {"staff_id": other, "parts": parts}},
            )
            for own, other in ((ANN, BEA), (BEA, ANN))
        ]
        agreed = [
            acme.move(other, "approve", each) for other, each in zip((BEA, ANN), asked, strict=True)
        ]
        calls = [moved(who, "approve", each) for who, each in zip((DAN, JON), agreed, strict=True)]
        codes = {each.code for each in race(shared_database, calls)}
        assert codes <= {None, "ST082"}
        assert None in codes


def test_who_may_not_know_of_a_request_waits_for_nobody(acme: Store) -> None:
    """Else a list of strange ids would lock people in any order, in the way of those who decide."""
    request = acme.ask(ANN, Body(1, morning(acme)))
    item = {"id": request["id"], "verdict": "approve", "version": request["version"]}
    acme.application.execute("SET lock_timeout = '200ms'")
    try:
        with acme.admin.transaction():
            acme.admin.execute("SELECT FROM org.staff WHERE staff_id = 1 FOR NO KEY UPDATE")
            answer = acme.call(HAL, "request_decisions", {"decisions": [item]})
    finally:
        acme.application.execute("RESET lock_timeout")
    assert [each["status"] for each in answer["items"]] == [404]
