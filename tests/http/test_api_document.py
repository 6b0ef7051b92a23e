"""docs/api.md: its examples run as they stand there, and answer as it says."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from app import ROOT
from tests.http.running import ADMIN, PASSWORD, Running

DOCUMENT = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
# Says the status instead of the answer.
CURL = "curl() { command curl --silent --output /dev/null --write-out '%{http_code}\\n' \"$@\"; }\n"


@pytest.mark.skipif(not shutil.which("curl"), reason="the examples are curl")
def test_the_examples(own_server: Running, tmp_path: Path) -> None:
    login, *examples = re.findall(r"```sh\n(.*?)```", DOCUMENT, re.DOTALL)
    script = login + CURL + "\n".join(examples)
    for written, meant in (
        ("http://127.0.0.1:8000", str(own_server.http.base_url).rstrip("/")),
        ("$(cat .strata/demo-password)", f"'{PASSWORD}'"),
        ("admin@demo.test", ADMIN),
    ):
        script = script.replace(written, meant)
    ran = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )
    calls = re.findall(r"^((?:api|curl) .*?)  # (\d+)$", script, re.DOTALL | re.MULTILINE)
    assert list(zip([call for call, _ in calls], ran.stdout.split(), strict=True)) == calls
