"""What the tests of the audit share."""

from urllib.parse import urlencode

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from app.cli import main
from tests.support.servers import Database


class Verify:
    """`strata audit verify` on the database of a test: its exit code and what it printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, str]:
        code = main(["audit", "verify", *arguments])
        return code, self.capsys.readouterr().out

    def head(self) -> str:
        """The head of a chain that holds."""
        code, text = self()
        assert code == 0, text
        return text.split("Head: ")[1].split(" ")[0]


@pytest.fixture
def verify(
    database: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Verify:
    """The command on the database of this test."""
    url = "postgresql:///?" + urlencode(conninfo_to_dict(database.url))
    monkeypatch.setenv("STRATA_DATABASE_URL", url)
    return Verify(capsys)


def seal(connection: psycopg.Connection) -> None:
    """Seal all that is committed."""
    while connection.execute("SELECT audit.seal(7)").fetchone() != (0,):
        pass
