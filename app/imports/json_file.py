"""JSON: a list of objects, or an object with such a list, element by element."""

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from app.imports.broken import BrokenFile

SPACE = re.compile(r"[ \t\r\n]*")


class JsonRows:
    """The elements of the list, each with its line; `ignored` counts those of the other lists.

    The list may lie deeper: "settings.presets". An object that lies there is one row.
    Numbers stay as the file writes them. `ignored` is complete when all rows have been read.
    """

    def __init__(self, name: str, text: str, wanted: str | None) -> None:
        self.name = name
        self.text = text
        self.wanted = wanted
        self.decoder = json.JSONDecoder(
            parse_constant=self._no_constant,
            parse_float=str,
            parse_int=str,
            object_pairs_hook=_object,
        )
        self.place = 0
        self.counted = (0, 1)
        self.ignored: dict[str, int] = {}

    def read(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Read everything once."""
        if self.wanted is None and self._next() == "[":
            yield from self._elements()
        else:
            yield from self._members(self.wanted or "rows")
        if self._next():
            self._broken("there is more after the end")

    def _members(self, wanted: str) -> Iterator[tuple[int, dict[str, Any]]]:
        names: set[str] = set()
        wanted, _, deeper = wanted.partition(".")
        self._expect("{")
        if self._next() != "}":
            while True:
                name = self._value()
                if not isinstance(name, str) or self.text[self.place - 1] != '"':
                    self._broken("a name is expected")
                if name in names:
                    self._broken(f"the name {name} stands twice")
                names.add(name)
                self._expect(":")
                if name == wanted and deeper and self._next() == "{":
                    yield from self._members(deeper)
                elif name == wanted and not deeper and self._next() == "[":
                    yield from self._elements()
                elif name == wanted and self._is_deep and not deeper and self._next() == "{":
                    yield self._line(self.place), self._object()
                elif isinstance(value := self._value(), list):
                    self.ignored[name] = len(value)
                elif name == wanted:
                    names.remove(name)
                if self._next() != ",":
                    break
                self.place += 1
        self._expect("}")
        if wanted not in names:
            where = ", where the profile looks for the rows" if self.wanted else ", and is no list"
            raise BrokenFile(self.name, f'has no list "{wanted}"{where}')

    @property
    def _is_deep(self) -> bool:
        return self.wanted is not None and "." in self.wanted

    def _object(self) -> dict[str, Any]:
        value = self._value()
        assert isinstance(value, dict)
        return value

    def _elements(self) -> Iterator[tuple[int, dict[str, Any]]]:
        self._expect("[")
        if self._next() != "]":
            while True:
                self._next()
                line = self._line(self.place)
                value = self._value()
                if not isinstance(value, dict):
                    raise BrokenFile(self.name, "is not an object", line=line)
                yield line, value
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
        raise BrokenFile(self.name, f"is not JSON ({reason})", line=self._line(self.place))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [name for name, _ in pairs]
        doubled = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the name {doubled} stands twice in one object")
    return values
