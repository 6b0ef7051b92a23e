"""How many files and sockets a process may have open."""

import resource
from contextlib import suppress


def raise_open_files() -> int:
    """Let this process have as many as the system allows; how many that are."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    # Where there is no limit the system still does not take that for a number.
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return limit
