"""Scenes into the database, and effective schedules out of it."""

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from psycopg import Connection

from tests.model.clock import instant_of, minute_of
from tests.model.organisation import Adjustment, Segment
from tests.properties.organisations import Scene

FOLDER = Path(__file__).parent
BASE = (FOLDER / "base.sql").read_bytes()
LOAD_SCENE = (FOLDER / "load_scene.sql").read_bytes()
EFFECTIVE_SEGMENTS = (FOLDER / "effective_segments.sql").read_bytes()
CLAIMS = (FOLDER / "claims.sql").read_bytes()
EXPLANATIONS = (FOLDER / "explanations.sql").read_bytes()
EVERYBODY = tuple(range(1, 101))  # the people of base.sql; number and request of each are the same


def adjustment_row(staff_id: int, adjustment: Adjustment) -> dict[str, Any]:
    """An adjustment as a row of schedule.adjustment."""
    return {
        "adjustment_id": adjustment.adjustment_id,
        "request_id": staff_id,
        "staff_id": staff_id,
        "activity_id": adjustment.activity,
        "class": adjustment.activity_class,
        "starts_at": instant_of(adjustment.start).isoformat(),
        "ends_at": instant_of(adjustment.end).isoformat(),
        "state": adjustment.state,
    }


def document(scene: Scene) -> str:
    """The rows of a scene, by table."""
    return json.dumps(
        {
            "sites": [
                {"site_id": site.site_id, "time_zone": site.time_zone} for site in scene.sites
            ],
            "holidays": [
                {"site_id": site.site_id, "day": day.isoformat(), "closed": f"[{start},{end})"}
                for site in scene.sites
                for day, parts in site.closed.items()
                for start, end in parts
            ],
            "patterns": [
                {"pattern_id": pattern.pattern_id, "days": pattern.days}
                for pattern in scene.patterns
            ],
            "lines": [
                {
                    "pattern_id": pattern.pattern_id,
                    "days": pattern.days,
                    "day": line.day,
                    "start_minute": line.start_minute,
                    "minutes": line.minutes,
                    "activity_id": line.activity,
                    "on_clock_change": line.on_clock_change,
                    "valid_from": None if line.valid_from == date.min else f"{line.valid_from}",
                    "valid_to": None if line.valid_to == date.max else f"{line.valid_to}",
                }
                for pattern in scene.patterns
                for line in pattern.lines
            ],
            "contracts": [
                {
                    "contract_id": contract.contract_id,
                    "staff_id": person.staff_id,
                    "site_id": contract.site.site_id,
                    "pattern_id": contract.pattern.pattern_id,
                    "anchor": contract.anchor.isoformat(),
                    "valid_from": contract.valid_from.isoformat(),
                    "valid_to": contract.valid_to and contract.valid_to.isoformat(),
                    "holiday_rule": contract.holiday_rule,
                }
                for person in scene.people
                for contract in person.contracts
            ],
            "adjustments": [
                adjustment_row(person.staff_id, adjustment)
                for person in scene.people
                for adjustment in person.adjustments
            ],
        }
    )


def prepare(connection: Connection) -> None:
    """Makes the people and activities that every scene builds on, in a database of the tests."""
    connection.execute("SET TIME ZONE 'UTC'")
    # Looking up a zone among all there are takes longer than the rest of an example.
    connection.execute("ALTER TABLE org.site DISABLE TRIGGER require_time_zone")
    connection.execute(BASE)


def store(connection: Connection, scene: Scene) -> None:
    """Stores a scene on top of base.sql."""
    connection.execute(LOAD_SCENE, [document(scene)])


def set_time_zone(connection: Connection, time_zone: str) -> None:
    """Sets the zone of the session, which no answer may depend on, for this transaction."""
    connection.execute("SELECT set_config('TimeZone', %s, TRUE)", [time_zone])


def read_segments(
    connection: Connection,
    staff_ids: Iterable[int],
    start: int,
    end: int,
    *,
    known_at: datetime | str = "infinity",
    proposed: Sequence[tuple[int, Adjustment]] = (),
    cancelled: Collection[int] = (),
) -> dict[int, list[Segment]]:
    """The effective schedule of [start, end) as the database computes it, by person."""
    given = arguments(staff_ids, start, end, proposed)
    rows = connection.execute(
        EFFECTIVE_SEGMENTS, {**given, "known_at": known_at, "cancelled": list(cancelled)}
    )
    return by_person(rows)


def read_claims(
    connection: Connection, staff_ids: Iterable[int], start: int, end: int
) -> dict[int, list[Segment]]:
    """What the layers claim of [start, end), before the merge, by person."""
    return by_person(connection.execute(CLAIMS, arguments(staff_ids, start, end)))


def read_explanations(
    connection: Connection,
    staff_ids: Iterable[int],
    start: int,
    end: int,
    proposed: Sequence[tuple[int, Adjustment]],
) -> dict[tuple[int, int], Any]:
    """Why each segment is what it is, by person and start."""
    rows = connection.execute(EXPLANATIONS, arguments(staff_ids, start, end, proposed))
    return {(staff_id, minute_of(starts_at)): why for staff_id, starts_at, why in rows}


def arguments(
    staff_ids: Iterable[int],
    start: int,
    end: int,
    proposed: Sequence[tuple[int, Adjustment]] = (),
) -> dict[str, Any]:
    """The parameters that all readings share."""
    return {
        "staff_ids": list(staff_ids),
        "window_start": instant_of(start),
        "window_end": instant_of(end),
        "proposed": json.dumps([adjustment_row(*each) for each in proposed]),
    }


def by_person(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[Segment]]:
    """Rows of the schedule as segments; what is no contract is of the person's one request."""
    segments: dict[int, list[Segment]] = {}
    for staff_id, starts_at, ends_at, activity, rank, source, request_id in rows:
        assert request_id == (staff_id if rank else None)
        segments.setdefault(staff_id, []).append(
            Segment(minute_of(starts_at), minute_of(ends_at), activity, rank, source)
        )
    return segments
