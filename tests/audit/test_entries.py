"""What becomes an entry of the audit, and that nobody changes one."""

from typing import Any

import psycopg
import pytest

from tests.support.servers import Database

ENTRIES = "SELECT relation, row_key, action, old, new, staff_id FROM audit.entry ORDER BY entry_id"


def entries(connection: psycopg.Connection, relation: str) -> list[tuple[Any, ...]]:
    """Row, action, old and new of the entries about a table."""
    return [row[1:] for row in connection.execute(ENTRIES) if row[0] == relation]


def test_each_change_of_a_row_is_an_entry(admin: psycopg.Connection) -> None:
    admin.execute("INSERT INTO org.site (name, time_zone) VALUES ('Rome', 'Europe/Rome')")
    admin.execute("UPDATE org.site SET name = 'Roma'")
    admin.execute("UPDATE org.site SET name = 'Roma'")
    admin.execute("DELETE FROM org.site")
    rome = {"site_id": 1, "name": "Rome", "time_zone": "Europe/Rome"}
    roma = rome | {"name": "Roma"}
    assert entries(admin, "org.site") == [
        ("1", "insert", None, rome, None),
        ("1", "update", rome, roma, None),
        ("1", "delete", roma, None, None),
    ]
    # The version that changed nothing is history all the same.
    assert admin.execute("SELECT count(*) FROM org.site_history").fetchone() == (3,)


def test_all_rows_of_a_statement_and_of_a_cascade(admin: psycopg.Connection) -> None:
    admin.execute("INSERT INTO org.staff (employee_number, name) VALUES ('1', 'A'), ('2', 'B')")
    admin.execute(
        "INSERT INTO org.activity (code, name, colour, class, works, available, absent)"
        " VALUES ('office', 'Office', '#336699', 1, TRUE, TRUE, FALSE)"
    )
    admin.execute("INSERT INTO schedule.preset (name, staff_id) VALUES ('Late', 2)")
    admin.execute(
        "INSERT INTO schedule.preset_line (preset_id, start_minute, minutes, activity_id, class)"
        " VALUES (1, 0, 60, 1, 1), (1, 60, 60, 1, 1)"
    )
    admin.execute("DELETE FROM schedule.preset")
    assert [row[:2] for row in entries(admin, "org.staff")] == [("1", "insert"), ("2", "insert")]
    assert [row[4] for row in entries(admin, "org.staff")] == [1, 2]
    lines = [row[:2] for row in entries(admin, "schedule.preset_line")]
    assert sorted(lines) == [("1", "delete"), ("1", "insert"), ("2", "delete"), ("2", "insert")]


def test_a_key_of_several_columns(admin: psycopg.Connection) -> None:
    admin.execute(
        """
        SET ROLE strata_owner;
        CREATE TABLE org.pair (
            one text, two text, note text, recorded_from timestamptz, change_id bigint,
            PRIMARY KEY (two, one)
        );
        CREATE TABLE org.pair_history (LIKE org.pair, recorded tstzrange, superseded_by bigint);
        CREATE TRIGGER stamp BEFORE INSERT OR UPDATE ON org.pair
        FOR EACH ROW EXECUTE FUNCTION audit.stamp();
        CREATE TRIGGER keep_creations AFTER INSERT ON org.pair REFERENCING NEW TABLE AS created
        FOR EACH STATEMENT EXECUTE FUNCTION audit.keep_creations('two', 'one');
        CREATE TRIGGER keep_history AFTER UPDATE OR DELETE ON org.pair
        FOR EACH ROW EXECUTE FUNCTION audit.keep_history('two', 'one');
        RESET ROLE;
        """
    )
    admin.execute("INSERT INTO org.pair VALUES ('a', 'b'), ('c', 'd')")
    admin.execute("DELETE FROM org.pair WHERE one = 'a'")
    assert [row[:2] for row in entries(admin, "org.pair")] == [
        ("b a", "insert"),
        ("d c", "insert"),
        ("b a", "delete"),
    ]


def test_what_is_undone_leaves_no_entry(admin: psycopg.Connection) -> None:
    with admin.transaction(force_rollback=True):
        admin.execute("INSERT INTO org.site (name, time_zone) VALUES ('Rome', 'Europe/Rome')")
    assert entries(admin, "org.site") == []


def test_secrets_are_in_no_entry(admin: psycopg.Connection) -> None:
    admin.execute("SELECT auth.store_account('a@acme.test', 'Ana', 'admin', '$argon2id$secret')")
    admin.execute("SELECT auth.store_account('a@acme.test', 'Ana', 'admin', '$argon2id$other')")
    found = admin.execute("SELECT count(*) FROM audit.entry WHERE new::text LIKE '%argon2%'")
    assert found.fetchone() == (0,)
    assert [row[1] for row in entries(admin, "auth.account")] == ["insert"]


def test_who_it_was_comes_from_the_claims_of_the_server_only(database: Database) -> None:
    claims = (
        "SELECT set_config('strata.session_id', '7', TRUE),"
        " set_config('strata.request_id', 'r-1', TRUE)"
    )
    with database.connect() as admin, admin.transaction():
        admin.execute(claims)
        admin.execute("INSERT INTO org.site (name, time_zone) VALUES ('Rome', 'Europe/Rome')")
    with database.connect() as admin:
        admin.execute(
            "CREATE FUNCTION public.planted() RETURNS void LANGUAGE sql SECURITY DEFINER"
            " AS $$ INSERT INTO org.unit (name) VALUES ('Acme') $$"
        )
    with psycopg.connect(database.app_url) as app:
        app.execute(claims)
        app.execute("SELECT public.planted()")
    with database.connect() as admin:
        assert admin.execute(
            "SELECT e.relation, x.database_login, x.session_id, x.request_id FROM audit.entry AS e"
            " JOIN audit.transaction AS x USING (change_id)"
            " WHERE e.relation IN ('org.site', 'org.unit') ORDER BY e.entry_id"
        ).fetchall() == [
            ("org.site", admin.info.user, None, None),
            ("org.unit", "strata_app", 7, "r-1"),
        ]


@pytest.mark.parametrize("role", ["strata_owner", None])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit.entry SET new = '{}'",
        "UPDATE audit.entry SET row_key = '2'",
        "UPDATE audit.entry SET position = 9, seal = '', digest = '', new = '{}'",
        "UPDATE audit.entry SET position = NULL, seal = NULL",
        "UPDATE audit.entry SET salt = gen_random_uuid()",
        "UPDATE audit.entry SET erasure_id = 1",
        "UPDATE audit.entry SET erasure_id = 1, old = NULL, new = NULL, salt = NULL, digest = ''",
        "DELETE FROM audit.entry",
        "TRUNCATE audit.entry",
        "UPDATE audit.transaction SET account_id = NULL",
        "DELETE FROM audit.transaction",
        "TRUNCATE audit.transaction CASCADE",
    ],
)
def test_what_is_written_stays(shared_database: Database, statement: str, role: str | None) -> None:
    with shared_database.connect() as admin, admin.transaction(force_rollback=True):
        admin.execute("INSERT INTO org.site (name, time_zone) VALUES ('Rome', 'Europe/Rome')")
        admin.execute("SELECT audit.seal(100)")
        if role:
            admin.execute(f"SET LOCAL ROLE {role}".encode())
        with pytest.raises(psycopg.errors.InsufficientPrivilege) as refused:
            admin.execute(statement.encode())
        assert "is only added to: what is written stays." in str(refused.value)


def test_no_domain_table_is_emptied_past_the_audit(admin: psycopg.Connection) -> None:
    tables = admin.execute(
        "SELECT format('%I.%I', schema_name, table_name) FROM audit.domain_table"
    ).fetchall()
    assert len(tables) > 20
    admin.execute("SET ROLE strata_owner")
    for (name,) in tables:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            admin.execute(f"TRUNCATE {name} CASCADE".encode())


def test_an_entry_is_emptied_once_and_keeps_its_digest(admin: psycopg.Connection) -> None:
    admin.execute("INSERT INTO org.site (name, time_zone) VALUES ('Rome', 'Europe/Rome')")
    admin.execute("SELECT audit.seal(100)")
    digest = admin.execute("SELECT digest FROM audit.entry WHERE relation = 'org.site'").fetchone()
    erase = (
        "UPDATE audit.entry SET erasure_id = %s, old = NULL, new = NULL, salt = NULL"
        " WHERE relation = 'org.site'"
    )
    admin.execute(erase, [1])
    assert admin.execute(
        "SELECT digest, new FROM audit.entry WHERE relation = 'org.site'"
    ).fetchone() == (digest[0] if digest else None, None)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        admin.execute(erase, [2])
