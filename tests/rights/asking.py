"""What is asked for in a random organisation, who decides it, and what is offered: plain data."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hypothesis import strategies as st

DECIDERS = ("unit_managers", "admins", "accounts")
SHIFT_HOURS = (8, 10, 14)  # far enough from midnight for any change of the clocks


@dataclass(frozen=True)
class Adjustment:
    """Something different, in slots from the midnight that begins today."""

    adjustment_id: int
    request_id: int
    staff_id: int
    activity: int
    start: int
    end: int


@dataclass(frozen=True)
class Request:
    """What is asked for a person, and in a swap for another one; by an account or an import."""

    request_id: int
    staff_id: int
    state: str
    partner_id: int | None = None
    asked_by: int | None = None


@dataclass(frozen=True)
class Step:
    """A decision that a request needs; without a unit the whole organisation decides."""

    step_id: int
    request_id: int
    place: int
    state: str
    deciders: str
    quorum: str = "any"
    unit_id: int | None = None
    accounts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Decision:
    """What an account said to a step; by its own right or another's."""

    decision_id: int
    request_id: int
    step_id: int
    account_id: int
    on_behalf_of: int | None


@dataclass(frozen=True)
class Cancellation:
    """A request that asks to cancel another one."""

    cancellation_id: int
    request_id: int
    cancelled_id: int


@dataclass(frozen=True)
class Delegation:
    """An account decides for another one: now, or at another time."""

    delegation_id: int
    account_id: int
    delegate_id: int
    now: bool


@dataclass(frozen=True)
class OpenShift:
    """An hour that is offered in a unit; by a request somebody has it."""

    open_shift_id: int
    unit_id: int
    giver_id: int | None
    day: int
    hour: int
    request_id: int | None
    takers: tuple[int, ...]


@dataclass(frozen=True)
class Asked:
    """All that is asked for in a scene."""

    adjustments: tuple[Adjustment, ...] = ()
    requests: tuple[Request, ...] = ()
    steps: tuple[Step, ...] = ()
    decisions: tuple[Decision, ...] = ()
    cancellations: tuple[Cancellation, ...] = ()
    delegations: tuple[Delegation, ...] = ()
    shifts: tuple[OpenShift, ...] = ()

    def request(self, request_id: int) -> Request:
        """A request of it."""
        return next(each for each in self.requests if each.request_id == request_id)

    def adjustments_of(self, request_id: int) -> list[Adjustment]:
        """What a request asks for."""
        return [each for each in self.adjustments if each.request_id == request_id]


def note_of(adjustment_id: int) -> str:
    """A note that occurs nowhere else."""
    return f"note-zz-{adjustment_id}-zz"


def reason_of(request_id: int) -> str:
    """A reason that occurs nowhere else."""
    return f"reason-zz-{request_id}-zz"


def comment_of(decision_id: int) -> str:
    """The comment of a decision, that occurs nowhere else."""
    return f"comment-zz-{decision_id}-zz"


def shift_note_of(open_shift_id: int) -> str:
    """The note of an offered shift, that occurs nowhere else."""
    return f"shift-note-zz-{open_shift_id}-zz"


def involved(request: Request, people: dict[int, int | None]) -> set[int]:
    """Who asked for it, and the accounts of those whose schedule it changes."""
    theirs = {request.staff_id, request.partner_id} - {None}
    own = {account for account, person in people.items() if person in theirs}
    return own | ({request.asked_by} if request.asked_by else set())


@st.composite
def requests_for(
    draw: st.DrawFn, adjustments: Sequence[Adjustment], accounts: Sequence[int]
) -> tuple[list[Adjustment], list[Request]]:
    """A request for each adjustment, but some for two of different people: those are swaps."""
    found: list[Adjustment] = []
    requests: list[Request] = []
    askers = st.none() | st.none() | st.sampled_from(accounts)
    for each in adjustments:
        other = next(
            (r for r in requests if r.staff_id != each.staff_id and not r.partner_id), None
        )
        if other is not None and draw(st.sampled_from((False, False, True))):
            requests[requests.index(other)] = replace(other, partner_id=each.staff_id)
            found.append(replace(each, request_id=other.request_id))
            continue
        found.append(each)
        state = draw(st.sampled_from(("approved", "pending")))
        asker = draw(askers)
        requests.append(Request(each.request_id, each.staff_id, state, asked_by=asker))
    return found, requests


@st.composite
def decided(
    draw: st.DrawFn,
    requests: Sequence[Request],
    people: dict[int, int | None],
    units: Sequence[int],
) -> tuple[list[Step], list[Decision]]:
    """The steps of requests, and what was said to them by accounts that might."""
    steps: list[Step] = []
    decisions: list[Decision] = []
    for request in requests:
        free = [account for account in sorted(people) if account not in involved(request, people)]
        said = draw(st.sampled_from(((), (), (0,), (1,), (0, 1))))
        states = ("approved", "pending") if request.state == "pending" else ("approved", "closed")
        for place, state in enumerate(states):
            deciders = draw(st.sampled_from(DECIDERS))
            if place and request.partner_id and draw(st.booleans()):
                deciders = "partner"
            named: set[int] = set()
            if deciders == "accounts":
                named = draw(st.sets(st.sampled_from(sorted(people)), min_size=1, max_size=2))
            step = Step(
                request.request_id * 2 + place,
                request.request_id,
                place,
                state,
                deciders,
                draw(st.sampled_from(("any", "any", "all"))),
                draw(st.none() | st.sampled_from(units) | st.sampled_from(units)),
                tuple(sorted(named)),
            )
            steps.append(step)
            # Somebody has spoken who need not have the right any more.
            if place in said and free and step.deciders != "partner":
                by = draw(st.sampled_from(free))
                whose = draw(st.none() | st.sampled_from(free))
                behalf = None if whose == by else whose
                decisions.append(
                    Decision(step.step_id, request.request_id, step.step_id, by, behalf)
                )
    return steps, decisions


@st.composite
def handed_on(draw: st.DrawFn, accounts: Sequence[int]) -> list[Delegation]:
    """Each account has at most one delegate."""
    found = []
    for account in accounts:
        delegate = draw(st.sampled_from(accounts))
        if delegate != account:
            now = draw(st.sampled_from((True, True, False)))
            found.append(Delegation(account, account, delegate, now))
    return found


@st.composite
def offered(
    draw: st.DrawFn, requests: Sequence[Request], people: Sequence[int], units: Sequence[int]
) -> list[OpenShift]:
    """Some shifts; a few are taken by one of the requests."""
    taken = [each.request_id for each in requests if each.partner_id is None][:1]
    by = st.none() | st.sampled_from(taken) if taken else st.none()
    return [
        OpenShift(
            number,
            draw(st.sampled_from(units)),
            draw(st.none() | st.sampled_from(people)),
            draw(st.integers(-4, 4)),
            draw(st.sampled_from(SHIFT_HOURS)),
            draw(by),
            tuple(sorted(draw(st.sets(st.sampled_from(people), max_size=2)))),
        )
        for number in range(1, draw(st.sampled_from((0, 1, 3))) + 1)
    ]


@st.composite
def asked(
    draw: st.DrawFn,
    adjustments: Sequence[Adjustment],
    people: dict[int, int | None],
    units: Sequence[int],
    staff: Sequence[int],
) -> Asked:
    """What becomes of adjustments in a scene with accounts of people and units."""
    accounts = sorted(people)
    changed, requests = draw(requests_for(adjustments, accounts))
    steps, decisions = draw(decided(requests, people, units))
    approved = {
        each.staff_id: each.request_id
        for each in requests
        if each.state == "approved" and each.partner_id is None
    }
    cancellations = [
        Cancellation(each.request_id, each.request_id, approved[each.staff_id])
        for each in requests
        if each.state == "pending" and each.staff_id in approved and each.partner_id is None
    ]
    return Asked(
        adjustments=tuple(changed),
        requests=tuple(requests),
        steps=tuple(steps),
        decisions=tuple(decisions),
        cancellations=tuple(cancellations),
        delegations=tuple(draw(handed_on(accounts))),
        shifts=tuple(draw(offered(requests, staff, units))),
    )
