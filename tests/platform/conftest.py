"""What the tests of the platform share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.ports import free_port
from tests.support.servers import scratch_directory


@pytest.fixture
def directory() -> Iterator[Path]:
    """Where a cluster may be made."""
    with scratch_directory() as parent:
        yield parent / "postgres"


@pytest.fixture(name="free_port")
def _free_port() -> int:
    """A port that nobody listens on."""
    return free_port()
