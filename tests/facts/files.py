"""The files of facts, which lie outside the checkout."""

import json
from typing import Any

import pytest

from app import ROOT

FOLDER = ROOT.parent / "shared" / "data"


def read_facts(name: str) -> Any:  # noqa: ANN401 - each file has a shape of its own
    """The contents of a file of facts; without it the calling module is skipped."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"{path} is not there", allow_module_level=True)
    return json.loads(path.read_text(encoding="utf-8"))
