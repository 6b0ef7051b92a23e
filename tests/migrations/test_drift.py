"""The doctor, and the committed snapshot."""

import subprocess
from pathlib import Path

import psycopg
import pytest

from app import ROOT
from app.database import doctor, migrate
from app.database.binaries import postgresql_binaries
from app.database.catalogue import differences, read_catalogue, read_snapshot, write_snapshot
from tests.support.servers import Database, Server
from tests.support.tree import FILES, write


@pytest.fixture
def examined(deployed: Database, tree: Path) -> Database:
    """A deployed miniature with its snapshot."""
    with deployed.connect() as connection:
        version = connection.info.server_version // 10000
        write_snapshot(tree / "sql/snapshot.txt", read_catalogue(connection), version)
    return deployed


def test_the_committed_snapshot_is_the_database(cluster: Server, database: Database) -> None:
    expected, version = read_snapshot(ROOT / "sql" / "snapshot.txt")
    if cluster.version != str(version):
        pytest.skip("the snapshot is of another version of PostgreSQL")
    with database.connect() as connection:
        found = differences(expected, read_catalogue(connection))
    assert found == [], "run scripts/snapshot, and review what it changes"


def test_the_checkout_is_in_order(database: Database) -> None:
    assert list(doctor.examine(database.url, ROOT)) == []


def test_days_of_the_log_are_no_change_by_hand(database: Database) -> None:
    with database.connect() as connection:
        connection.execute("SELECT event.keep_log()")
    assert list(doctor.examine(database.url, ROOT)) == []


def test_a_database_restored_from_a_dump_is_in_order(
    cluster: Server, database: Database, empty: Database
) -> None:
    programs = postgresql_binaries()[cluster.version]
    dump = subprocess.run([programs / "pg_dump", database.url], check=True, capture_output=True)
    restore = [str(programs / "psql"), "--quiet", "--set=ON_ERROR_STOP=1", empty.url]
    subprocess.run(restore, check=True, input=dump.stdout, capture_output=True)
    # Rights on the database itself are not in a dump of what is in it.
    (finding,) = doctor.examine(empty.url, ROOT)
    assert finding.startswith("PUBLIC may make temporary objects in this database")
    migrate.up(empty.url, ROOT, print)
    assert list(doctor.examine(empty.url, ROOT)) == []


def test_nothing_to_complain_about(examined: Database, tree: Path) -> None:
    assert list(doctor.examine(examined.url, tree)) == []


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ("ALTER TABLE org.unit ADD COLUMN size int", "column org.unit.size was added"),
        ("ALTER TABLE org.unit DROP COLUMN name CASCADE", "column org.unit.name is missing"),
        ("ALTER TABLE org.unit ALTER name DROP NOT NULL", "column org.unit.name was changed"),
        ("ALTER TABLE org.unit DISABLE ROW LEVEL SECURITY", "table org.unit was changed"),
        ("ALTER TABLE org.unit OWNER TO strata_admin", "table org.unit was changed"),
        ("ALTER TABLE org.unit ADD CHECK (name <> 'x')", "constraint org.unit.unit_name_check"),
        ("CREATE INDEX mine ON org.unit (name)", "index org.mine was added"),
        ("GRANT SELECT ON org.unit TO strata_bi", "table org.unit was changed"),
        ("GRANT SELECT (name) ON org.unit TO strata_bi", "column org.unit.name was changed"),
        ("GRANT USAGE ON SCHEMA org TO strata_bi", "schema org was changed"),
        ("GRANT EXECUTE ON FUNCTION org.unit_count() TO public", "function org.unit_count() was"),
        ("ALTER FUNCTION org.unit_count() SECURITY DEFINER", "function org.unit_count() was"),
        ("ALTER FUNCTION org.unit_count() RESET search_path", "function org.unit_count() was"),
        ("COMMENT ON FUNCTION org.unit_count() IS 'x'", "function org.unit_count() was changed"),
        ("DROP POLICY unit_read ON org.unit", "policy org.unit.unit_read is missing"),
        ("ALTER POLICY unit_read ON org.unit TO public", "policy org.unit.unit_read was changed"),
        ("ALTER VIEW reporting.unit RESET (security_invoker)", "view reporting.unit was changed"),
        ("ALTER SEQUENCE org.unit_unit_id_seq CYCLE", "sequence org.unit_unit_id_seq was changed"),
        ("ALTER DOMAIN org.unit_name SET NOT NULL", "type org.unit_name was changed"),
        ("DROP EXTENSION btree_gist", "extension btree_gist is missing"),
        (
            "CREATE TRIGGER mine BEFORE UPDATE ON org.unit FOR EACH ROW"
            " EXECUTE FUNCTION suppress_redundant_updates_trigger()",
            "trigger org.unit.mine was added",
        ),
        (
            "ALTER DEFAULT PRIVILEGES FOR ROLE strata_owner GRANT SELECT ON TABLES TO public",
            "default privileges of strata_owner on tables was added",
        ),
    ],
)
def test_a_change_by_hand_is_named(
    examined: Database, tree: Path, change: str, finding: str
) -> None:
    with examined.connect() as connection:
        connection.execute(change)
    found = list(doctor.examine(examined.url, tree))
    assert any(finding in sentence for sentence in found), found
    assert len(found) <= 6, found


def test_what_users_keep_in_their_own_schemas_is_theirs(examined: Database, tree: Path) -> None:
    with examined.connect() as connection:
        connection.execute("CREATE SCHEMA bi; CREATE VIEW bi.mine AS TABLE reporting.unit")
    assert list(doctor.examine(examined.url, tree)) == []


def test_what_has_not_been_deployed_is_named(examined: Database, tree: Path) -> None:
    write(tree, "migrations/0003-more.sql", "-- depends: 0002-unit\nSELECT 1;\n")
    write(tree, "migrations/0003-more.rollback.sql", "SELECT 1;\n")
    write(tree, "sql/org/unit_count.sql", FILES["sql/org/unit_count.sql"] + "-- changed\n")
    found = list(doctor.examine(examined.url, tree))
    assert len(found) == 2
    assert "0003-more have not been applied" in found[0]
    assert "code in the database differs" in found[1]


def test_an_empty_database_is_told_from_a_broken_one(empty: Database, tree: Path) -> None:
    assert any("never deployed" in finding for finding in doctor.examine(empty.url, tree))


def test_an_invalid_index_is_found(examined: Database, tree: Path) -> None:
    with examined.connect() as connection:
        connection.execute("INSERT INTO org.unit (name) VALUES ('a'), ('a')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("CREATE UNIQUE INDEX CONCURRENTLY broken ON org.unit (name)")
    found = list(doctor.examine(examined.url, tree))
    assert any("REINDEX INDEX CONCURRENTLY org.broken" in sentence for sentence in found)


def test_rights_above_row_security_are_found(examined: Database, tree: Path) -> None:
    with examined.connect() as connection:
        connection.execute("CREATE ROLE above NOLOGIN BYPASSRLS; GRANT above TO strata_user")
        try:
            found = list(doctor.examine(examined.url, tree))
        finally:
            connection.execute("DROP ROLE above")
    assert any("strata_app can become above" in sentence for sentence in found)


def test_another_version_is_compared_with_a_fresh_database(examined: Database, tree: Path) -> None:
    with examined.connect() as connection:
        write_snapshot(tree / "sql/snapshot.txt", {}, 99)
        assert list(doctor.examine(examined.url, tree)) == []
        connection.execute("DROP POLICY unit_read ON org.unit")
        found = list(doctor.examine(examined.url, tree))
        assert len(found) == 1
        assert "policy org.unit.unit_read is missing" in found[0]
        left = "SELECT FROM pg_database WHERE datname LIKE 'strata_doctor%'"
        assert connection.execute(left).rowcount == 0
