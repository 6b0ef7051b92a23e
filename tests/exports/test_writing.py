"""The files of exports: what is written is read again as it was."""

import csv
import io
from collections.abc import Sequence

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.exports.writing import FORMATS, make_writer
from app.imports.layout import Layout
from app.imports.reading import open_file
from app.stop import Stop

COLUMNS = ("employee_number", "name", "note")
# What a database can hold as text.
TEXTS = st.none() | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1
)
TABLES = st.lists(st.tuples(TEXTS, TEXTS, TEXTS).filter(any), min_size=1, max_size=5)
NASTY = [
    "=1+1",
    "+1",
    "-1",
    "@A1",
    "\tx",
    "\rx",
    "\nx",
    "'",
    "''",
    "'=1",
    "'tHooft",
    "\uff1dA1",
    '"',
    '"=1"',
    ",;",
]


def written(format_: str, rows: Sequence[Sequence[str | None]]) -> bytes:
    """The file of these rows."""
    file = io.BytesIO()
    writer = make_writer(format_, file, COLUMNS)
    try:
        writer.add(rows)
    except Stop:
        writer.abandon()
        raise
    writer.finish()
    return file.getvalue()


def read_again(content: bytes) -> list[tuple[str | None, ...]]:
    """The rows of a file of ours, as an import has them."""
    file = open_file(io.BytesIO(content), "file", Layout(fields=COLUMNS), 1024**2)
    return [tuple(row.values.get(name) or None for name in COLUMNS) for row in file.rows]


@pytest.mark.parametrize("format_", FORMATS)
@given(TABLES)
@example([(text, f"x{text}", f"{text}x") for text in NASTY])
@example(
    [("1", "a\r\nb", "a\rb"), ("2", "_x000D_", "_x005F_x000D_\x01\x0b\ufffe"), ("3", " ", "#N/A")]
)
@example([("1", "\ufeff", "\x85"), ("\u2028", "[", "{"), ("true", "null", "007")])
def test_what_is_written_is_read_again(format_: str, rows: list[tuple[str | None, ...]]) -> None:
    assert read_again(written(format_, rows)) == rows


@given(TABLES)
def test_no_cell_of_csv_is_a_formula(rows: list[tuple[str | None, ...]]) -> None:
    text = written("csv", rows).decode()
    for record in csv.reader(io.StringIO(text, newline=""), strict=True):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in record)


def test_csv_is_that_of_rfc_4180() -> None:
    assert written("csv", [("1", 'Ada "the first"', None), ("2", "a,b", "c\nd")]) == (
        b'employee_number,name,note\r\n1,"Ada ""the first""",\r\n2,"a,b","c\nd"\r\n'
    )


def test_json_leaves_out_what_is_empty() -> None:
    assert written("json", [("1", "\u5c71\u7530", None)]).decode() == (
        '[\n{"employee_number": "1", "name": "\u5c71\u7530"}\n]\n'
    )
    assert written("json", []) == b"[]\n"


def test_xlsx_has_nothing_but_texts() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written("xlsx", [("007", "=1+1", "#N/A")])))
    (sheet,) = book.worksheets
    assert [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows()] == [
        [(name, "s") for name in COLUMNS],
        [("007", "s"), ("=1+1", "s"), ("#N/A", "s")],
    ]


def test_a_text_that_xlsx_cannot_hold() -> None:
    with pytest.raises(Stop, match=r"^A text has more than 32,767 characters"):
        written("xlsx", [("1", "x" * 32_768, None)])
    assert read_again(written("xlsx", [("1", "x" * 32_767, None)])) == [("1", "x" * 32_767, None)]
