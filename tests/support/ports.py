"""Ports for servers that tests start."""

from app.ports import free_ports


def free_port() -> int:
    """A port that nobody listens on."""
    return free_ports(1)[0]
