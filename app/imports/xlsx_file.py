"""XLSX: the cells of one sheet as the texts that a CSV file would have."""

import datetime
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import IO

import openpyxl
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.styles.numbers import is_datetime
from openpyxl.utils import get_column_letter
from openpyxl.utils.escape import unescape
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from app.imports.broken import BrokenFile
from app.imports.layout import Columns, Layout, check_width, columns_of_header, given_columns

# How the container of old .xls files and of files with a password begins.
COMPOUND = b"\xd0\xcf\x11\xe0"
# What a file may become when it is unpacked. Our own exports shrink to a tenth at most.
MOST_PARTS = 1_000
MOST_BYTES = 256 * 1024 * 1024
HIGHEST_RATIO = 200
SMALL = 1024 * 1024
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?\bref="([A-Z0-9:$]+)"')

Rows = Iterator[tuple[int, Sequence[str]]]


def read_xlsx(file: IO[bytes], name: str, layout: Layout) -> tuple[Columns, Rows]:
    """The columns, and the rows with their numbers as they are read."""
    _check_archive(file, name)
    rows = _guarded(name, _records(file, name, layout))
    if layout.columns:
        return given_columns(layout), rows
    line, header = next(rows, (1, []))
    if not header:
        raise BrokenFile(name, "has no rows")
    return columns_of_header(name, layout, header, line), rows


def _check_archive(file: IO[bytes], name: str) -> None:
    """Look at the table of contents before anything is unpacked.

    Reading a part stops at the size that the table says, so a table that lies gains nothing.
    """
    file.seek(0)
    if file.read(4) == COMPOUND:
        raise BrokenFile(
            name, "is an old .xls file or has a password: save it as .xlsx without one"
        )
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise BrokenFile(name, f"is not XLSX ({error})") from None
    size, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if any(part.flag_bits & 1 for part in parts):
        raise BrokenFile(name, "has a password: save it without one")
    if len(parts) > MOST_PARTS:
        raise BrokenFile(name, f"has {len(parts):,} parts, more than {MOST_PARTS:,}")
    if size > MOST_BYTES or (size > SMALL and size > HIGHEST_RATIO * packed):
        raise BrokenFile(
            name,
            f"unpacks to {size:,} bytes, more than {MOST_BYTES:,} "
            f"or {HIGHEST_RATIO} times what it has: send it as CSV",
        )


def _guarded(name: str, rows: Rows) -> Rows:
    """The rows; whatever the library stumbles over is a broken file."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield from rows
    except BrokenFile:
        raise
    except Exception as error:  # of a broken file openpyxl raises nearly anything
        cause: BaseException = error.__cause__ or error
        reason = " ".join(str(cause).split())[:200] or type(cause).__name__
        raise BrokenFile(name, f"is not XLSX ({reason})") from None


def _records(file: IO[bytes], name: str, layout: Layout) -> Rows:
    file.seek(0)
    workbook = openpyxl.load_workbook(file, read_only=True, keep_links=False)
    sheet = _sheet(workbook, name, layout.sheet)
    _refuse_merged(sheet, name)
    # The file's own word on its size is not needed, and makes every row as wide as it likes.
    sheet.reset_dimensions()
    width = len(layout.columns)
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        check_width(name, len(cells), number)
        texts = [_text(name, number, place, cell) for place, cell in enumerate(cells, start=1)]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            # The first row, a header, is as wide as the others should be; they end where they like.
            width = width or len(texts)
            yield number, texts + [""] * (width - len(texts))
    workbook.close()


def _sheet(workbook: openpyxl.Workbook, name: str, wanted: str | None) -> ReadOnlyWorksheet:
    """The first sheet that is shown, or the wanted one."""
    shown = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    for sheet in shown:
        if wanted is None or sheet.title == wanted:
            return sheet
    titles = ", ".join(sheet.title for sheet in shown) or "none"
    raise BrokenFile(name, f"has no sheet {wanted or ''}: those that it shows are {titles}")


def _refuse_merged(sheet: ReadOnlyWorksheet, name: str) -> None:
    """Of merged cells all but one are empty, which nobody sees."""
    rest = b""
    with sheet._get_source() as source:
        while chunk := source.read(SMALL):
            if found := MERGED.search(rest + chunk):
                where = found[1].decode()
                raise BrokenFile(name, f"has merged cells ({where}): split them")
            rest = (rest + chunk)[-200:]


def _text(name: str, row: int, column: int, cell: ReadOnlyCell) -> str:
    if cell.value is None:
        return ""
    address = f"cell {get_column_letter(column)}{row}"
    if cell.data_type == "f":
        detail = ": it is a formula, save its value instead"
        raise BrokenFile(name, detail, line=row, column=address)
    if cell.data_type == "e":
        raise BrokenFile(name, f": it is an error ({cell.value})", line=row, column=address)
    text = _plain(cell)
    if "\x00" in text:
        raise BrokenFile(name, ": it has a NUL character", line=row, column=address)
    return text


def _plain(cell: ReadOnlyCell) -> str:
    """The text that the cell would have in a CSV file."""
    match cell.value:
        case str() as text:
            return str(unescape(text))
        case bool() as truth:
            return str(truth).lower()
        case int() | float() as number:
            return _number(number)
        case datetime.timedelta() as length:
            return _clock(length)
        case datetime.time() as time:
            start = datetime.datetime.min
            return _clock(datetime.datetime.combine(start, time) - start)
        case moment:
            return _moment(moment, is_datetime(cell.number_format) or "datetime")


def _number(value: float) -> str:
    text = format(Decimal(repr(value)), "f")
    return text.rstrip("0").removesuffix(".") if "." in text else text


def _clock(length: datetime.timedelta) -> str:
    """A time of day, or hours and minutes beyond one."""
    seconds = round(length.total_seconds())
    text = f"{seconds // 3600:02}:{seconds // 60 % 60:02}"
    return f"{text}:{seconds % 60:02}" if seconds % 60 else text


def _moment(value: datetime.datetime, shown: str) -> str:
    """A day without a time, unless the cell shows one or has one."""
    value = (value + datetime.timedelta(milliseconds=500)).replace(microsecond=0)
    midnight = value.time() == datetime.time.min
    if shown == "date" and midnight:
        return value.date().isoformat()
    return value.isoformat(timespec="seconds" if value.second else "minutes")
