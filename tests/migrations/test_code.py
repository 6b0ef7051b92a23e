"""The redeployment of sql/: whole, in one transaction, and never over what users made."""

from pathlib import Path

import pytest

from app.database import migrate
from app.database.catalogue import differences, read_catalogue
from app.stop import Stop
from tests.support.servers import Database
from tests.support.tree import FILES, write


def change_code(tree: Path) -> None:
    """Make the next migration redeploy."""
    name = "sql/org/unit_count.sql"
    write(tree, name, FILES[name] + "-- changed\n")


@pytest.mark.parametrize(
    ("made", "named"),
    [
        ("CREATE VIEW public.mine AS SELECT * FROM reporting.unit", ["view public.mine"]),
        ("CREATE VIEW reporting.mine AS SELECT * FROM reporting.unit", ["view reporting.mine"]),
        (
            "SET ROLE strata_owner; CREATE VIEW reporting.mine AS SELECT * FROM reporting.unit",
            ["view reporting.mine"],
        ),
        (
            "CREATE VIEW public.one AS SELECT * FROM reporting.unit;"
            "CREATE MATERIALIZED VIEW public.two AS SELECT * FROM public.one",
            ["view public.one", "materialized view public.two"],
        ),
        (
            "CREATE FUNCTION public.mine() RETURNS bigint LANGUAGE sql RETURN org.unit_count()",
            ["function public.mine()"],
        ),
        (
            "CREATE TABLE public.mine (units bigint DEFAULT org.unit_count(), name org.unit_name)",
            ["table public.mine", "default value for column units of table public.mine"],
        ),
        (
            "CREATE FUNCTION public.mine(unit reporting.unit[]) RETURNS int LANGUAGE sql RETURN 1",
            ["function public.mine(reporting.unit[])"],
        ),
        (
            "CREATE POLICY mine ON org.unit USING (org.unit_count() > 1)",
            ["policy mine on table org.unit"],
        ),
    ],
)
def test_what_users_made_stops_the_redeployment(
    deployed: Database, tree: Path, made: str, named: list[str]
) -> None:
    change_code(tree)
    with deployed.connect() as connection:
        connection.execute(made)
        connection.execute("RESET ROLE")
        before = read_catalogue(connection, everything=True)
        with pytest.raises(Stop, match="depend on it") as stop:
            migrate.up(deployed.url, tree, print)
        for name in named:
            assert name in str(stop.value)
        assert differences(before, read_catalogue(connection, everything=True)) == []
        with pytest.raises(Stop, match="depend on it"):
            migrate.down(deployed.url, tree, print)
        assert differences(before, read_catalogue(connection, everything=True)) == []


def test_what_others_were_granted_on_ours_survives(deployed: Database, tree: Path) -> None:
    """A view of its own would stop the redeployment; the right to read ours comes back with it."""
    with deployed.connect() as connection:
        connection.execute("CREATE ROLE strata_test_dashboard; CREATE ROLE strata_test_partner")
        try:
            connection.execute(
                "GRANT SELECT ON reporting.unit TO strata_test_dashboard WITH GRANT OPTION;"
                "GRANT SELECT (unit_id, name) ON reporting.unit TO strata_test_partner;"
                "GRANT EXECUTE ON FUNCTION org.unit_count() TO strata_test_partner"
            )
            change_code(tree)
            before = read_catalogue(connection, everything=True)
            migrate.up(deployed.url, tree, print)
            after = read_catalogue(connection, everything=True)
            assert differences(before, after) == []
            connection.execute(
                "CREATE MATERIALIZED VIEW public.team_report AS SELECT name, units"
                " FROM reporting.unit; GRANT SELECT ON public.team_report TO strata_test_dashboard"
            )
            write(tree, "sql/org/unit_count.sql", FILES["sql/org/unit_count.sql"] + "-- again\n")
            with pytest.raises(Stop, match=r"materialized view public\.team_report"):
                migrate.up(deployed.url, tree, print)
            connection.execute("DROP MATERIALIZED VIEW public.team_report")
            write(tree, "sql/reporting/unit.sql", "CREATE VIEW reporting.unit AS SELECT 1 AS a;\n")
            write(tree, "sql/reporting/rename_unit.sql", "SELECT 1;\n")
            with pytest.raises(Stop, match=r"GRANT SELECT \(name\) .*strata_test_partner"):
                migrate.up(deployed.url, tree, print)
            write(tree, "sql/reporting/unit.sql", "SELECT 1;\n")
            with pytest.raises(Stop, match=r"view reporting\.unit \(granted to strata_test_dash"):
                migrate.up(deployed.url, tree, print)
        finally:
            connection.execute(
                "DROP OWNED BY strata_test_dashboard, strata_test_partner;"
                "DROP ROLE strata_test_dashboard, strata_test_partner"
            )


def test_what_does_not_depend_on_ours_survives(deployed: Database, tree: Path) -> None:
    with deployed.connect() as connection:
        connection.execute("CREATE VIEW reporting.mine AS SELECT 1 AS a")
        change_code(tree)
        migrate.up(deployed.url, tree, print)
        assert connection.execute("TABLE reporting.mine").fetchall() == [(1,)]


def test_a_file_that_left_the_manifest_leaves_the_database(deployed: Database, tree: Path) -> None:
    (tree / "sql/reporting/rename_unit.sql").unlink()
    manifest = FILES["sql/manifest.txt"].replace("reporting/rename_unit.sql\n", "")
    write(tree, "sql/manifest.txt", manifest)
    migrate.up(deployed.url, tree, print)
    with deployed.connect() as connection:
        assert connection.execute("SELECT to_regproc('reporting.rename_unit')").fetchone() == (
            None,
        )
        assert connection.execute("SELECT to_regclass('reporting.unit')").fetchone() != (None,)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("CREATE VIEW reporting.unit AS\nSELECT 1\nFRM x;\n", "line 3 cannot be deployed"),
        (
            # What plpgsql.extra_errors adds: the variable hides another one.
            "CREATE FUNCTION org.f() RETURNS void LANGUAGE plpgsql AS $$ DECLARE a int;"
            " BEGIN DECLARE a int; BEGIN a := 1; END; END $$",
            "cannot be deployed",
        ),
        ("CREATE VIEW reporting.unit AS SELECT * FROM unit", 'relation "unit" does not exist'),
    ],
)
def test_a_faulty_file_is_named_and_nothing_is_changed(
    deployed: Database, tree: Path, text: str, reason: str
) -> None:
    write(tree, "sql/reporting/unit.sql", text)
    with deployed.connect() as connection:
        before = read_catalogue(connection)
        with pytest.raises(Stop) as stop:
            migrate.up(deployed.url, tree, print)
        assert "sql/reporting/unit.sql" in str(stop.value)
        assert reason in str(stop.value)
        assert differences(before, read_catalogue(connection)) == []


def test_the_manifest_must_be_the_files(empty: Database, tree: Path) -> None:
    write(tree, "sql/org/forgotten.sql", "SELECT 1;\n")
    with pytest.raises(Stop, match=r"does not list org/forgotten\.sql"):
        migrate.up(empty.url, tree, print)
    (tree / "sql/org/forgotten.sql").unlink()
    write(tree, "sql/manifest.txt", FILES["sql/manifest.txt"] + "org/absent.sql\n")
    with pytest.raises(Stop, match=r"lists org/absent\.sql, which sql/ does not have"):
        migrate.up(empty.url, tree, print)


def test_a_redeployment_waits_for_a_lock_5_seconds_at_most(deployed: Database, tree: Path) -> None:
    change_code(tree)
    with deployed.connect() as reader, reader.transaction():
        reader.execute("SELECT FROM reporting.unit")
        with pytest.raises(Stop, match="another session"):
            migrate.up(deployed.url, tree, print)
    migrate.up(deployed.url, tree, print)
