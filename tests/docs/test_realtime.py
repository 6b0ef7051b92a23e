"""docs/realtime.md: its examples run as they stand there, and its tables are complete."""

import json
import os
import re
import runpy
import shutil
import subprocess
from pathlib import Path

import pytest

from app import ROOT
from tests.http.running import ADMIN, PASSWORD, Running
from tests.realtime.described import DOCUMENT, check_frame, validator
from tests.support.programs import DENO
from tests.support.waiting import wait_until

GUIDE = (ROOT / "docs" / "realtime.md").read_text(encoding="utf-8")
IMAGES = ROOT / "docs" / "images"
LEAVE = {"activity": "leave", "start": "2030-06-03T14:00:00Z", "end": "2030-06-03T16:00:00Z"}


def example(language: str, server: Running) -> str:
    """The only example in a language, for a server of the tests."""
    (text,) = re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)
    for written, meant in (
        ("http://127.0.0.1:8000", str(server.http.base_url).rstrip("/")),
        ("$(cat .strata/demo-password)", f"'{PASSWORD}'"),
        ('PASSWORD = "..."', f'PASSWORD = "{PASSWORD}"'),
        ("admin@demo.test", ADMIN),
    ):
        text = text.replace(written, meant)
    return str(text)


@pytest.mark.skipif(not shutil.which("curl"), reason="the example is curl")
def test_the_stream(server: Running, tmp_path: Path) -> None:
    ran = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", example("sh", server)],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )
    parts = [
        dict(re.findall(r"^(\w+): (.+)$", part, re.MULTILINE)) for part in ran.stdout.split("\n\n")
    ]
    told = [part for part in parts if part]
    assert [part["event"] for part in told] == ["hello", "schedule:created", "approval:completed"]
    for part in told:
        frame = json.loads(part["data"])
        check_frame(frame)
        assert part["event"] == frame["type"]
        assert part["id"].endswith(f":{frame['pos']}")


def test_the_module(server: Running, tmp_path: Path) -> None:
    """It shows a day, and shows it again when it has changed."""
    program, output = tmp_path / "follow.mjs", tmp_path / "output"
    program.write_text(example("js", server), encoding="utf-8")
    with output.open("wb") as file:
        process = subprocess.Popen(
            [DENO, "run", "--no-config", "--quiet", "-A", program],
            env={**os.environ, "DENO_DIR": str(tmp_path / "deno")},
            stdout=file,
            stderr=file,
        )
    try:
        # The four who have a membership on that day.
        wait_until(lambda: output.read_text() == "4 people \n")
        body = {"staff_id": 1, "adjustments": [LEAVE]}
        assert server.post("/v1/requests", body).status_code == 201
        wait_until(lambda: "leave" in output.read_text())
        assert re.fullmatch(r'4 people \n(4 people \[.*"leave".*\]\n)+', output.read_text())
    finally:
        process.kill()
        process.wait()


def test_the_conversation() -> None:
    """Frames are as they are described, and the events go on where the last one ended."""
    lines = re.findall(r"^([<>]) ({.+})$", GUIDE, re.MULTILINE)
    assert len(lines) > 9
    place = 0
    for direction, text in lines:
        frame = json.loads(text)
        if direction == "<":
            check_frame(frame)
            assert frame.get("prev", place) == place
            place = frame.get("pos", place)
        else:
            validator(f"client.{frame['type']}").validate(frame)


def test_the_tables() -> None:
    """Every event, reason and close code is told of, in the words of the database."""
    messages = DOCUMENT["components"]["messages"].values()
    for message in messages:
        if message["tags"] == [{"name": "event"}]:
            assert f"`{message['name']}`" in GUIDE
    schemas = DOCUMENT["components"]["schemas"]
    told = GUIDE.partition("## Read again")[2].partition("## When")[0]
    reasons = schemas["server.resync"]["properties"]["reason"]["enum"]
    assert re.findall(r"^\| `([a-z-]+)` \|", told, re.MULTILINE) == reasons
    codes = DOCUMENT["channels"]["socket"]["x-close-codes"]
    rows = re.findall(r"^\| (\d{4}) \| (.+) \| (.+) \|$", GUIDE, re.MULTILINE)
    assert rows == [
        (code, *(f"{text[0].lower()}{text[1:]}".rstrip(".") for text in each.values()))
        for code, each in codes.items()
    ]


def test_the_picture() -> None:
    """Redraw it with python -m docs.images.draw_event_path."""
    script = runpy.run_path(str(IMAGES / "draw_event_path.py"))
    assert script["picture"]() == (IMAGES / "event-path.svg").read_text(encoding="utf-8")
