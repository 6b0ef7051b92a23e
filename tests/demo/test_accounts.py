"""The logins of the first start."""

from pathlib import Path

import psycopg
import pytest
from argon2 import PasswordHasher, Type, extract_parameters

from app.accounts import DEMO_LOGINS, prepare_logins
from app.config import Settings, read_settings
from app.demo import SEED, load
from tests.demo.conftest import TODAY
from tests.support.servers import Database


@pytest.fixture
def demo(database: Database) -> Database:
    """A database with the demo organisation, to change."""
    load(database.url, SEED, TODAY)
    return database


def settings(directory: Path, **more: str) -> Settings:
    """The settings of a start with this data directory."""
    return read_settings({"STRATA_DATA_DIR": str(directory), **more})


def hashes(connection: psycopg.Connection) -> dict[str, str]:
    """The stored hashes by e-mail address."""
    return dict(
        connection.execute(
            "SELECT email, password_hash FROM auth.account JOIN auth.credential USING (account_id)"
        ).fetchall()
    )


def test_password_of_the_environment(
    admin: psycopg.Connection, demo: Database, tmp_path: Path
) -> None:
    """It is everybody's, hashed as OWASP wants it, and not printed; the next one replaces it."""
    for password in ("correct horse", "battery staple"):
        lines = prepare_logins(settings(tmp_path, STRATA_DEMO_PASSWORD=password), demo.url)
        assert password not in str(lines)
        stored = hashes(admin)
        assert set(stored) == {login.email for login in DEMO_LOGINS}
        for value in stored.values():
            assert PasswordHasher().verify(value, password)
            parameters = extract_parameters(value)
            assert parameters.type is Type.ID
            assert parameters.memory_cost >= 19 * 1024
            assert parameters.time_cost >= 2
            assert parameters.parallelism == 1
    accounts = admin.execute(
        "SELECT a.email, a.name, g.role, u.name"
        " FROM auth.account AS a JOIN auth.role_grant AS g USING (account_id)"
        " LEFT JOIN org.unit AS u USING (unit_id) WHERE g.role <> 'viewer' OR a.staff_id IS NULL"
    ).fetchall()
    assert set(accounts) == set(DEMO_LOGINS)


def test_password_that_we_make_up(
    admin: psycopg.Connection, demo: Database, tmp_path: Path
) -> None:
    """It is printed at every start, kept where only its owner reads it, and hashed once."""
    lines = prepare_logins(settings(tmp_path), demo.url)
    file = tmp_path / "demo-password"
    assert file.stat().st_mode & 0o777 == 0o600
    password = file.read_text()
    assert len(password) >= 12
    assert password in lines[0]
    stored = hashes(admin)
    assert all(PasswordHasher().verify(value, password) for value in stored.values())
    assert prepare_logins(settings(tmp_path), demo.url) == lines
    assert hashes(admin) == stored


def test_changed_password_is_kept(
    admin: psycopg.Connection, demo: Database, tmp_path: Path
) -> None:
    """A start without a password from the environment leaves another one alone, and says so."""
    prepare_logins(settings(tmp_path / "one"), demo.url)
    stored = hashes(admin)
    lines = prepare_logins(settings(tmp_path / "two"), demo.url)
    assert hashes(admin) == stored
    assert "set elsewhere" in lines[0]


def test_without_the_demo_only_an_administrator(
    admin: psycopg.Connection, database: Database, tmp_path: Path
) -> None:
    """An empty database gets the administrator's login; one with an administrator gets nothing."""
    lines = prepare_logins(settings(tmp_path, STRATA_DEMO="none"), database.url)
    assert list(hashes(admin)) == ["admin@demo.test"]
    assert "manager@demo.test" not in lines[0]
    admin.execute("UPDATE auth.account SET email = 'boss@example.org'")
    assert prepare_logins(settings(tmp_path, STRATA_DEMO="none"), database.url) == []
    assert list(hashes(admin)) == ["boss@example.org"]
