"""Nobody decides what they asked for or what is about themselves, whatever way they try."""

from typing import Any

import psycopg
import pytest

from tests.approval.organisation import MOVE, Rule, RuleStep, instant
from tests.approval.requests import FORBIDDEN, MISSING, Asked, Body, Refused, Swap
from tests.approval.store import Store, call, items

ANN, BEA, CAT, DAN, EVE, FAY, GUS, HAL, IVY, JON, LEA = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12


def morning(store: Store, hours: tuple[int, int] = (8, 12), day: int = 1) -> tuple[Asked, ...]:
    """Leave on the morning of a day."""
    minute = store.organisation.minute
    return (Asked("leave", minute(day, hours[0] * 60), minute(day, hours[1] * 60)),)


def refused(store: Store, account: int, request: dict[str, Any], *, code: str = FORBIDDEN) -> None:
    """Neither alone nor in bulk, neither approved nor rejected, and nothing is changed."""
    before = store.state()
    for verdict in ("approve", "reject"):
        with pytest.raises(Refused) as found:
            store.move(account, verdict, request)
        assert found.value.codes == {code}, found.value.__notes__
        item = {"id": request["id"], "verdict": verdict, "version": request["version"]}
        answer = store.call(account, "request_decisions", {"decisions": [item]})
        assert (answer["decided"], answer["failed"]) == (0, 1)
        assert answer["items"][0]["status"] == {FORBIDDEN: 403, MISSING: 404}[code]
    assert store.state() == before


def delegate(store: Store, giver: int, taker: int) -> None:
    """One account hands its right to decide to another."""
    store.admin.execute(
        "INSERT INTO approval.delegation (account_id, delegate_id, during)"
        " VALUES (%s, %s, tstzrange(now(), now() + interval '1 hour'))",
        [giver, taker],
    )


def only(store: Store, *rules: Rule) -> None:
    """There are no other rules."""
    store.organisation.rules = list(rules)
    store.begin(store.organisation)


ONE_STEP = Rule(3, steps=(RuleStep("unit_managers"),))


@pytest.mark.parametrize("account", [DAN, EVE, FAY, HAL])
def test_nobody_decides_their_own(acme: Store, account: int) -> None:
    """Managers and administrators wait for others like everybody."""
    person = {DAN: 4, EVE: 5, FAY: 6, HAL: 7}[account]
    request = acme.ask(account, Body(person, morning(acme)))
    assert (request["state"], request["automatic"]) == ("pending", False)
    refused(acme, account, request)
    assert acme.move(GUS, "approve", request)["state"] == "approved"


@pytest.mark.parametrize("account", [DAN, GUS, LEA])
def test_who_asks_for_others_does_not_decide_it(acme: Store, account: int) -> None:
    """Where the organisation has no rule by which edits approve themselves."""
    only(acme, ONE_STEP)
    request = acme.ask(account, Body(1, morning(acme)))
    refused(acme, account, request)
    assert acme.move(JON, "approve", request)["decided_by"] == JON


def test_the_person_concerned_does_not_decide(acme: Store) -> None:
    only(acme, ONE_STEP)
    request = acme.ask(EVE, Body(4, morning(acme)))
    refused(acme, DAN, request)
    assert acme.move(JON, "approve", request)["state"] == "approved"


def test_a_delegation_to_who_asked(acme: Store) -> None:
    delegate(acme, DAN, ANN)
    delegate(acme, JON, ANN)
    request = acme.ask(ANN, Body(1, morning(acme)))
    refused(acme, ANN, request)
    assert acme.move(DAN, "approve", request)["decided_on_behalf_of"] is None


def test_a_delegation_to_the_person_concerned(acme: Store) -> None:
    only(acme, ONE_STEP)
    delegate(acme, DAN, ANN)
    request = acme.ask(EVE, Body(1, morning(acme)))
    refused(acme, ANN, request)


def test_a_chain_of_delegations(acme: Store) -> None:
    """What was handed on to one is not handed on by them."""
    delegate(acme, DAN, IVY)
    delegate(acme, IVY, BEA)
    request = acme.ask(ANN, Body(1, morning(acme)))
    refused(acme, BEA, request, code=MISSING)
    answer = acme.move(IVY, "approve", request)
    assert (answer["decided_by"], answer["decided_on_behalf_of"]) == (IVY, DAN)


def test_a_ring_of_delegations(acme: Store) -> None:
    """Two managers who hand their rights to each other still do not decide their own."""
    delegate(acme, DAN, JON)
    delegate(acme, JON, DAN)
    request = acme.ask(DAN, Body(4, morning(acme)))
    refused(acme, DAN, request)
    assert acme.move(JON, "approve", request)["decided_on_behalf_of"] is None


def test_a_delegate_of_somebody_involved(acme: Store) -> None:
    delegate(acme, DAN, IVY)
    refused(acme, IVY, acme.ask(DAN, Body(4, morning(acme))), code=MISSING)


def test_a_delegate_counts_once_where_all_must_agree(acme: Store) -> None:
    """One person who decides for both managers needs the right of both."""
    only(acme, Rule(3, steps=(RuleStep("unit_managers", "all"),)))
    delegate(acme, DAN, JON)
    request = acme.ask(ANN, Body(1, morning(acme)))
    once = acme.move(JON, "approve", request)
    assert once["state"] == "pending"
    twice = acme.move(JON, "approve", once)
    assert twice["state"] == "approved"
    (step,) = acme.state()[request["id"]]["steps"]
    assert step["decisions"] == [[JON, None, "approve"], [JON, DAN, "approve"]]
    request = acme.ask(ANN, Body(1, morning(acme, day=2)))
    acme.admin.execute("UPDATE approval.delegation SET during = tstzrange(now(), now() + '1s')")
    acme.admin.execute("SELECT pg_sleep(1)")
    once = acme.move(JON, "approve", request)
    refused(acme, JON, once)


def test_named_accounts(acme: Store) -> None:
    only(acme, Rule(3, steps=(RuleStep("accounts", "all", (ANN, DAN, HAL)),)))
    request = acme.ask(ANN, Body(1, morning(acme)))
    refused(acme, ANN, request)
    refused(acme, JON, request)
    once = acme.move(DAN, "approve", request)
    assert acme.move(HAL, "approve", once)["state"] == "approved"


def test_a_swap(acme: Store) -> None:
    """The other person agrees, and decides nothing more; nobody agrees in its place."""
    (each,) = morning(acme)
    request = acme.ask(ANN, Body(1, swap=Swap(4, ((each.start, each.end),))))
    for account in (ANN, JON, GUS):
        refused(acme, account, request)
    agreed = acme.move(DAN, "approve", request)
    assert agreed["state"] == "pending"
    refused(acme, DAN, agreed)
    refused(acme, ANN, agreed)
    assert acme.move(JON, "approve", agreed)["state"] == "approved"


def test_a_swap_for_others(acme: Store) -> None:
    """The edit of a manager, which needs the other person too, or at least one manager more."""
    (each,) = morning(acme)
    swap = Swap(4, ((each.start, each.end),))
    request = acme.ask(JON, Body(1, swap=swap))
    refused(acme, JON, request)
    assert acme.move(DAN, "approve", request)["state"] == "approved"
    only(acme, ONE_STEP)
    agreed = acme.move(DAN, "approve", acme.ask(JON, Body(1, swap=swap)))
    refused(acme, JON, agreed)
    refused(acme, DAN, agreed)
    assert acme.move(EVE, "approve", agreed)["state"] == "approved"


@pytest.mark.parametrize("account", [ANN, JON])
def test_a_swap_with_another_unit(acme: Store, account: int) -> None:
    """Whoever manages the one unit says nothing about the people of the other."""
    (each,) = morning(acme)
    request = acme.ask(account, Body(1, swap=Swap(7, ((each.start, each.end),))))
    agreed = acme.move(HAL, "approve", request)
    assert {step["unit_id"] for step in agreed["steps"]} >= {None, 4}
    refused(acme, HAL, agreed)
    while agreed["state"] == "pending":
        pending = next(step for step in agreed["steps"] if step["state"] == "pending")
        agreed = acme.move({3: DAN, 4: GUS}[pending["unit_id"]], "approve", agreed)
    assert agreed["state"] == "approved"


def test_time_after_a_move_is_for_the_new_unit(acme: Store) -> None:
    """Who manages somebody today does not decide alone what they do elsewhere later."""
    request = acme.ask(HAL, Body(3, morning(acme, day=MOVE + 1)))
    assert (request["state"], request["steps"][0]["unit_id"]) == ("pending", 3)
    refused(acme, HAL, request)


def test_the_end_of_a_swap_is_about_both(acme: Store) -> None:
    (each,) = morning(acme)
    swap = acme.ask(ANN, Body(1, swap=Swap(4, ((each.start, each.end),))))
    swap = acme.move(JON, "approve", acme.move(DAN, "approve", swap))
    request = acme.ask(ANN, Body(1, cancels=(swap["id"],)))
    assert request["state"] == "pending"
    refused(acme, DAN, request)
    assert acme.move(JON, "approve", request)["state"] == "approved"


def test_an_automatic_rule_ends_no_swap_without_the_other(acme: Store) -> None:
    """What approves itself for oneself is no agreement of somebody else."""
    (each,) = morning(acme)
    swap = acme.ask(ANN, Body(1, swap=Swap(4, ((each.start, each.end),))))
    swap = acme.move(JON, "approve", acme.move(DAN, "approve", swap))
    acme.add_rule(acme.organisation, Rule(3, requester="self", priority=5))
    (number,) = acme.move(ANN, "cancel", swap)["cancelled_by"]
    request = acme.state()[number]
    assert (request["state"], [step["deciders"] for step in request["steps"]]) == (
        "pending",
        ["partner"],
    )
    refused(acme, ANN, request)
    refused(acme, JON, request)
    assert acme.move(DAN, "approve", request)["state"] == "approved"
    assert acme.state()[swap["id"]]["state"] == "cancelled"


def test_who_manages_both_ends_a_swap(acme: Store) -> None:
    (each,) = morning(acme)
    swap = acme.ask(ANN, Body(1, swap=Swap(2, ((each.start, each.end),))))
    swap = acme.move(DAN, "approve", acme.move(BEA, "approve", swap))
    assert acme.move(JON, "cancel", swap)["state"] == "cancelled"


def test_a_cancellation_is_decided_like_the_rest(acme: Store) -> None:
    request = acme.ask(DAN, Body(4, morning(acme)))
    approved = acme.move(JON, "approve", request)
    ending = acme.move(DAN, "cancel", approved)
    (number,) = ending["cancelled_by"]
    refused(acme, DAN, acme.state()[number])
    assert acme.state()[request["id"]]["state"] == "approved"


def test_what_is_edited_is_decided_anew(acme: Store) -> None:
    """Who has approved something has not approved what it became."""
    only(acme, Rule(3, steps=(RuleStep("unit_managers"), RuleStep("admins"))))
    request = acme.ask(ANN, Body(1, morning(acme)))
    once = acme.move(DAN, "approve", request)
    with pytest.raises(Refused) as found:
        acme.call(DAN, "request_change", once["id"], {"reason": "Mine"}, [once["version"]])
    assert found.value.codes == {FORBIDDEN}
    edited = acme.call(ANN, "request_change", once["id"], {"reason": "More"}, [once["version"]])
    (first, second) = acme.state()[request["id"]]["steps"]
    assert (first["state"], first["decisions"], second["state"]) == ("pending", None, "waiting")
    assert edited["version"] != once["version"]


def change(acme: Store, account: int, request: dict[str, Any], **body: object) -> Any:  # noqa: ANN401
    """What is answered to who edits the version that was read."""
    return acme.call(account, "request_change", request["id"], body, [request["version"]])


def swap_of(partner: int, each: Asked, end: int) -> dict[str, Any]:
    """The swap of a body."""
    return {"staff_id": partner, "parts": [{"start": instant(each.start), "end": instant(end)}]}


def test_an_edit_changes_nobody_elses_schedule(acme: Store) -> None:
    """The other person would not be asked, and could decide about the own schedule."""
    (each,) = morning(acme)
    swap = acme.ask(ANN, Body(1, swap=Swap(4, ((each.start, each.end),))))
    own = acme.ask(ANN, Body(1, morning(acme, day=3)))
    draft = acme.ask(ANN, Body(1, morning(acme, day=4), draft=True))
    before = acme.state()
    for request, pointer, body in (
        (own, "/swap", {"adjustments": None, "swap": swap_of(4, each, each.end)}),
        (draft, "/swap", {"adjustments": None, "swap": swap_of(4, each, each.end)}),
        (swap, "/swap", {"swap": None, "adjustments": items((each,))}),
        (swap, "/swap/staff_id", {"swap": swap_of(2, each, each.end)}),
    ):
        with pytest.raises(Refused) as found:
            change(acme, ANN, request, **body)
        assert found.value.codes == {"ST001"}
        assert found.value.pointers == (pointer,)
    assert acme.state() == before
    swap = acme.move(JON, "approve", acme.move(DAN, "approve", swap))
    for request in (own, draft):
        with pytest.raises(Refused) as found:
            change(acme, ANN, request, cancels=[swap["id"]])
        assert found.value.codes == {"ST001"}
        assert found.value.pointers == ("/cancels",)


def test_other_parts_of_a_swap_are_agreed_to_anew(acme: Store) -> None:
    (each,) = morning(acme)
    swap = acme.ask(ANN, Body(1, swap=Swap(4, ((each.start, each.end),))))
    once = acme.move(DAN, "approve", swap)
    parts = swap_of(4, each, each.end - 60)["parts"]
    edited = change(acme, ANN, once, swap={"parts": parts})
    refused(acme, JON, edited)
    approved = acme.move(JON, "approve", acme.move(DAN, "approve", edited))
    assert {(row["start"], row["end"]) for row in approved["adjustments"]} == {
        (parts[0]["start"], parts[0]["end"])
    }


def test_what_went_up_beyond_the_root(acme: Store) -> None:
    """Whoever administers the root administers everything: nobody else may be left to decide."""
    only(acme, Rule(3, unit_id=1, steps=(RuleStep("accounts", "any", (HAL,)),), deadline=60))
    request = acme.ask(GUS, Body(1, morning(acme)))
    for _ in range(3):
        acme.admin.execute("UPDATE approval.step SET deadline = now() WHERE deadline IS NOT NULL")
        acme.admin.execute("SELECT approval.run_deadlines()")
    request = acme.state()[request["id"]]
    (step,) = request["steps"]
    assert (step["deciders"], step["unit_id"], step["escalations"]) == ("admins", None, 2 + 1)
    refused(acme, GUS, request)
    refused(acme, LEA, request)
    assert [each["id"] for each in acme.call(FAY, "inbox")["items"]] == [request["id"]]
    assert acme.move(FAY, "approve", request)["state"] == "approved"


def test_nobody_stops_being_themselves(acme: Store) -> None:
    """An administrator without a person would edit the schedule that was the own one."""
    ((version,),) = acme.admin.execute("SELECT version FROM auth.account_resource WHERE id = 6")
    for person in (None, 3):
        with pytest.raises(Refused) as found:
            acme.call(FAY, "account_change", 6, {"staff_id": person}, [version])
        assert found.value.codes == {FORBIDDEN}
    assert acme.ask(FAY, Body(6, morning(acme)))["state"] == "pending"
    with acme.acting(GUS) as connection:
        changed = call(connection, "account_change", 6, {"staff_id": None}, [version])
        assert changed["staff_id"] is None
        raise psycopg.Rollback


def decision(acme: Store, request: dict[str, Any], account: int, other: int | None) -> None:
    """A decision as the owner of the tables would write it."""
    with acme.admin.transaction():
        acme.admin.execute("SET LOCAL ROLE strata_owner")
        acme.admin.execute(
            "INSERT INTO approval.decision (request_id, step_id, verdict, consent, account_id,"
            " on_behalf_of, involved) SELECT request_id, step_id, 'approve', FALSE, %s, %s, '{}'"
            " FROM approval.step WHERE request_id = %s",
            [account, other, request["id"]],
        )


@pytest.mark.parametrize(("account", "other"), [(ANN, None), (DAN, None), (JON, ANN), (JON, DAN)])
def test_not_even_the_owner_of_the_tables(acme: Store, account: int, other: int | None) -> None:
    """A constraint, not a screen."""
    only(acme, ONE_STEP)
    request = acme.ask(ANN, Body(1, morning(acme))) if ANN in (account, other) else None
    request = request or acme.ask(EVE, Body(4, morning(acme)))
    with pytest.raises(psycopg.errors.CheckViolation) as found:
        decision(acme, request, account, other)
    assert found.value.diag.constraint_name == "decision_not_by_involved"
    decision(acme, request, JON, None)
    for change in (f"account_id = {other or account}", f"on_behalf_of = {other or account}"):
        with pytest.raises(psycopg.errors.CheckViolation):
            acme.admin.execute(f"UPDATE approval.decision SET {change}, involved = '{{}}'".encode())


def test_decided_by_is_somebody_else(acme: Store) -> None:
    request = acme.ask(ANN, Body(1, morning(acme)))
    approved = acme.move(DAN, "approve", request)
    for column in ("decided_by", "decided_on_behalf_of"):
        with pytest.raises(psycopg.errors.CheckViolation) as found:
            acme.admin.execute(
                f"UPDATE schedule.request SET {column} = requested_by"
                f" WHERE request_id = {approved['id']}".encode()
            )
        assert found.value.diag.constraint_name == "request_decided_by_another"
