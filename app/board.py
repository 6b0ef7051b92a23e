"""The board of a day as text: a line per person, a letter and a colour per activity."""

import itertools
import string
from typing import Any, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.style import Style
from rich.text import Text

MINUTES_PER_CELL = (10, 15, 20, 30, 60, 120)
WIDEST_NAME = 36
Board = dict[str, Any]


class Axis(NamedTuple):
    """Which minutes of the day the cells of a bar stand for."""

    start: int
    end: int
    step: int

    @property
    def width(self) -> int:
        """How many cells a bar has."""
        return (self.end - self.start) // self.step


def print_board(board: Board, console: Console) -> None:
    """Print the board; without colours the letters say the same."""
    looks = _looks(board)
    names = [_indented(unit) for unit in board["units"]]
    names += [_indented(unit, person) for unit in board["units"] for person in unit["staff"]]
    width = min(WIDEST_NAME, max(cell_len(name) for name in names))
    axis = _axis(board, console.width - width - 1)
    number = sum(len(unit["staff"]) for unit in board["units"])
    console.print(Text(f"{board['day']}: {number} people", style="bold"), soft_wrap=True)
    for unit in board["units"]:
        title = Text(set_cell_size(_indented(unit), width) + " ", style="bold")
        console.print(title + _hours(axis) if unit["staff"] else title, soft_wrap=True)
        for person in unit["staff"]:
            name = Text(set_cell_size(_indented(unit, person), width) + " ")
            console.print(name + _bar(person["segments"], axis, looks), soft_wrap=True)
    console.print()
    for activity in board["activities"]:
        letter, style = looks[activity["code"]]
        people = "person" if activity["people"] == 1 else "people"
        hours = activity["minutes"] / 60
        line = Text(f" {letter} ", style=style) + Text(
            f" {activity['name']}: {activity['people']} {people}, {hours:g} h"
        )
        console.print(line, soft_wrap=True)


def _looks(board: Board) -> dict[str, tuple[str, Style]]:
    """A letter of its own, best one of its name, and a colour for each activity."""
    looks: dict[str, tuple[str, Style]] = {}
    for activity in board["activities"]:
        taken = {letter for letter, _ in looks.values()}
        wishes = [*activity["name"].upper(), *string.ascii_uppercase, *string.ascii_lowercase]
        letter = next(
            (one for one in wishes if one in string.ascii_letters and one not in taken), "?"
        )
        colour = activity["colour"]
        red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
        ink = "black" if 0.299 * red + 0.587 * green + 0.114 * blue > 120 else "white"
        looks[activity["code"]] = (letter, Style(color=ink, bgcolor=colour))
    return looks


def _axis(board: Board, room: int) -> Axis:
    """Whole hours around everything that happens, in the finest steps that there is room for."""
    segments = [
        segment
        for unit in board["units"]
        for person in unit["staff"]
        for segment in person["segments"]
    ]
    start = min((segment["start"] for segment in segments), default=540) // 60 * 60
    end = -(-max((segment["end"] for segment in segments), default=1020) // 60) * 60
    step = next((step for step in MINUTES_PER_CELL if (end - start) // step <= room), 120)
    end += (start - end) % step
    return Axis(start, end, step)


def _indented(unit: Board, person: Board | None = None) -> str:
    """The name of a unit, with its number of people, or of a person in it."""
    depth: int = unit["depth"]
    if person:
        return "  " * (depth + 1) + str(person["name"])
    number = f" ({len(unit['staff'])})" if unit["staff"] else ""
    return "  " * depth + str(unit["name"]) + number


def _hours(axis: Axis) -> Text:
    """The hours above the bars, as many as can be read, at equal distances."""
    line = Text(style="dim")
    distance = next(hours * 60 for hours in (1, 2, 3, 4, 6, 8) if hours * 60 >= 4 * axis.step)
    for minute in range(axis.start, axis.end, distance):
        column = (minute - axis.start) // axis.step
        line.pad_right(column - len(line))
        line.append(f"{minute // 60 % 24:02d}")
    return line


def _bar(segments: list[Board], axis: Axis, looks: dict[str, tuple[str, Style]]) -> Text:
    """Each cell shows what takes most of its minutes."""
    cells = [
        _activity(segments, start, axis.step) for start in range(axis.start, axis.end, axis.step)
    ]
    line = Text()
    for activity, run in itertools.groupby(cells):
        letter, style = looks[activity] if activity else ("·", Style(dim=True))
        line.append(letter * len(list(run)), style)
    return line


def _activity(segments: list[Board], start: int, minutes: int) -> str | None:
    """What takes most of these minutes, if anything does."""
    best, longest = None, 0
    for segment in segments:
        covered = min(segment["end"], start + minutes) - max(segment["start"], start)
        if covered > longest:
            best, longest = str(segment["activity"]), covered
    return best
