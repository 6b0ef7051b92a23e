"""The configuration: `STRATA_*` variables, read once and checked."""

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app import ROOT
from app.stop import Stop


@dataclass(frozen=True)
class Settings:
    """What the environment says; secrets stay out of its representation."""

    host: str
    port: int
    data_directory: Path
    database_url: str | None = field(repr=False)
    demo: str
    demo_password: str | None = field(repr=False)
    app_password: str | None = field(repr=False)
    bi_password: str | None = field(repr=False)
    import_megabytes: int


def read_settings(
    environment: Mapping[str, str] = os.environ, database_url: str | None = None
) -> Settings:
    """Read the settings; `database_url` is the command line's and wins over the environment's."""
    return Settings(
        host=_loopback(environment.get("STRATA_HOST") or "127.0.0.1"),
        port=_number(environment, "STRATA_PORT", 8000, 65535),
        data_directory=Path(environment.get("STRATA_DATA_DIR") or ROOT / ".strata").absolute(),
        database_url=_database_url(database_url or _secret(environment, "STRATA_DATABASE_URL")),
        demo=_choice(environment, "STRATA_DEMO", ("organisation", "none")),
        demo_password=_secret(environment, "STRATA_DEMO_PASSWORD"),
        app_password=_secret(environment, "STRATA_APP_PASSWORD"),
        bi_password=_secret(environment, "STRATA_BI_PASSWORD"),
        import_megabytes=_number(environment, "STRATA_IMPORT_MEGABYTES", 64, 1024),
    )


def _loopback(host: str) -> str:
    try:
        loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        raise Stop(f"STRATA_HOST must be an address such as 127.0.0.1, not {host!r}.") from None
    if not loopback:
        raise Stop(
            f"STRATA_HOST is {host}, but without logins Strata listens on the loopback interface "
            "only: use 127.0.0.1 or ::1."
        )
    return host


def _number(environment: Mapping[str, str], name: str, default: int, largest: int) -> int:
    text = environment.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= largest):
        raise Stop(f"{name} must be a number from 1 to {largest}, not {text!r}.")
    return int(text)


def _database_url(url: str | None) -> str | None:
    if url and not url.startswith(("postgresql://", "postgres://")):
        raise Stop(
            "STRATA_DATABASE_URL must be of the form postgresql://user:password@host:port/database."
        )
    return url


def _choice(environment: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    """The variable's value, the first of the choices when it is not set."""
    value = environment.get(name) or choices[0]
    if value not in choices:
        raise Stop(f"{name} must be {' or '.join(choices)}, not {value!r}.")
    return value


def _secret(environment: Mapping[str, str], name: str) -> str | None:
    """The variable's value, or the first line of the file that the variable with _FILE names."""
    value, path = environment.get(name), environment.get(f"{name}_FILE")
    if value and path:
        raise Stop(f"{name} and {name}_FILE are both set: keep one of them.")
    if not path:
        return value or None
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Stop(f"{name}_FILE names {path}, which cannot be read: {error}.") from None
    lines = text.splitlines()
    if not lines or not lines[0]:
        raise Stop(f"{name}_FILE names {path}, which is empty.")
    return lines[0]
