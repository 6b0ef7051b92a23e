"""The server process of a data directory, and whether it is really there."""

import time
from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True)
class Postmaster:
    """The first process of a running server, as postmaster.pid describes it."""

    process: int
    port: int
    socket_directory: str
    state: str


def read_postmaster(data: Path) -> Postmaster | None:
    """The live server of this data directory, or None.

    A file that names no living process is PostgreSQL's to remove. It would refuse to start over one
    that is empty, or that names a process which is no server of this directory (the number was
    given away after a kill), so such a file is removed here.
    """
    path = data / "postmaster.pid"
    try:
        lines = path.read_text().splitlines()
    except FileNotFoundError:
        return None
    process = int(lines[0]) if lines and lines[0].isdigit() else None
    if process is not None and not psutil.pid_exists(process):
        return None
    if process is None or not _serves(process, data):
        path.unlink(missing_ok=True)
        return None
    # The file is written line by line; until the state is there the server is starting.
    if len(lines) < 8:
        return Postmaster(process, 0, "", "starting")
    return Postmaster(process, int(lines[3]), lines[4], lines[7].strip())


def wait_for_children(data: Path, patience: float) -> None:
    """Wait until the processes of a killed server have noticed and gone."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and any(_serves(number, data) for number in psutil.pids()):
        time.sleep(0.05)


def _serves(number: int, data: Path) -> bool:
    """Whether the process is PostgreSQL's and works in the data directory, as all of them do."""
    try:
        process = psutil.Process(number)
        return process.name().startswith("postgres") and Path(process.cwd()) == data.resolve()
    except (psutil.Error, OSError):
        return False
