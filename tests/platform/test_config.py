"""Every setting that cannot be used is refused with one sentence that names its variable."""

from pathlib import Path

import pytest

from app.config import read_settings
from app.stop import Stop


def test_the_defaults_are_a_local_demo() -> None:
    settings = read_settings({})
    assert (settings.host, settings.port, settings.demo) == ("127.0.0.1", 8000, "organisation")
    assert settings.database_url is None
    assert settings.data_directory.name == ".strata"


def test_an_empty_variable_is_one_that_is_not_set() -> None:
    names = ("HOST", "PORT", "DATA_DIR", "DATABASE_URL", "DEMO", "APP_PASSWORD")
    assert read_settings({f"STRATA_{name}": "" for name in names}) == read_settings({})


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        (
            "STRATA_HOST",
            "0.0.0.0",
            "STRATA_HOST is 0.0.0.0, but without logins Strata listens on the loopback interface "
            "only: use 127.0.0.1 or ::1.",
        ),
        (
            "STRATA_HOST",
            "example.org",
            "STRATA_HOST must be an address such as 127.0.0.1, not 'example.org'.",
        ),
        ("STRATA_PORT", "http", "STRATA_PORT must be a number from 1 to 65535, not 'http'."),
        ("STRATA_PORT", "0", "STRATA_PORT must be a number from 1 to 65535, not '0'."),
        ("STRATA_PORT", "65536", "STRATA_PORT must be a number from 1 to 65535, not '65536'."),
        ("STRATA_DEMO", "yes", "STRATA_DEMO must be organisation or none, not 'yes'."),
        (
            "STRATA_DATABASE_URL",
            "mysql://localhost/strata",
            "STRATA_DATABASE_URL must be of the form "
            "postgresql://user:password@host:port/database.",
        ),
    ],
)
def test_a_bad_value_is_named(variable: str, value: str, sentence: str) -> None:
    with pytest.raises(Stop) as stop:
        read_settings({variable: value})
    assert str(stop.value) == sentence


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_loopback_addresses_are_allowed(host: str) -> None:
    assert read_settings({"STRATA_HOST": host}).host == host


def test_secrets_come_from_files_too(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("hush\n")
    settings = read_settings({"STRATA_APP_PASSWORD_FILE": str(file)})
    assert settings.app_password == "hush"
    assert "hush" not in repr(settings)


def test_a_secret_is_given_once(tmp_path: Path) -> None:
    with pytest.raises(Stop, match="STRATA_APP_PASSWORD and STRATA_APP_PASSWORD_FILE are both set"):
        read_settings({"STRATA_APP_PASSWORD": "a", "STRATA_APP_PASSWORD_FILE": "b"})


def test_a_file_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    missing, empty = tmp_path / "missing", tmp_path / "empty"
    empty.touch()
    with pytest.raises(Stop, match=f"STRATA_DEMO_PASSWORD_FILE names {missing}, which cannot be"):
        read_settings({"STRATA_DEMO_PASSWORD_FILE": str(missing)})
    with pytest.raises(Stop, match=f"STRATA_DEMO_PASSWORD_FILE names {empty}, which is empty"):
        read_settings({"STRATA_DEMO_PASSWORD_FILE": str(empty)})


def test_the_command_line_wins() -> None:
    environment = {"STRATA_DATABASE_URL": "postgresql://one/"}
    settings = read_settings(environment, database_url="postgresql://two/")
    assert settings.database_url == "postgresql://two/"
