"""docs/security.md: what it says is proved is a test, and what it names is there."""

import re

from app import ROOT

GUIDE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
THREATS = GUIDE.partition("## Threats")[2].partition("\n\nNot stopped")[0]
ROWS = [line.split(" | ") for line in THREATS.splitlines() if line.startswith("| ")][1:]


def test_every_threat_has_a_test_that_exists() -> None:
    assert len(ROWS) >= 15
    for what, how, proof in ROWS:
        names = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", proof)
        assert names, what
        assert how
        for path, name in names:
            source = (ROOT / path).read_text(encoding="utf-8")
            assert re.search(rf"^(async )?def {name}\(", source, re.MULTILINE), f"{path}::{name}"


def test_every_file_that_is_named_exists() -> None:
    named = re.findall(r"`((?:sql|tests|scripts|docs)/[\w/.-]+)(?:::\w+)?`", GUIDE)
    assert [path for path in named if not (ROOT / path).exists()] == []
