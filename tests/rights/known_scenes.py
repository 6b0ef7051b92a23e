"""Scenes that chance meets too seldom."""

from tests.rights.asking import (
    Adjustment,
    Asked,
    Cancellation,
    Decision,
    Delegation,
    OpenShift,
    Request,
    Step,
)
from tests.rights.organisation import (
    SLOTS,
    Account,
    Contract,
    Duty,
    Grant,
    Scene,
    Stay,
)

# Whoever reads unit 2 sees the person up to today: from tomorrow on it belongs to another unit,
# and it is lent to a third one all the time.
MOVED = Scene(
    zone="UTC",
    site_zone="UTC",
    parents={1: None, 2: 1, 3: 1, 4: 1},
    memberships=(Stay(1, 1, 2, -9, 1), Stay(2, 1, 3, 1, None)),
    secondments=(Stay(1, 1, 4, -2, 4),),
    contracts=(Contract(1, 1, 1, -9, 1), Contract(2, 1, 2, 1, None)),
    asked=Asked((Adjustment(10, 10, 1, 2, -SLOTS, 3 * SLOTS),), (Request(10, 1, "approved"),)),
    duties=(Duty(1, 1, None, 0), Duty(2, 1, None, 2)),
    presets=(),
    requirements=(),
    accounts=(
        Account(1, None, (Grant(1, "viewer", 2),)),
        Account(2, None, (Grant(2, "viewer", 3),)),
        Account(3, None, (Grant(3, "viewer", 4),)),
        Account(4, None, (Grant(4, "manager", 2),)),
    ),
    window=(-SLOTS, 2 * SLOTS),
)

# Nobody is anywhere today: the next unit answers for the person, though the last one is nearer.
BETWEEN = Scene(
    zone="UTC",
    site_zone="UTC",
    parents={1: None, 2: 1, 3: 1},
    memberships=(Stay(1, 1, 2, -2, -1), Stay(2, 1, 3, 5, None)),
    secondments=(),
    contracts=(Contract(1, 1, 1, -2, None),),
    asked=Asked((Adjustment(10, 10, 1, 5, -SLOTS, SLOTS),), (Request(10, 1, "approved"),)),
    duties=(Duty(1, 1, None, 0),),
    presets=(),
    requirements=(),
    accounts=(
        Account(1, None, (Grant(1, "manager", 2),)),
        Account(2, None, (Grant(2, "manager", 3),)),
        Account(3, 1, (Grant(3, "staff", 2),)),
        Account(4, 2, (Grant(4, "staff", 3),)),
    ),
    window=(-SLOTS, 2 * SLOTS),
)

# Who reads no more than another unit decides for the manager: what somebody else asked for, nothing
# that either of them asked for, and at no other time. Whoever cannot sign in hands on nothing.
HANDED_ON = Scene(
    zone="UTC",
    site_zone="UTC",
    parents={1: None, 2: 1, 3: 1},
    memberships=(Stay(1, 1, 2, -9, None), Stay(2, 2, 2, -9, None)),
    secondments=(),
    contracts=(),
    asked=Asked(
        adjustments=(
            Adjustment(10, 10, 1, 5, 0, SLOTS),
            Adjustment(11, 11, 1, 2, 0, SLOTS),
            Adjustment(12, 12, 1, 3, 0, SLOTS),
            Adjustment(20, 20, 2, 2, 0, SLOTS),
            Adjustment(21, 20, 1, 1, SLOTS, 2 * SLOTS),
            Adjustment(22, 22, 2, 6, 0, SLOTS),
        ),
        requests=(
            Request(10, 1, "pending"),
            Request(11, 1, "pending", asked_by=1),
            Request(12, 1, "approved", asked_by=2),
            Request(20, 2, "pending", partner_id=1),
            Request(22, 2, "pending"),
        ),
        steps=(
            Step(10, 10, 0, "pending", "unit_managers", "any", 2),
            Step(11, 11, 0, "pending", "unit_managers", "any", None),
            Step(20, 20, 0, "pending", "partner"),
            Step(22, 22, 0, "pending", "accounts", "all", None, (1, 4)),
        ),
        decisions=(Decision(22, 22, 22, 2, 1),),
        cancellations=(Cancellation(10, 10, 12),),
        delegations=(
            Delegation(1, 1, 2, now=True),
            Delegation(4, 4, 3, now=False),
            Delegation(5, 5, 3, now=True),
        ),
        shifts=(OpenShift(1, 2, 2, 0, 10, None, (1, 2)),),
    ),
    duties=(),
    presets=(),
    requirements=(),
    accounts=(
        Account(1, None, (Grant(1, "manager", 2),)),
        Account(2, None, (Grant(2, "viewer", 3),)),
        Account(3, 1, (Grant(3, "viewer", 3),)),
        Account(4, None, (Grant(4, "admin", 1),)),
        Account(5, None, (Grant(5, "admin", None),), active=False),
    ),
    window=(0, SLOTS),
)
