"""The documents: links lead somewhere, and the README's first look runs as it stands there."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest

from app import ROOT
from tests.support.ports import free_port
from tests.support.servers import scratch_directory
from tests.support.waiting import wait_until

README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def installation() -> Iterator[tuple[str, dict[str, str]]]:
    """`strata run` on a new data directory: its address, and the environment that finds it."""
    port = free_port()
    with scratch_directory() as directory:
        environment = os.environ | {"STRATA_DATA_DIR": str(directory), "STRATA_PORT": str(port)}
        environment.pop("STRATA_DATABASE_URL", None)
        with (directory / "output").open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "app", "run"], env=environment, stdout=output, stderr=output
            )
        address = f"http://127.0.0.1:{port}"

        def answers() -> bool:
            assert process.poll() is None, (directory / "output").read_text()
            try:
                return httpx.get(f"{address}/readyz").status_code == 200
            except httpx.TransportError:
                return False

        try:
            wait_until(answers)
            yield address, environment
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=30) == 0


def json_values(text: str) -> list[dict[str, object]]:
    """The JSON values that commands printed one after the other, among other text."""
    decoder, values, at = json.JSONDecoder(), [], 0
    while (at := text.find("{", at)) >= 0:
        value, at = decoder.raw_decode(text, at)
        values.append(value)
    return values


@pytest.mark.skipif(not shutil.which("curl"), reason="the README's first look is curl")
def test_the_first_look(installation: tuple[str, dict[str, str]]) -> None:
    address, environment = installation
    block = re.search(r"```sh\n(.*?)```", README, re.DOTALL)
    assert block
    script = block[1].replace("http://127.0.0.1:8000", address)
    script = script.replace(".strata/", f"{environment['STRATA_DATA_DIR']}/")
    ran = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    units, person, now, monday, headcount, stored, explained, refused = json_values(ran.stdout)
    assert len(units["items"]) == 5  # type: ignore[arg-type]
    assert person["id"] == 7
    assert "items" in now
    assert len(headcount["steps"]) == 4  # type: ignore[arg-type]
    assert stored["state"] == "approved"
    assert monday["staff"] != explained["staff"]
    why = {
        segment["activity"]: segment["why"]
        for segment in explained["staff"][0]["segments"]  # type: ignore[index]
    }
    assert [loser["layer"] for loser in why["training"]["losers"]] == ["contract"]
    assert re.search(r"training +\| adjustment +\| +120", ran.stdout)
    assert (refused["status"], refused["errors"][0]["activity"]) == (  # type: ignore[index]
        409,
        "training",
    )


def test_every_link_leads_somewhere() -> None:
    for document in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_every_variable_is_in_the_readme() -> None:
    named = set(re.findall(r"STRATA_[A-Z_]+", (ROOT / "app" / "config.py").read_text()))
    assert named <= set(re.findall(r"STRATA_[A-Z_]+", README))
