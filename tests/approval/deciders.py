"""Who may decide a step, for whom, and when it is decided."""

from tests.approval.organisation import Organisation
from tests.approval.requests import Request, Step


def involved(organisation: Organisation, request: Request, people: set[int]) -> set[int]:
    """Who asked, and the accounts of everybody whose schedule it changes."""
    return {request.requested_by} | organisation.accounts_of(people)


def holders(organisation: Organisation, step: Step, excluded: set[int]) -> set[int]:
    """The accounts whose own right it is to decide the step."""
    active = [
        each
        for each in organisation.accounts.values()
        if each.active and each.account_id not in excluded
    ]
    if step.deciders == "accounts":
        return {each.account_id for each in active if each.account_id in step.accounts}
    role = "admin" if step.deciders == "admins" else "manager"
    # A grant on the root is one on the whole organisation.
    root = next(unit for unit, parent in organisation.parents.items() if parent is None)
    *below, _, _ = organisation.way_up(step.unit_id or root)
    levels = [*((unit,) for unit in below), (root, None)]
    found = [{each.account_id for each in active if each.holds(role, level)} for level in levels]
    if step.quorum == "any":
        return set().union(*found)
    return next((each for each in found if each), set())


def right(
    organisation: Organisation, request: Request, step: Step, account_id: int, people: set[int]
) -> set[int]:
    """The accounts whose right it would be if this account decided the step now."""
    if step.deciders == "partner":
        partner = organisation.accounts_of(people - {request.body.staff_id})
        return partner & {account_id}
    excluded = involved(organisation, request, people)
    if account_id in excluded:
        return set()
    decided = {each.on_behalf_of or each.account_id for each in step.decisions}
    open_ones = holders(organisation, step, excluded) - decided
    if account_id in open_ones:
        return {account_id}
    return open_ones & set(organisation.delegates_to(account_id))


def is_settled(organisation: Organisation, request: Request, step: Step, people: set[int]) -> bool:
    """Whether nobody has to agree to the step any more, of whom it was approved by some."""
    if step.quorum == "any" or step.deciders == "partner":
        return bool(step.decisions)
    decided = {each.on_behalf_of or each.account_id for each in step.decisions}
    return holders(organisation, step, involved(organisation, request, people)) <= decided
