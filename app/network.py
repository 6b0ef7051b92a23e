"""The address that we are going to listen on."""

import socket

from app.config import Settings
from app.stop import Stop


def check_port(settings: Settings) -> None:
    """Stop when somebody else listens there already, before any slow work is done."""
    family, kind, protocol, _, address = socket.getaddrinfo(
        settings.host, settings.port, type=socket.SOCK_STREAM
    )[0]
    with socket.socket(family, kind, protocol) as probe:
        # As the server does, so that a connection of the last run that lingers does not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except PermissionError:
            raise Stop(
                f"Port {settings.port} is reserved for the system: "
                "set STRATA_PORT to a number above 1023."
            ) from None
        except OSError:
            raise Stop(
                f"Port {settings.port} on {settings.host} is taken: "
                "stop what listens there or set STRATA_PORT to a free one."
            ) from None
