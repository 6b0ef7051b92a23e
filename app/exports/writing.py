"""The formats of exports. Each takes the names of the columns first, then rows as they come."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import IO, Protocol

from app.imports.csv_file import guard

FORMATS = ("csv", "json", "xlsx")

Row = Sequence[str | None]


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


def make_writer(format_: str, file: IO[bytes], columns: Sequence[str]) -> Writer:
    """Begin a file."""
    if format_ == "xlsx":
        from app.exports.xlsx_writer import XlsxWriter  # noqa: PLC0415 - openpyxl is slow to load

        return XlsxWriter(file, columns)
    return CsvWriter(file, columns) if format_ == "csv" else JsonWriter(file, columns)
