"""An erasure, the chain and the sealers; tests/http searches a whole database after one."""

import threading
from collections.abc import Iterator

import psycopg
import pytest

from tests.audit.conftest import Verify, seal
from tests.support.servers import Database
from tests.support.waiting import wait_until

PEOPLE = "INSERT INTO org.staff (employee_number, name) VALUES ('1', 'Ada'), ('2', 'Bob')"
OF_BOB = "relation = 'org.staff' AND row_key = '2'"


@pytest.fixture
def people(database: Database) -> Iterator[psycopg.Connection]:
    """A superuser's connection to a database with two people."""
    with database.connect() as connection:
        connection.execute(PEOPLE)
        seal(connection)
        yield connection


def test_the_chain_holds_over_an_erasure(people: psycopg.Connection, verify: Verify) -> None:
    head = verify.head()
    people.execute("SELECT audit.erase_person(1)")
    # One of its two entries was sealed before.
    for erased in (1, 2):
        code, text = verify("--expect", head)
        assert code == 0
        assert f" are as they were written, {erased} of them erased.\n" in text
        seal(people)
    rows = people.execute(
        "SELECT action, old, new, salt FROM audit.entry"
        " WHERE relation = 'org.staff' AND row_key = '1' ORDER BY entry_id"
    ).fetchall()
    assert rows == [("insert", None, None, None), ("update", None, None, None)]
    assert people.execute("SELECT staff_id FROM audit.erasure").fetchall() == [(1,)]


@pytest.mark.parametrize(
    "forged",
    [
        # Under an erasure that does not cover it, even when its row is changed to say so.
        "UPDATE audit.erasure SET entries = '{[1,1000]}'",
        "SELECT",
    ],
)
def test_an_entry_is_not_hidden_under_the_erasure_of_another(
    people: psycopg.Connection, verify: Verify, forged: str
) -> None:
    people.execute("SELECT audit.erase_person(1)")
    seal(people)
    people.execute("SET session_replication_role = replica")
    people.execute(forged.encode())
    people.execute(
        f"UPDATE audit.entry SET erasure_id = 1, old = NULL, new = NULL, salt = NULL WHERE {OF_BOB}"
    )
    code, text = verify()
    assert code == 1
    assert ": insert of org.staff 2 at " in text
    assert text.endswith(": it is marked as erased, and no erasure says so.\n")


def test_an_erasure_that_was_written_anew_is_broken_itself(
    people: psycopg.Connection, verify: Verify
) -> None:
    people.execute("SELECT audit.erase_person(1)")
    seal(people)
    people.execute("SET session_replication_role = replica")
    people.execute(
        'UPDATE audit.entry SET new = new || \'{"entries": "{[1,1000]}"}\''
        " WHERE relation = 'audit.erasure'"
    )
    people.execute(
        f"UPDATE audit.entry SET erasure_id = 1, old = NULL, new = NULL, salt = NULL WHERE {OF_BOB}"
    )
    code, text = verify()
    assert code == 1
    assert ": insert of audit.erasure 1 at " in text
    assert text.endswith(": its content was changed.\n")


def test_an_erasure_and_a_sealer_keep_apart(
    people: psycopg.Connection, database: Database, verify: Verify
) -> None:
    people.execute("UPDATE org.staff SET name = 'Ida' WHERE staff_id = 1")
    with database.connect() as eraser:
        with eraser.transaction():
            eraser.execute("SELECT audit.erase_person(1)")
            assert people.execute("SELECT audit.seal(100)").fetchone() == (0,)
        seal(people)
        people.execute("UPDATE org.staff SET email = 'b@acme.test' WHERE staff_id = 2")
        with people.transaction():
            assert people.execute("SELECT audit.seal(100)").fetchone() == (1,)
            waiting = threading.Thread(target=eraser.execute, args=["SELECT audit.erase_person(2)"])
            waiting.start()
            with database.connect() as third:
                wait_until(
                    lambda: (
                        third.execute(
                            "SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
                        ).rowcount
                    )
                )
        waiting.join()
    seal(people)
    assert verify()[0] == 0
    found = people.execute("SELECT count(*) FROM audit.entry WHERE new::text LIKE '%acme%'")
    assert found.fetchone() == (0,)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit.erasure SET staff_id = 2",
        "DELETE FROM audit.erasure",
        "TRUNCATE audit.erasure",
    ],
)
def test_an_erasure_is_never_taken_back(people: psycopg.Connection, statement: str) -> None:
    people.execute("SELECT audit.erase_person(1)")
    with pytest.raises(
        psycopg.errors.InsufficientPrivilege, match=r"audit\.erasure is (only|not) "
    ):
        people.execute(statement.encode())


def test_an_account_that_became_somebody_elses_stays_theirs(people: psycopg.Connection) -> None:
    """Also when it was linked to the person who is erased, by mistake or before."""
    people.execute("INSERT INTO auth.account (email, name, staff_id) VALUES ('b@b.test', 'Bob', 1)")
    people.execute("INSERT INTO auth.credential (account_id, password_hash) VALUES (1, 'hash')")
    people.execute("UPDATE auth.account SET staff_id = 2, name = 'Bob B.'")
    # And then of nobody: the last one it stood for was Bob.
    people.execute("UPDATE auth.account SET staff_id = NULL")
    people.execute("SELECT audit.erase_person(1)")
    assert people.execute("SELECT email, name, active FROM auth.account").fetchall() == [
        ("b@b.test", "Bob B.", True)
    ]
    assert people.execute("SELECT password_hash FROM auth.credential").fetchall() == [("hash",)]
    # What it was called while it was the person's own is gone.
    found = people.execute(
        "SELECT coalesce(h.staff_id, 0), h.name FROM auth.account_history AS h ORDER BY h.recorded"
    ).fetchall()
    assert found == [(1, "Person 1"), (2, "Bob B.")]
    found = people.execute(
        "SELECT num_nonnulls(e.old, e.new) FROM audit.entry AS e"
        " WHERE e.relation = 'auth.account' ORDER BY e.entry_id"
    ).fetchall()
    assert found == [(0,), (0,), (2,)]


@pytest.mark.parametrize("sealed", [True, False])
def test_what_was_said_before_a_row_went_over_to_somebody_else_is_erased(
    people: psycopg.Connection, verify: Verify, sealed: bool
) -> None:
    people.execute(
        "INSERT INTO schedule.duty (name, day, staff_id, note)"
        " VALUES ('Fax', '2026-01-01', 1, 'Ada broke it'), ('Door', '2026-01-01', 2, 'Bob has it')"
    )
    people.execute("UPDATE schedule.duty SET staff_id = 2, note = NULL WHERE staff_id = 1")
    if sealed:
        seal(people)
    people.execute("SELECT audit.erase_person(1)")
    seal(people)
    assert verify()[0] == 0
    query = "SELECT count(*) FROM audit.entry WHERE concat(old, new) LIKE %s"
    assert people.execute(query, ["%Ada broke%"]).fetchone() == (0,)
    assert people.execute(query, ["%Bob has%"]).fetchone() == (1,)


def test_rows_of_files_belong_to_whom_they_stand_for(people: psycopg.Connection) -> None:
    """Not to a namesake, nor to who has the number today; who stands for nobody is told by both."""
    people.execute("UPDATE org.staff SET name = 'Bob' WHERE staff_id = 1")
    people.execute(
        "INSERT INTO import.batch (kind, profile, file_name, file_hash, options, labels, ignored)"
        " VALUES ('staff', '', 'staff.csv', 'x', '{}', '{}', '{}')"
    )
    people.execute(
        "INSERT INTO import.file_row (batch_id, ordinal, line, staff_id, data) VALUES"
        """ (1, 1, 2, 1, '{"employee_number": "A"}'), (1, 2, 3, 2, '{"name": "Bob"}'),"""
        """ (1, 3, 4, 2, '{"employee_number": "1"}'), (1, 4, 5, NULL, '{"name": "BOB"}'),"""
        """ (1, 5, 6, NULL, '{"employee_number": "1"}'), (1, 6, 7, NULL, '{"name": "Cyd"}')"""
    )
    shown = people.execute(
        "SELECT i ->> 'line' FROM jsonb_array_elements(audit.personal_data(1) -> 'imports') AS i"
    ).fetchall()
    assert shown == [("2",), ("6",)]
    people.execute("SELECT audit.erase_person(1)")
    left = people.execute("SELECT ordinal FROM import.file_row WHERE data <> '{}' ORDER BY ordinal")
    assert left.fetchall() == [(2,), (3,), (6,)]
