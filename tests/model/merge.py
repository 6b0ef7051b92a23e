"""The effective schedule: the highest layer of every minute, glued to segments."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from tests.model.contract_layer import contract_minutes
from tests.model.organisation import Adjustment, Person, Segment

Claim = tuple[int, int, int]  # rank, source, activity: the greatest one wins its minute


def claims_of_minutes(
    person: Person,
    start: int,
    end: int,
    proposed: Sequence[Adjustment] = (),
    cancelled: Collection[int] = (),
) -> dict[int, list[Claim]]:
    """Everything that the layers say about each minute of a window.

    A class ranks over the one below it, and a proposal stands over what is approved of its class.
    """
    standing = [
        (2 * each.activity_class, each)
        for each in person.adjustments
        if each.state == "approved" and each.adjustment_id not in cancelled
    ]
    standing += [(2 * each.activity_class + 1, each) for each in proposed]
    claims: dict[int, list[Claim]] = {}
    for minute, (contract_id, activity) in contract_minutes(person.contracts, start, end).items():
        claims[minute] = [(0, contract_id, activity)]
    for rank, adjustment in standing:
        for minute in range(max(start, adjustment.start), min(end, adjustment.end)):
            claims.setdefault(minute, []).append(
                (rank, adjustment.adjustment_id, adjustment.activity)
            )
    return claims


def glued(claims: dict[int, list[Claim]]) -> list[Segment]:
    """The winner of each minute; equal neighbours from the same source are one segment."""
    segments: list[Segment] = []
    for minute in sorted(claims):
        rank, source, activity = max(claims[minute])
        if segments and segments[-1] == Segment(segments[-1].start, minute, activity, rank, source):
            segments[-1] = replace(segments[-1], end=minute + 1)
        else:
            segments.append(Segment(minute, minute + 1, activity, rank, source))
    return segments


def effective_segments(
    person: Person,
    start: int,
    end: int,
    proposed: Sequence[Adjustment] = (),
    cancelled: Collection[int] = (),
) -> list[Segment]:
    """The schedule of one person in [start, end), in order."""
    return glued(claims_of_minutes(person, start, end, proposed, cancelled))
