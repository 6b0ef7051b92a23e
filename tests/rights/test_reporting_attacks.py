"""A login that tries everything to learn about rows that its account must not see."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from tests.support.attacks import calls, hidden, hide, readable, told
from tests.support.reporting import PASSWORD, connected
from tests.support.servers import Database

MOLE = "strata_test_mole"
# The account of somebody who may see everything.
CLAIM = "7000001"
CLAIMS = [
    f"SET strata.account_id = '{CLAIM}'",
    f"SET LOCAL strata.account_id = {CLAIM}",
    f"SET SESSION strata.account_id TO '{CLAIM}'",
    f'SET "strata"."account_id" = "{CLAIM}"',
    f"sEt STRATA.ACCOUNT_ID to {CLAIM}",
    f"SELECT set_config('strata.account_id', '{CLAIM}', TRUE)",
    f"SELECT set_config('Strata.Account_ID', '{CLAIM}', FALSE)",
    f"UPDATE pg_settings SET setting = '{CLAIM}' WHERE name = 'strata.account_id'",
    f"ALTER ROLE CURRENT_USER SET strata.account_id = '{CLAIM}'",
    f"ALTER DATABASE {{database}} SET strata.account_id = '{CLAIM}'",
    "SET strata.session_id = '1'",
    "SET strata.known_at = '2026-01-01'",
    "SELECT set_config('session_authorization', 'strata_app', TRUE)",
    "SELECT set_config('role', 'strata_user', TRUE)",
    "SET search_path = org, auth, pg_catalog",
]
REFUSED = [
    "ALTER ROLE CURRENT_USER SUPERUSER",
    "ALTER ROLE CURRENT_USER BYPASSRLS",
    "GRANT strata_owner TO CURRENT_USER",
    "CREATE ROLE strata_test_friend",
    "CREATE SCHEMA own",
    "CREATE TABLE public.own (a int)",
    "CREATE TEMPORARY TABLE own (a int)",
    "CREATE FUNCTION pg_temp.own() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE DOMAIN pg_temp.text AS pg_catalog.text",
    "CREATE EXTENSION dblink",
    "CREATE EXTENSION pg_stat_statements",
    "CREATE PUBLICATION own FOR ALL TABLES",
    "SELECT FROM pg_statistic",
    "SELECT FROM pg_statistic_ext_data",
    "SELECT FROM pg_authid",
    "SELECT FROM pg_largeobject",
    "SELECT FROM auth.credential",
    "SELECT FROM schedule.adjustment_known",
    "SELECT note FROM schedule.adjustment",
    "SELECT email FROM org.staff",
    "SELECT FROM org.staff WHERE name = 'Ada'",
    "SELECT FROM org.staff WHERE employee_number > 'Z'",
    "SELECT FROM org.unit WHERE name > 'Z'",
    "SELECT s FROM org.staff AS s",
    "SELECT staff_id FROM org.staff FOR UPDATE",
    "SELECT last_value FROM org.staff_staff_id_seq",
    "SELECT nextval('org.staff_staff_id_seq')",
    "SELECT pg_read_file('postgresql.conf')",
    "SELECT pg_ls_dir('.')",
    "SELECT lo_import('/etc/passwd')",
    "COPY org.staff TO STDOUT",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "COPY (SELECT 1) TO '/tmp/own'",
    "INSERT INTO org.staff (employee_number, name) VALUES ('Zyx1', 'x')",
    "INSERT INTO reporting.site (name) VALUES ('x')",
    "UPDATE org.unit SET name = 'x'",
    "DELETE FROM org.membership",
    "TRUNCATE org.membership",
    "ANALYZE VERBOSE org.staff; SELECT 1/0",
    "ALTER TABLE org.staff DISABLE ROW LEVEL SECURITY",
    "CREATE POLICY own ON org.staff USING (TRUE)",
    "CREATE RULE own AS ON SELECT TO org.staff DO INSTEAD SELECT 1",
    "CREATE TRIGGER own BEFORE UPDATE ON org.staff EXECUTE FUNCTION auth.guard()",
    "CREATE STATISTICS own ON staff_id, name FROM org.staff",
    "CREATE INDEX own ON org.staff (name)",
    "DO LANGUAGE plpgsql $$ BEGIN PERFORM FROM auth.credential; END $$",
]
TELLING = [
    "SELECT s::text FROM pg_stats AS s WHERE schemaname NOT LIKE ALL ('{pg_%,info%}')",
    "SELECT s::text FROM pg_stats_ext AS s",
    "SELECT s::text FROM pg_stats_ext_exprs AS s",
    "SELECT a.query FROM pg_stat_activity AS a WHERE a.usename <> CURRENT_USER",
    "SELECT a.query FROM pg_stat_get_activity(NULL) AS a",
    "SELECT s.last_value::text FROM pg_sequences AS s",
    "SELECT pg_sequence_last_value(c.oid)::text FROM pg_class AS c WHERE c.relkind = 'S'",
    "SELECT c::text FROM information_schema.columns AS c",
    "SELECT c::text FROM information_schema.triggers AS c",
    "SELECT c::text FROM information_schema.role_table_grants AS c",
    "SELECT s::text FROM pg_settings AS s",
    "SELECT s::text FROM pg_prepared_statements AS s",
    "SELECT x::text FROM pg_prepared_xacts AS x",
    "SELECT d::text FROM pg_description AS d",
    "SELECT ctid::text || staff_id FROM org.staff TABLESAMPLE SYSTEM (100)",
    "SELECT xmin::text FROM org.staff WHERE staff_id > 7000000",
    "SELECT count(*)::text || string_agg(name, ',') FROM reporting.staff WHERE name ILIKE 'zyx%'",
    "SELECT name::integer::text FROM reporting.staff WHERE staff_id > 7000000",
    "SELECT (1 / (staff_id - 7000001))::text FROM org.staff",
    "SELECT staff_id::text FROM org.staff WHERE 1 / (7000001 - staff_id) > 0 AND staff_id > 1000",
    "SELECT name::xml::text FROM reporting.staff ORDER BY name DESC",
    "SELECT query_to_xml('SELECT * FROM reporting.staff', TRUE, FALSE, '')::text",
    "SELECT schema_to_xml('org', TRUE, FALSE, '')::text",
    "SELECT ts_stat('SELECT to_tsvector(name) FROM reporting.staff')::text",
    "EXPLAIN (ANALYZE, VERBOSE) SELECT FROM reporting.staff WHERE staff_id > 1000",
    "EXPLAIN (ANALYZE, VERBOSE) SELECT FROM reporting.unit_tree WHERE name > 'A'",
    "EXPLAIN (VERBOSE) SELECT FROM reporting.assignment WHERE staff_id > 1000",
    "DECLARE own SCROLL CURSOR WITH HOLD FOR SELECT * FROM reporting.staff; FETCH ALL FROM own",
    "PREPARE own AS SELECT name FROM reporting.staff; EXECUTE own",
    "COPY (SELECT * FROM reporting.staff) TO STDOUT",
]


@pytest.fixture(scope="module", name="organisation")
def _organisation(shared_database: Database) -> Database:
    hide(shared_database)
    return shared_database


@pytest.fixture(scope="module", name="mole")
def _mole(organisation: Database) -> Iterator[psycopg.Connection]:
    """A reporting login whose account reads one of two units."""
    with connected(organisation, MOLE, "mole@acme.test") as connection:
        connection.prepare_threshold = None  # DISCARD ALL takes the prepared ones away
        yield connection


def everything(connection: psycopg.Connection, statement: str) -> str:
    """All that comes back from a statement: rows or an error."""
    try:
        if statement.startswith("COPY"):
            with connection.cursor().copy(statement.encode()) as copy:
                return "".join(bytes(part).decode() for part in copy)
        cursor = connection.execute(statement.encode())
        texts = []
        while True:
            texts.append(str(cursor.fetchall()) if cursor.description else "")
            if not cursor.nextset():
                return "\n".join(texts)
    except psycopg.Error as error:
        return told(error)


def identity(connection: psycopg.Connection) -> list[tuple[object, ...]]:
    """Whom the database takes the login for, and the people that it sees."""
    statement = "SELECT (SELECT auth.account_id()), staff_id, name FROM reporting.staff ORDER BY 2"
    return connection.execute(statement).fetchall()


def test_what_can_be_read_has_nothing_hidden(mole: psycopg.Connection) -> None:
    texts = dict(readable(mole))
    assert texts["reporting.staff.name"] == ["Ada", "Bob"]
    assert texts["reporting.effective_segment.activity"].count("leave") == 2
    assert {name: found for name, found in texts.items() if hidden(str(found))} == {}


def test_what_can_be_called_tells_nothing_hidden(mole: psycopg.Connection) -> None:
    answers = list(calls(mole))
    assert any("reporting.units_day" in call and "leave" in answer for call, answer in answers)
    # Policies ask it; the numbers of activities that nobody but their names could explain.
    known = "SELECT f::text FROM auth.private_activities() AS f"
    assert [(c, a) for c, a in answers if hidden(a, c) and c != known] == []


@pytest.mark.parametrize("statement", CLAIMS)
def test_a_claim_of_its_own_changes_nothing(
    statement: str, mole: psycopg.Connection, organisation: Database
) -> None:
    expected = [(1, 1, "Ada"), (1, 2, "Bob")]
    assert identity(mole) == expected
    with mole.transaction():
        try:
            with mole.transaction():
                mole.execute(statement.format(database=organisation.name).encode())
        except psycopg.Error as error:
            assert error.sqlstate in ("42501", "42704"), error  # noqa: PT017
        assert identity(mole) == expected
    assert identity(mole) == expected
    options = f"-c strata.account_id={CLAIM} -c row_security=on"
    url = make_conninfo(organisation.url, user=MOLE, password=PASSWORD, options=options)
    with psycopg.connect(url) as another:
        assert identity(another) == expected
    mole.execute("RESET ALL")


def test_it_becomes_nobody_else(mole: psycopg.Connection, organisation: Database) -> None:
    with organisation.connect() as admin:
        names = "SELECT rolname FROM pg_roles WHERE rolname NOT IN ('strata_bi', %s)"
        roles = [name for (name,) in admin.execute(names, [MOLE])]
        with connected(organisation, "strata_test_other", "zyx@acme.test") as other:
            assert len(identity(other)) == 7
            for role in [*roles, "strata_test_other"]:
                for change in ("SET ROLE {}", "SET SESSION AUTHORIZATION {}"):
                    with pytest.raises(psycopg.errors.InsufficientPrivilege):
                        mole.execute(sql.SQL(change).format(sql.Identifier(role)))
    before = identity(mole)
    for change in ("SET ROLE strata_bi", "RESET ROLE", "SET ROLE NONE", "DISCARD ALL"):
        mole.execute(change.encode())
        assert identity(mole) == before
    mole.execute("RESET SESSION AUTHORIZATION")
    assert identity(mole) == before


def test_row_security_cannot_be_switched_off(mole: psycopg.Connection) -> None:
    with mole.transaction(force_rollback=True):
        mole.execute("SET LOCAL row_security = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            mole.execute("SELECT staff_id FROM org.staff")


@pytest.mark.parametrize("statement", REFUSED)
def test_it_is_refused(statement: str, mole: psycopg.Connection) -> None:
    mole.execute("SET default_transaction_read_only = off")
    answer = everything(mole, statement)
    assert answer.split(":")[0] in ("42501", "42809", "0A000", "22012"), answer
    assert hidden(answer, statement) == set()


@pytest.mark.parametrize("statement", TELLING)
def test_it_tells_nothing(statement: str, mole: psycopg.Connection, organisation: Database) -> None:
    mole.execute("SET default_transaction_read_only = off")
    with organisation.connect() as admin:
        admin.execute("SELECT 'zyx in another session'")
        answer = everything(mole, statement)
    assert hidden(answer, statement) == set(), answer
    assert "division by zero" not in answer
    mole.execute("DISCARD ALL")


def test_plans_count_no_hidden_people_by_name(mole: psycopg.Connection) -> None:
    """A login that could find them by an index would read their numbers and names bit by bit."""
    plans = []
    for first in ("Zya", "Zyy", "Zyz"):  # what is hidden begins with Zyx
        statement = f"""
            EXPLAIN (ANALYZE, VERBOSE, TIMING OFF, COSTS OFF, SUMMARY OFF, BUFFERS OFF)
            SELECT FROM reporting.staff AS s JOIN reporting.unit_tree AS u USING (unit_id)
            WHERE (s.name >= '{first}' OR s.employee_number >= '{first}' OR u.name >= '{first}')
            AND s.staff_id > 1000
        """
        plan = [line for (line,) in mole.execute(statement.encode()) if "Filter: (" not in line]
        plans.append([line for line in plan if first not in line])
    assert plans[0] == plans[1] == plans[2]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        mole.execute("EXPLAIN ANALYZE SELECT FROM org.staff WHERE employee_number > 'Z'")
