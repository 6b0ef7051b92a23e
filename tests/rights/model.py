"""What an account may see and do, from the words of the design alone."""

from tests.rights.asking import Adjustment, Delegation, OpenShift, Request
from tests.rights.deciding import may_decide
from tests.rights.organisation import (
    PEOPLE,
    ROLES,
    Account,
    Contract,
    Duty,
    Scene,
    Stay,
)


class Rights:
    """The rights of one account of a scene, today."""

    def __init__(self, scene: Scene, account: Account) -> None:
        self.scene = scene
        self.account = account
        self.own = account.staff_id
        self.read = self.units("viewer")
        self.confidants = self.people("manager") | ({self.own} if self.own else set())

    def everywhere(self, role: str) -> bool:
        """Whether it has the role on the whole organisation; the root of the tree is just that."""
        return any(
            grant.unit_id in (None, 1) and ROLES.index(grant.role) >= ROLES.index(role)
            for grant in self.account.grants
        )

    def anywhere(self, role: str) -> bool:
        """Whether it has the role on any unit."""
        return any(ROLES.index(grant.role) >= ROLES.index(role) for grant in self.account.grants)

    def names_private(self) -> bool:
        """Whether it may know which private activities there are: it asks for them, or has them."""
        return self.anywhere("staff") or self.own is not None

    def units(self, role: str) -> set[int]:
        """The units on which it has the role."""
        found: set[int] = set()
        for grant in self.account.grants:
            if ROLES.index(grant.role) >= ROLES.index(role):
                found |= self.scene.subtree(grant.unit_id or 1)
        return found

    def home(self, staff_id: int) -> int | None:
        """The unit that answers for a person: of today, else the next one, else the last one."""
        stays = [stay for stay in self.scene.memberships if stay.staff_id == staff_id]
        for stay in stays:
            if stay.holds(0):
                return stay.unit_id
        coming = [stay for stay in stays if stay.first > 0]
        if coming:
            return min(coming, key=lambda stay: stay.first).unit_id
        return max(stays, key=lambda stay: stay.first).unit_id if stays else None

    def people(self, role: str) -> set[int]:
        """The people for whose home unit it has the role."""
        if self.everywhere(role):
            return set(PEOPLE)
        held = self.units(role)
        return {staff_id for staff_id in PEOPLE if self.home(staff_id) in held}

    def sees(self, staff_id: int, day: int) -> bool:
        """Whether it sees the person on that day."""
        if self.everywhere("viewer") or staff_id in self.confidants:
            return True
        return any(
            stay.staff_id == staff_id and stay.unit_id in self.read and stay.holds(day)
            for stay in (*self.scene.memberships, *self.scene.secondments)
        )

    def sees_in(self, staff_id: int, first: int, end: int | None) -> bool:
        """Whether it sees the person on any day of a range."""
        # Nothing in a scene begins or ends later than this.
        last = 60 if end is None else end
        return any(self.sees(staff_id, day) for day in range(max(first, -60), last))

    def known_staff(self) -> set[int]:
        """The people who are or were or will be visible."""
        return {staff_id for staff_id in PEOPLE if self.sees_in(staff_id, -60, None)}

    def reads_membership(self, stay: Stay) -> bool:
        """Whether it may know that the person is or was a member there."""
        return (
            self.everywhere("viewer")
            or stay.unit_id in self.read
            or stay.staff_id in self.confidants
        )

    def reads_secondment(self, stay: Stay) -> bool:
        """Whether it may know that the person is lent there: as its destination, or at home."""
        return self.reads_membership(stay) or any(
            home.staff_id == stay.staff_id
            and home.unit_id in self.read
            and home.meets(stay.first, stay.end)
            for home in self.scene.memberships
        )

    def reads_contract(self, contract: Contract) -> bool:
        """Whether it sees the person on a day of the contract."""
        return self.sees_in(contract.staff_id, contract.first, contract.end)

    def reads_request(self, request: Request) -> bool:
        """Whether it sees what was asked for, and why.

        As one of the two people, or as who manages one of them; because it asked; because it has to
        decide, or has decided.
        """
        return (
            bool({request.staff_id, request.partner_id} & self.confidants)
            or request.asked_by == self.account.account_id
            or any(
                each.request_id == request.request_id and each.account_id == self.account.account_id
                for each in self.scene.asked.decisions
            )
            or self.may_decide(request)
        )

    def may_decide(self, request: Request) -> bool:
        """Whether it may decide what is pending of a request."""
        return may_decide(self.scene, self.account, request)

    def may_withdraw(self, request: Request) -> bool:
        """Whether it may take a request back: it asked for it, or is the person concerned."""
        return request.asked_by == self.account.account_id or request.staff_id == self.own

    def reads_adjustment(self, adjustment: Adjustment) -> bool:
        """Whether it sees it among what was asked for."""
        return self.reads_request(self.scene.asked.request(adjustment.request_id))

    def counts_in(self, unit_id: int, day: int) -> bool:
        """Whether its own person is counted in the unit or below it on a day."""
        stays = [
            stay
            for stay in (*self.scene.secondments, *self.scene.memberships)
            if stay.staff_id == self.own and stay.holds(day)
        ]
        return bool(stays) and stays[0].unit_id in self.scene.subtree(unit_id)

    def knows_shift(self, shift: OpenShift) -> bool:
        """Whether it knows that a shift is offered."""
        return shift.unit_id in self.read or self.reads_shift(shift)

    def reads_shift(self, shift: OpenShift) -> bool:
        """Whether it sees what is written about it: it is for it, or from it, or it manages it."""
        taken = [each for each in self.scene.asked.requests if each.request_id == shift.request_id]
        return (
            shift.unit_id in self.units("staff")
            or shift.giver_id in self.confidants
            or self.counts_in(shift.unit_id, shift.day)
            or (self.own is not None and self.own in (*shift.takers, *(r.staff_id for r in taken)))
        )

    def sees_takers(self, shift: OpenShift) -> set[int]:
        """Who would take it, as far as it sees them: all if it chooses, else itself."""
        chooses = shift.unit_id in self.units("manager") or (
            shift.giver_id in self.confidants and shift.giver_id != self.own
        )
        return set(shift.takers) if chooses else set(shift.takers) & {self.own}

    def known_accounts(self) -> set[int]:
        """The accounts it knows: all as an administrator, else itself and whom it represents."""
        if self.anywhere("admin"):
            return {each.account_id for each in self.scene.accounts}
        own = self.account.account_id
        given = {d.account_id for d in self.scene.asked.delegations if d.delegate_id == own}
        return {own, *given}

    def reads_delegation(self, delegation: Delegation) -> bool:
        """Whether it knows who decides for whom."""
        concerned = (delegation.account_id, delegation.delegate_id)
        return self.account.account_id in concerned or self.everywhere("admin")

    def reads_duty(self, duty: Duty) -> bool:
        """Whether it sees the person on the day of the duty."""
        return self.sees(duty.staff_id, duty.day)

    def known_units(self) -> set[int]:
        """The units that it may know of."""
        if self.everywhere("viewer"):
            return set(self.scene.parents)
        found = set(self.read)
        found |= {
            stay.unit_id for stay in self.scene.memberships if stay.staff_id in self.confidants
        }
        found |= {stay.unit_id for stay in self.scene.secondments if self.reads_secondment(stay)}
        return {above for unit_id in found for above in self.scene.way_up(unit_id)}

    def answers_for(self, staff_id: int, role: str) -> bool:
        """Whether it may write what belongs to a person.

        Nobody manages the own person, but an admin of the own home unit; with the role staff
        there a person may write its own presets and requests.
        """
        if staff_id == self.own:
            return staff_id in self.people("staff" if role == "staff" else "admin")
        return staff_id in self.people("manager" if role == "staff" else role)
