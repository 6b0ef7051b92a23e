"""What is stored of requests, as plain data."""

from dataclasses import dataclass, field

from tests.approval.organisation import CLASSES, NUMBERS


class Refused(Exception):
    """What was tried is refused with one of these codes; pointers where the answer names fields."""

    def __init__(self, *codes: str, pointers: tuple[str, ...] | None = None) -> None:
        super().__init__(*codes)
        self.codes = frozenset(codes)
        self.pointers = pointers


INVALID, MISSING, FORBIDDEN = "ST001", "ST004", "42501"
STALE = "ST016"
OVERLAP, CHANGED, SHORTAGE, OUTDATED = "ST007", "ST080", "ST081", "ST082"


@dataclass(frozen=True)
class Asked:
    """An activity from one minute up to another."""

    activity: str
    start: int
    end: int

    @property
    def activity_class(self) -> int:
        """The layer that it stands in."""
        return CLASSES[self.activity]


@dataclass
class Adjustment:
    """A row of a request."""

    staff_id: int
    activity: str
    start: int
    end: int
    state: str

    @property
    def number(self) -> int:
        """The id of its activity."""
        return NUMBERS[self.activity]

    @property
    def activity_class(self) -> int:
        """The layer that it stands in."""
        return CLASSES[self.activity]


@dataclass(frozen=True)
class Decision:
    """Who decided a step, and for whom."""

    account_id: int
    on_behalf_of: int | None
    verdict: str


@dataclass
class Step:
    """One decision that a request needs."""

    deciders: str
    quorum: str
    unit_id: int | None
    accounts: tuple[int, ...] = ()
    deadline: int | None = None
    on_deadline: str = "escalate"
    state: str = "waiting"
    escalations: int = 0
    overdue: bool = False
    timed: bool = False
    decisions: list[Decision] = field(default_factory=list)

    @property
    def key(self) -> tuple[object, ...]:
        """Steps that are equal in this are one."""
        return self.deciders, self.quorum, self.unit_id, tuple(sorted(self.accounts))


@dataclass(frozen=True)
class Swap:
    """The exchange of a time between two people."""

    partner_id: int
    parts: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Body:
    """What somebody asks for."""

    staff_id: int
    asked: tuple[Asked, ...] = ()
    cancels: tuple[int, ...] = ()
    on_conflict: str = "reject"
    draft: bool = False
    swap: Swap | None = None


@dataclass
class Request:
    """A request in its present state; the version is whatever the database said."""

    request_id: int
    body: Body
    requested_by: int
    state: str = "draft"
    adjustments: list[Adjustment] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    version: int = 0
    old_versions: list[int] = field(default_factory=list)
    overdue: bool = False
    # The states that it went through, as the audit must have them.
    path: list[tuple[str | None, str]] = field(default_factory=lambda: [(None, "draft")])

    def become(self, state: str) -> None:
        """Another state; that it stays what it is is no transition."""
        if state != self.state:
            self.path.append((self.state, state))
        self.state = state

    def move_to(self, state: str) -> None:
        """The request and its adjustments have the same state; no step waits for nothing."""
        self.become(state)
        for each in self.adjustments:
            each.state = state
        if state != "pending":
            for step in self.steps:
                if step.state in ("waiting", "pending"):
                    step.state = "closed"

    def open_next(self) -> None:
        """The first waiting step is to be decided."""
        step = next(step for step in self.steps if step.state == "waiting")
        step.state = "pending"
        step.timed = step.deadline is not None

    @property
    def pending_step(self) -> Step | None:
        """The step that is to be decided."""
        return next((step for step in self.steps if step.state == "pending"), None)

    @property
    def people(self) -> set[int]:
        """Whom it names."""
        partner = {self.body.swap.partner_id} if self.body.swap else set()
        return {self.body.staff_id} | partner
