"""Who may decide a step, from the words of the design alone."""

from collections.abc import Iterator

from tests.rights.asking import Request, Step, involved
from tests.rights.organisation import ROLES, Account, Scene


def levels(scene: Scene, unit_id: int | None) -> Iterator[tuple[int | None, ...]]:
    """The places of a grant for a unit, the nearest first; the root is the whole organisation."""
    *below, root = scene.way_up(unit_id or 1)
    yield from ((place,) for place in below)
    yield root, None


def involved_in(scene: Scene, request: Request) -> set[int]:
    """The accounts that must not decide a request."""
    return involved(request, {each.account_id: each.staff_id for each in scene.accounts})


def holds(account: Account, role: str, places: tuple[int | None, ...]) -> bool:
    """Whether an account has at least the role by a grant on just one of these places."""
    return any(
        grant.unit_id in places and ROLES.index(grant.role) >= ROLES.index(role)
        for grant in account.grants
    )


def deciders(scene: Scene, step: Step) -> set[int]:
    """The accounts whose own right it is, and who have not used it."""
    request = scene.asked.request(step.request_id)
    free = [
        each
        for each in scene.accounts
        if each.active and each.account_id not in involved_in(scene, request)
    ]
    found: set[int] = set()
    if step.deciders == "accounts":
        found = {each.account_id for each in free} & set(step.accounts)
    else:
        role = "admin" if step.deciders == "admins" else "manager"
        for places in levels(scene, step.unit_id):
            if step.quorum == "any" or not found:
                found |= {each.account_id for each in free if holds(each, role, places)}
    spoken = {
        each.on_behalf_of or each.account_id
        for each in scene.asked.decisions
        if each.step_id == step.step_id
    }
    return found - spoken


def may_decide(scene: Scene, account: Account, request: Request) -> bool:
    """Whether it may decide the pending step of a request: itself, or as a delegate."""
    pending = [
        each
        for each in scene.asked.steps
        if each.request_id == request.request_id and each.state == "pending"
    ]
    if not pending:
        return False
    (step,) = pending
    if step.deciders == "partner":
        return account.staff_id is not None and account.staff_id == request.partner_id
    if account.account_id in involved_in(scene, request):
        return False
    for_it = {
        each.account_id
        for each in scene.asked.delegations
        if each.delegate_id == account.account_id and each.now
    }
    return bool(deciders(scene, step) & {account.account_id, *for_it})
