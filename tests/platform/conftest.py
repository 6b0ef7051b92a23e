"""What the tests of the platform share."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.servers import scratch_directory


@pytest.fixture
def directory() -> Iterator[Path]:
    """Where a cluster may be made."""
    with scratch_directory() as parent:
        yield parent / "postgres"


@pytest.fixture
def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
