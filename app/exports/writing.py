"""The formats of exports. Each takes the names of the columns first, then rows as they come."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from typing import IO, Protocol

import openpyxl
from openpyxl.cell import Cell, WriteOnlyCell

from app.imports.csv_file import guard
from app.stop import Stop

Row = Sequence[str | None]

# What a cell of XLSX cannot hold as it is, and what would be read as such an escape.
NOT_IN_XML = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ufffe\uffff]")
LONGEST_CELL = 32_767


class Writer(Protocol):
    """A file that is being written."""

    def add(self, rows: Iterable[Row]) -> None:
        """Write rows."""

    def finish(self) -> None:
        """Write the end."""

    def abandon(self) -> None:
        """Leave nothing behind of a file that cannot be finished."""


class CsvWriter:
    """CSV (RFC 4180) in UTF-8; no cell is a formula to a spreadsheet."""

    def __init__(self, file: IO[bytes], columns: Sequence[str]) -> None:
        self.text = io.TextIOWrapper(file, "utf-8", newline="")
        self.writer = csv.writer(self.text)
        self.writer.writerow(columns)

    def add(self, rows: Iterable[Row]) -> None:
        """Write rows."""
        self.writer.writerows([guard(cell or "") for cell in row] for row in rows)

    def finish(self) -> None:
        """Let go of the file."""
        self.text.flush()
        self.text.detach()

    def abandon(self) -> None:
        """Nothing is anywhere else than in the file."""


class JsonWriter:
    """A list of objects, one a line, without the fields that are empty."""

    def __init__(self, file: IO[bytes], columns: Sequence[str]) -> None:
        self.file = file
        self.columns = columns
        self.before = "[\n"

    def add(self, rows: Iterable[Row]) -> None:
        """Write rows."""
        for row in rows:
            pairs = zip(self.columns, row, strict=True)
            document = {name: cell for name, cell in pairs if cell is not None}
            line = self.before + json.dumps(document, ensure_ascii=False)
            self.file.write(line.encode())
            self.before = ",\n"

    def finish(self) -> None:
        """Close the list."""
        self.file.write(b"[]\n" if self.before == "[\n" else b"\n]\n")

    def abandon(self) -> None:
        """Nothing is anywhere else than in the file."""


class XlsxWriter:
    """One sheet of texts."""

    def __init__(self, file: IO[bytes], columns: Sequence[str]) -> None:
        self.file = file
        self.book = openpyxl.Workbook(write_only=True)
        self.sheet = self.book.create_sheet()
        self.add([columns])

    def add(self, rows: Iterable[Row]) -> None:
        """Write rows."""
        for row in rows:
            self.sheet.append([self._cell(text) for text in row])

    def finish(self) -> None:
        """Pack the sheet into the file."""
        self.book.save(self.file)

    def abandon(self) -> None:
        """Remove the file in which the library gathers the sheet."""
        self.sheet.close()
        self.sheet._writer.cleanup()

    def _cell(self, text: str | None) -> Cell | None:
        if not text:
            return None
        text = NOT_IN_XML.sub(_escape, text)
        if len(text) > LONGEST_CELL:
            raise Stop(
                f"A text has more than {LONGEST_CELL:,} characters, which XLSX cannot hold: "
                "use csv or json."
            )
        cell = WriteOnlyCell(self.sheet, text)
        # Whatever it looks like: no formula, no error, no number.
        cell.data_type = "s"
        return cell


WRITERS: dict[str, Callable[[IO[bytes], Sequence[str]], Writer]] = {
    "csv": CsvWriter,
    "json": JsonWriter,
    "xlsx": XlsxWriter,
}


def _escape(found: re.Match[str]) -> str:
    """A character as XLSX writes it: _x000D_."""
    return f"_x{ord(found[0]):04X}_"
