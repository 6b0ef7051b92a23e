"""CSV (RFC 4180): cells of text, with the line on which each row begins."""

import csv
from collections.abc import Iterator, Sequence
from typing import TextIO

from app.imports.broken import BrokenFile
from app.imports.layout import (
    DELIMITERS,
    Columns,
    Layout,
    check_width,
    columns_of_header,
    given_columns,
)

# What a spreadsheet would take for a formula (OWASP, CSV injection). A cell that begins so is
# written with an apostrophe before it, and so is one with an apostrophe, so that none is ambiguous.
FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
GUARDED = (*FORMULA, "'")


def guard(cell: str) -> str:
    """The cell as it is written, safe to open in a spreadsheet."""
    return f"'{cell}" if cell.startswith(GUARDED) else cell


def unguard(cell: str) -> str:
    """The cell as it was before it was guarded."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(GUARDED) else cell


def read_csv(
    text: TextIO, name: str, layout: Layout
) -> tuple[Columns, Iterator[tuple[int, Sequence[str]]]]:
    """The columns, and the rows with their lines as they are read."""
    delimiter = DELIMITERS[layout.delimiter] if layout.delimiter else _recognise(text, name, layout)
    text.seek(0)
    records = _records(text, name, delimiter)
    if layout.columns:
        return given_columns(layout), records
    line, header = next(records, (1, []))
    if not header:
        raise BrokenFile(name, "has no rows")
    return columns_of_header(name, layout, header, line), records


def _records(text: TextIO, name: str, delimiter: str) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows that are not blank."""
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cells):
                check_width(name, len(cells), line)
                yield line, [unguard(cell) for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        raise BrokenFile(name, f"is not CSV ({error})", line=line) from None


def _recognise(text: TextIO, name: str, layout: Layout) -> str:
    """The delimiter with which the first row says most of what we know."""
    found: dict[str, int] = {}
    for delimiter in ",;\t":
        text.seek(0)
        try:
            _, cells = next(_records(text, name, delimiter), (1, []))
        except BrokenFile:
            cells = []
        if layout.columns:
            found[delimiter] = int(len(cells) == len(layout.columns))
        else:
            found[delimiter] = sum(layout.field_of(cell.strip()) is not None for cell in cells)
    # In doubt it is the comma: then what is wrong with the file is said as of a file with commas.
    return max(found, key=lambda delimiter: found[delimiter])
