"""Scenes into the database, and what an account gets out of it."""

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from psycopg import Connection

from tests.model.clock import instant_of, local_minute
from tests.rights.asking import comment_of, note_of, reason_of, shift_note_of
from tests.rights.organisation import (
    ACTIVITIES,
    SLOT,
    SLOTS,
    Contract,
    Duty,
    Scene,
    Stay,
    duty_note_of,
)

FOLDER = Path(__file__).parent
BASE = (FOLDER / "base.sql").read_bytes()
LOAD_SCENE = (FOLDER / "load_scene.sql").read_bytes()
STORE_DECISIONS = """
INSERT INTO approval.decision
(decision_id, request_id, step_id, verdict, account_id, on_behalf_of, comment)
OVERRIDING SYSTEM VALUE
SELECT decision_id, request_id, step_id, 'approve', account_id, on_behalf_of, comment
FROM jsonb_to_recordset(%s::jsonb) AS row (
    decision_id bigint, request_id bigint, step_id bigint, account_id bigint, on_behalf_of bigint,
    comment text
)
"""
READER = "strata_test_rights_reader"
EARLIER = "2020-01-15T00:00:00Z"
# A superseded version of every row, equal to it: as of EARLIER everything was as it is.
COPY_INTO_HISTORY = """
SELECT string_agg(
    format(
        'INSERT INTO %1$I.%2$I (%3$s, recorded_from, recorded) '
        'SELECT %3$s, ''2020-01-01'', ''[2020-01-01,2020-02-01)'' FROM %1$I.%4$I',
        t.schema_name, t.table_name || '_history', c.columns, t.table_name
    ), '; '
)
FROM audit.domain_table AS t
CROSS JOIN LATERAL (
    SELECT string_agg(quote_ident(h.attname), ', ') AS columns
    FROM pg_attribute AS h
    JOIN pg_attribute AS b ON b.attrelid = t.table_oid AND b.attname = h.attname AND b.attnum > 0
    WHERE
        h.attrelid = format('%I.%I', t.schema_name, t.table_name || '_history')::regclass
        AND h.attnum > 0 AND NOT h.attisdropped AND h.attname NOT IN ('recorded_from', 'change_id')
) AS c
"""


class Stored:
    """A scene in the database, in a transaction that is rolled back."""

    def __init__(self, connection: Connection, scene: Scene) -> None:
        self.connection = connection
        self.scene = scene
        now: dt.datetime = self.value("SELECT now()")
        self.now = now.replace(second=0, microsecond=0)
        self.today: dt.date = now.astimezone(ZoneInfo(scene.zone)).date()
        connection.execute(LOAD_SCENE, [self._document()])
        decisions = [
            {**asdict(each), "comment": comment_of(each.decision_id)}
            for each in scene.asked.decisions
        ]
        if decisions:
            # A trigger looks at the requests: they must be there.
            connection.execute(STORE_DECISIONS, [json.dumps(decisions)])
        history: str = self.value(COPY_INTO_HISTORY)
        connection.execute(history.encode())
        connection.execute(
            "INSERT INTO auth.reporting_login (login, account_id) VALUES (%s, 1)", [READER]
        )

    def value(self, statement: str, *values: object) -> Any:  # noqa: ANN401 - of any type
        """The only value of a statement."""
        row = self.connection.execute(statement.encode(), values or None).fetchone()
        assert row
        return row[0]

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of a statement."""
        return self.connection.execute(statement.encode(), values or None).fetchall()

    def date(self, day: int) -> dt.date:
        """The date of a day of the scene."""
        return self.today + dt.timedelta(days=day)

    def day(self, date: dt.date) -> int:
        """The day of a date."""
        return (date - self.today).days

    def midnight(self, day: int) -> int:
        """The minute at which a day begins in the zone of the organisation."""
        return local_minute(self.scene.zone, self.date(day), 0)

    def minute(self, slot: int) -> int:
        """The minute of a slot, which counts from the midnight that begins today."""
        return self.midnight(0) + slot * SLOT

    def day_at(self, instant: dt.datetime) -> int:
        """The day of an instant in the zone of the organisation."""
        return self.day(instant.astimezone(ZoneInfo(self.scene.zone)).date())

    @contextmanager
    def acting(self, account_id: int) -> Iterator[None]:
        """What is executed here is a request of the account; nothing of it stays."""
        with self.connection.transaction(force_rollback=True):
            self.connection.execute(
                "SET LOCAL SESSION AUTHORIZATION strata_app;"
                f"SELECT set_config('strata.account_id', '{account_id}', TRUE),"
                " set_config('role', 'strata_user', TRUE)".encode()
            )
            yield

    @contextmanager
    def reporting(self, account_id: int) -> Iterator[None]:
        """What is executed here comes from a reporting login of the account."""
        with self.connection.transaction(force_rollback=True):
            self.connection.execute(
                f"UPDATE auth.reporting_login SET account_id = {account_id};"
                f"SET LOCAL SESSION AUTHORIZATION {READER}".encode()
            )
            yield

    def _document(self) -> str:
        scene = self.scene

        def dated(each: Stay | Contract | Duty) -> dict[str, Any]:
            row = asdict(each)
            for key in ("first", "end", "day"):
                if isinstance(row.get(key), int):
                    row[key] = f"{self.date(row[key])}"
            return row

        return json.dumps(
            {
                "zone": scene.zone,
                "site_zone": scene.site_zone,
                "units": [
                    {"unit_id": unit, "parent_id": parent} for unit, parent in scene.parents.items()
                ],
                "memberships": [dated(each) for each in scene.memberships],
                "secondments": [dated(each) for each in scene.secondments],
                "contracts": [dated(each) for each in scene.contracts],
                **self._asked(),
                "duties": [
                    {**dated(each), "note": duty_note_of(each.duty_id)} for each in scene.duties
                ],
                "presets": [
                    {**asdict(each), "class": ACTIVITIES[each.activity].activity_class}
                    for each in scene.presets
                ],
                "requirements": [asdict(each) for each in scene.requirements],
                "accounts": [
                    {
                        "account_id": each.account_id,
                        "staff_id": each.staff_id,
                        "active": each.active,
                    }
                    for each in scene.accounts
                ],
                "grants": [
                    {**asdict(grant), "account_id": each.account_id}
                    for each in scene.accounts
                    for grant in each.grants
                ],
            }
        )

    def _asked(self) -> dict[str, Any]:
        asked = self.scene.asked

        def instant(slot: int) -> str:
            return instant_of(self.minute(slot)).isoformat()

        return {
            "requests": [
                {
                    **asdict(each),
                    "reason": reason_of(each.request_id),
                    "starts_at": instant(asked.adjustments_of(each.request_id)[0].start),
                    "ends_at": instant(asked.adjustments_of(each.request_id)[0].end),
                }
                for each in asked.requests
            ],
            "adjustments": [
                {
                    **asdict(each),
                    "class": ACTIVITIES[each.activity].activity_class,
                    "starts_at": instant(each.start),
                    "ends_at": instant(each.end),
                    "state": asked.request(each.request_id).state,
                    "note": note_of(each.adjustment_id),
                }
                for each in asked.adjustments
            ],
            "steps": [asdict(each) for each in asked.steps],
            "cancellations": [asdict(each) for each in asked.cancellations],
            "delegations": [asdict(each) for each in asked.delegations],
            "shifts": [
                {
                    **asdict(each),
                    "starts_at": instant(each.day * SLOTS + each.hour * 4),
                    "ends_at": instant(each.day * SLOTS + each.hour * 4 + 4),
                    "note": shift_note_of(each.open_shift_id),
                }
                for each in asked.shifts
            ],
        }


@contextmanager
def stored(connection: Connection, scene: Scene) -> Iterator[Stored]:
    """The scene is in the database for the time of the block."""
    with connection.transaction(force_rollback=True):
        yield Stored(connection, scene)
