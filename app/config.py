"""The configuration: `STRATA_*` variables, read once and checked."""

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from app import ROOT
from app.stop import Stop

ORIGIN = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]+")
PLACE = re.compile(r"(?P<host>[A-Za-z0-9.]+|\[[0-9A-Fa-f:.]+\]):(?P<port>[0-9]{1,5})")
HOST = re.compile(r"[A-Za-z0-9.\-\[\]:]+")
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True)
class Settings:
    """What the environment says; secrets stay out of its representation."""

    host: str
    port: int
    public_url: str | None
    allowed_hosts: tuple[str, ...]
    cors_origins: tuple[str, ...]
    trusted_proxies: str
    allow_insecure: bool
    data_directory: Path
    database_url: str | None = field(repr=False)
    demo: str
    demo_password: str | None = field(repr=False)
    admin_password: str | None = field(repr=False)
    app_password: str | None = field(repr=False)
    signing_keys: str | None = field(repr=False)
    signing_keys_file: Path | None
    password_megabytes: int
    password_passes: int
    session_idle_days: int
    session_days: int
    sessions_per_account: int
    smtp_url: str | None = field(repr=False)
    mail_from: str
    bi_password: str | None = field(repr=False)
    import_megabytes: int
    metrics: tuple[str, int] | None
    sockets: int
    sockets_per_account: int
    drain_seconds: int
    webhook_networks: tuple[Network, ...]

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach the server."""
        return self.host == "localhost" or ipaddress.ip_address(self.host).is_loopback

    @property
    def address(self) -> str:
        """Under which people reach the server."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url or f"http://{host}:{self.port}"


def read_settings(
    environment: Mapping[str, str] = os.environ, database_url: str | None = None
) -> Settings:
    """Read the settings; `database_url` is the command line's and wins over the environment's."""
    keys_file = environment.get("STRATA_SIGNING_KEYS_FILE")
    if keys_file and environment.get("STRATA_SIGNING_KEYS"):
        raise Stop(
            "STRATA_SIGNING_KEYS and STRATA_SIGNING_KEYS_FILE are both set: keep one of them."
        )
    return Settings(
        host=_address(environment.get("STRATA_HOST") or "127.0.0.1"),
        port=_number(environment, "STRATA_PORT", 8000, 65535),
        public_url=_public_url(environment.get("STRATA_PUBLIC_URL")),
        allowed_hosts=_list(environment, "STRATA_ALLOWED_HOSTS", HOST, "schedule.example.org"),
        cors_origins=_list(
            environment, "STRATA_CORS_ORIGINS", ORIGIN, "https://intranet.example.org"
        ),
        trusted_proxies=environment.get("STRATA_TRUSTED_PROXIES") or "127.0.0.1",
        allow_insecure=_choice(environment, "STRATA_ALLOW_INSECURE", ("no", "yes")) == "yes",
        data_directory=Path(environment.get("STRATA_DATA_DIR") or ROOT / ".strata").absolute(),
        database_url=_database_url(database_url or _secret(environment, "STRATA_DATABASE_URL")),
        demo=_choice(environment, "STRATA_DEMO", ("organisation", "none")),
        demo_password=_secret(environment, "STRATA_DEMO_PASSWORD"),
        admin_password=_secret(environment, "STRATA_ADMIN_PASSWORD"),
        app_password=_secret(environment, "STRATA_APP_PASSWORD"),
        signing_keys=environment.get("STRATA_SIGNING_KEYS") or None,
        signing_keys_file=Path(keys_file).absolute() if keys_file else None,
        password_megabytes=_number(environment, "STRATA_PASSWORD_MEGABYTES", 19, 1024, 19),
        password_passes=_number(environment, "STRATA_PASSWORD_PASSES", 2, 100, 2),
        session_idle_days=_number(environment, "STRATA_SESSION_IDLE_DAYS", 14, 366),
        session_days=_number(environment, "STRATA_SESSION_DAYS", 90, 366),
        sessions_per_account=_number(environment, "STRATA_SESSIONS_PER_ACCOUNT", 10, 1000),
        smtp_url=_smtp_url(_secret(environment, "STRATA_SMTP_URL")),
        mail_from=environment.get("STRATA_MAIL_FROM") or "strata@localhost",
        bi_password=_secret(environment, "STRATA_BI_PASSWORD"),
        import_megabytes=_number(environment, "STRATA_IMPORT_MEGABYTES", 64, 1024),
        metrics=_place(environment.get("STRATA_METRICS")),
        sockets=_number(environment, "STRATA_SOCKETS", 12_000, 1_000_000),
        sockets_per_account=_number(environment, "STRATA_SOCKETS_PER_ACCOUNT", 20, 1_000_000),
        drain_seconds=_number(environment, "STRATA_DRAIN_SECONDS", 5, 300, 0),
        webhook_networks=_networks(environment, "STRATA_WEBHOOK_NETWORKS"),
    )


def _address(host: str) -> str:
    try:
        if host != "localhost":
            ipaddress.ip_address(host)
    except ValueError:
        raise Stop(f"STRATA_HOST must be an address such as 127.0.0.1, not {host!r}.") from None
    return host


def _place(text: str | None) -> tuple[str, int] | None:
    """Address and port, if they are given; IPv6 addresses stand in brackets."""
    if not text:
        return None
    found = PLACE.fullmatch(text)
    try:
        if found is None or not 0 < int(found["port"]) < 65536:
            raise ValueError
        if (host := found["host"].strip("[]")) != "localhost":
            ipaddress.ip_address(host)
    except ValueError:
        raise Stop(
            f"STRATA_METRICS must be an address and a port such as 127.0.0.1:9100, not {text!r}."
        ) from None
    return host, int(found["port"])


def _public_url(url: str | None) -> str | None:
    if not url:
        return None
    url = url.rstrip("/")
    if not ORIGIN.fullmatch(url):
        raise Stop(
            f"STRATA_PUBLIC_URL must be of the form https://schedule.example.org, not {url!r}."
        )
    return url.lower()


def _smtp_url(url: str | None) -> str | None:
    if url and not _is_smtp(url):
        raise Stop(
            "STRATA_SMTP_URL must be of the form smtp://user:password@host:port?starttls "
            "or smtps://user:password@host:port."
        )
    return url


def _is_smtp(url: str) -> bool:
    """Whether all of it is understood: a mistyped ?starttls must not send passwords in clear."""
    try:
        parts = urlsplit(url)
        is_whole = bool(parts.hostname) and parts.port != 0 and parts.path in ("", "/")
    except ValueError:
        return False
    options = {"smtp": ("", "starttls"), "smtps": ("",)}
    return is_whole and not parts.fragment and parts.query in options.get(parts.scheme, ())


def _list(
    environment: Mapping[str, str], name: str, form: re.Pattern[str], example: str
) -> tuple[str, ...]:
    """The values of a variable, separated by commas."""
    values = [value.strip() for value in (environment.get(name) or "").split(",") if value.strip()]
    for value in values:
        if not form.fullmatch(value):
            raise Stop(f"{name} must list values such as {example}, not {value!r}.")
    return tuple(value.lower() for value in values)


def _networks(environment: Mapping[str, str], name: str) -> tuple[Network, ...]:
    """Networks, separated by commas; one that has bits beyond its prefix is a mistake."""
    networks = []
    for value in (environment.get(name) or "").split(","):
        if text := value.strip():
            try:
                networks.append(ipaddress.ip_network(text))
            except ValueError:
                raise Stop(
                    f"{name} must list networks such as 10.1.0.0/16, not {text!r}."
                ) from None
    return tuple(networks)


def _number(
    environment: Mapping[str, str], name: str, default: int, largest: int, least: int = 1
) -> int:
    text = environment.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and least <= int(text) <= largest):
        raise Stop(f"{name} must be a number from {least} to {largest}, not {text!r}.")
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
