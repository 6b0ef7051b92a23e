"""Random lives of requests: the database and the model agree on every step of them."""

import os
from datetime import UTC, datetime

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from tests.approval import deciders, drawn
from tests.approval.comparison import NEW, Comparison
from tests.approval.model import World
from tests.approval.organisation import Requirement, organisation
from tests.approval.requests import Asked, Body, Refused, Swap
from tests.approval.store import items

PROFILE = settings(
    max_examples=int(os.environ.get("STRATA_EXAMPLES", "10")),
    stateful_step_count=int(os.environ.get("STRATA_STEPS", "30")),
    deadline=None,
    # What a failure has in common with others is told for minutes, and says little.
    phases=(Phase.reuse, Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)


class Machine(Comparison):
    """Requests of the people of Acme."""

    # Steps

    @initialize(data=st.data())
    def set_up(self, data: st.DataObject) -> None:
        """Rules, delegations and coverage of this example."""
        found = organisation(datetime.now(UTC).date())
        found.rules = data.draw(drawn.rule_sets)
        found.delegations = data.draw(drawn.delegation_sets)
        found.requirements = data.draw(
            st.sampled_from(
                ((), (), (Requirement(1, 3, 540, 120, 3), Requirement(2, 1, 480, 60, 6)))
            )
        )
        self.world = World(found)
        self.store.begin(found)

    @rule(data=st.data(), account=drawn.accounts, staff=drawn.people, on_conflict=drawn.conflicts)
    def ask(self, data: st.DataObject, account: int, staff: int, on_conflict: str) -> None:
        """Somebody asks for something, mostly for who they may."""
        if data.draw(st.integers(0, 4)):
            may = [
                each.account_id
                for each in self.world.organisation.accounts.values()
                if each.active and self.world.organisation.may_ask(each, staff)
            ]
            account = data.draw(st.sampled_from(may))
        asked = data.draw(drawn.asked(self.world.organisation))
        cancels: tuple[int, ...] = ()
        if self.world.requests and not data.draw(st.integers(0, 4)):
            cancels = tuple(
                sorted(data.draw(st.sets(st.sampled_from(sorted(self.world.requests)), max_size=2)))
            )
        draft = not data.draw(st.integers(0, 3))
        body = Body(staff, asked, cancels, on_conflict, draft)
        self.create(account, body)

    @rule(data=st.data(), staff=drawn.people, partner=drawn.people)
    def swap(self, data: st.DataObject, staff: int, partner: int) -> None:
        """Two people exchange a part of a day."""
        if staff == partner or not drawn.SWAPS:
            return
        own = self.world.organisation.accounts_of({staff})
        account = data.draw(st.sampled_from(sorted(own | {7})))
        each = data.draw(drawn.times(self.world.organisation))
        body = Body(staff, swap=Swap(partner, (each,)))
        self.create(account, body)

    @precondition(lambda self: self.world.requests)
    @rule(data=st.data(), verdict=st.sampled_from(("approve", "approve", "approve", "reject")))
    def decide(self, data: st.DataObject, verdict: str) -> None:
        """Somebody decides, mostly who may."""
        request = self.some(data, "pending")
        account = data.draw(drawn.accounts)
        step = request.pending_step
        if step and data.draw(st.integers(0, 4)):
            may = [
                each
                for each in self.world.organisation.accounts
                if deciders.right(
                    self.world.organisation, request, step, each, self.world.people(request)
                )
                and self.world.account(each).active
            ]
            account = data.draw(st.sampled_from(may or [account]))
        on_conflict = data.draw(st.sampled_from((None, None, "reject", "replace")))
        version = self.version(data, request)
        body: dict[str, object] = {"version": version, "comment": "So be it."}
        if on_conflict:
            body["on_conflict"] = on_conflict
        if verdict == "reject":
            body.pop("on_conflict", None)
        self.agree(
            lambda: self.world.decide(account, request.request_id, version, verdict, on_conflict),
            lambda: self.store.call(account, f"request_{verdict}", request.request_id, body),
        )

    @precondition(lambda self: self.world.requests)
    @rule(
        data=st.data(),
        account=drawn.accounts,
        action=st.sampled_from(("submit", "withdraw", "cancel")),
    )
    def move(self, data: st.DataObject, account: int, action: str) -> None:
        """Somebody submits, withdraws or cancels."""
        state = {"submit": "draft", "withdraw": "pending", "cancel": "approved"}[action]
        request = self.some(data, state)
        if data.draw(st.integers(0, 3)):
            account = request.requested_by
        version = self.version(data, request)

        def expected() -> None:
            if action == "submit":
                self.world.submit(account, request.request_id, version)
            elif action == "withdraw":
                self.world.withdraw(account, request.request_id, version)
            else:
                self.world.cancel(account, request.request_id, version, NEW)

        self.agree(
            expected,
            lambda: self.store.call(
                account, f"request_{action}", request.request_id, {"version": version}
            ),
        )

    @precondition(lambda self: self.world.requests)
    @rule(data=st.data(), account=drawn.accounts)
    def edit(self, data: st.DataObject, account: int) -> None:
        """Somebody asks for something else instead."""
        request = self.some(data, "pending")
        if request.body.swap:
            return
        if data.draw(st.integers(0, 3)):
            account = request.requested_by
        asked: tuple[Asked, ...] = data.draw(drawn.asked(self.world.organisation))
        version = self.version(data, request)
        self.agree(
            lambda: self.world.edit(account, request.request_id, version, asked),
            lambda: self.store.call(
                account,
                "request_change",
                request.request_id,
                {"adjustments": items(asked)},
                [version],
            ),
        )

    @precondition(lambda self: self.world.requests)
    @rule(data=st.data())
    def decide_many(self, data: st.DataObject) -> None:
        """Somebody decides several in one call: each is decided, or refused, alone."""
        account = data.draw(st.sampled_from((4, 4, 7, 10, *drawn.ACTIVE)))
        chosen = data.draw(st.sets(st.sampled_from(sorted(self.world.requests)), max_size=5))
        decisions: list[dict[str, object]] = []
        expected: list[tuple[object, ...]] = []
        for each in sorted(chosen):
            request = self.world.requests[each]
            verdict = data.draw(st.sampled_from(("approve", "approve", "reject", "withdraw")))
            version = self.version(data, request)
            decisions.append({"id": each, "verdict": verdict, "version": version})
            try:
                if verdict == "withdraw":
                    self.world.withdraw(account, each, version)
                else:
                    self.world.decide(account, each, version, verdict, None)
                expected.append((each, None))
            except Refused as refused:
                expected.append((each, *refused.codes))
        if decisions:
            self.agreed = False
            answer = self.store.call(account, "request_decisions", {"decisions": decisions})
            found = [(each["id"], drawn.code(each)) for each in answer["items"]]
            assert found == expected, f"{found} {expected} {answer}"
            self.compare()
            self.agreed = True

    @rule(data=st.data())
    def hand_over(self, data: st.DataObject) -> None:
        """Other accounts decide for others from now on."""
        self.world.organisation.delegations = data.draw(drawn.delegation_sets)
        self.store.delegate(self.world.organisation)

    @precondition(lambda self: self.world.requests)
    @rule(data=st.data(), whole=st.booleans())
    def let_time_pass(self, data: st.DataObject, *, whole: bool) -> None:
        """The deadline of a step, or of a request, passes, and the job runs twice."""
        self.agreed = False
        request = self.some(data, "pending")
        step = request.pending_step
        if whole and step:
            request.overdue = True
            self.store.pass_deadline(request.request_id)
        elif step and step.timed:
            step.overdue = True
            self.store.pass_step(request.request_id)
        for _ in range(2):
            self.world.run_deadlines()
            self.store.run_deadlines()
        self.compare()
        self.agreed = True

    def teardown(self) -> None:
        """At last everybody's schedule is what the merge model makes of what is approved."""
        if not self.agreed:
            return
        today = self.world.organisation
        for first, end in ((1, 3), (19, 21), (30, 31)):
            self.same_schedules(set(range(1, 8)), today.minute(first), today.minute(end))
