"""Who reads the audit in SQL, and that giving up history leaves it alone."""

import psycopg
from psycopg.conninfo import make_conninfo

from tests.support.servers import Database

TRAIL = "SELECT relation, action, old ->> 'name', new ->> 'name', login FROM reporting.audit_trail"
LOGIN = "strata_test_reader"


def test_reporting_logins_of_administrators_only(database: Database) -> None:
    with database.connect() as admin:
        admin.execute(f"CREATE ROLE {LOGIN} LOGIN PASSWORD 'reader' IN ROLE strata_bi".encode())
        try:
            admin.execute("INSERT INTO org.unit (name) VALUES ('Acme')")
            account = "SELECT auth.store_account(%s || '@acme.test', 'X', %s, NULL)"
            for role in ("manager", "admin"):
                admin.execute(account, [role, role])
            url = make_conninfo(database.url, user=LOGIN, password="reader")
            with psycopg.connect(url, autocommit=True) as reader:
                statement = f"{TRAIL} WHERE relation = 'org.unit'"
                assert reader.execute(statement.encode()).fetchall() == []
                for role, seen in (("manager", 0), ("admin", 1)):
                    admin.execute("DELETE FROM auth.reporting_login")
                    admin.execute(
                        "INSERT INTO auth.reporting_login (login, account_id)"
                        " SELECT %s, account_id FROM auth.account WHERE email = %s || '@acme.test'",
                        [LOGIN, role],
                    )
                    rows = reader.execute(statement.encode()).fetchall()
                    assert rows == [("org.unit", "insert", None, "Acme", admin.info.user)] * seen
                try:
                    reader.execute("SELECT salt FROM audit.entry")
                except psycopg.errors.InsufficientPrivilege:
                    return
                raise AssertionError("the salt can be read")
        finally:
            admin.execute(f"DROP ROLE {LOGIN}".encode())


def test_giving_up_history_leaves_the_audit_alone(admin: psycopg.Connection) -> None:
    admin.execute("INSERT INTO org.unit (name) VALUES ('Acme')")
    admin.execute("UPDATE org.unit SET name = 'Acme Inc.'")
    admin.execute("UPDATE org.settings SET history_retention_days = 1")
    entries = "SELECT count(*) FROM audit.entry WHERE relation = 'org.unit'"
    with admin.transaction():
        admin.execute("SET LOCAL session_replication_role = replica")
        admin.execute("UPDATE org.unit_history SET recorded = '[2020-01-01,2020-01-02)'")
    assert admin.execute("SELECT audit.expire_history()").fetchone() == (1,)
    assert admin.execute(entries.encode()).fetchone() == (2,)
