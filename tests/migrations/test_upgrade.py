"""Migrations that find data: what an older release stored is carried over as it was."""

import shutil
from pathlib import Path

import pytest

from app import ROOT
from app.database import migrate
from tests.support.servers import Database


@pytest.fixture
def before_changes(tmp_path: Path) -> Path:
    """A checkout that ends with migration 0006; of the code it has what lets the owner read."""
    (tmp_path / "migrations").mkdir()
    (tmp_path / "sql" / "auth").mkdir(parents=True)
    for path in (ROOT / "migrations").glob("*.sql"):
        if path.name < "0007":
            shutil.copy(path, tmp_path / "migrations")
    shutil.copy(ROOT / "sql" / "roles.sql", tmp_path / "sql")
    shutil.copy(ROOT / "sql" / "auth" / "owner_policies.sql", tmp_path / "sql" / "auth")
    (tmp_path / "sql" / "manifest.txt").write_text("auth/owner_policies.sql\n")
    return tmp_path


def test_older_rows_learn_which_change_wrote_them(empty: Database, before_changes: Path) -> None:
    migrate.up(empty.url, before_changes, print)
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
