"""The life of requests: every transition that there is, and why one is refused."""

from collections.abc import Iterable

from tests.approval import applying, deciders, rules
from tests.approval.organisation import Account, Organisation
from tests.approval.requests import (
    CHANGED,
    FORBIDDEN,
    INVALID,
    MISSING,
    STALE,
    Adjustment,
    Asked,
    Body,
    Decision,
    Refused,
    Request,
    Step,
)


class World:
    """All requests of an organisation."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        self.requests: dict[int, Request] = {}

    def account(self, account_id: int) -> Account:
        """The account."""
        return self.organisation.accounts[account_id]

    # What a request is about

    def people(self, request: Request) -> set[int]:
        """Everybody whose schedule it changes."""
        cancelled = (self.requests[each] for each in request.body.cancels)
        return request.people.union(*(self.people(each) for each in cancelled))

    def items(self, body: Body, adjustments: Iterable[Adjustment]) -> list[rules.Item]:
        """Everything that needs a rule."""
        found = [
            rules.Item(
                f"/adjustments/{place}",
                each.staff_id,
                each.activity,
                each.activity_class,
                each.start,
                each.end,
                cancelled=False,
            )
            for place, each in enumerate(adjustments)
        ]
        for place, cancelled in enumerate(body.cancels):
            held = [
                each for each in self.requests[cancelled].adjustments if each.state == "approved"
            ]
            found += [
                rules.Item(
                    f"/cancels/{place}",
                    each.staff_id,
                    each.activity,
                    each.activity_class,
                    each.start,
                    each.end,
                    cancelled=True,
                )
                for each in sorted(held, key=lambda row: (row.start, row.staff_id, row.number))
            ]
        return found

    def wanted(self, body: Body) -> list[Adjustment]:
        """The rows that a body asks for."""
        if body.swap:
            return applying.swapped(self, body.staff_id, body.swap)
        return [
            Adjustment(body.staff_id, each.activity, each.start, each.end, "draft")
            for each in body.asked
        ]

    def visible(self, request: Request, account: Account) -> bool:
        """To confidants, to who asked, and to who decides or decided it."""
        people = self.people(request)
        if account.account_id == request.requested_by or account.staff_id in people:
            return True
        if any(self.organisation.manages(account, each) for each in people):
            return True
        if any(
            each.account_id == account.account_id
            for step in request.steps
            for each in step.decisions
        ):
            return True
        step = request.pending_step
        return step is not None and bool(
            deciders.right(
                self.organisation, request, step, account.account_id, self.people(request)
            )
        )

    # Asking

    def create(self, account_id: int, request_id: int, body: Body) -> Request:
        """A new request: a draft, pending, or approved at once."""
        account = self.account(account_id)
        request = Request(request_id, body, account_id)
        self.check(account, body)
        self.fill(account, request, body)
        if not body.draft:
            self.begin(account, request)
        self.requests[request_id] = request
        return request

    def check(self, account: Account, body: Body) -> None:
        """Refuses what may not be asked for."""
        forbidden = not self.organisation.may_ask(account, body.staff_id)
        faults = set()
        others: set[int] = set()
        for place, cancelled in enumerate(self.requests[each] for each in body.cancels):
            people = self.people(cancelled)
            other = people - {body.staff_id}
            right = cancelled.state == "approved" and self.visible(cancelled, account)
            if not right or body.staff_id not in people or (others and other - others):
                faults.add(f"/cancels/{place}")
            else:
                others |= other
        codes = {FORBIDDEN} if forbidden else set()
        if faults:
            raise Refused(INVALID, *codes, pointers=tuple(sorted(faults)))
        if codes:
            # Limits of rules are told before or after, as it comes.
            raise Refused(FORBIDDEN, INVALID)

    def fill(self, account: Account, request: Request, body: Body) -> None:
        """Gives the request what the body asks for, within the limits of the rules, if it asks."""
        adjustments = self.wanted(body)
        if request.state == "pending" or not body.draft:
            rules.rules_of(self.organisation, account, self.items(body, adjustments))
        request.body = body
        request.adjustments = adjustments

    def begin(self, account: Account, request: Request) -> None:
        """Lets a request be decided: by nobody, or by the steps of its rules."""
        items = self.items(request.body, request.adjustments)
        chosen = rules.rules_of(self.organisation, account, items)
        steps = rules.steps_of(self.organisation, items, chosen)
        others = self.people(request) - {request.body.staff_id}
        if account.staff_id not in others and (
            request.body.swap
            or rules.is_left_alone(self.organisation, account, others, items, chosen)
        ):
            steps.insert(0, Step("partner", "any", None))
        if steps:
            request.steps = steps
            request.move_to("pending")
            request.open_next()
        else:
            applying.refuse(self, request, request.body.on_conflict)
            request.steps = []
            request.move_to("pending")
            applying.apply(self, request)

    # Moving

    def reach(self, account_id: int, request_id: int) -> tuple[Account, Request]:
        """A request that the account may know of."""
        account, request = self.account(account_id), self.requests[request_id]
        if not self.visible(request, account):
            raise Refused(MISSING)
        return account, request

    @staticmethod
    def require(request: Request, states: tuple[str, ...], version: int, *, allowed: bool) -> None:
        """Refuses another state or version, and then who has no right to it."""
        if request.state not in states or version != request.version:
            raise Refused(CHANGED)
        if not allowed:
            raise Refused(FORBIDDEN)

    def submit(self, account_id: int, request_id: int, version: int) -> None:
        """A draft is asked for."""
        account, request = self.reach(account_id, request_id)
        own = request.requested_by == account_id
        self.require(request, ("draft",), version, allowed=own)
        self.check(account, request.body)
        self.begin(account, request)

    def edit(
        self, account_id: int, request_id: int, version: int, asked: tuple[Asked, ...]
    ) -> None:
        """Other adjustments are asked for; who decided begins anew."""
        account, request = self.reach(account_id, request_id)
        if request.requested_by != account_id:
            raise Refused(FORBIDDEN)
        if version != request.version:
            raise Refused(STALE)
        self.require(request, ("draft", "pending"), version, allowed=True)
        old = request.body
        body = Body(old.staff_id, asked, old.cancels, old.on_conflict, old.draft, old.swap)
        self.check(account, body)
        before = request.adjustments
        was, request.steps, steps = request.state, [], request.steps
        try:
            self.fill(account, request, body)
            if was == "pending":
                self.begin(account, request)
        except Refused:
            request.body, request.adjustments, request.steps = old, before, steps
            request.state = was
            raise

    def withdraw(self, account_id: int, request_id: int, version: int) -> None:
        """By who asked, or the person concerned."""
        account, request = self.reach(account_id, request_id)
        allowed = request.requested_by == account_id or account.staff_id == request.body.staff_id
        self.require(request, ("draft", "pending"), version, allowed=allowed)
        request.move_to("withdrawn")

    def decide(
        self, account_id: int, request_id: int, version: int, verdict: str, on_conflict: str | None
    ) -> None:
        """One decision; the last one that is needed lets the request count."""
        _, request = self.reach(account_id, request_id)
        step = request.pending_step
        rights = (
            deciders.right(self.organisation, request, step, account_id, self.people(request))
            if step
            else set()
        )
        self.require(request, ("pending",), version, allowed=bool(rights))
        assert step is not None
        holder = account_id if account_id in rights else min(rights)
        decision = Decision(account_id, None if holder == account_id else holder, verdict)
        step.decisions.append(decision)
        try:
            self.settle(request, step, verdict, on_conflict)
        except Refused:
            step.decisions.remove(decision)
            raise

    def settle(self, request: Request, step: Step, verdict: str, on_conflict: str | None) -> None:
        """What follows from a decision."""
        if verdict == "reject":
            step.state = "rejected"
            request.move_to("rejected")
            return
        if not deciders.is_settled(self.organisation, request, step, self.people(request)):
            return
        if any(each.state == "waiting" for each in request.steps):
            step.state = "approved"
            request.open_next()
            return
        applying.refuse(self, request, on_conflict or request.body.on_conflict)
        step.state = "approved"
        applying.apply(self, request)

    def cancel(self, account_id: int, request_id: int, version: int, new_id: int) -> Request:
        """A new request that asks to cancel this one."""
        account, request = self.reach(account_id, request_id)
        self.require(request, ("approved",), version, allowed=True)
        # Of a swap either of the two may ask for the end.
        own = account.staff_id if account.staff_id in self.people(request) else None
        body = Body(own or request.body.staff_id, cancels=(request_id,))
        try:
            return self.create(account_id, new_id, body)
        except Refused as refused:
            raise Refused(*refused.codes) from None

    def run_deadlines(self) -> None:
        """The job: what is overdue expires or goes to the unit above."""
        for request in self.requests.values():
            if request.state != "pending":
                continue
            step = request.pending_step
            assert step is not None
            if request.overdue or (step.overdue and step.on_deadline == "expire"):
                request.move_to("expired")
            elif step.overdue:
                self.escalate(request, step)

    def escalate(self, request: Request, step: Step) -> None:
        """The managers of the unit above decide, at last the administrators of everything."""
        unit = step.unit_id
        if step.deciders == "accounts":
            unit = self.organisation.home(request.body.staff_id, self.organisation.today)
        step.unit_id = None if unit is None else self.organisation.parents[unit]
        step.deciders = "admins" if step.unit_id is None else "unit_managers"
        step.accounts = ()
        step.escalations += 1
        step.overdue = False
        step.timed = step.unit_id is not None
