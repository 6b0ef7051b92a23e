"""Waiting for something to happen, but not for ever."""

import time
from collections.abc import Callable


def wait_until(condition: Callable[[], object], patience: float = 30.0) -> None:
    """Return as soon as the condition holds; fail when it does not hold in time."""
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)
