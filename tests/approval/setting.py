"""What an example needs in the database before anybody asks for something."""

from datetime import timedelta
from pathlib import Path

import psycopg

from tests.approval.organisation import ACCOUNTS, PEOPLE, Organisation, Rule

FOLDER = Path(__file__).parent
SCENE = (FOLDER / "scene.sql").read_bytes()
# Without triggers: what was stored for an example was never there.
EMPTIED = [
    "approval.open_shift_taker",
    "approval.open_shift",
    "approval.decision",
    "approval.step",
    "approval.delegation",
    "approval.rule_step",
    "approval.rule",
    "schedule.cancellation",
    "schedule.adjustment",
    "schedule.request",
    "schedule.coverage_requirement",
    "audit.entry",
]
WHEN = {"past": (-48, -24), "now": (-24, 24), "future": (24, 48)}
INSERT_RULE = """
INSERT INTO approval.rule (
    rule_id, name, unit_id, activity_id, class, requester, minimum_notice, maximum_length,
    lock_date, automatic, deadline, on_deadline, coverage, priority, valid
) OVERRIDING SYSTEM VALUE
VALUES (
    %(rule_id)s, 'Rule ' || %(rule_id)s, %(unit_id)s,
    (SELECT activity_id FROM org.activity WHERE code = %(activity)s), %(class)s, %(requester)s,
    %(notice)s, %(length)s, %(lock)s, %(automatic)s, %(deadline)s, %(on_deadline)s, %(coverage)s,
    %(priority)s, daterange(%(first)s, %(end)s)
)
"""


class Setting:
    """Writes units, people, accounts, rules, as the administrator."""

    def __init__(self, admin: psycopg.Connection, organisation: Organisation) -> None:
        self.admin = admin
        self.organisation = organisation

    def prepare(self, organisation: Organisation) -> None:
        """The units, people and accounts that all examples share."""
        self.admin.execute(SCENE)
        for staff_id, name in PEOPLE.items():
            self.admin.execute(
                "INSERT INTO org.staff (staff_id, employee_number, name)"
                " OVERRIDING SYSTEM VALUE VALUES (%s, %s, %s)",
                [staff_id, str(staff_id), name],
            )
            self.admin.execute(
                "INSERT INTO schedule.contract (staff_id, site_id, pattern_id, anchor, valid)"
                " VALUES (%s, 1, 1, '2020-01-01', '[2020-01-01,)')",
                [staff_id],
            )
        for home in organisation.homes:
            self.admin.execute(
                "INSERT INTO org.membership (staff_id, unit_id, valid)"
                " VALUES (%s, %s, daterange(%s, %s))",
                [home.staff_id, home.unit_id, home.first, home.end],
            )
        for account in ACCOUNTS:
            self.admin.execute(
                "INSERT INTO auth.account (account_id, email, name, staff_id, active)"
                " OVERRIDING SYSTEM VALUE VALUES (%s, %s, %s, %s, %s)",
                [
                    account.account_id,
                    f"{account.name.lower()}@acme.test",
                    account.name,
                    account.staff_id,
                    account.active,
                ],
            )
        for account in organisation.accounts.values():
            for role, unit_id in account.grants:
                self.admin.execute(
                    "INSERT INTO auth.role_grant (account_id, role, unit_id) VALUES (%s, %s, %s)",
                    [account.account_id, role, unit_id],
                )

    def begin(self, organisation: Organisation) -> None:
        """Nothing but the rules, delegations and requirements of an example."""
        self.organisation = organisation
        self.admin.execute("SET session_replication_role = replica")
        for table in EMPTIED:
            self.admin.execute(f"DELETE FROM {table}".encode())
        self.admin.execute("SET session_replication_role = origin")
        for rule in organisation.rules:
            self.add_rule(organisation, rule)
        self.delegate(organisation)
        for need in organisation.requirements:
            self.admin.execute(
                "INSERT INTO schedule.coverage_requirement (coverage_requirement_id, unit_id,"
                " site_id, weekdays, start_minute, minutes, people) OVERRIDING SYSTEM VALUE"
                " VALUES (%s, %s, 1, '{1,2,3,4,5,6,7}', %s, %s, %s)",
                [
                    need.requirement_id,
                    need.unit_id,
                    need.start_minute,
                    need.minutes,
                    need.people,
                ],
            )

    def delegate(self, organisation: Organisation) -> None:
        """No delegations but these."""
        self.admin.execute("DELETE FROM approval.delegation")
        for each in organisation.delegations:
            first, end = WHEN[each.when]
            self.admin.execute(
                "INSERT INTO approval.delegation (account_id, delegate_id, during) VALUES"
                " (%s, %s, tstzrange(now() + %s * interval '1h', now() + %s * interval '1h'))",
                [each.account_id, each.delegate_id, first, end],
            )

    def pass_step(self, request_id: int) -> None:
        """The pending step should have been decided by now."""
        self.admin.execute(
            "UPDATE approval.step SET deadline = now() - interval '1 minute'"
            " WHERE request_id = %s AND state = 'pending'",
            [request_id],
        )

    def pass_deadline(self, request_id: int) -> None:
        """The request should have been decided by now."""
        self.admin.execute(
            "UPDATE schedule.request SET requested_at = now() - interval '2h',"
            " deadline = now() - interval '1h' WHERE request_id = %s",
            [request_id],
        )

    def add_rule(self, organisation: Organisation, rule: Rule) -> None:
        """A rule with its steps."""

        def date(day: int | None) -> object:
            return None if day is None else organisation.today + timedelta(days=day)

        self.admin.execute(
            INSERT_RULE.encode(),
            {
                "rule_id": rule.rule_id,
                "unit_id": rule.unit_id,
                "activity": rule.activity,
                "class": rule.activity_class,
                "requester": rule.requester,
                "notice": rule.minimum_notice,
                "length": rule.maximum_length,
                "lock": date(rule.lock_day),
                "automatic": rule.automatic,
                "deadline": rule.deadline,
                "on_deadline": rule.on_deadline,
                "coverage": rule.coverage,
                "priority": rule.priority,
                "first": date(rule.valid[0]),
                "end": date(rule.valid[1]),
            },
        )
        for place, step in enumerate(rule.steps):
            self.admin.execute(
                "INSERT INTO approval.rule_step (rule_id, place, deciders, quorum, account_ids)"
                " VALUES (%s, %s, %s, %s, %s)",
                [rule.rule_id, place, step.deciders, step.quorum, list(step.accounts)],
            )
