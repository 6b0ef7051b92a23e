"""Exports over HTTP and from the command line."""

import gzip
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.cli import main
from tests.exports.test_round_trip import url_of
from tests.http.running import Running

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = ["employee_number", "name", "email", "unit", "from", "to"]
ADA = ["A1", 'Ada "the first" Ōno', "ada@acme.test", "Acme / Sales", "2026-01-01", None]
CSV = (
    "employee_number,name,email,unit,from,to\r\n"
    'A1,"Ada ""the first"" Ōno",ada@acme.test,Acme / Sales,2026-01-01,\r\n'
    "B2,Bob,,Acme / Operations,2026-01-01,\r\n"
    "C3,Cyd,,Acme / Operations / Night,2026-01-01,\r\n"
    "D4,Dee,,Acme / Sales,2026-01-01,\r\n"
    "E5,Eve,,Acme / Sales,2026-01-01,2026-07-01\r\n"
)


def first_rows(content: bytes) -> list[list[Any]]:
    """The header and the first row of a workbook."""
    (sheet,) = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    return [[cell.value for cell in row] for row in sheet.iter_rows(max_row=2)]


def test_the_formats(server: Running) -> None:
    answer = server.get("/v1/exports/staff")
    assert answer.content.decode() == CSV
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="staff.csv"'
    answer = server.get("/v1/exports/staff?format=json")
    assert answer.headers["content-disposition"] == 'attachment; filename="staff.json"'
    assert answer.json()[0] == dict(zip(COLUMNS[:-1], ADA[:-1], strict=True))
    answer = server.get("/v1/exports/staff?format=xlsx")
    assert answer.headers["content-type"] == XLSX
    assert first_rows(answer.content) == [COLUMNS, ADA]


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "text/csv; charset=utf-8"),
        ("application/json", "application/json"),
        (f"text/html, {XLSX};q=0.9, text/csv", XLSX),
    ],
)
def test_what_the_client_accepts(server: Running, accept: str, media_type: str) -> None:
    answer = server.get("/v1/exports/holidays", accept=accept)
    assert answer.headers["content-type"] == media_type
    assert "Accept" in answer.headers["vary"]


def test_compression(server: Running) -> None:
    plain = server.get("/v1/exports/staff", accept_encoding="identity")
    assert "content-encoding" not in plain.headers
    assert int(plain.headers["content-length"]) == len(CSV.encode())
    with server.http.stream("GET", "/v1/exports/staff", headers={"Accept-Encoding": "gzip"}) as raw:
        assert raw.headers["content-encoding"] == "gzip"
        assert gzip.decompress(b"".join(raw.iter_raw())).decode() == CSV


def test_as_of(server: Running) -> None:
    empty = server.get("/v1/exports/staff?as_of=2020-01-01T00:00:00Z")
    assert empty.text == "employee_number,name,email,unit,from,to\r\n"
    assert server.get("/v1/exports/staff?as_of=2999-01-01T00:00:00Z").status_code == 422


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("nothing", 404, "There is no kind nothing to export."),
        ("people", 404, "There is no kind people to export."),
        ("staff?format=pdf", 400, "format must be one of csv, json, xlsx."),
        ("staff?format=csv&format=csv", 400, "format must be one of csv, json, xlsx."),
        ("staff?unit=1", 400, "There is no parameter unit."),
    ],
)
def test_what_there_is_not(server: Running, address: str, status: int, sentence: str) -> None:
    answer = server.get(f"/v1/exports/{address}")
    assert (answer.status_code, answer.json()["detail"]) == (status, sentence)


def test_head(server: Running) -> None:
    answer = server.http.head("/v1/exports/staff", headers={"Accept-Encoding": "identity"})
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) == len(CSV.encode())


def test_the_command_line(
    server: Running, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    strata = ["export", "--database-url", url_of(server.database), "--kind", "staff"]
    assert main(strata) == 0
    assert capfdbinary.readouterr().out.decode() == CSV
    assert main([*strata, "-o", str(tmp_path / "staff.xlsx")]) == 0
    assert first_rows((tmp_path / "staff.xlsx").read_bytes()) == [COLUMNS, ADA]
    assert main([*strata, "--format", "json", "--as-of", "2020-01-01T00:00:00Z"]) == 0
    assert capfdbinary.readouterr().out == b"[]\n"


def test_a_file_that_cannot_be_written(
    server: Running, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    strata = ["export", "--database-url", url_of(server.database), "--kind", "staff", "-o"]
    (tmp_path / "old.csv").write_text("old")
    assert main([*strata, str(tmp_path / "nowhere" / "x.csv")]) == 1
    assert capsys.readouterr().err.endswith(
        "/nowhere/x.csv cannot be written: No such file or directory.\n"
    )
    assert main([*strata, str(tmp_path / "old.csv"), "--as-of", "2999-01-01T00:00:00Z"]) == 1
    assert "as_of must not lie in the future" in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["old.csv"]
    assert (tmp_path / "old.csv").read_text() == "old"
