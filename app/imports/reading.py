"""Files as rows: CSV, XLSX and JSON are recognised and read row by row."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from app.imports.broken import BrokenFile
from app.imports.csv_file import read_csv
from app.imports.encoding import open_text
from app.imports.json_file import JsonRows
from app.imports.layout import LONGEST_TEXT, Columns, Layout
from app.imports.profile import Profile
from app.stop import Stop

MOST_ROWS = 200_000
# How XLSX begins; and how do old .xls files and files with a password, of which it is then said.
LIKE_XLSX = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
DEFAULT_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class SourceRow:
    """A row as the file has it."""

    line: int
    values: dict[str, Any]


@dataclass(frozen=True)
class SourceFile:
    """A file that is being read.

    `rows` can be gone through once; a broken file may show only then. `labels` is what the file
    calls our fields. `ignored` counts what is in the file and not imported: lists of other things,
    and values of columns that we do not know; it is complete when the rows are.
    """

    name: str
    hash: str
    rows: Iterator[SourceRow]
    labels: dict[str, str]
    ignored: dict[str, int] = field(default_factory=dict)


def read_file(path: Path, profile: Profile, most_bytes: int = DEFAULT_BYTES) -> SourceFile:
    """Begin to read a file as the profile says."""
    try:
        file = path.open("rb")
        file.peek(1)
    except OSError as error:
        raise Stop(f"{path} cannot be read: {error.strerror}.") from None
    return open_file(file, path.name, profile.layout, most_bytes)


def open_file(file: IO[bytes], name: str, layout: Layout, most_bytes: int) -> SourceFile:
    """Begin to read a file; one that is broken is a BrokenFile that says where."""
    digest = _digest(file, name, most_bytes)
    ignored: Counter[str] = Counter()
    kind = layout.format or _recognise(file)
    if kind == "json":
        # The whole text is held, once; its rows are not.
        text = open_text(file, name, layout.encoding)
        reader = JsonRows(name, text.read(), layout.rows)
        text.detach()
        rows = _checked(name, _objects(name, reader, layout, ignored))
        return SourceFile(name, digest, rows, {}, ignored)
    if kind == "xlsx":
        from app.imports.xlsx_file import read_xlsx  # noqa: PLC0415 - openpyxl is slow to load

        columns, records = read_xlsx(file, name, layout)
    else:
        columns, records = read_csv(open_text(file, name, layout.encoding), name, layout)
    rows = _checked(name, _cells(name, columns, records, ignored))
    return SourceFile(name, digest, rows, columns.labels, ignored)


def checked_scalar(name: str, line: int, column: str, value: object) -> object:
    """The value of a field, which is text, a truth value or nothing."""
    where = f"field {column}"
    if isinstance(value, list | dict):
        raise BrokenFile(name, ": a text or a number is expected", line=line, column=where)
    if isinstance(value, str):
        if "\x00" in value:
            raise BrokenFile(name, ", has a NUL character", line=line, column=where)
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise BrokenFile(name, ", has half of a character", line=line, column=where)
        if len(value) > LONGEST_TEXT:
            detail = f", has more than {LONGEST_TEXT:,} characters"
            raise BrokenFile(name, detail, line=line, column=where)
    return value


def _digest(file: IO[bytes], name: str, most_bytes: int) -> str:
    """SHA-256 of the bytes, as far as they are not too many."""
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while chunk := file.read(1024 * 1024):
        digest.update(chunk)
        size += len(chunk)
        if size > most_bytes:
            raise BrokenFile(name, too_large(most_bytes), slug="body-too-large")
    return digest.hexdigest()


def too_large(most_bytes: int) -> str:
    """What is said of a file that is too large."""
    return f"has more than {most_bytes // 1024**2} MiB: split it, or raise STRATA_IMPORT_MEGABYTES"


def _recognise(file: IO[bytes]) -> str:
    file.seek(0)
    start = file.read(1024)
    if start.startswith(LIKE_XLSX):
        return "xlsx"
    text = start.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return "json" if text.startswith((b"{", b"[")) else "csv"


def _checked(name: str, rows: Iterator[SourceRow]) -> Iterator[SourceRow]:
    """The rows, at least one and not too many."""
    number = 0
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise BrokenFile(name, f"has more than {MOST_ROWS:,} rows: split it", line=row.line)
        yield row
    if not number:
        raise BrokenFile(name, "has no rows")


def _cells(
    name: str,
    columns: Columns,
    records: Iterator[tuple[int, Sequence[str]]],
    ignored: Counter[str],
) -> Iterator[SourceRow]:
    for line, cells in records:
        # A row may be shorter only where the format leaves out empty cells at its end.
        if len(cells) != len(columns.fields):
            names = ", ".join(columns.names)
            raise BrokenFile(
                name,
                f"has {len(cells)} columns instead of {len(columns.fields)} ({names})",
                line=line,
            )
        values = {}
        for our, column, cell in zip(columns.fields, columns.names, cells, strict=True):
            if our is not None:
                values[our] = cell
            elif cell:
                ignored[f"values of {column or 'a column without a name'}"] += 1
        yield SourceRow(line, values)


def _objects(
    name: str, reader: JsonRows, layout: Layout, ignored: Counter[str]
) -> Iterator[SourceRow]:
    """Objects with our names, if the layout has any; otherwise as they are."""
    for line, data in reader.read():
        if layout.fields:
            values = {}
            for key, value in data.items():
                our = layout.field_of(key)
                if our is None:
                    ignored[f"values of {key}"] += 1
                elif our in values:
                    detail = f": {our} stands twice under different names"
                    raise BrokenFile(name, detail, line=line, column=f"field {key}")
                else:
                    values[our] = checked_scalar(name, line, key, value)
        else:
            values = data
        yield SourceRow(line, values)
    ignored.update(reader.ignored)
