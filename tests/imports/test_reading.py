"""Files of every form give the same rows; a file that is none is told with the place."""

import datetime
import io
import itertools
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from app.imports import reading, xlsx_file
from app.imports.broken import BrokenFile
from app.imports.layout import Layout
from app.imports.reading import SourceFile, open_file
from app.stop import Stop

FIELDS = ("employee_number", "name", "unit", "from", "to")
LAYOUT = Layout(fields=FIELDS)
MEGABYTE = 1024**2
# Kana, common and rare characters, and a quoted line break.
TABLE = [
    ("1", "\u5c71\u7530 \u592a\u90ce", "\u55b6\u696d"),
    ("2", "\u30b5\u30c8\u30a6", "a,b;c\td"),
    ("3", "\u4f50\u85e4\n\u82b1\u5b50", '"x"'),
    ("4", "=1+1", "'"),
]
CODECS = {
    "utf-8": "utf-8",
    "utf-8 with a mark": "utf-8-sig",
    "utf-16": "utf-16",
    "utf-16 big": "utf-16-be",
    "shift_jis": "cp932",
}


def opened(content: bytes, layout: Layout = LAYOUT, most_bytes: int = MEGABYTE) -> SourceFile:
    """The file of these bytes."""
    return open_file(io.BytesIO(content), "file", layout, most_bytes)


def rows(content: bytes, layout: Layout = LAYOUT) -> list[tuple[int, dict[str, Any]]]:
    """The lines and values of the file of these bytes."""
    return [(row.line, row.values) for row in opened(content, layout).rows]


def fault(content: bytes, layout: Layout = LAYOUT) -> str:
    """What is said of a broken file."""
    with pytest.raises(BrokenFile) as broken:
        rows(content, layout)
    return str(broken.value)


def csv_text(delimiter: str) -> str:
    """The table as CSV."""
    records = [("Employee Number", " NAME", "unit"), *((f"{n}", name, u) for n, name, u in TABLE)]
    quoted = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row] for row in records]
    return "\r\n".join(delimiter.join(row) for row in quoted)


def xlsx(fill: Callable[[Worksheet], None]) -> bytes:
    """A workbook whose first sheet is filled."""
    book = openpyxl.Workbook()
    fill(book.worksheets[0])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_cell(address: str, value: object) -> bytes:
    """A workbook with a header, one row, and a cell that may be in it."""

    def fill(sheet: Worksheet) -> None:
        sheet.append(["employee_number", "name", "from"])
        sheet.append(["1", "Ada"])
        sheet[address] = value

    return xlsx(fill)


@pytest.mark.parametrize(("encoding", "delimiter"), list(itertools.product(CODECS, ",;\t")))
def test_every_encoding_with_every_delimiter(encoding: str, delimiter: str) -> None:
    content = csv_text(delimiter).encode(CODECS[encoding])
    if encoding == "utf-16 big":
        content = b"\xfe\xff" + content
    file = opened(content)
    assert file.labels == {"employee_number": "Employee Number", "name": "NAME", "unit": "unit"}
    found = [(row.line, tuple(row.values.values())) for row in file.rows]
    assert found == [(2, TABLE[0]), (3, TABLE[1]), (4, TABLE[2]), (6, TABLE[3])]


def test_an_encoding_that_is_said() -> None:
    content = "name;unit\nJ\u00fcrgen;\u00c4\n".encode("latin-1")
    layout = Layout(fields=FIELDS, encoding="Latin-1")
    assert rows(content, layout) == [(2, {"name": "J\u00fcrgen", "unit": "\u00c4"})]
    # One kanji could be anything; that it is one has to be said.
    content = "name;unit\n\u68ee;1\n".encode("cp932")
    assert "say its encoding" in fault(content)
    assert rows(content, Layout(fields=FIELDS, encoding="shift_jis"))[0][1]["name"] == "\u68ee"


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("J\u00fcrgen, pr\u00e9f\u00e9r\u00e9, \u00c0\u00e9\u00e0\u00e9 stra\u00dfe", "latin-1"),
        ("\u201cpr\u00e9f\u00e9r\u00e9\u201d \u2013 \u20ac", "cp1252"),
        ("\u041f\u0440\u0438\u0432\u0435\u0442, \u043c\u0438\u0440", "cp1251"),
        ("\u5c71\u7530\u592a\u90ce\u3055\u3093", "euc-jp"),
        ("\u738b\u5c0f\u660e", "gb2312"),
        ("\uae40\ucca0\uc218", "euc-kr"),
    ],
)
def test_other_encodings_do_not_become_kanji(text: str, codec: str) -> None:
    said = fault(f"name,unit\nx,{text}\n".encode(codec))
    assert said.startswith("file line 2 is not UTF-8 (byte 0x")
    assert "say its encoding (utf-16, shift_jis, windows-1252)" in said


def test_names_of_columns() -> None:
    aliases = {"name": ["\u6c0f\u540d", "Full name"], "unit": ["Abteilung"]}
    layout = Layout(fields=FIELDS, aliases=aliases)
    file = opened(
        "EMPLOYEE-NUMBER,\uff26ULL NAME,abteilung,phone\n1,Ada,Sales,5\n".encode(), layout
    )
    assert [row.values for row in file.rows] == [
        {"employee_number": "1", "name": "Ada", "unit": "Sales"}
    ]
    assert file.ignored == {"values of phone": 1}
    assert fault(b"name,Full name\n1,2\n", layout) == (
        "file line 1: the header has the column name twice; nothing was imported."
    )
    assert fault(b"a,b\n1,2\n") == (
        "file line 1: the header has none of the columns employee_number, name, unit, from, to; "
        "nothing was imported."
    )


def test_columns_of_a_file_without_header() -> None:
    layout = Layout(fields=FIELDS, columns=["employee_number", "-", "Name"])
    file = opened(b"1;x;Ada\n2;;Ben\n", layout)
    assert file.labels == {
        "employee_number": "column 1 (employee_number)",
        "name": "column 3 (Name)",
    }
    assert [row.values["name"] for row in file.rows] == ["Ada", "Ben"]
    assert file.ignored == {"values of column 2 (-)": 1}
    with pytest.raises(Stop, match=r"^The columns must be of .*: nome is not\.$"):
        opened(b"1;2", Layout(fields=FIELDS, columns=["nome", "unit"]))


def test_json_in_both_forms() -> None:
    plain = b'[{"Employee Number": 7, "name": "Ada", "from": null, "phone": 1},\n {"name": 1.50}]'
    expected = [(1, {"employee_number": "7", "name": "Ada", "from": None}), (2, {"name": "1.50"})]
    assert rows(plain) == expected
    wrapped = b'\xef\xbb\xbf{"rows": ' + plain + b', "others": [1, 2]}'
    file = opened(wrapped)
    assert [(row.line, row.values) for row in file.rows] == expected
    assert file.ignored == {"values of phone": 1, "others": 2}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"[]", "file has no rows: nothing was imported."),
        (b"{}", 'file has no list "rows", and is no list: nothing was imported.'),
        (b'{"rows": 1}', 'file has no list "rows", and is no list: nothing was imported.'),
        (
            b'[\n{"name": "a", "name": "b"}]',
            "file line 2 is not JSON (the name name stands twice in one object): "
            "nothing was imported.",
        ),
        (
            b'[{"name": "a", "NAME": "b"}]',
            "file line 1, field NAME: name stands twice under different names; "
            "nothing was imported.",
        ),
        (
            b'[{"name": ["a"]}]',
            "file line 1, field name: a text or a number is expected; nothing was imported.",
        ),
        (
            b'[{"name": "\\u0000"}]',
            "file line 1, field name, has a NUL character: nothing was imported.",
        ),
        (
            b"[" * 100_000,
            "file line 1 is not JSON (it is nested too deeply): nothing was imported.",
        ),
        (
            b'{"rows": [], "rows": []}',
            "file line 1 is not JSON (the name rows stands twice): nothing was imported.",
        ),
    ],
)
def test_broken_json(content: bytes, sentence: str) -> None:
    assert fault(content) == sentence


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (7, "7"),
        (7.0, "7"),
        (0.1, "0.1"),
        (1e21, "1000000000000000000000"),
        (True, "true"),
        (datetime.date(2025, 1, 31), "2025-01-31"),
        (datetime.datetime(2025, 1, 31, 9, 5), "2025-01-31T09:05"),
        (datetime.datetime(2025, 1, 31), "2025-01-31T00:00"),
        (datetime.datetime(2025, 1, 31, 9, 5, 7), "2025-01-31T09:05:07"),
        (datetime.time(9, 5), "09:05"),
        (datetime.timedelta(hours=24), "24:00"),
    ],
)
def test_cells_of_xlsx_are_the_texts_of_csv(value: object, text: str) -> None:
    assert rows(with_cell("C2", value)) == [
        (2, {"employee_number": "1", "name": "Ada", "from": text})
    ]


def test_a_cell_that_shows_only_a_date() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["from"])
        sheet["A2"] = datetime.datetime(2025, 1, 31)
        sheet["A2"].number_format = "dd/mm/yyyy"

    assert rows(xlsx(fill)) == [(2, {"from": "2025-01-31"})]


def test_rows_of_xlsx_keep_their_numbers() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["B3"], sheet["C3"] = "name", "unit"
        sheet["B7"], sheet["C9"] = "Ada", "Sales"

    layout = Layout(fields=FIELDS, required=["name"])
    assert rows(xlsx(fill), layout) == [
        (7, {"name": "Ada", "unit": ""}),
        (9, {"name": "", "unit": "Sales"}),
    ]


def test_hidden_sheets_are_not_there() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["nothing"])
    book.worksheets[0].sheet_state = "hidden"
    for title in ("First", "Second"):
        sheet = book.create_sheet(title)
        sheet.append(["name"])
        sheet.append([title])
    file = io.BytesIO()
    book.save(file)
    assert rows(file.getvalue())[0][1] == {"name": "First"}
    second = Layout(fields=FIELDS, sheet="Second")
    assert rows(file.getvalue(), second)[0][1] == {"name": "Second"}
    assert fault(file.getvalue(), Layout(fields=FIELDS, sheet="Sheet")) == (
        "file has no sheet Sheet: those that it shows are First, Second; nothing was imported."
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            with_cell("B2", "=1+1"),
            "file line 2, cell B2: it is a formula, save its value instead; nothing was imported.",
        ),
        (
            with_cell("C2", "#DIV/0!"),
            "file line 2, cell C2: it is an error (#DIV/0!); nothing was imported.",
        ),
        (
            xlsx(lambda sheet: (sheet.append(["name"]), sheet.merge_cells("A2:B3"))),  # type: ignore[arg-type]
            "file has merged cells (A2:B3): split them; nothing was imported.",
        ),
        (
            with_cell("D2", "more"),
            "file line 2 has 4 columns instead of 3 (employee_number, name, from): "
            "nothing was imported.",
        ),
        (
            with_cell("GT2", "far"),
            "file line 2 has more than 200 columns: nothing was imported.",
        ),
        (xlsx(lambda _: None), "file has no rows: nothing was imported."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "file is an old .xls file or has a password: save it as .xlsx without one; "
            "nothing was imported.",
        ),
        (
            with_cell("A3", 1)[:-100],
            "file is not XLSX (File is not a zip file): nothing was imported.",
        ),
    ],
)
def test_broken_xlsx(content: bytes, sentence: str) -> None:
    assert fault(content) == sentence


def archive(parts: dict[str, bytes]) -> bytes:
    """A zip file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return file.getvalue()


def replaced(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A workbook with one part changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts[part] = change(parts[part])
    return archive(parts)


def test_a_zip_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = archive({"xl/worksheets/sheet1.xml": bytes(8 * MEGABYTE)})
    parts = archive({f"part{number}": b"" for number in range(1001)})
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("something was unpacked"))
    assert fault(bomb).startswith("file unpacks to 8,388,608 bytes, more than 268,435,456 or 200 ")
    assert fault(parts) == "file has 1,001 parts, more than 1,000: nothing was imported."


def test_a_table_of_contents_that_lies() -> None:
    """What is longer than the archive says is not unpacked to its end."""

    def lie(content: bytes) -> bytes:
        return content.replace(b"<sheetData>", b"<sheetData>" + b" " * MEGABYTE)

    bomb = replaced(with_cell("C2", "x"), "xl/worksheets/sheet1.xml", lie)
    with zipfile.ZipFile(io.BytesIO(bomb)) as packed:
        size = packed.getinfo("xl/worksheets/sheet1.xml").file_size
    said = fault(bomb.replace(size.to_bytes(4, "little"), (2000).to_bytes(4, "little")))
    assert said.startswith("file is not XLSX (")


def test_entities_are_not_expanded() -> None:
    def entity(content: bytes) -> bytes:
        declared = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet'
        return content.replace(b"<worksheet", declared, 1)

    bomb = replaced(with_cell("C2", "x"), "xl/worksheets/sheet1.xml", entity)
    assert fault(bomb).startswith("file is not XLSX (EntitiesForbidden")


def test_a_sheet_that_says_it_is_huge() -> None:
    def huge(content: bytes) -> bytes:
        return content.replace(b'ref="A1:C2"', b'ref="A1:XFD1048576"')

    content = replaced(with_cell("C2", "x"), "xl/worksheets/sheet1.xml", huge)
    assert [values["from"] for _, values in rows(content)] == ["x"]


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    assert len(rows(b"name\n1\n2\n")) == 2
    assert fault(b"name\n1\n2\n3\n") == (
        "file line 4 has more than 2 rows: split it; nothing was imported."
    )
    assert fault(b"name\n" + b"x" * 131_073).startswith("file line 2 is not CSV (field larger")
    said = fault(b'[{"name": "' + b"x" * 131_073 + b'"}]')
    assert (
        said == "file line 1, field name, has more than 131,072 characters: nothing was imported."
    )
    assert fault(b",".join([b"name"] * 201)) == (
        "file line 1 has more than 200 columns: nothing was imported."
    )
    with pytest.raises(BrokenFile, match="more than 1 MiB: split it, or raise STRATA_IMPORT_MEG"):
        opened(b"name\n" + b"x" * MEGABYTE)


def test_openpyxl_reads_with_defusedxml() -> None:
    assert openpyxl.DEFUSEDXML
    assert not openpyxl.LXML
    assert xlsx_file.MOST_BYTES >= 4 * reading.DEFAULT_BYTES
