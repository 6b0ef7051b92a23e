"""Who runs PostgreSQL, and where it may do so: it refuses to run as root."""

import os
import pwd
import secrets
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.stop import Stop

# Where a cluster goes when its user cannot enter the directory that was asked for.
FALLBACK = Path("/var/lib")


@dataclass(frozen=True)
class ServerUser:
    """The user that runs PostgreSQL: somebody else when we are root, otherwise ourselves."""

    number: int
    group: int

    @property
    def process(self) -> dict[str, Any]:
        """Arguments for `subprocess` that make the child this user's.

        Its own session keeps the terminal's Ctrl-C from it: we decide when it stops.
        """
        identity = {"user": self.number, "group": self.group, "extra_groups": []}
        return {
            "cwd": "/",
            "start_new_session": True,
            **(identity if self.number != os.geteuid() else {}),
        }

    def own(self, path: Path) -> Path:
        """Give a file or a directory to this user."""
        if self.number != os.geteuid():
            os.chown(path, self.number, self.group)
        return path

    def make_directory(self, path: Path) -> Path:
        """Make a directory that only this user enters, if it is not there."""
        path.mkdir(mode=0o700, exist_ok=True)
        return self.own(path)

    def can_enter(self, directory: Path) -> bool:
        """Whether this user reaches the directory."""
        arguments = ["/bin/sh", "-c", 'cd "$1" 2>/dev/null', "sh", str(directory)]
        return subprocess.run(arguments, check=False, **self.process).returncode == 0


def choose_user(directory: Path) -> ServerUser:
    """Ourselves, or as root the owner of the directory, or else the user nobody."""
    if os.geteuid() != 0:
        return ServerUser(os.geteuid(), os.getegid())
    nearest = next(path for path in (directory, *directory.parents) if path.exists())
    status = nearest.stat()
    if status.st_uid != 0 and _has_entry(status.st_uid):
        return ServerUser(status.st_uid, status.st_gid)
    nobody = pwd.getpwnam("nobody")
    return ServerUser(nobody.pw_uid, nobody.pw_gid)


def _has_entry(user: int) -> bool:
    """Whether the user has a name; initdb insists on one."""
    try:
        pwd.getpwuid(user)
    except KeyError:
        return False
    return True


def place_cluster(directory: Path, user: ServerUser, say: Callable[[str], None]) -> Path:
    """Make the directory of the cluster where its user can enter it, and return its path.

    When the path that was asked for lies below one its user cannot enter (a checkout in
    /root), it becomes a link to a directory that can be entered.
    """
    if directory.is_symlink() and not directory.exists():
        directory.unlink()
    if directory.exists():
        if not os.access(directory, os.W_OK | os.X_OK):
            raise Stop(
                f"The directory of the database {directory} belongs to somebody else: "
                "start as that user or set STRATA_DATA_DIR."
            )
        return user.own(directory.resolve())
    try:
        directory.parent.mkdir(parents=True, exist_ok=True)
        if user.can_enter(directory.parent):
            return user.make_directory(directory)
        elsewhere = user.make_directory(FALLBACK / f"strata-{secrets.token_hex(6)}")
        directory.symlink_to(elsewhere)
    except OSError as error:
        raise Stop(
            f"The directory of the database {directory} cannot be made ({error.strerror}): "
            "set STRATA_DATA_DIR to one that can be written."
        ) from None
    say(f"The database is kept in {elsewhere}: its user cannot enter {directory.parent}.")
    return elsewhere


def place_binaries(binaries: Path, cluster: Path, user: ServerUser) -> Path:
    """The programs where its user can run them: in place, or copied beside the cluster."""
    if user.can_enter(binaries):
        return binaries
    package = binaries.parents[1]
    copy = cluster / "programs"
    marker = copy / "complete"
    # The libraries' directory is found by its relative path, so the layout is kept.
    source = f"{package}:{(binaries / 'postgres').stat().st_mtime_ns}"
    if not marker.exists() or marker.read_text() != source:
        shutil.rmtree(copy, ignore_errors=True)
        user.make_directory(copy)
        copy.chmod(0o755)
        for directory in (package, package.parent / f"{package.name}.libs"):
            shutil.copytree(directory, copy / directory.name, symlinks=True)
        marker.write_text(source)
    return copy / binaries.relative_to(package.parent)
