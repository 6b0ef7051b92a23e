"""Ports of this machine."""

import socket


def free_ports(number: int) -> list[int]:
    """So many ports that nobody listens on."""
    # All are held until the last is there, so that none comes twice.
    probes = [socket.socket() for _ in range(number)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()
