"""Scenes that chance meets too seldom."""

from tests.rights.asking import Adjustment, Asked, Request
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
