"""Random lives of requests: the database and the model agree on every step of them."""

import os
from collections.abc import Callable
from datetime import UTC, datetime

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from tests.approval import applying, deciders, drawn
from tests.approval.model import World
from tests.approval.organisation import Requirement, organisation
from tests.approval.requests import Asked, Body, Refused, Request, Swap
from tests.approval.store import Store, document, items, plain

NEW = -1  # the id of a request until the database says which it is
PROFILE = settings(
    max_examples=int(os.environ.get("STRATA_EXAMPLES", "10")),
    stateful_step_count=int(os.environ.get("STRATA_STEPS", "30")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)


class Machine(RuleBasedStateMachine):
    """Requests of the people of Acme."""

    store: Store
    agreed = False

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
        account = data.draw(st.sampled_from((4, 4, 7, 10, *self.world.organisation.accounts)))
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

    # How they are compared

    def some(self, data: st.DataObject, state: str) -> Request:
        """A request, mostly one in this state."""
        requests = self.world.requests
        fitting = [each for each in requests if requests[each].state == state]
        if not fitting or not data.draw(st.integers(0, 5)):
            fitting = sorted(requests)
        return requests[data.draw(st.sampled_from(fitting))]

    @staticmethod
    def version(data: st.DataObject, request: Request) -> int:
        """The present version, seldom an old one."""
        if request.old_versions and not data.draw(st.integers(0, 7)):
            return data.draw(st.sampled_from(request.old_versions))
        return request.version

    def create(self, account: int, body: Body) -> None:
        """A new request."""
        self.agree(
            lambda: self.world.create(account, NEW, body),
            lambda: self.store.call(account, "create_request", document(body)),
        )

    def agree(self, expected: Callable[[], object], actual: Callable[[], object]) -> None:
        """Both accept, or both refuse for the same reason."""
        self.agreed = False
        try:
            expected()
        except Refused as refused:
            self.refused(refused, actual)
        else:
            actual()
        self.compare()
        self.agreed = True

    @staticmethod
    def refused(expected: Refused, actual: Callable[[], object]) -> None:
        """The database refuses it too, and names the same fields."""
        found = None
        try:
            actual()
        except Refused as refused:
            found = refused
        wanted = f"{sorted(expected.codes)} {expected.pointers}"
        assert found is not None, f"accepted, although {wanted}"
        told = f"{sorted(found.codes)} {found.pointers} instead of {wanted}: {found.__notes__}"
        assert found.codes <= expected.codes, told
        if expected.pointers is not None and len(expected.codes) == 1:
            assert found.pointers == expected.pointers, told

    def compare(self) -> None:
        """What is stored is what the model says."""
        stored = self.store.state()
        requests = self.world.requests
        if NEW in requests:
            (new_id,) = set(stored) - set(requests)
            requests[new_id] = requests.pop(NEW)
            requests[new_id].request_id = new_id
        assert set(stored) == set(requests)
        for request_id, found in stored.items():
            request = requests[request_id]
            assert found["state"] == request.state, found
            rows = sorted(
                [a.staff_id, a.activity, a.start, a.end, a.state] for a in request.adjustments
            )
            assert sorted(found["adjustments"] or []) == rows
            assert sorted(found["cancels"] or []) == sorted(request.body.cancels)
            assert [self.step(each) for each in found["steps"] or []] == drawn.steps(request)
            moves = [tuple(each) for each in found["audit"] or [] if each[0] != each[1]]
            assert moves == request.path
            if found["version"] != request.version:
                request.old_versions += [request.version] if request.version else []
                request.version = found["version"]

    @staticmethod
    def step(found: dict[str, object]) -> dict[str, object]:
        """A stored step, without what does not matter."""
        accounts = sorted(found["accounts"])  # type: ignore[call-overload]
        timed = found["timed"] and found["state"] == "pending"
        return {
            **found,
            "accounts": accounts,
            "timed": timed,
            "decisions": found["decisions"] or [],
        }

    def same_schedules(self, people: set[int], start: int, end: int) -> None:
        """The effective schedules of both are the same."""
        stored = self.store.schedule(people, start, end)
        for staff_id, found in stored.items():
            segments = applying.effective(self.world, staff_id, start, end)
            assert found == plain([(s.start, s.end, s.activity) for s in segments]), staff_id
