"""Random changes of what the merge reads, each a statement on a scene that is stored."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from tests.model.clock import instant_of
from tests.properties.organisations import DAY, OTHER_STATES, Scene, scenes, states

# One statement for each kind of change; "row" is the id of what changes.
STATEMENTS = {
    "adjustment": (
        "UPDATE schedule.adjustment SET state = %(state)s WHERE adjustment_id = %(row)s",
        "UPDATE schedule.adjustment SET activity_id = %(activity)s, class = (%(activity)s + 1) / 2"
        " WHERE adjustment_id = %(row)s",
        "UPDATE schedule.adjustment SET starts_at = starts_at + %(minutes)s * interval '1 minute',"
        " ends_at = ends_at + %(minutes)s * interval '2 minutes' WHERE adjustment_id = %(row)s",
        "DELETE FROM schedule.adjustment WHERE adjustment_id = %(row)s",
    ),
    "contract": (
        "UPDATE schedule.contract SET anchor = anchor + %(days)s WHERE contract_id = %(row)s",
        "UPDATE schedule.contract SET holiday_rule = %(rule)s WHERE contract_id = %(row)s",
        "UPDATE schedule.contract SET valid = daterange(lower(valid) + %(days)s, upper(valid))"
        " WHERE contract_id = %(row)s",
        "UPDATE schedule.contract SET site_id = 3 - site_id WHERE contract_id = %(row)s",
        "UPDATE schedule.contract SET pattern_id = 3 - pattern_id WHERE contract_id = %(row)s",
        "DELETE FROM schedule.contract WHERE contract_id = %(row)s",
    ),
    "pattern": (
        "UPDATE schedule.pattern SET days = days + abs(%(days)s) WHERE pattern_id = %(row)s",
        "UPDATE schedule.pattern_line SET activity_id = %(activity)s WHERE pattern_id = %(row)s"
        " AND start_minute < abs(%(minutes)s)",
        "UPDATE schedule.pattern_line SET minutes = greatest(minutes / 2, 1)"
        " WHERE pattern_id = %(row)s AND day = abs(%(days)s)",
        "UPDATE schedule.pattern_line SET valid = daterange(lower(valid), %(day)s)"
        " WHERE pattern_id = %(row)s AND valid @> %(day)s::date",
        "DELETE FROM schedule.pattern_line WHERE pattern_id = %(row)s AND day = abs(%(days)s)",
        "INSERT INTO schedule.pattern_line"
        " (pattern_id, days, day, start_minute, minutes, activity_id)"
        " SELECT pattern_id, days, abs(%(days)s) %% days, abs(%(minutes)s) %% 1440, 60,"
        " %(activity)s FROM schedule.pattern WHERE pattern_id = %(row)s",
    ),
    "site": (
        "UPDATE org.holiday SET closed = '[600,700)' WHERE site_id = %(row)s AND day < %(day)s",
        "UPDATE org.holiday SET day = day + %(days)s WHERE site_id = %(row)s AND day = %(day)s",
        "DELETE FROM org.holiday WHERE site_id = %(row)s AND day = %(day)s",
        "INSERT INTO org.holiday (site_id, day, name) VALUES (%(row)s, %(day)s, 'New')",
        "UPDATE org.site SET time_zone = 'Asia/Kathmandu' WHERE site_id = %(row)s",
    ),
    "activity": (
        "UPDATE org.activity SET class = 1 + class %% 3 WHERE activity_id = %(activity)s",
    ),
}


@dataclass(frozen=True)
class Change:
    """A statement with its parameters."""

    statement: str
    parameters: dict[str, Any]


@dataclass(frozen=True)
class History:
    """A scene and the transactions that change it, each with its fate."""

    scene: Scene
    transactions: tuple[tuple[tuple[Change, ...], bool], ...]


@st.composite
def changes(draw: st.DrawFn, rows: dict[str, list[int]], scene: Scene) -> Change:
    """A change of one row of the scene, or of some lines or holidays."""
    kind = draw(st.sampled_from([kind for kind, ids in rows.items() if ids]))
    days = st.integers(-3, 8).map(lambda day: instant_of(scene.start).date() + timedelta(days=day))
    parameters = {
        "row": draw(st.sampled_from(rows[kind])),
        "state": draw(states | st.sampled_from(OTHER_STATES)),
        "activity": draw(st.integers(1, 6)),
        "minutes": draw(st.integers(-DAY, DAY)),
        "days": draw(st.integers(-3, 3)),
        "day": draw(days),
        "rule": draw(st.sampled_from(("by_start", "by_minute", "ignore"))),
    }
    return Change(draw(st.sampled_from(STATEMENTS[kind])), parameters)


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Eight to twelve transactions; some change many things, and some come to nothing."""
    scene = draw(scenes())
    rows = {
        "adjustment": [each.adjustment_id for who in scene.people for each in who.adjustments],
        "contract": [each.contract_id for who in scene.people for each in who.contracts],
        "pattern": [1, 2],
        "site": [1, 2],
        "activity": [1],
    }
    some = st.lists(changes(rows, scene), min_size=2, max_size=5).map(tuple)
    fates = st.sampled_from((True, True, True, False))
    return History(scene, tuple(draw(st.lists(st.tuples(some, fates), min_size=8, max_size=12))))
