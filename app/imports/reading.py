"""Files as rows: CSV and JSON, in UTF-8, with the line on which each row begins."""

import csv
import hashlib
import io
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from app.imports.profile import Profile
from app.stop import Stop

SPACE = re.compile(r"[ \t\r\n]*")


@dataclass(frozen=True)
class SourceRow:
    """A row as the file has it."""

    line: int
    values: dict[str, Any]


@dataclass(frozen=True)
class SourceFile:
    """A file that was read; `ignored` counts the lists in it that are not the rows."""

    name: str
    hash: str
    rows: list[SourceRow]
    ignored: dict[str, int]


def read_file(path: Path, profile: Profile) -> SourceFile:
    """Read a file as the profile says; a broken one is a Stop that says where."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Stop(f"{path} cannot be read: {error.strerror}.") from None
    text = _decode(path.name, content)
    ignored: dict[str, int] = {}
    if profile.rows is not None:
        lists = JsonLists(path.name, text).read(profile.rows)
        rows = lists.rows
        ignored = lists.ignored
    else:
        rows = _read_csv(path.name, text, profile)
    if not rows:
        raise Stop(f"{path.name} has no rows: nothing was imported.")
    return SourceFile(path.name, hashlib.sha256(content).hexdigest(), rows, ignored)


def _decode(name: str, content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Stop(
            f"{name} line {line} is not UTF-8 (byte 0x{content[error.start]:02x}): "
            "save the file as UTF-8; nothing was imported."
        ) from None
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise Stop(f"{name} line {line} has a NUL character: nothing was imported.")
    return text


def _read_csv(name: str, text: str, profile: Profile) -> list[SourceRow]:
    """Rows by column; the profile names the columns of a file that has no header."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    columns = list(profile.columns)
    rows = []
    line = 1
    try:
        for cells in reader:
            if not cells:
                pass
            elif not columns:
                columns = [cell.strip() for cell in cells]
                if missing := [source for source in profile.sources() if source not in columns]:
                    raise Stop(
                        f"{name} line {line}: the header has no column {', '.join(missing)}; "
                        "nothing was imported."
                    )
            elif len(cells) != len(columns):
                raise Stop(
                    f"{name} line {line} has {len(cells)} columns instead of {len(columns)} "
                    f"({', '.join(columns)}): nothing was imported."
                )
            else:
                rows.append(SourceRow(line, dict(zip(columns, cells, strict=True))))
            line = reader.line_num + 1
    except csv.Error as error:
        raise Stop(f"{name} line {line} is not CSV ({error}): nothing was imported.") from None
    return rows


class JsonLists:
    """The lists of a JSON object, read element by element so that each one's line is known."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self.decoder = json.JSONDecoder(parse_constant=self._no_constant)
        self.place = 0
        self.counted = (0, 1)
        self.rows: list[SourceRow] = []
        self.ignored: dict[str, int] = {}

    def read(self, wanted: str) -> "JsonLists":
        """Read everything: the elements of one list as rows, of the others their number."""
        found = False
        self._expect("{")
        if self._next() != "}":
            while True:
                key = self._value()
                if not isinstance(key, str):
                    self._broken("a name is expected")
                self._expect(":")
                if key == wanted and self._next() == "[":
                    self._elements()
                    found = True
                elif isinstance(value := self._value(), list):
                    self.ignored[key] = len(value)
                if self._next() != ",":
                    break
                self.place += 1
        self._expect("}")
        if self._next():
            self._broken("there is more after the end")
        if not found:
            raise Stop(
                f'{self.name} has no list "{wanted}", where the profile looks for the rows: '
                "nothing was imported."
            )
        return self

    def _elements(self) -> None:
        self._expect("[")
        if self._next() != "]":
            while True:
                self._next()
                line = self._line(self.place)
                value = self._value()
                if not isinstance(value, dict):
                    raise Stop(f"{self.name} line {line} is not an object: nothing was imported.")
                self.rows.append(SourceRow(line, value))
                if self._next() != ",":
                    break
                self.place += 1
        self._expect("]")

    def _next(self) -> str:
        """The next character that is not space, or nothing at the end."""
        match = SPACE.match(self.text, self.place)
        self.place = match.end() if match else self.place
        return self.text[self.place : self.place + 1]

    def _expect(self, character: str) -> None:
        if self._next() != character:
            self._broken(f"{character} is expected")
        self.place += 1

    def _value(self) -> object:
        self._next()
        try:
            value, self.place = self.decoder.raw_decode(self.text, self.place)
        except json.JSONDecodeError as error:
            self.place = error.pos
            self._broken(error.msg)
        except ValueError as error:
            self._broken(str(error))
        except RecursionError:
            self._broken("it is nested too deeply")
        return value

    def _no_constant(self, text: str) -> NoReturn:
        raise ValueError(f"{text} is not a number")

    def _line(self, place: int) -> int:
        """The line of a place; lines are counted on from the last place that was asked for."""
        start, line = self.counted if self.counted[0] <= place else (0, 1)
        self.counted = (place, line + self.text.count("\n", start, place))
        return self.counted[1]

    def _broken(self, reason: str) -> NoReturn:
        raise Stop(
            f"{self.name} line {self._line(self.place)} is not JSON ({reason}): "
            "nothing was imported."
        )
