"""No login and no role of a request writes past the functions that check who decides."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.approval.requests import Body
from tests.approval.store import Store, acting
from tests.approval.test_separation import ANN, DAN, GUS, morning
from tests.support.servers import Database

# Each would let Ann's request count, or change who decides it.
WRITES = [
    "UPDATE schedule.request SET state = 'approved'",
    "UPDATE schedule.request SET requested_by = 9",
    "UPDATE schedule.request SET automatic = TRUE",
    "UPDATE schedule.adjustment SET state = 'approved'",
    "UPDATE approval.step SET state = 'approved'",
    "UPDATE approval.step SET deciders = 'accounts', account_ids = '{1}'",
    "UPDATE approval.decision SET account_id = 9",
    "UPDATE approval.rule SET automatic = TRUE",
    "UPDATE approval.rule_step SET deciders = 'accounts', account_ids = '{1}'",
    "UPDATE auth.account SET staff_id = NULL",
    "DELETE FROM approval.step",
    "DELETE FROM approval.decision",
    "DELETE FROM schedule.request",
    "DELETE FROM schedule.cancellation",
    "DELETE FROM approval.rule",
    "INSERT INTO approval.decision (request_id, step_id, verdict, consent, account_id, involved)"
    " SELECT request_id, step_id, 'approve', TRUE, 1, '{}' FROM approval.step",
    "INSERT INTO approval.delegation (account_id, delegate_id, during)"
    " VALUES (4, 1, tstzrange(now(), NULL))",
    "INSERT INTO approval.rule (name, automatic) VALUES ('Mine', TRUE)",
    "INSERT INTO auth.role_grant (account_id, role) VALUES (1, 'admin')",
    "INSERT INTO schedule.request (staff_id, state) VALUES (1, 'approved')",
    "INSERT INTO schedule.adjustment (request_id, staff_id, activity_id, class, starts_at, ends_at,"
    " state) SELECT request_id, 1, 8, 3, '2030-01-01', '2030-01-02', 'approved'"
    " FROM schedule.request",
    "ALTER TABLE approval.decision DROP CONSTRAINT decision_not_by_involved",
    "ALTER TABLE approval.decision DISABLE TRIGGER ALL",
    "SET session_replication_role = replica",
]
READER = "strata_test_approval_reader"
EXECUTABLE = """
SELECT p.proname
FROM pg_proc AS p
WHERE
    p.pronamespace = 'approval'::regnamespace AND p.provolatile = 'v' AND p.prorettype <> 'trigger'::regtype
    AND has_function_privilege(%s, p.oid, 'EXECUTE')
ORDER BY 1
"""  # noqa: E501 - a statement


@pytest.fixture(name="pending")
def _pending(acme: Store) -> int:
    request = acme.ask(ANN, Body(1, morning(acme)))
    return int(request["id"])


@pytest.fixture(name="reader", scope="module")
def _reader(prepared: Store, shared_database: Database) -> Iterator[psycopg.Connection]:
    """The reporting login of an administrator."""
    prepared.admin.execute(
        f"CREATE ROLE {READER} LOGIN PASSWORD 'x' IN ROLE strata_bi;"
        f"SELECT auth.store_reporting_login('{READER}', 'gus@acme.test')".encode()
    )
    with psycopg.connect(
        shared_database.url, user=READER, password="x", autocommit=True
    ) as connection:
        yield connection
    prepared.admin.execute(f"DROP OWNED BY {READER}; DROP ROLE {READER}".encode())


def allowed(connection: psycopg.Connection) -> list[str]:
    """The writes that are not refused for want of a right."""
    found = []
    for statement in WRITES:
        try:
            with connection.transaction(force_rollback=True):
                connection.execute(statement.encode())
        except psycopg.errors.InsufficientPrivilege:
            continue
        except psycopg.Error as error:
            found.append(f"{statement}: {error}")
            continue
        found.append(statement)
    return found


@pytest.mark.parametrize("account", [ANN, DAN, GUS])
def test_a_request_of_any_account(acme: Store, pending: int, account: int) -> None:
    before = acme.state()
    with acting(acme.application, account) as connection:
        assert allowed(connection) == []
    assert acme.state() == before
    assert before[pending]["state"] == "pending"


def test_the_login_of_the_server(acme: Store, pending: int) -> None:
    before = acme.state()
    assert allowed(acme.application) == []
    assert acme.state() == before
    assert before[pending]["state"] == "pending"


def test_a_reporting_login(acme: Store, pending: int, reader: psycopg.Connection) -> None:
    """Also one that says that it is the manager."""
    before = acme.state()
    assert allowed(reader) == []
    reader.execute("SELECT set_config('strata.account_id', '4', FALSE)")
    assert allowed(reader) == []
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        reader.execute("SELECT api.request_approve(%s, '{}')", [pending])
    assert acme.state() == before


@pytest.mark.parametrize("role", ["strata_user", "strata_app", "strata_bi", "strata_login"])
def test_what_writes_is_behind_the_api(acme: Store, role: str) -> None:
    """Of the functions that move requests a request calls none by itself; the job is nobody's."""
    names = [name for (name,) in acme.admin.execute(EXECUTABLE, [role]).fetchall()]
    assert names == (["run_deadlines"] if role == "strata_user" else [])


def test_the_old_way_in_is_closed(acme: Store) -> None:
    for call in (
        "SELECT schedule.store_approved_request(1, '[]')",
        "SELECT approval.move(1, 'approve', 1)",
    ):
        with (
            pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.UndefinedFunction)),
            acting(acme.application, GUS) as connection,
        ):
            connection.execute(call.encode())
