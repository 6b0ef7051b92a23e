"""Scenes with proposals and cancellations."""

from dataclasses import dataclass

from hypothesis import strategies as st

from tests.model.organisation import Adjustment
from tests.properties.organisations import Scene, adjustments_of, scenes


@dataclass(frozen=True)
class WhatIf:
    """A scene, what each person proposes, and what would be cancelled."""

    scene: Scene
    proposed: dict[int, tuple[Adjustment, ...]]
    cancelled: frozenset[int]

    @property
    def proposals(self) -> list[tuple[int, Adjustment]]:
        """Each proposal with its person."""
        return [(staff_id, each) for staff_id, rows in self.proposed.items() for each in rows]


@st.composite
def what_ifs(draw: st.DrawFn) -> WhatIf:
    """Proposals that may cover what is approved, and cancellations of any adjustment."""
    return draw(what_ifs_of(draw(scenes())))


@st.composite
def what_ifs_of(draw: st.DrawFn, scene: Scene) -> WhatIf:
    """The same for a scene that there is."""
    proposed = {
        person.staff_id: tuple(
            each
            for each in draw(adjustments_of(10_000 + person.staff_id * 100, scene.start))
            if each.state == "approved"
        )
        for person in scene.people
    }
    ids = [each.adjustment_id for person in scene.people for each in person.adjustments]
    return WhatIf(scene, proposed, draw(st.frozensets(st.sampled_from([*ids, 1_000_000]))))
