"""Every segment is explained by who won its minutes, and by all who lost one."""

from hypothesis import given, settings
from psycopg import Connection

from tests.model.merge import Claim, claims_of_minutes, glued
from tests.model.organisation import Segment
from tests.properties.store import read_explanations, store
from tests.properties.what_ifs import WhatIf, what_ifs


def rule(winner: Claim, losers: set[Claim]) -> str:
    """Why a winner stands over its losers."""
    if not losers:
        return "only_claim"
    if winner[0] % 2:
        return "proposed_over_present"
    return "adjustment_over_contract" if max(losers)[0] == 0 else "higher_class"


def explained(segment: Segment, claims: dict[int, list[Claim]]) -> tuple[str, Claim, set[Claim]]:
    """The rule, the winner and the losers of a segment, by the model."""
    winner = (segment.rank, segment.source, segment.activity)
    losers = {claim for minute in range(segment.start, segment.end) for claim in claims[minute]}
    losers.discard(winner)
    return rule(winner, losers), winner, losers


def source(claim: Claim) -> tuple[str, int]:
    """A claim as explanations name it."""
    return ("adjustment" if claim[0] else "contract", claim[1])


@settings(max_examples=50)
@given(what_if=what_ifs())
def test_explanations_name_all_claims(connection: Connection, what_if: WhatIf) -> None:
    scene = what_if.scene
    people = [person.staff_id for person in scene.people]
    with connection.transaction(force_rollback=True):
        store(connection, scene)
        found = read_explanations(connection, people, scene.start, scene.end, what_if.proposals)

    expected = {}
    for person in scene.people:
        proposed = what_if.proposed[person.staff_id]
        claims = claims_of_minutes(person, scene.start, scene.end, proposed)
        for segment in glued(claims):
            name, winner, losers = explained(segment, claims)
            expected[person.staff_id, segment.start] = (
                name,
                source(winner),
                {source(loser) for loser in losers},
            )
    assert {
        key: (
            why["rule"],
            (why["winner"]["layer"], why["winner"]["source_id"]),
            {(loser["layer"], loser["source_id"]) for loser in why["losers"]},
        )
        for key, why in found.items()
    } == expected
