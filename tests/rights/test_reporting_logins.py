"""`strata bi`: logins of the database for reports, from outside."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from app import ROOT
from app.cli import main
from app.database import doctor
from tests.support.servers import Database

NAME = "Ana Lyst"
ANA, BEN = "ana@acme.test", "ben@acme.test"
ATTRIBUTES = """
SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, rolconnlimit
FROM pg_roles WHERE rolname = %s
"""


@pytest.fixture(name="strata")
def _strata(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The options of a database with two accounts; the login that a test makes goes at the end."""
    part = conninfo_to_dict(database.url)
    with database.connect() as connection:
        for email in (ANA, BEN):
            connection.execute("SELECT auth.store_account(%s, 'A', 'viewer', NULL)", [email])
        connection.execute("INSERT INTO auth.account (email, name) VALUES ('carl@acme.test', 'C')")
        connection.execute("UPDATE auth.account SET active = FALSE WHERE email = 'carl@acme.test'")
    for variable in ("STRATA_BI_PASSWORD", "STRATA_BI_PASSWORD_FILE"):
        monkeypatch.delenv(variable, raising=False)
    yield [
        "--database-url",
        f"postgresql://{part['user']}:{part['password']}@/{part['dbname']}"
        f"?host={part['host']}&port={part['port']}",
    ]
    with database.connect() as connection:
        connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(NAME)))


@contextmanager
def analyst(database: Database, password: str, name: str = NAME) -> Iterator[psycopg.Connection]:
    """A connection of the login."""
    url = make_conninfo(database.url, user=name, password=password)
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


def one(connection: psycopg.Connection, statement: str, *values: object) -> object:
    """The only value of a statement."""
    row = connection.execute(statement.encode(), values).fetchone()
    assert row
    return row[0]


def findings(database: Database) -> list[str]:
    return [
        text for text in doctor.examine(database.url, ROOT) if NAME in text or "temporary" in text
    ]


def test_a_login_is_granted_used_and_revoked(
    database: Database, strata: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bi", "grant", NAME, "--account", "Ana@Acme.test", *strata]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first == f"{NAME} reads reports as {ANA}."
    assert second.startswith("Password: ")
    with database.connect() as admin, analyst(database, second.split()[1]) as connection:
        assert admin.execute(ATTRIBUTES, [NAME]).fetchone() == (*[False] * 5, 10)
        email = "SELECT email FROM auth.account WHERE account_id = %s"
        assert one(admin, email, one(connection, "SELECT auth.account_id()")) == ANA
        for setting, value in (
            ("statement_timeout", "1min"),
            ("idle_in_transaction_session_timeout", "5min"),
            ("default_transaction_read_only", "on"),
            ("search_path", "reporting"),
        ):
            assert one(connection, f"SHOW {setting}") == value
        assert connection.execute("SELECT * FROM unit_tree").fetchall() == []
        assert findings(database) == []

        assert main(["bi", "list", *strata]) == 0
        heading, line = capsys.readouterr().out.splitlines()
        assert heading.split() == ["login", "account", "connections", "timeout", "state"]
        assert line.split() == [*NAME.split(), ANA, "10", "60s", "reads"]

        assert main(["bi", "revoke", NAME, *strata]) == 0
        assert capsys.readouterr().out == f"{NAME} is gone; 1 of its sessions were ended.\n"
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
        assert one(admin, "SELECT count(*) FROM auth.reporting_login") == 0
        assert one(admin, "SELECT count(*) FROM pg_roles WHERE rolname = %s", NAME) == 0
    assert main(["bi", "list", *strata]) == 0
    assert capsys.readouterr().out == ""


def test_a_login_gets_another_account_and_keeps_its_password(
    database: Database,
    strata: list[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("STRATA_BI_PASSWORD", "chosen")
    assert main(["bi", "grant", NAME, "--account", ANA, *strata]) == 0
    assert capsys.readouterr().out == f"{NAME} reads reports as {ANA}.\n"
    monkeypatch.delenv("STRATA_BI_PASSWORD")
    limits = ["--timeout", "5", "--connections", "1"]
    assert main(["bi", "grant", NAME, "--account", BEN, *limits, *strata]) == 0
    assert capsys.readouterr().out == f"{NAME} reads reports as {BEN}.\n"
    with database.connect() as admin, analyst(database, "chosen") as connection:
        email = "SELECT email FROM auth.account WHERE account_id = %s"
        assert one(admin, email, one(connection, "SELECT auth.account_id()")) == BEN
        assert one(connection, "SHOW statement_timeout") == "5s"
        with pytest.raises(psycopg.OperationalError, match="too many connections"):
            analyst(database, "chosen").__enter__()
        admin.execute("UPDATE auth.account SET active = FALSE WHERE email = %s", [BEN])
        assert one(connection, "SELECT auth.account_id()") is None


def test_a_login_without_a_password(
    database: Database, strata: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bi", "grant", NAME, "--account", ANA, "--no-password", *strata]) == 0
    assert capsys.readouterr().out == f"{NAME} reads reports as {ANA}.\n"
    with database.connect() as admin:
        statement = "SELECT rolpassword FROM pg_authid WHERE rolname = %s"
        assert one(admin, statement, NAME) is None


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("strata_app", "strata_app is a name that Strata or PostgreSQL keeps for itself"),
        ("Strata_x", "Strata_x is a name that Strata or PostgreSQL keeps for itself"),
        ("pg_monitor", "pg_monitor is a name that Strata or PostgreSQL keeps for itself"),
        ("public", "public is a name that Strata or PostgreSQL keeps for itself"),
        (" ", "The name of a reporting login must not be blank."),
        ("ä" * 32, "The name of a reporting login has at most 63 bytes."),
    ],
)
def test_a_name_that_cannot_be_used(
    name: str, sentence: str, strata: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bi", "grant", name, "--account", ANA, *strata]) == 1
    told = capsys.readouterr().err
    assert told.startswith(f"strata: {sentence}")
    assert told.count("\n") == 1


@pytest.mark.parametrize("email", ["nobody@acme.test", "carl@acme.test"])
def test_an_account_that_cannot_be_used(
    email: str, database: Database, strata: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bi", "grant", NAME, "--account", email, *strata]) == 1
    told = capsys.readouterr().err
    assert told == f"strata: There is no active account {email}: nothing was changed.\n"
    with database.connect() as admin:
        assert one(admin, "SELECT count(*) FROM pg_roles WHERE rolname = %s", NAME) == 0


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        ("LOGIN", " is a role already, and no reporting login: choose another name.\n"),
        ("SUPERUSER", " is a role already, and no reporting login: choose another name.\n"),
        (
            "LOGIN SUPERUSER IN ROLE strata_bi",
            " is a role already, and no reporting login: choose another name.\n",
        ),
        (
            "LOGIN BYPASSRLS IN ROLE strata_bi",
            " is not, or not only, a reporting login: it must be a member of strata_bi, "
            "NOBYPASSRLS.\n",
        ),
        (
            "LOGIN IN ROLE strata_bi, pg_monitor",
            " is not, or not only, a reporting login: it must be a member of strata_bi, "
            "not a member of pg_monitor.\n",
        ),
    ],
)
def test_a_role_that_is_no_reporting_login_stays_as_it_is(
    made: str,
    sentence: str,
    database: Database,
    strata: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    with database.connect() as admin:
        admin.execute(f'CREATE ROLE "{NAME}" {made}')
        before = admin.execute("SELECT * FROM pg_authid WHERE rolname = %s", [NAME]).fetchone()
        assert main(["bi", "grant", NAME, "--account", ANA, *strata]) == 1
        assert capsys.readouterr().err == f"strata: {NAME}{sentence}"
        after = admin.execute("SELECT * FROM pg_authid WHERE rolname = %s", [NAME]).fetchone()
        assert before == after
        assert one(admin, "SELECT count(*) FROM auth.reporting_login") == 0


def test_what_is_not_there_cannot_be_revoked(
    strata: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("nobody at all", "strata_app"):
        assert main(["bi", "revoke", name, *strata]) == 1
        assert capsys.readouterr().err == f"strata: There is no reporting login {name}.\n"


def test_a_login_that_owns_something_is_shut_out_and_says_what_it_owns(
    database: Database, strata: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bi", "grant", NAME, "--account", ANA, "--no-password", *strata]) == 0
    with database.connect() as admin:
        admin.execute(f'CREATE SCHEMA own AUTHORIZATION "{NAME}"')
        assert main(["bi", "revoke", NAME, *strata]) == 1
        assert "(owner of schema own)" in capsys.readouterr().err
        assert one(admin, "SELECT rolcanlogin FROM pg_roles WHERE rolname = %s", NAME) is False
        assert one(admin, "SELECT count(*) FROM auth.reporting_login") == 0
        admin.execute("DROP SCHEMA own")
        assert main(["bi", "revoke", NAME, *strata]) == 0


@pytest.mark.parametrize(
    ("number", "told"),
    [("0", "must be a number from 1 to 86400, not '0'"), ("soon", "not 'soon'")],
)
def test_a_number_that_cannot_be_used(
    number: str, told: str, strata: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["bi", "grant", NAME, "--account", ANA, "--timeout", number, *strata])
    assert told in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (f'GRANT pg_read_all_stats TO "{NAME}"', f"The reporting login {NAME} is also a member of"),
        (
            f'ALTER ROLE "{NAME}" REPLICATION CREATEDB',
            f"ALTER ROLE {NAME} NOCREATEDB NOREPLICATION",
        ),
        (
            f'ALTER ROLE "{NAME}" BYPASSRLS',
            f"{NAME} can become {NAME}, which is above row security",
        ),
        (f'GRANT strata_owner TO "{NAME}"', f"{NAME} can become strata_owner"),
        (f'GRANT pg_read_server_files TO "{NAME}"', f"{NAME} can become pg_read_server_files"),
        ("DELETE FROM auth.reporting_login", f"{NAME} is a member of strata_bi without an account"),
        (f'DROP ROLE "{NAME}"', f"The reporting login {NAME} has no role: run `strata bi revoke"),
        (f'REVOKE strata_bi FROM "{NAME}"', "but is no member of strata_bi"),
    ],
)
def test_the_doctor_finds(
    change: str,
    told: str,
    database: Database,
    strata: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["bi", "grant", NAME, "--account", ANA, "--no-password", *strata]) == 0
    assert findings(database) == []
    with database.connect() as admin:
        admin.execute(change.encode())
    found = findings(database)
    assert any(told in text for text in found), found
    assert main(["bi", "list", *strata]) == 0
    assert NAME in capsys.readouterr().out


@pytest.mark.parametrize("holder", ["PUBLIC", "strata_bi"])
def test_the_doctor_finds_who_may_make_temporary_objects(database: Database, holder: str) -> None:
    with database.connect() as admin:
        admin.execute(f"GRANT TEMPORARY ON DATABASE {database.name} TO {holder}".encode())
    assert findings(database) == [
        f"{holder} may make temporary objects in this database: "
        f"REVOKE TEMPORARY ON DATABASE {database.name} FROM {holder}."
    ]
