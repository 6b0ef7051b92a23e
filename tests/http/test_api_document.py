"""docs/api.md: its examples run as they stand there, and answer as it says."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from app import ROOT
from tests.http.running import Running

DOCUMENT = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
# Says the status instead of the answer.
CURL = "curl() { command curl --silent --output /dev/null --write-out '%{http_code}\\n' \"$@\"; }\n"


@pytest.mark.skipif(not shutil.which("curl"), reason="the examples are curl")
def test_the_examples(own_server: Running, tmp_path: Path) -> None:
    script = CURL + "\n".join(re.findall(r"```sh\n(.*?)```", DOCUMENT, re.DOTALL))
    script = script.replace("http://127.0.0.1:8000", str(own_server.http.base_url).rstrip("/"))
    ran = subprocess.run(
        ["bash", "-euc", script], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    calls = re.findall(r"^(curl.*?)  # (\d+)$", script, re.DOTALL | re.MULTILINE)
    assert list(zip([call for call, _ in calls], ran.stdout.split(), strict=True)) == calls
