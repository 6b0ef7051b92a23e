"""Migrations that find data: what an older release stored is carried over as it was."""

import shutil
from pathlib import Path

from app import ROOT
from app.database import migrate
from tests.support.servers import Database


def checkout_before(tmp_path: Path, migration: str) -> Path:
    """A checkout that ends before a migration; of the code it has what lets the owner read."""
    (tmp_path / "migrations").mkdir()
    (tmp_path / "sql" / "auth").mkdir(parents=True)
    for path in (ROOT / "migrations").glob("*.sql"):
        if path.name < migration:
            shutil.copy(path, tmp_path / "migrations")
    shutil.copy(ROOT / "sql" / "roles.sql", tmp_path / "sql")
    shutil.copy(ROOT / "sql" / "auth" / "owner_policies.sql", tmp_path / "sql" / "auth")
    (tmp_path / "sql" / "manifest.txt").write_text("auth/owner_policies.sql\n")
    return tmp_path


def test_older_rows_learn_which_change_wrote_them(empty: Database, tmp_path: Path) -> None:
    migrate.up(empty.url, checkout_before(tmp_path, "0007"), print)
    with empty.connect() as connection:
        connection.execute(
            """
            INSERT INTO audit.transaction (transaction_id, recorded_at, database_login)
            SELECT pg_current_xact_id(), at, 'old'
            FROM unnest('{2026-01-01,2026-02-01}'::timestamptz[]) AS at;
            INSERT INTO org.site (name, time_zone, recorded_from)
            VALUES ('Tokyo', 'Asia/Tokyo', '2026-02-01'), ('Rome', 'Europe/Rome', '2026-01-15');
            INSERT INTO org.site_history
            SELECT site_id, name, 'Asia/Seoul', '2026-01-01', '[2026-01-01,2026-02-01)'
            FROM org.site WHERE name = 'Tokyo'
            """
        )
    migrate.up(empty.url, ROOT, print)
    with empty.connect() as connection:
        first, second = (
            row[0]
            for row in connection.execute(
                "SELECT change_id FROM audit.transaction WHERE database_login = 'old' ORDER BY 1"
            )
        )
        assert connection.execute(
            "SELECT name, recorded_from::date::text, change_id FROM org.site ORDER BY name"
        ).fetchall() == [("Rome", "2026-01-15", None), ("Tokyo", "2026-02-01", second)]
        assert connection.execute(
            "SELECT time_zone, change_id, superseded_by FROM org.site_history"
        ).fetchall() == [("Asia/Seoul", first, second)]


def test_what_the_history_knows_becomes_entries_of_the_audit(
    empty: Database, tmp_path: Path
) -> None:
    """Made, changed, ended and made again; what no change is known of has no entry."""
    migrate.up(empty.url, checkout_before(tmp_path, "0014"), print)
    with empty.connect() as connection:
        connection.execute(
            """
            INSERT INTO audit.transaction (transaction_id, recorded_at, database_login)
            SELECT pg_current_xact_id(), make_timestamptz(2026, month, 1, 0, 0, 0), 'old'
            FROM generate_series(1, 5) AS month;
            INSERT INTO org.site (site_id, name, time_zone, recorded_from, change_id)
            OVERRIDING SYSTEM VALUE
            VALUES (7, 'Again', 'UTC', '2026-05-01', 5), (8, 'Older', 'UTC', '2025-01-01', NULL);
            INSERT INTO org.site_history
                (site_id, name, time_zone, recorded_from, change_id, recorded, superseded_by)
            VALUES
                (7, 'Made', 'UTC', '2026-01-01', 1, '[2026-01-01,2026-02-01)', 2),
                (7, 'Changed', 'UTC', '2026-02-01', 2, '[2026-02-01,2026-03-01)', 3),
                (7, 'Changed', 'UTC', '2026-03-01', 3, '[2026-03-01,2026-04-01)', 4);
            """
        )
    migrate.up(empty.url, ROOT, print)
    with empty.connect() as connection:
        assert connection.execute(
            "SELECT change_id, row_key, action, old ->> 'name', new ->> 'name' FROM audit.entry"
            " WHERE relation = 'org.site' ORDER BY change_id"
        ).fetchall() == [
            (1, "7", "insert", None, "Made"),
            (2, "7", "update", "Made", "Changed"),
            (4, "7", "delete", "Changed", None),
            (5, "7", "insert", None, "Again"),
        ]
        # They can be sealed like any other.
        assert connection.execute("SELECT audit.seal(1000) >= 4").fetchone() == (True,)
        assert connection.execute(
            "SELECT fault FROM audit.check_chain(0, 1000, NULL)"
        ).fetchone() == (None,)


def test_accounts_keep_their_role_and_their_password(empty: Database, tmp_path: Path) -> None:
    """The role becomes a grant on the whole organisation; and there is a way back with accounts."""
    migrate.up(empty.url, checkout_before(tmp_path, "0013"), print)
    with empty.connect() as connection:
        connection.execute(
            "INSERT INTO auth.account (email, name, role, password_hash)"
            " VALUES ('ada@acme.test', 'Ada', 'manager', 'argon')"
        )
        # Code of that release that stands on the columns which go.
        connection.execute(
            "SET ROLE strata_owner; CREATE FUNCTION auth.first_administrator() RETURNS bigint"
            " LANGUAGE sql STABLE BEGIN ATOMIC"
            " SELECT min(account_id) FROM auth.account WHERE role = 'admin'; END"
        )
    migrate.up(empty.url, ROOT, print)
    with empty.connect() as connection:
        assert connection.execute(
            "SELECT a.email, a.active, g.role, g.unit_id, c.password_hash FROM auth.account AS a"
            " JOIN auth.role_grant AS g USING (account_id)"
            " JOIN auth.credential AS c USING (account_id)"
        ).fetchall() == [("ada@acme.test", True, "manager", None, "argon")]
    migrate.down(empty.url, ROOT, print)
    with empty.connect() as connection:
        assert connection.execute("SELECT to_regnamespace('auth')").fetchone() == (None,)
