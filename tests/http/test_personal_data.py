"""All that is held on a person, in one call, and its erasure."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import httpx
import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from app.cli import main
from tests.http.running import Running
from tests.support.servers import Database

NAME, FORMER_NAME = "Zoltan Quixote", "Zoltan Formerly"
EMAIL, ACCOUNT_EMAIL = "zoltan@quixote.test", "zq@login.test"
NUMBER, FORMER_NUMBER = "EMP-ZQ-77", "EMP-OLD-76"
WRITTEN = ("Broken leg", "Visits his mother", "Knows the old fax", "Piano lesson", "Before lunch")
NEEDLES = (NAME, FORMER_NAME, EMAIL, ACCOUNT_EMAIL, NUMBER, FORMER_NUMBER, "Zoltan", *WRITTEN)
# Every row of every table of ours, as text.
TABLES = """
SELECT format('%I.%I', n.nspname, c.relname)
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
ORDER BY 1
"""
CSV = (
    "employee_number,name,email,unit,from,to\n"
    f"{FORMER_NUMBER},{FORMER_NAME},{EMAIL},Acme / Sales,2026-01-01,\n"
    "X1,Xenia,,Acme / Sales,2026-01-01,\n"
    f"X2,{NAME},not an address,Acme / Nowhere/,2026-01-01,2025-01-01\n"
)
# Where the person of these tests is said before: a search that finds too little proves nothing.
SAID_IN = [
    "approval.open_shift",
    "approval.open_shift_history",
    "audit.entry",
    "audit.idempotency_key",
    "auth.account",
    "auth.account_history",
    "import.file_row",
    "org.staff",
    "org.staff_history",
    "schedule.adjustment",
    "schedule.adjustment_history",
    "schedule.duty",
    "schedule.preset",
    "schedule.preset_history",
    "schedule.preset_line",
    "schedule.preset_line_history",
    "schedule.request",
]
WINDOW = "from=2026-01-01&to=2026-12-31"


def ok(response: httpx.Response) -> Any:  # noqa: ANN401 - whatever was answered
    assert response.is_success, response.text
    return response.json() if response.content else None


def change(server: Running, path: str, **values: object) -> None:
    """PATCH a resource, whatever its version."""
    ok(server.http.patch(path, json=values, headers={"If-Match": "*"}))


@pytest.fixture
def person(own_server: Running) -> int:
    """Somebody who did all that can be done, under several names, and left."""
    server = own_server
    ok(
        server.http.post(
            "/v1/imports",
            content=CSV,
            params={"kind": "staff", "faults": "skip"},
            headers={"Content-Type": "text/csv"},
        )
    )
    ((staff_id,),) = server.execute(
        f"SELECT staff_id FROM org.staff WHERE employee_number = '{FORMER_NUMBER}'"
    )
    change(server, f"/v1/staff/{staff_id}", name=NAME, email=EMAIL, employee_number=NUMBER)
    contract = {"staff_id": staff_id, "site_id": 1, "pattern_id": 1, "anchor": "2026-01-05"}
    ok(server.post("/v1/contracts", {**contract, "from": "2026-01-05"}))
    adjustment = {
        "activity": "leave",
        "start": "2026-03-02T00:00:00Z",
        "end": "2026-03-04T00:00:00Z",
        "note": WRITTEN[0],
    }
    request = {"staff_id": staff_id, "reason": WRITTEN[1], "adjustments": [adjustment]}
    made = server.http.post("/v1/requests", json=request, headers={"Idempotency-Key": "k"})
    assert made.status_code == 201
    duty = {"name": "Fax", "day": "2026-03-09", "staff_id": staff_id, "note": WRITTEN[2]}
    ok(server.post("/v1/duties", duty))
    lines = [{"start": "12:00", "end": "13:00", "activity": "leave", "note": WRITTEN[4]}]
    ok(server.post("/v1/presets", {"name": WRITTEN[3], "staff_id": staff_id, "lines": lines}))
    preset = ok(
        server.post("/v1/presets", {"name": "Zoltan's", "staff_id": staff_id, "lines": lines})
    )
    ok(server.http.delete(f"/v1/presets/{preset['id']}", headers={"If-Match": "*"}))
    server.execute(
        "INSERT INTO approval.open_shift"
        " (unit_id, activity_id, starts_at, ends_at, note, taking, giver_id, state, offered_by)"
        " SELECT 2, activity_id, '2026-03-10 09:00Z', '2026-03-10 10:00Z',"
        f" '{WRITTEN[2]}', 'first', {staff_id}, 'open', 2 FROM org.activity WHERE code = 'remote'"
    )
    server.execute("UPDATE approval.open_shift SET state = 'withdrawn'")
    server.execute(
        f"INSERT INTO auth.account (email, name) VALUES ('{ACCOUNT_EMAIL}', '{FORMER_NAME}')"
    )
    server.execute(
        f"""
        UPDATE auth.account SET staff_id = {staff_id}, name = '{NAME}'
        WHERE email = '{ACCOUNT_EMAIL}';
        INSERT INTO auth.credential
        SELECT account_id, '$argon2id$secret' FROM auth.account WHERE staff_id = {staff_id};
        INSERT INTO auth.role_grant (account_id, role, unit_id)
        SELECT account_id, 'staff', 2 FROM auth.account WHERE staff_id = {staff_id};
        INSERT INTO auth.reporting_login (login, account_id)
        SELECT 'bi_7', account_id FROM auth.account WHERE staff_id = {staff_id};
        """
    )
    # One half of the entries is sealed, the other is not.
    server.execute("SELECT audit.seal(100000)")
    server.execute(
        f"UPDATE schedule.adjustment SET note = '{WRITTEN[0]}, twice' WHERE staff_id = {staff_id}"
    )
    return int(staff_id)


def leave(server: Running, staff_id: int) -> None:
    ok(server.http.delete(f"/v1/staff/{staff_id}", headers={"If-Match": "*"}))


def found(database: Database) -> Iterator[tuple[str, str]]:
    """Where in the database something of the person is still said."""
    with psycopg.connect(database.url) as connection:
        for (table,) in connection.execute(TABLES).fetchall():
            for needle in NEEDLES:
                rows = connection.execute(
                    f"SELECT count(*) FROM {table} AS t"
                    " WHERE strpos(lower(t::text), lower(%s)) > 0".encode(),
                    [needle],
                ).fetchone()
                if rows and rows[0]:
                    yield table, needle


def work(server: Running, staff_id: int) -> list[object]:
    """Schedules, hours, coverage and headcount, without who the people are."""
    segments = server.get(f"/v1/schedules?{WINDOW}&staff={staff_id}").json()["staff"]
    return [
        [person["segments"] for person in segments],
        server.get("/v1/headcount?from=2026-03-01&to=2026-03-10&step=60").content,
        server.get(f"/v1/coverage?{WINDOW}").content,
        server.execute(
            "SELECT day, contracted_minutes, worked_minutes, absent_minutes"
            f" FROM reporting.daily_hours WHERE staff_id = {staff_id}"
            " AND day BETWEEN '2026-01-01' AND '2026-12-31' ORDER BY day"
        ),
    ]


def test_all_that_is_held_in_one_call(own_server: Running, person: int) -> None:
    held = ok(own_server.get(f"/v1/staff/{person}/personal-data"))
    assert held["person"]["name"] == NAME
    assert [each["unit_id"] for each in held["memberships"]] == [2]
    assert len(held["contracts"]) == 1
    (request,) = held["requests"]
    assert request["reason"] == WRITTEN[1]
    assert request["adjustments"][0]["note"] == f"{WRITTEN[0]}, twice"
    assert held["duties"][0]["note"] == WRITTEN[2]
    assert held["presets"][0]["lines"][0]["note"] == WRITTEN[4]
    assert held["open_shifts"][0]["note"] == WRITTEN[2]
    assert held["account"]["email"] == ACCOUNT_EMAIL
    assert held["grants"] == [{"role": "staff", "unit_id": 2}]
    assert held["reporting_logins"] == ["bi_7"]
    (credential,) = held["sign_in"]["auth.credential"]
    assert credential["account_id"] == held["account"]["account_id"]
    assert not {"password_hash", "totp_secret"} & set(credential)
    assert held["history"]["org.staff"][0]["name"] == FORMER_NAME
    assert held["history"]["schedule.preset"][0]["name"] == "Zoltan's"
    assert len(held["history"]["schedule.preset_line"]) == 1
    assert held["history"]["schedule.adjustment"][0]["note"] == WRITTEN[0]
    relations = {entry["relation"] for entry in held["audit"]}
    assert relations >= {
        "org.staff",
        "org.membership",
        "schedule.contract",
        "schedule.request",
        "schedule.adjustment",
        "schedule.duty",
        "schedule.preset",
        "schedule.preset_line",
        "auth.account",
        "auth.role_grant",
        "auth.reporting_login",
    }
    (row,) = [each for each in held["imports"] if each["line"] == 2]
    assert row["data"]["employee_number"] == FORMER_NUMBER
    assert "argon2" not in str(held)
    assert own_server.get("/v1/staff/999/personal-data").status_code == 404


def test_of_a_swap_each_is_told_the_own_part(own_server: Running, person: int) -> None:
    """Ada asks to exchange something with the person, who agrees; a manager approves it."""
    own_server.execute(
        f"""
        INSERT INTO schedule.request
        (staff_id, state, kind, partner_id, swapped, reason, decision_comment, requested_by)
        VALUES (1, 'pending', 'swap', {person}, '{{[2026-04-01 09:00Z,2026-04-01 10:00Z)}}',
            'zz reason of Ada', 'zz comment of Ana', 1);
        INSERT INTO schedule.adjustment
        (request_id, staff_id, activity_id, class, starts_at, ends_at, state, note)
        SELECT max(r.request_id), p.staff_id, 2, 1, '2026-04-01 09:00Z', '2026-04-01 10:00Z',
            'pending', p.note
        FROM schedule.request AS r,
            (VALUES (1, 'zz of Ada'), ({person}, 'zz own')) AS p (staff_id, note)
        GROUP BY p.staff_id, p.note;
        INSERT INTO approval.step
        (request_id, place, deciders, quorum, unit_id, state, on_deadline)
        SELECT max(r.request_id), s.place, s.deciders, 'any', 2, s.state, 'escalate'
        FROM schedule.request AS r,
            (VALUES (0, 'partner', 'approved'), (1, 'admins', 'pending'))
                AS s (place, deciders, state)
        GROUP BY s.place, s.deciders, s.state;
        INSERT INTO approval.decision (request_id, step_id, verdict, account_id, comment)
        SELECT s.request_id, s.step_id, 'approve', a.account_id, a.comment
        FROM approval.step AS s
        JOIN (
            SELECT a.account_id, 0 AS place, 'zz agreed' AS comment
            FROM auth.account AS a WHERE a.staff_id = {person}
            UNION ALL SELECT 2, 1, 'zz comment of Ana'
        ) AS a ON a.place = s.place;
        INSERT INTO approval.delegation (account_id, delegate_id, during)
        SELECT 2, a.account_id, '[2026-01-01,)' FROM auth.account AS a WHERE a.staff_id = {person};
        INSERT INTO approval.open_shift_taker (open_shift_id, staff_id)
        SELECT o.open_shift_id, {person} FROM approval.open_shift AS o
        """
    )
    held = ok(own_server.get(f"/v1/staff/{person}/personal-data"))
    swap = held["requests"][-1]
    assert (swap["staff_id"], swap["partner_id"], swap["reason"]) == (1, person, None)
    assert swap["decision_comment"] is None
    assert [(each["staff_id"], each["note"]) for each in swap["adjustments"]] == [
        (person, "zz own")
    ]
    assert [[said["comment"] for said in step["decisions"]] for step in swap["steps"]] == [
        ["zz agreed"],
        [None],
    ]
    assert [each["delegate_id"] for each in held["delegations"]] == [held["account"]["account_id"]]
    assert [each["open_shift_id"] for each in held["open_shift_takers"]] == [1]
    said = str(held)
    assert "zz own" in said
    assert not [each for each in ("zz reason", "zz comment", "zz of Ada") if each in said]
    # The one who asked has the reason and what was said, and nothing of the other's day.
    said = str(ok(own_server.get("/v1/staff/1/personal-data")))
    assert all(each in said for each in ("zz reason of Ada", "zz comment of Ana", "zz of Ada"))
    assert "zz own" not in said


def test_everything_with_the_person_in_it_is_exported(own_server: Running, person: int) -> None:
    """A new table about people is in the history part by itself."""
    held = ok(own_server.get(f"/v1/staff/{person}/personal-data"))
    tables = own_server.execute(
        "SELECT t.schema_name || '.' || t.table_name FROM audit.domain_table AS t"
        " WHERE t.columns && '{staff_id,account_id}'"
    )
    assert {table for (table,) in tables} <= held["history"].keys()


def test_who_may_see_what_is_held(own_server: Running) -> None:
    """The server acts as account 2, which is no administrator any more, and then as Bob."""
    own_server.execute("UPDATE auth.role_grant SET unit_id = 2 WHERE role = 'admin'")
    assert own_server.get("/v1/staff/2/personal-data").status_code == 403
    assert own_server.get("/v1/staff/999/personal-data").status_code == 403
    assert own_server.post("/v1/staff/5/erasure", {"confirm": "E5"}).status_code == 403
    own_server.execute("UPDATE auth.account SET staff_id = 2 WHERE account_id = 2")
    assert ok(own_server.get("/v1/staff/2/personal-data"))["person"]["name"] == "Bob"
    assert own_server.get("/v1/staff/1/personal-data").status_code == 403


def test_after_an_erasure_nothing_says_who_it_was(
    own_server: Running,
    person: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    server = own_server
    leave(server, person)
    before = work(server, person)
    assert {table for table, _ in found(server.database)} == set(SAID_IN)
    answer = ok(server.post(f"/v1/staff/{person}/erasure", {"confirm": NUMBER}))
    assert answer == {
        "erasure_id": 1,
        "staff_id": person,
        "employee_number": f"erased-{person}",
        "name": f"Person {person}",
        "entries": answer["entries"],
    }
    assert list(found(server.database)) == []
    assert work(server, person) == before

    # The others are as they were.
    assert server.get("/v1/staff/1").json()["email"] == "ada@acme.test"
    assert server.get("/v1/requests/1").json()["adjustments"][0]["note"] == "Room 5"
    account = server.execute(f"SELECT active, email FROM auth.account WHERE staff_id = {person}")
    assert account == [(False, "erased-3@invalid")]
    assert server.execute("SELECT count(*) FROM auth.credential WHERE account_id = 3") == [(0,)]

    held = ok(server.get(f"/v1/staff/{person}/personal-data"))
    assert [each["id"] for each in held["erasures"]] == [1]
    erased = [entry for entry in held["audit"] if entry["erased"]]
    assert {(entry["old"], entry["new"]) for entry in erased} == {(None, None)}
    assert len(erased) > 10
    emptied = (
        "SELECT count(*) FROM audit.entry WHERE erasure_id = 1 AND num_nonnulls(old, new, salt) = 0"
    )
    assert server.execute(emptied) == [(answer["entries"],)]
    kept = {entry["relation"] for entry in held["audit"] if not entry["erased"]}
    assert kept == {
        "audit.erasure",
        "auth.role_grant",
        "auth.reporting_login",
        "org.membership",
        "schedule.contract",
    }

    # The chain holds, before and after the last entries are sealed.
    url = "postgresql:///?" + urlencode(conninfo_to_dict(server.database.url))
    monkeypatch.setenv("STRATA_DATABASE_URL", url)
    for _ in range(2):
        assert main(["audit", "verify"]) == 0
        server.execute("SELECT audit.seal(100000)")
    assert f"{answer['entries']} of them erased" in capsys.readouterr().out


def test_an_erasure_comes_after_the_leaving(own_server: Running, person: int) -> None:
    path = f"/v1/staff/{person}/erasure"
    refused = own_server.post(path, {"confirm": NUMBER})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/person-not-left")
    assert refused.json()["detail"] == (
        "The person has not left: end the membership first, and erase when it has ended."
    )
    leave(own_server, person)
    bodies: list[object] = [
        {},
        {"confirm": "A1"},
        {"confirm": None},
        {"confirm": NUMBER, "why": 1},
        [],
        "x",
    ]
    for body in bodies:
        answer = own_server.post(path, body)
        assert answer.status_code == 422, body
        assert answer.json()["errors"][0]["pointer"] == "/confirm"
    assert own_server.post("/v1/staff/999/erasure", {"confirm": "x"}).status_code == 404
    assert own_server.get(f"/v1/staff/{person}").json()["name"] == NAME
    # Whoever starts tomorrow has not left either.
    own_server.execute(
        "INSERT INTO org.membership (staff_id, unit_id, valid)"
        f" VALUES ({person}, 2, daterange(org.today() + 1, NULL))"
    )
    assert own_server.post(path, {"confirm": NUMBER}).status_code == 409


def test_an_erasure_can_be_repeated(own_server: Running, person: int) -> None:
    """What was written about the person since is erased too."""
    leave(own_server, person)
    ok(own_server.post(f"/v1/staff/{person}/erasure", {"confirm": NUMBER}))
    duty = {"name": "Fax", "day": "2026-03-10", "staff_id": person, "note": WRITTEN[2]}
    own_server.execute(
        f"INSERT INTO schedule.duty (name, day, staff_id, note)"
        f" VALUES ('Fax', '2026-03-10', {person}, '{duty['note']}')"
    )
    ok(own_server.post(f"/v1/staff/{person}/erasure", {"confirm": f"erased-{person}"}))
    assert list(found(own_server.database)) == []
    assert own_server.execute("SELECT count(*) FROM audit.erasure") == [(2,)]
