"""The sealed chain: that it proves what is there, and finds each kind of tampering."""

import threading
from collections.abc import Iterator

import psycopg
import pytest

from tests.audit.conftest import Verify, seal
from tests.support.servers import Database

ACME = """
INSERT INTO org.unit (name) VALUES ('Acme');
INSERT INTO org.site (name, time_zone) VALUES ('Rome', 'Europe/Rome'), ('Oslo', 'Europe/Oslo');
UPDATE org.site SET name = 'Roma' WHERE site_id = 1;
DELETE FROM org.site WHERE site_id = 2;
"""
UNSEALED = "SELECT count(*) FROM audit.entry WHERE position IS NULL"


def scalar(connection: psycopg.Connection, statement: str) -> object:
    row = connection.execute(statement.encode()).fetchone()
    assert row
    return row[0]


@pytest.fixture
def sealed(database: Database) -> Iterator[psycopg.Connection]:
    """A superuser's connection to a database with a sealed chain."""
    with database.connect() as connection:
        for statement in ACME.split(";"):
            connection.execute(statement.encode())
        seal(connection)
        yield connection


def test_a_chain_that_holds(sealed: psycopg.Connection, verify: Verify) -> None:
    sealed.execute("INSERT INTO org.unit (name, parent_id) VALUES ('Sales', 1)")
    length = scalar(sealed, "SELECT max(position) FROM audit.entry")
    last = scalar(
        sealed,
        "SELECT encode(seal, 'hex') FROM audit.entry ORDER BY position DESC NULLS LAST LIMIT 1",
    )
    assert verify() == (
        0,
        f"{length} entries are as they were written, 0 of them erased.\n"
        f"Head: {length}:{last} (note it outside, for --expect).\n"
        "1 entries are not sealed yet.\n",
    )
    assert scalar(
        sealed,
        "SELECT array_agg(position ORDER BY position) = array_agg(g.n ORDER BY g.n)"
        " FROM (SELECT position, row_number() OVER (ORDER BY position) AS n"
        " FROM audit.entry WHERE position IS NOT NULL) AS g",
    )


def test_an_empty_chain_holds(database: Database, verify: Verify) -> None:
    with database.connect() as connection:
        connection.execute("SET session_replication_role = replica; DELETE FROM audit.entry")
    assert verify() == (
        0,
        "0 entries are as they were written, 0 of them erased.\n0 entries are not sealed yet.\n",
    )


ROMA = "(SELECT entry_id FROM audit.entry WHERE relation = 'org.site' AND action = 'update')"
OF_ROMA = f"(SELECT change_id FROM audit.entry WHERE entry_id = {ROMA})"
CONTENT = "its content was changed"
SEAL = "what it says of row, time or account, its digest or its place was changed"


@pytest.mark.parametrize(
    ("tampering", "fault"),
    [
        (
            f'UPDATE audit.entry SET new = new || \'{{"name": "X"}}\' WHERE entry_id = {ROMA}',
            CONTENT,
        ),
        (f"UPDATE audit.entry SET old = NULL WHERE entry_id = {ROMA}", CONTENT),
        (f"UPDATE audit.entry SET salt = gen_random_uuid() WHERE entry_id = {ROMA}", CONTENT),
        (
            "UPDATE audit.entry SET new = '{}', digest = audit.content_digest(salt, old, '{}')"
            f" WHERE entry_id = {ROMA}",
            SEAL,
        ),
        (f"UPDATE audit.entry SET row_key = '9' WHERE entry_id = {ROMA}", SEAL),
        (f"UPDATE audit.entry SET action = 'insert' WHERE entry_id = {ROMA}", SEAL),
        (f"UPDATE audit.entry SET relation = 'org.unit' WHERE entry_id = {ROMA}", SEAL),
        (f"UPDATE audit.entry SET staff_id = 1 WHERE entry_id = {ROMA}", SEAL),
        (f"UPDATE audit.entry SET change_id = change_id - 1 WHERE entry_id = {ROMA}", SEAL),
        (f"UPDATE audit.entry SET seal = digest WHERE entry_id = {ROMA}", SEAL),
        (f"UPDATE audit.transaction SET database_login = 'x' WHERE change_id = {OF_ROMA}", SEAL),
        (f"UPDATE audit.transaction SET request_id = 'x' WHERE change_id = {OF_ROMA}", SEAL),
        (f"UPDATE audit.transaction SET session_id = 1 WHERE change_id = {OF_ROMA}", SEAL),
        (
            "UPDATE audit.transaction SET recorded_at = recorded_at - interval '1 s'"
            f" WHERE change_id = {OF_ROMA}",
            SEAL,
        ),
        (f"DELETE FROM audit.transaction WHERE change_id = {OF_ROMA}", SEAL),
        (
            "UPDATE audit.entry SET erasure_id = 1, old = NULL, new = NULL, salt = NULL"
            f" WHERE entry_id = {ROMA}",
            "it is marked as erased, and no erasure says so",
        ),
        # The two that changed places: the first of them is named.
        (
            "CREATE TEMPORARY TABLE place AS SELECT position AS p FROM audit.entry"
            f" WHERE entry_id = {ROMA};"
            "UPDATE audit.entry SET position = -1 WHERE position = (SELECT p FROM place);"
            "UPDATE audit.entry SET position = position - 1"
            " WHERE position = (SELECT p + 1 FROM place);"
            "UPDATE audit.entry SET position = (SELECT p + 1 FROM place) WHERE position = -1",
            None,
        ),
    ],
)
def test_tampering_is_named(
    sealed: psycopg.Connection, verify: Verify, tampering: str, fault: str | None
) -> None:
    named = sealed.execute(
        "SELECT e.position, e.entry_id FROM audit.entry AS e WHERE e.entry_id = " + ROMA
    ).fetchone()
    assert named is not None
    sealed.execute("SET session_replication_role = replica")
    sealed.execute(tampering.encode())
    code, text = verify()
    assert code == 1
    position, entry_id = named
    if fault is None:
        assert text.startswith(
            f"BROKEN: position {position}, entry {entry_id + 1}: delete of org.site 2 at "
        )
        assert text.endswith(f"{SEAL}.\n")
    else:
        assert text.startswith(f"BROKEN: position {position}, entry {entry_id}: ")
        assert text.endswith(f": {fault}.\n")


def test_an_entry_is_named_with_row_time_and_account(
    sealed: psycopg.Connection, verify: Verify
) -> None:
    position, entry_id, at = sealed.execute(
        "SELECT e.position, e.entry_id, replace((x.recorded_at AT TIME ZONE 'UTC')::text, ' ', 'T')"
        " FROM audit.entry AS e JOIN audit.transaction AS x USING (change_id)"
        f" WHERE entry_id = {ROMA}"
    ).fetchone() or (0, 0, "")
    sealed.execute("SET session_replication_role = replica")
    # Later entries are tampered with too.
    sealed.execute(f"UPDATE audit.entry SET new = '{{}}' WHERE entry_id >= {ROMA}")
    assert verify() == (
        1,
        f"BROKEN: position {position}, entry {entry_id}: update of org.site 1 at {at}Z"
        f" by login {sealed.info.user}: its content was changed.\n",
    )


@pytest.mark.parametrize("renumbered", [False, True])
def test_a_removed_entry_is_found(
    sealed: psycopg.Connection, verify: Verify, renumbered: bool
) -> None:
    position = scalar(sealed, f"SELECT position FROM audit.entry WHERE entry_id = {ROMA}")
    sealed.execute("SET session_replication_role = replica")
    sealed.execute(f"DELETE FROM audit.entry WHERE entry_id = {ROMA}")
    if renumbered:
        sealed.execute(
            f"UPDATE audit.entry SET position = position - 1 WHERE position > {position}"
        )
    code, text = verify()
    assert code == 1
    if renumbered:
        assert text.startswith(f"BROKEN: position {position}, entry ")
        assert ": delete of org.site 2 at " in text
    else:
        assert text == f"BROKEN: position {position} has no entry: it was removed.\n"


def test_a_cut_tail_is_found_by_the_head_that_was_noted(
    sealed: psycopg.Connection, verify: Verify
) -> None:
    head = verify.head()
    length = int(head.split(":")[0])
    assert verify("--expect", head)[0] == 0
    sealed.execute("INSERT INTO org.unit (name, parent_id) VALUES ('Sales', 1)")
    seal(sealed)
    assert verify("--expect", head)[0] == 0
    sealed.execute("SET session_replication_role = replica")
    sealed.execute("DELETE FROM audit.entry WHERE position > %s", [length - 2])
    assert verify()[0] == 0
    assert verify("--expect", head) == (
        1,
        f"BROKEN: the chain ends at position {length - 2}, but it has been {length} long: "
        f"the entries from position {length - 1} on were removed.\n",
    )


def test_a_chain_that_was_written_anew_is_found_by_the_head_that_was_noted(
    sealed: psycopg.Connection, verify: Verify
) -> None:
    head = verify.head()
    sealed.execute("SET session_replication_role = replica")
    sealed.execute(f"UPDATE audit.entry SET new = '{{}}' WHERE entry_id = {ROMA}")
    sealed.execute(
        "UPDATE audit.entry SET position = NULL, seal = NULL, digest = NULL, salt = NULL"
    )
    seal(sealed)
    assert verify()[0] == 0
    position = head.split(":")[0]
    assert verify("--expect", head) == (
        1,
        f"BROKEN: position {position} once had another seal: "
        "this chain, or a part of it, was written anew.\n",
    )


@pytest.mark.parametrize("head", ["7", "0:" + "0" * 64, "7:xyz", "x:" + "0" * 64])
def test_a_head_that_is_none_is_refused(
    head: str, verify: Verify, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        verify("--expect", head)
    assert "POSITION:SEAL is a number from 1, a colon and 64" in capsys.readouterr().err


def test_settings_of_the_session_do_not_matter(
    sealed: psycopg.Connection, database: Database, verify: Verify
) -> None:
    with database.connect() as other:
        other.execute(
            "SET TIME ZONE 'Asia/Tokyo'; SET DateStyle = 'German'; SET IntervalStyle = 'iso_8601'"
        )
        other.execute("SET extra_float_digits = 0; SET bytea_output = 'escape'")
        other.execute("INSERT INTO org.unit (name, parent_id) VALUES ('Sales', 1)")
        seal(other)
    assert verify()[0] == 0


def test_one_sealer_at_a_time(sealed: psycopg.Connection, database: Database) -> None:
    sealed.execute("INSERT INTO org.unit (name, parent_id) VALUES ('Sales', 1)")
    with database.connect() as other, other.transaction():
        assert other.execute("SELECT audit.seal(100)").fetchone() == (1,)
        assert sealed.execute("SELECT audit.seal(100)").fetchone() == (0,)
    assert sealed.execute("SELECT audit.seal(100)").fetchone() == (0,)
    assert scalar(sealed, UNSEALED) == 0


def test_a_change_that_commits_late_is_sealed_late(
    sealed: psycopg.Connection, database: Database, verify: Verify
) -> None:
    with database.connect() as late, late.transaction():
        late.execute("INSERT INTO org.unit (name, parent_id) VALUES ('Late', 1)")
        sealed.execute("INSERT INTO org.unit (name, parent_id) VALUES ('Early', 1)")
        seal(sealed)
    seal(sealed)
    order = sealed.execute(
        "SELECT new ->> 'name' FROM audit.entry WHERE relation = 'org.unit' ORDER BY position"
    ).fetchall()
    assert order == [("Acme",), ("Early",), ("Late",)]
    assert verify()[0] == 0


def test_a_sealer_that_dies_leaves_nothing_half_done(
    sealed: psycopg.Connection, database: Database, verify: Verify
) -> None:
    sealed.execute("INSERT INTO org.unit (name, parent_id) VALUES ('Sales', 1)")
    dying = database.connect()
    dying.execute("BEGIN")
    assert dying.execute("SELECT audit.seal(100)").fetchone() == (1,)
    sealed.execute("SELECT pg_terminate_backend(%s, 5000)", [dying.info.backend_pid])
    dying.close()
    assert scalar(sealed, UNSEALED) == 1
    seal(sealed)
    assert verify()[0] == 0


def test_sealers_and_writers_together(
    sealed: psycopg.Connection, database: Database, verify: Verify
) -> None:
    """Four sealers, four writers who commit and roll back, and somebody who verifies meanwhile."""
    done = threading.Event()
    faults: list[BaseException] = []

    def write(name: str) -> None:
        with database.connect() as connection:
            for number in range(60):
                with connection.transaction(force_rollback=number % 7 == 0):
                    connection.execute(
                        "INSERT INTO org.unit (name, parent_id) VALUES (%s, 1)", [f"{name}{number}"]
                    )
                    connection.execute(
                        "UPDATE org.unit SET display_order = %s WHERE name = %s",
                        [number, f"{name}{number - 1}"],
                    )

    def keep_sealing() -> None:
        with database.connect() as connection:
            while not done.is_set():
                connection.execute("SELECT audit.seal(5)")

    def start(work: object, *arguments: object) -> threading.Thread:
        def guarded() -> None:
            try:
                work(*arguments)  # type: ignore[operator]
            except BaseException as error:
                faults.append(error)

        thread = threading.Thread(target=guarded)
        thread.start()
        return thread

    sealers = [start(keep_sealing) for _ in range(4)]
    writers = [start(write, name) for name in "abcd"]
    while any(writer.is_alive() for writer in writers):
        assert verify()[0] == 0
    done.set()
    for sealer in sealers:
        sealer.join()
    seal(sealed)
    assert faults == []
    assert verify()[0] == 0
    assert scalar(sealed, "SELECT count(*) = max(position) FROM audit.entry")
