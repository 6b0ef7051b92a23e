"""What was exported makes the same organisation again, in every format."""

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import openpyxl
import pytest
from psycopg.conninfo import conninfo_to_dict

from app.cli import main
from app.demo import SEED, load
from app.exports.writing import FORMATS
from tests.support.servers import Database, Server

ORGANISATION = (Path(__file__).parent / "organisation.sql").read_text(encoding="utf-8")
IN_ORDER = (
    *("structure", "staff", "contracts", "holidays", "adjustments", "coverage"),
    *("presets", "duties"),
)
# Berlin and Troll change their clocks in this window.
SEGMENTS = """
SELECT s.employee_number, e.starts_at, e.ends_at, a.code, e.rank
FROM schedule.effective_segments(
    (SELECT array_agg(staff_id) FROM org.staff), '2026-03-01 00:00+00', '2026-04-15 00:00+00'
) AS e
JOIN org.staff AS s USING (staff_id)
JOIN org.activity AS a USING (activity_id)
ORDER BY 1, 2
"""


@pytest.fixture(scope="module")
def source(shared_database: Database) -> Database:
    """A rich organisation."""
    assert load(shared_database.url, SEED, date(2026, 3, 10))
    with shared_database.connect() as connection:
        connection.execute(ORGANISATION.encode())
    return shared_database


@pytest.fixture
def target(cluster: Server, template: Database) -> Iterator[Database]:
    """An empty database."""
    with cluster.database(template.name) as copy:
        yield copy


def url_of(database: Database) -> str:
    """The address of a database as the command line takes it."""
    return f"postgresql:///?{urlencode(conninfo_to_dict(database.url))}"


def export_all(database: Database, format_: str, directory: Path) -> dict[str, Any]:
    """Export every kind; what the files say."""
    directory.mkdir()
    said: dict[str, Any] = {}
    for kind in IN_ORDER:
        file = directory / f"{kind}.{format_}"
        assert (
            main(["export", "--database-url", url_of(database), "--kind", kind, "-o", str(file)])
            == 0
        )
        content = file.read_bytes()
        if format_ == "xlsx":
            (sheet,) = openpyxl.load_workbook(io.BytesIO(content)).worksheets
            said[kind] = [
                [(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows()
            ]
        else:
            said[kind] = content
    return said


def segments(database: Database) -> list[tuple[Any, ...]]:
    """The effective schedules of everybody."""
    with database.connect() as connection:
        return connection.execute(SEGMENTS.encode()).fetchall()


@pytest.mark.parametrize("format_", FORMATS)
def test_an_export_makes_the_same_organisation(
    source: Database,
    target: Database,
    format_: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = export_all(source, format_, tmp_path / "before")
    for kind in IN_ORDER:
        file = tmp_path / "before" / f"{kind}.{format_}"
        arguments = ["--kind", kind, "--all-or-nothing", str(file)]
        code = main(["import", "--database-url", url_of(target), *arguments])
        assert code == 0, capsys.readouterr()
    after = export_all(target, format_, tmp_path / "after")
    for kind in IN_ORDER:
        assert after[kind] == before[kind], kind
    schedules = segments(source)
    assert len(schedules) > 5000
    assert segments(target) == schedules
