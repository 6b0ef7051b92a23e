"""Every spec prints what its expected file says, on every version of PostgreSQL."""

import subprocess
from pathlib import Path

import pytest

from app.database.binaries import bundled_binaries
from tests.support.servers import Database

FOLDER = Path(__file__).parent
TESTER = bundled_binaries().parent / "lib/pgxs/src/test/isolation/isolationtester"


@pytest.mark.parametrize("name", sorted(path.stem for path in (FOLDER / "specs").glob("*.spec")))
def test_spec(database: Database, name: str) -> None:
    answer = subprocess.run(
        [TESTER, database.url],
        input=(FOLDER / "specs" / f"{name}.spec").read_text(encoding="utf-8"),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert answer.stderr == ""
    assert answer.stdout == (FOLDER / "expected" / f"{name}.out").read_text(encoding="utf-8")
