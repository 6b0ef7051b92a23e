"""XLSX, as an export writes it."""

import re
from collections.abc import Iterable, Sequence
from typing import IO

import openpyxl
from openpyxl.cell import Cell, WriteOnlyCell

from app.exports.writing import Row
from app.stop import Stop

# What a cell of XLSX cannot hold as it is, and what would be read as such an escape.
NOT_IN_XML = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ufffe\uffff]")
LONGEST_CELL = 32_767


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


def _escape(found: re.Match[str]) -> str:
    """A character as XLSX writes it: _x000D_."""
    return f"_x{ord(found[0]):04X}_"
