"""A preview shows what the merge would make of a proposal, on the days that it touches."""

import json
import os
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg import Connection

from tests.model.clock import instant_of, local_minute, minute_of
from tests.model.merge import effective_segments
from tests.model.organisation import Adjustment, Person
from tests.properties.store import adjustment_row, store
from tests.properties.what_ifs import WhatIf, what_ifs
from tests.properties.zones import PECULIAR_ZONES

DAY = 24 * 60
PROPOSED = """
SELECT array_agg(a) AS proposed
FROM jsonb_populate_recordset(NULL::schedule.adjustment, %(proposed)s::jsonb) AS a
"""
COMPARED = f"""
SELECT c.staff_id, c.stage, c.starts_at, c.ends_at, c.activity
FROM ({PROPOSED}) AS p
CROSS JOIN approval.compared_segments(p.proposed, %(cancelled)s) AS c
"""
CUT = f"""
SELECT s.staff_id, 'after', s.starts_at, s.ends_at, 'activity_' || s.activity_id
FROM ({PROPOSED}) AS p
CROSS JOIN approval.without_time(%(people)s, %(cut)s, p.proposed, %(cancelled)s) AS w
CROSS JOIN schedule.effective_segments(
    %(people)s, %(start)s, %(end)s, 'infinity', w.proposed, w.cancelled
) AS s
"""
EXAMPLES = settings(max_examples=int(os.environ.get("STRATA_EXAMPLES", "12")))
Activities = dict[tuple[int, str, int], str]


def minutes_of(rows: list[tuple[int, str, datetime, datetime, str]]) -> Activities:
    """The activity of each minute, by person and stage; no minute twice."""
    found = [
        ((staff_id, stage, minute), activity)
        for staff_id, stage, start, end, activity in rows
        for minute in range(minute_of(start), minute_of(end))
    ]
    assert len(dict(found)) == len(found)
    return dict(found)


def expected_of(
    person: Person, stage: str, minutes: set[int], proposed: list[Adjustment], cancelled: set[int]
) -> Activities:
    """The model's answer for some minutes."""
    if not minutes:
        return {}
    return {
        (person.staff_id, stage, minute): f"activity_{segment.activity}"
        for segment in effective_segments(
            person, min(minutes), max(minutes) + 1, proposed, cancelled
        )
        for minute in range(segment.start, segment.end)
        if minute in minutes
    }


def touched_minutes(changes: list[Adjustment], zone: str) -> set[int]:
    """The minutes of all local days in which something changes."""
    found: set[int] = set()
    for change in changes:
        day = instant_of(change.start).date() - timedelta(days=2)
        while (begin := local_minute(zone, day, 0)) < change.end:
            end = local_minute(zone, day + timedelta(days=1), 0)
            if end > change.start:
                found.update(range(begin, end))
            day += timedelta(days=1)
    return found


def arguments(what_if: WhatIf) -> dict[str, object]:
    """The proposals, and what is cancelled."""
    return {
        "proposed": json.dumps([adjustment_row(*each) for each in what_if.proposals]),
        "cancelled": list(what_if.cancelled),
    }


def nearby(what_if: WhatIf) -> WhatIf:
    """Without what is far from the window or lasts long: the model goes by the minute."""
    first, last = what_if.scene.start - 5 * DAY, what_if.scene.end + 5 * DAY
    proposed = {
        staff_id: tuple(each for each in rows if first <= each.start and each.end <= last)
        for staff_id, rows in what_if.proposed.items()
    }
    near = {
        each.adjustment_id
        for person in what_if.scene.people
        for each in person.adjustments
        if first <= each.start and each.end <= last
    }
    return WhatIf(what_if.scene, proposed, what_if.cancelled & near)


@EXAMPLES
@given(what_if=what_ifs().map(nearby), zone=st.sampled_from(PECULIAR_ZONES))
def test_a_preview_equals_the_model(connection: Connection, what_if: WhatIf, zone: str) -> None:
    with connection.transaction(force_rollback=True):
        store(connection, what_if.scene)
        connection.execute("ALTER TABLE org.settings DISABLE TRIGGER require_time_zone")
        connection.execute("UPDATE org.settings SET time_zone = %s", [zone])
        rows = connection.execute(COMPARED.encode(), arguments(what_if)).fetchall()
    expected: Activities = {}
    for person in what_if.scene.people:
        proposed = list(what_if.proposed[person.staff_id])
        cancelled = set(what_if.cancelled)
        changes = proposed + [
            each for each in person.adjustments if each.adjustment_id in cancelled
        ]
        minutes = touched_minutes(changes, zone)
        expected |= expected_of(person, "before", minutes, [], set())
        expected |= expected_of(person, "after", minutes, proposed, cancelled)
    found = minutes_of([row for row in rows if row[1] != "contract"])
    assert found == expected


@EXAMPLES
@given(what_if=what_ifs(), data=st.data())
def test_time_is_cut_out_of_all_classes(
    connection: Connection, what_if: WhatIf, data: st.DataObject
) -> None:
    scene = what_if.scene
    edges = sorted(data.draw(st.sets(st.integers(scene.start, scene.end), min_size=2, max_size=6)))
    parts = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    people = [person.staff_id for person in scene.people][:2]
    # As in a swap, what is proposed lies in what is cut.
    proposals = {
        staff_id: tuple(
            replace(each, start=max(each.start, start), end=min(each.end, end))
            for each in rows
            for start, end in parts
            if each.start < end and each.end > start
        )
        for staff_id, rows in what_if.proposed.items()
        if staff_id in people
    }
    what_if = WhatIf(scene, proposals, what_if.cancelled)
    cut = ",".join(f"[{instant_of(start)},{instant_of(end)})" for start, end in parts)
    with connection.transaction(force_rollback=True):
        store(connection, scene)
        rows = connection.execute(
            CUT.encode(),
            {
                **arguments(what_if),
                "people": people,
                "cut": f"{{{cut}}}",
                "start": instant_of(scene.start),
                "end": instant_of(scene.end),
            },
        ).fetchall()
    inside = {minute for start, end in parts for minute in range(start, end)}
    outside = set(range(scene.start, scene.end)) - inside
    expected: Activities = {}
    for person in scene.people[:2]:
        proposed = list(what_if.proposed[person.staff_id])
        bare = Person(person.staff_id, person.contracts, ())
        expected |= expected_of(person, "after", outside, proposed, set(what_if.cancelled))
        expected |= expected_of(bare, "after", inside, proposed, set())
    assert minutes_of(rows) == expected
