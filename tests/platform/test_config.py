"""Every setting that cannot be used is refused with one sentence that names its variable."""

from pathlib import Path

import pytest

from app.config import read_settings
from app.nodes import metrics_places
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
            "example.org",
            "STRATA_HOST must be an address such as 127.0.0.1, not 'example.org'.",
        ),
        (
            "STRATA_PUBLIC_URL",
            "schedule.example.org",
            "STRATA_PUBLIC_URL must be of the form https://schedule.example.org, "
            "not 'schedule.example.org'.",
        ),
        (
            "STRATA_PUBLIC_URL",
            "https://example.org/schedule",
            "STRATA_PUBLIC_URL must be of the form https://schedule.example.org, "
            "not 'https://example.org/schedule'.",
        ),
        (
            "STRATA_CORS_ORIGINS",
            "https://a.example,*",
            "STRATA_CORS_ORIGINS must list values such as https://intranet.example.org, not '*'.",
        ),
        (
            "STRATA_ALLOWED_HOSTS",
            "*.example.org",
            "STRATA_ALLOWED_HOSTS must list values such as schedule.example.org, "
            "not '*.example.org'.",
        ),
        (
            "STRATA_WEBHOOK_NETWORKS",
            "10.0.0.0/8, intranet",
            "STRATA_WEBHOOK_NETWORKS must list networks such as 10.1.0.0/16, not 'intranet'.",
        ),
        (
            "STRATA_WEBHOOK_NETWORKS",
            "10.1.2.3/16",
            "STRATA_WEBHOOK_NETWORKS must list networks such as 10.1.0.0/16, not '10.1.2.3/16'.",
        ),
        (
            "STRATA_SMTP_URL",
            "mail.example.org",
            "STRATA_SMTP_URL must be of the form smtp://user:password@host:port?starttls "
            "or smtps://user:password@host:port.",
        ),
        (
            "STRATA_SMTP_URL",
            "smtp://mail.example.org?STARTTLS",
            "STRATA_SMTP_URL must be of the form smtp://user:password@host:port?starttls "
            "or smtps://user:password@host:port.",
        ),
        (
            "STRATA_SMTP_URL",
            "smtp://mail.example.org/?startls",
            "STRATA_SMTP_URL must be of the form smtp://user:password@host:port?starttls "
            "or smtps://user:password@host:port.",
        ),
        (
            "STRATA_SMTP_URL",
            "smtps://mail.example.org?starttls",
            "STRATA_SMTP_URL must be of the form smtp://user:password@host:port?starttls "
            "or smtps://user:password@host:port.",
        ),
        (
            "STRATA_SMTP_URL",
            "smtp://mail.example.org:99999",
            "STRATA_SMTP_URL must be of the form smtp://user:password@host:port?starttls "
            "or smtps://user:password@host:port.",
        ),
        (
            "STRATA_PASSWORD_MEGABYTES",
            "18",
            "STRATA_PASSWORD_MEGABYTES must be a number from 19 to 1024, not '18'.",
        ),
        ("STRATA_ALLOW_INSECURE", "1", "STRATA_ALLOW_INSECURE must be no or yes, not '1'."),
        ("STRATA_PORT", "http", "STRATA_PORT must be a number from 1 to 65535, not 'http'."),
        ("STRATA_PORT", "0", "STRATA_PORT must be a number from 1 to 65535, not '0'."),
        ("STRATA_PORT", "65536", "STRATA_PORT must be a number from 1 to 65535, not '65536'."),
        *(
            (
                "STRATA_METRICS",
                value,
                "STRATA_METRICS must be an address and a port such as 127.0.0.1:9100, "
                f"not {value!r}.",
            )
            for value in ("9100", ":9100", "127.0.0.1:0", "[::1]:65536", "example.org:9100")
        ),
        ("STRATA_SOCKETS", "0", "STRATA_SOCKETS must be a number from 1 to 1000000, not '0'."),
        (
            "STRATA_SOCKETS_PER_ACCOUNT",
            "many",
            "STRATA_SOCKETS_PER_ACCOUNT must be a number from 1 to 1000000, not 'many'.",
        ),
        (
            "STRATA_DRAIN_SECONDS",
            "301",
            "STRATA_DRAIN_SECONDS must be a number from 0 to 300, not '301'.",
        ),
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
def test_addresses_of_this_machine(host: str) -> None:
    assert read_settings({"STRATA_HOST": host}).is_local


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "2001:db8::1"])
def test_addresses_that_others_reach(host: str) -> None:
    assert not read_settings({"STRATA_HOST": host}).is_local


@pytest.mark.parametrize(
    ("text", "place"),
    [("127.0.0.1:9100", ("127.0.0.1", 9100)), ("[::1]:9100", ("::1", 9100)), ("", None)],
)
def test_where_the_metrics_are(text: str, place: tuple[str, int] | None) -> None:
    assert read_settings({"STRATA_METRICS": text}).metrics == place


def test_each_of_several_nodes_has_its_own_metrics() -> None:
    settings = read_settings({"STRATA_METRICS": "[::1]:9100"})
    assert metrics_places(settings, 2) == ["[::1]:9100", "[::1]:9101"]
    assert metrics_places(read_settings({}), 2) == ["", ""]


def test_lists_and_the_public_address() -> None:
    settings = read_settings(
        {
            "STRATA_PUBLIC_URL": "https://Schedule.example.org/",
            "STRATA_ALLOWED_HOSTS": " one, two:8000 ,",
            "STRATA_CORS_ORIGINS": "https://A.example,http://b.example:81",
        }
    )
    assert settings.address == "https://schedule.example.org"
    assert settings.allowed_hosts == ("one", "two:8000")
    assert settings.cors_origins == ("https://a.example", "http://b.example:81")
    assert read_settings({"STRATA_HOST": "::1", "STRATA_PORT": "81"}).address == "http://[::1]:81"


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
