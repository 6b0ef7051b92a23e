"""A month of a real organisation, asked for by its people and decided by its managers over HTTP."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import urlencode

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from app.cli import main
from tests.approval.served import Served
from tests.http.running import Running, running
from tests.imports.conftest import CALLSTATUS
from tests.imports.test_real_files import TOKYO, expected_minutes, instant
from tests.support.servers import Database, Server, versions

FIRST, LAST = date(2025, 7, 7), date(2025, 7, 31)
ALIASES = {"online": "office", "night duty": "night_duty"}
FOREIGN = {"出社": "office"}
# An account for everybody; the first two of each department manage it.
ACCOUNTS = """
INSERT INTO auth.account (email, name, staff_id)
SELECT 'p' || s.employee_number || '@replay.test', s.name, s.staff_id FROM org.staff AS s;
INSERT INTO auth.role_grant (account_id, role, unit_id)
SELECT a.account_id, 'staff', m.unit_id
FROM auth.account AS a JOIN org.membership AS m USING (staff_id);
INSERT INTO auth.role_grant (account_id, role, unit_id)
SELECT p.account_id, 'manager', p.department
FROM (
    SELECT a.account_id, u.parent_id AS department,
        row_number() OVER (PARTITION BY u.parent_id ORDER BY a.staff_id) AS place
    FROM auth.account AS a
    JOIN org.membership AS m USING (staff_id)
    JOIN org.unit AS u USING (unit_id)
) AS p
WHERE p.place <= 2
"""
PEOPLE = """
SELECT s.employee_number, a.account_id, s.staff_id, ARRAY(
    SELECT g.account_id FROM auth.role_grant AS g
    WHERE g.role = 'manager' AND g.unit_id = u.parent_id AND g.account_id <> a.account_id
    ORDER BY g.account_id
)
FROM org.staff AS s
JOIN auth.account AS a USING (staff_id)
JOIN org.membership AS m USING (staff_id)
JOIN org.unit AS u USING (unit_id)
"""


class Employee(NamedTuple):
    """Somebody of the roster: account, person, and the accounts that decide."""

    account: int
    staff_id: int
    managers: list[int]


class Month(NamedTuple):
    """The server, and everybody by employee number."""

    served: Served
    people: dict[str, Employee]


@pytest.fixture(scope="module", name="month")
def _month(
    cluster: Server, shared_database: Database, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Month]:
    if cluster.version != versions()[0]:
        pytest.skip("A month takes long: the newest version is enough")
    if not CALLSTATUS.exists():
        pytest.skip("../shared/data/callstatus is absent")
    directory = tmp_path_factory.mktemp("replay")
    with pytest.MonkeyPatch.context() as environment:
        address = f"postgresql:///?{urlencode(conninfo_to_dict(shared_database.url))}"
        environment.setenv("STRATA_DATABASE_URL", address)
        roster = ("import", "--kind", "people", "--profile", "callstatus")
        assert main([*roster, str(CALLSTATUS / "roster.json")]) == 0
        assert main(["holidays", "JP", "2025"]) == 0
    with shared_database.connect() as connection:
        connection.execute(ACCOUNTS)
        people = {row[0]: Employee(*row[1:]) for row in connection.execute(PEOPLE).fetchall()}
        connection.execute("ANALYZE")
    with running(shared_database, directory) as server:
        served = Served(server)
        served.sign_in([each.account for each in people.values()])
        yield Month(served, people)


def requests(people: dict[str, Employee]) -> list[tuple[Employee, dict[str, Any]]]:
    """The requests of the file as bodies, with the words of the file."""
    roster = json.loads((CALLSTATUS / "roster.json").read_text())["employeeData"]
    rows = json.loads((CALLSTATUS / "requests_2025_07.json").read_text())["applications"]
    found = []
    for row in rows:
        employee = people[roster[row["staffId"] - 73]["empNo"]]
        midnight = instant(date.fromisoformat(row["date"]))
        adjustments = [
            {
                "activity": ALIASES.get(part["status"], part["status"]),
                "start": moment(midnight, part["start"]),
                "end": moment(midnight, part["end"]),
                "note": part["memo"],
            }
            for part in row["schedules"]
        ]
        found.append(
            (
                employee,
                {
                    "staff_id": employee.staff_id,
                    "adjustments": adjustments,
                    "reason": row["presetName"],
                },
            )
        )
    return found


def moment(midnight: datetime, hours: float) -> str:
    """An instant some hours after the midnight of Tokyo."""
    return f"{midnight + timedelta(hours=hours):%Y-%m-%dT%H:%M:%SZ}"


def ask(served: Served, asked: tuple[Employee, dict[str, Any]]) -> tuple[int, dict[str, Any]]:
    """Asks once more in the words of the API where it said that it does not know one."""
    employee, body = asked
    places = [n for n, a in enumerate(body["adjustments"]) if a["activity"] in FOREIGN]
    if places:
        refused = served.post(employee.account, "/v1/requests", body)
        assert refused.status_code == 422, refused.text
        assert refused.json()["errors"] == [
            {"pointer": f"/adjustments/{n}/activity", "detail": "There is no activity 出社."}
            for n in places
        ]
        for n in places:
            body["adjustments"][n]["activity"] = FOREIGN[body["adjustments"][n]["activity"]]
    return len(places), served.ask(employee.account, body)


def decide(served: Served, manager: int, request: dict[str, Any], verdict: str) -> None:
    """One decision by itself."""
    path = f"/v1/requests/{request['id']}/{verdict}"
    answer = served.post(manager, path, {"version": request["version"]})
    assert answer.status_code == 200, answer.text
    state = {"approve": "approved", "reject": "rejected"}[verdict]
    assert (answer.json()["state"], answer.json()["decided_by"]) == (state, manager)


def decide_all(served: Served, manager: int, pending: list[dict[str, Any]]) -> None:
    """All decisions of a manager in one call."""
    decisions = [
        {"id": each["id"], "verdict": "approve", "version": each["version"]} for each in pending
    ]
    answer = served.post(manager, "/v1/requests/decisions", {"decisions": decisions})
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert (found["decided"], found["failed"]) == (len(pending), 0)
    assert [(each["id"], each["status"], each["state"]) for each in found["items"]] == [
        (number, 200, "approved") for number in sorted(each["id"] for each in pending)
    ]


def decide_single(served: Served, place: int, employee: Employee, pending: dict[str, Any]) -> None:
    """Approved by one manager, or rejected, asked for again and approved by another."""
    if place % 3 == 0:
        decide(served, employee.managers[-1], pending, "reject")
        again = {"staff_id": employee.staff_id, "reason": pending["reason"]}
        again["adjustments"] = [
            {name: each[name] for name in ("activity", "start", "end", "note")}
            for each in pending["adjustments"]
        ]
        pending = served.ask(employee.account, again)
    decide(served, employee.managers[0], pending, "approve")


def waiting(month: Month, asked: list[Employee]) -> dict[int, tuple[int, int]]:
    """By manager: what waits by the inbox, and what should."""
    found = {}
    for manager in {each for employee in month.people.values() for each in employee.managers}:
        answer = month.served.get(manager, "/v1/inbox?limit=1")
        assert answer.status_code == 200, answer.text
        expected = sum(manager in each.managers for each in asked)
        found[manager] = (answer.json()["counts"]["pending"], expected)
    return found


def test_the_month(month: Month) -> None:
    """Asked for by everybody, decided in bulk and one by one, it is the schedule of the files."""
    served, people = month
    asked = requests(people)
    assert len(asked) == 930
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(partial(ask, served), asked))
        assert sum(count for count, _ in answers) == 18
        assert {answer["state"] for _, answer in answers} == {"pending"}
        inboxes = waiting(month, [employee for employee, _ in asked])
        assert len(inboxes) == 12
        assert all(found == expected > 0 for found, expected in inboxes.values())
        single: list[tuple[int, Employee, dict[str, Any]]] = []
        bulk: dict[int, list[dict[str, Any]]] = {}
        for place, ((employee, _), (_, answer)) in enumerate(zip(asked, answers, strict=True)):
            if place % 8 == 0:
                single.append((place, employee, answer))
            else:
                manager = employee.managers[place % len(employee.managers)]
                bulk.setdefault(manager, []).append(answer)
        for done in [pool.submit(decide_single, served, *each) for each in single]:
            done.result()
        for done in [pool.submit(decide_all, served, *each) for each in bulk.items()]:
            done.result()
    assert set(waiting(month, []).values()) == {(0, 0)}
    assert schedule(served.running) == expected_minutes(CALLSTATUS, FIRST, LAST)


def schedule(server: Running) -> dict[tuple[str, date], list[str | None]]:
    """The activity of every minute of every day that has one."""
    found: dict[tuple[str, date], list[str | None]] = {}
    with psycopg.connect(server.database.url) as connection:
        rows = connection.execute(
            "SELECT s.employee_number, e.starts_at, e.ends_at, a.code"
            " FROM schedule.effective_segments(ARRAY(SELECT staff_id FROM org.staff), %s, %s) AS e"
            " JOIN org.staff AS s USING (staff_id) JOIN org.activity AS a USING (activity_id)",
            [instant(FIRST), instant(LAST + timedelta(days=1))],
        ).fetchall()
    for number, start, end, activity in rows:
        local = start.astimezone(UTC) + TOKYO
        minutes = found.setdefault((number, local.date()), [None] * 1440)
        begin = local.hour * 60 + local.minute
        length = int((end - start).total_seconds()) // 60
        minutes[begin : begin + length] = [activity] * length
    return found
