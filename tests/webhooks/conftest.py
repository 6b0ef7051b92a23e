"""A served organisation that may reach a receiver on the loopback interface."""

from collections.abc import Iterator

import pytest

from tests.http.conftest import fill
from tests.http.running import Running, running
from tests.support.servers import Database
from tests.webhooks.receiver import Receiver, receiving


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    """Where the webhooks of a module go to."""
    with receiving() as started:
        yield started


@pytest.fixture(scope="module")
def loopback() -> Iterator[None]:
    """Servers may reach this machine, but only by its usual address."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STRATA_WEBHOOK_NETWORKS", "127.0.0.1/32")
        yield


@pytest.fixture(scope="module")
def served(
    loopback: None, shared_database: Database, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """A server on the small organisation, for the tests of one module."""
    with running(fill(shared_database), tmp_path_factory.mktemp("server")) as started:
        yield started
