"""The rows of a scene, and the statements that make those of one scene into those of another."""

from collections.abc import Iterator
from typing import Any

from tests.model.clock import instant_of
from tests.rights.asking import (
    Adjustment,
    OpenShift,
    Request,
    comment_of,
    note_of,
    reason_of,
    shift_note_of,
)
from tests.rights.organisation import ACTIVITIES, SLOTS, Scene, duty_note_of
from tests.rights.store import Stored

# In the order in which rows can be made; the key of each is its first column.
TABLES = (
    "org.unit",
    "org.membership",
    "org.secondment",
    "auth.account",
    "auth.role_grant",
    "schedule.contract",
    "schedule.duty",
    "schedule.preset",
    "schedule.preset_line",
    "schedule.coverage_requirement",
    "schedule.coverage_requirement_activity",
    "schedule.request",
    "schedule.cancellation",
    "schedule.adjustment",
    "approval.step",
    "approval.decision",
    "approval.delegation",
    "approval.open_shift",
    "approval.open_shift_taker",
)
# Rows that are parts of something: when they change, the resource has a new version (key, and any
# column that is written to this end).
PARTS = {
    "org.membership": ("org.staff", "staff_id", "name"),
    "schedule.coverage_requirement_activity": (
        "schedule.coverage_requirement",
        "coverage_requirement_id",
        "people",
    ),
    "schedule.preset_line": ("schedule.preset", "preset_id", "name"),
    "schedule.adjustment": ("schedule.request", "request_id", "state"),
    "schedule.cancellation": ("schedule.request", "request_id", "state"),
    "approval.step": ("schedule.request", "request_id", "state"),
    "approval.decision": ("schedule.request", "request_id", "state"),
    "approval.open_shift_taker": ("approval.open_shift", "open_shift_id", "state"),
}
Row = dict[str, Any]
Rows = dict[tuple[str, int], Row]
Statement = tuple[str, list[Any]]


class Writer:
    """What the rows of scenes are, on the days of one that is stored."""

    def __init__(self, database: Stored) -> None:
        self.database = database

    def rows(self, scene: Scene) -> Rows:
        """All rows by table and key."""
        found: Rows = {}
        for table, row in self._rows(scene):
            key = next(iter(row.values()))
            assert (table, key) not in found
            found[table, key] = row
        return found

    def days(self, first: int, end: int | None) -> str:
        """A range of days as the database writes one."""
        return f"[{self.database.date(first)},{'' if end is None else self.database.date(end)})"

    def instant(self, slot: int) -> str:
        """When a slot begins."""
        return instant_of(self.database.minute(slot)).isoformat()

    def _rows(self, scene: Scene) -> Iterator[tuple[str, Row]]:
        for unit, parent in scene.parents.items():
            yield "org.unit", {"unit_id": unit, "parent_id": parent, "name": f"Unit {unit}"}
        for table, stays in (("membership", scene.memberships), ("secondment", scene.secondments)):
            for stay in stays:
                yield (
                    f"org.{table}",
                    {
                        f"{table}_id": stay.stay_id,
                        "staff_id": stay.staff_id,
                        "unit_id": stay.unit_id,
                        "valid": self.days(stay.first, stay.end),
                    },
                )
        for account in scene.accounts:
            yield (
                "auth.account",
                {
                    "account_id": account.account_id,
                    "email": f"{account.account_id}@rights.test",
                    "name": f"Account {account.account_id}",
                    "staff_id": account.staff_id,
                    "active": account.active,
                },
            )
            for grant in account.grants:
                yield (
                    "auth.role_grant",
                    {
                        "grant_id": grant.grant_id,
                        "account_id": account.account_id,
                        "role": grant.role,
                        "unit_id": grant.unit_id,
                    },
                )
        yield from self._planned(scene)
        yield from self._asked(scene)

    def _planned(self, scene: Scene) -> Iterator[tuple[str, Row]]:
        for contract in scene.contracts:
            yield (
                "schedule.contract",
                {
                    "contract_id": contract.contract_id,
                    "staff_id": contract.staff_id,
                    "site_id": 1,
                    "pattern_id": contract.pattern_id,
                    "anchor": f"{self.database.date(contract.first)}",
                    "valid": self.days(contract.first, contract.end),
                    "holiday_rule": "ignore",
                },
            )
        for duty in scene.duties:
            yield (
                "schedule.duty",
                {
                    "duty_id": duty.duty_id,
                    "name": f"Duty {duty.duty_id}",
                    "day": f"{self.database.date(duty.day)}",
                    "staff_id": duty.staff_id,
                    "unit_id": duty.unit_id,
                    "note": duty_note_of(duty.duty_id),
                },
            )
        for preset in scene.presets:
            number = preset.preset_id
            yield (
                "schedule.preset",
                {
                    "preset_id": number,
                    "name": f"Preset {number}",
                    "staff_id": preset.staff_id,
                    "unit_id": preset.unit_id,
                },
            )
            yield (
                "schedule.preset_line",
                {
                    "preset_line_id": number,
                    "preset_id": number,
                    "start_minute": 480,
                    "minutes": 60,
                    "activity_id": preset.activity,
                    "class": ACTIVITIES[preset.activity].activity_class,
                },
            )
        for requirement in scene.requirements:
            number = requirement.requirement_id
            yield (
                "schedule.coverage_requirement",
                {
                    "coverage_requirement_id": number,
                    "unit_id": requirement.unit_id,
                    "site_id": 1,
                    "weekdays": [1, 2, 3, 4, 5, 6, 7],
                    "start_minute": requirement.start_minute,
                    "minutes": requirement.minutes,
                    "people": requirement.people,
                },
            )
            for activity in requirement.activities:
                yield (
                    "schedule.coverage_requirement_activity",
                    {
                        "coverage_requirement_activity_id": number * 10 + activity,
                        "coverage_requirement_id": number,
                        "activity_id": activity,
                    },
                )

    def _asked(self, scene: Scene) -> Iterator[tuple[str, Row]]:
        asked = scene.asked
        for request in asked.requests:
            yield "schedule.request", self._request(request, asked.adjustments)
        for each in asked.cancellations:
            yield (
                "schedule.cancellation",
                {
                    "cancellation_id": each.cancellation_id,
                    "request_id": each.request_id,
                    "cancelled_id": each.cancelled_id,
                },
            )
        for adjustment in asked.adjustments:
            yield (
                "schedule.adjustment",
                {
                    "adjustment_id": adjustment.adjustment_id,
                    "request_id": adjustment.request_id,
                    "staff_id": adjustment.staff_id,
                    "activity_id": adjustment.activity,
                    "class": ACTIVITIES[adjustment.activity].activity_class,
                    "starts_at": self.instant(adjustment.start),
                    "ends_at": self.instant(adjustment.end),
                    "state": asked.request(adjustment.request_id).state,
                    "note": note_of(adjustment.adjustment_id),
                },
            )
        for step in asked.steps:
            yield (
                "approval.step",
                {
                    "step_id": step.step_id,
                    "request_id": step.request_id,
                    "place": step.place,
                    "state": step.state,
                    "deciders": step.deciders,
                    "quorum": step.quorum,
                    "unit_id": step.unit_id,
                    "account_ids": list(step.accounts),
                    "on_deadline": "escalate",
                },
            )
        for decision in asked.decisions:
            yield (
                "approval.decision",
                {
                    "decision_id": decision.decision_id,
                    "request_id": decision.request_id,
                    "step_id": decision.step_id,
                    "verdict": "approve",
                    "account_id": decision.account_id,
                    "on_behalf_of": decision.on_behalf_of,
                    "comment": comment_of(decision.decision_id),
                },
            )
        for delegation in asked.delegations:
            never = "[2020-01-01,2020-02-01)" if delegation.account_id % 2 == 0 else "[2120-01-01,)"
            yield (
                "approval.delegation",
                {
                    "delegation_id": delegation.delegation_id,
                    "account_id": delegation.account_id,
                    "delegate_id": delegation.delegate_id,
                    "during": "[2020-01-01,)" if delegation.now else never,
                },
            )
        for shift in asked.shifts:
            yield from self._shift(shift)

    def _request(self, request: Request, adjustments: tuple[Adjustment, ...]) -> Row:
        swapped = None
        if request.partner_id is not None:
            first = next(each for each in adjustments if each.request_id == request.request_id)
            swapped = f"{{[{self.instant(first.start)},{self.instant(first.end)})}}"
        return {
            "request_id": request.request_id,
            "staff_id": request.staff_id,
            "state": request.state,
            "reason": reason_of(request.request_id),
            "kind": "change" if request.partner_id is None else "swap",
            "partner_id": request.partner_id,
            "swapped": swapped,
            "requested_by": request.asked_by,
        }

    def _shift(self, shift: OpenShift) -> Iterator[tuple[str, Row]]:
        start = shift.day * SLOTS + shift.hour * 4
        yield (
            "approval.open_shift",
            {
                "open_shift_id": shift.open_shift_id,
                "unit_id": shift.unit_id,
                "activity_id": 1,
                "starts_at": self.instant(start),
                "ends_at": self.instant(start + 4),
                "note": shift_note_of(shift.open_shift_id),
                "taking": "chosen",
                "giver_id": shift.giver_id,
                "state": "open" if shift.request_id is None else "taken",
                "offered_by": 1,
                "request_id": shift.request_id,
            },
        )
        for taker in shift.takers:
            yield (
                "approval.open_shift_taker",
                {
                    "open_shift_taker_id": shift.open_shift_id * 10 + taker,
                    "open_shift_id": shift.open_shift_id,
                    "staff_id": taker,
                },
            )


def statements(before: Rows, after: Rows) -> Iterator[Statement]:
    """What makes the rows of before into those of after."""
    for table in reversed(TABLES):
        for (name, key), row in before.items():
            if name == table and (name, key) not in after:
                yield f"DELETE FROM {table} WHERE {next(iter(row))} = %s", [key]
    for table in TABLES:
        for (name, key), row in after.items():
            if name != table:
                continue
            old = before.get((name, key))
            if old is None:
                places = ", ".join(["%s"] * len(row))
                yield (
                    f"INSERT INTO {table} ({', '.join(row)}) OVERRIDING SYSTEM VALUE"
                    f" VALUES ({places})",
                    [*row.values()],
                )
                continue
            changed = {column: value for column, value in row.items() if value != old[column]}
            if changed:
                places = ", ".join(f"{column} = %s" for column in changed)
                yield (
                    f"UPDATE {table} SET {places} WHERE {next(iter(row))} = %s",
                    [*changed.values(), key],
                )
    for table, (whole, key_column, column) in PARTS.items():
        for key in sorted(
            {
                row[key_column]
                for name, number in {*before, *after}
                if name == table and before.get((name, number)) != after.get((name, number))
                for row in (before.get((name, number)), after.get((name, number)))
                if row is not None
            }
        ):
            yield f"UPDATE {whole} SET {column} = {column} WHERE {key_column} = %s", [key]
