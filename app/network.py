"""The address that we are going to listen on, and what has to be true before others reach it."""

import socket

from app.accounts import has_demo_credentials
from app.config import Settings
from app.stop import Stop


def check_port(settings: Settings) -> None:
    """Stop when somebody else listens there already, before any slow work is done."""
    _check_place(settings.host, settings.port, "STRATA_PORT", "a number above 1023")
    if settings.metrics == (settings.host, settings.port):
        raise Stop("STRATA_METRICS is where the API is served: give it another port.")
    if settings.metrics:
        _check_place(*settings.metrics, "STRATA_METRICS", "one with a port above 1023")


def _check_place(host: str, port: int, variable: str, above: str) -> None:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        # As the server does, so that a connection of the last run that lingers does not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except PermissionError:
            raise Stop(
                f"Port {port} is reserved for the system: set {variable} to {above}."
            ) from None
        except OSError:
            raise Stop(
                f"Port {port} on {host} is taken: "
                f"stop what listens there or set {variable} to a free one."
            ) from None


def check_exposure(settings: Settings, admin_url: str) -> None:
    """Stop when others than this machine could reach what is only good for trying things out."""
    if settings.is_local:
        return
    where = f"STRATA_HOST is {settings.host}, which others can reach"
    if not settings.public_url:
        raise Stop(f"{where}: set STRATA_PUBLIC_URL to the address under which they do.")
    if settings.allow_insecure:
        return
    if not (settings.signing_keys or settings.signing_keys_file):
        raise Stop(
            f"{where}: set STRATA_SIGNING_KEYS_FILE to keys of your own "
            "(`openssl genpkey -algorithm ed25519`), or STRATA_ALLOW_INSECURE=yes."
        )
    if has_demo_credentials(admin_url):
        raise Stop(
            f"{where}, and there are logins of the demo: use a database without them "
            "(STRATA_DEMO=none, `strata create-admin`), or set STRATA_ALLOW_INSECURE=yes."
        )
