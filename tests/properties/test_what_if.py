"""What if these proposals were approved, and those adjustments cancelled?"""

from hypothesis import given, settings
from psycopg import Connection

from tests.model.merge import effective_segments
from tests.properties.store import EVERYBODY, read_segments, store
from tests.properties.what_ifs import WhatIf, what_ifs


@settings(max_examples=60)
@given(what_if=what_ifs())
def test_what_if_equals_the_model(connection: Connection, what_if: WhatIf) -> None:
    scene = what_if.scene
    people = [person.staff_id for person in scene.people]
    with connection.transaction(force_rollback=True):
        store(connection, scene)
        before = read_segments(connection, people, scene.start, scene.end)
        found, among_many, alone = (
            read_segments(
                connection,
                staff_ids,
                scene.start,
                scene.end,
                proposed=what_if.proposals,
                cancelled=what_if.cancelled,
            )
            for staff_ids in (people, EVERYBODY, people[:1])
        )
        assert read_segments(connection, people, scene.start, scene.end) == before

    expected = {
        person.staff_id: segments
        for person in scene.people
        if (
            segments := effective_segments(
                person,
                scene.start,
                scene.end,
                what_if.proposed[person.staff_id],
                what_if.cancelled,
            )
        )
    }
    assert found == expected
    assert among_many == expected
    assert alone == {key: value for key, value in expected.items() if key == people[0]}
