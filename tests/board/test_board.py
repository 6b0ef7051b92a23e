"""The board as text, from a board as the database gives it."""

import io
import re

import pytest
from rich.console import Console

from app.board import Board, print_board

ACTIVITIES = [
    {"code": "office", "name": "Office", "colour": "#22c55e", "people": 2, "minutes": 930},
    {"code": "off", "name": "Off", "colour": "#94a3b8", "people": 1, "minutes": 60},
]


def board(*segments: tuple[int, int, str]) -> Board:
    """Ada with these segments, and 山田 without any."""
    bars = [{"start": start, "end": end, "activity": code} for start, end, code in segments]
    staff = [
        {"employee_number": "1", "name": "Ada", "segments": bars},
        {"employee_number": "2", "name": "山田", "segments": []},
    ]
    units = [
        {"name": "Company", "depth": 0, "staff": []},
        {"name": "Sales", "depth": 1, "staff": staff},
    ]
    return {"day": "2025-07-22", "activities": ACTIVITIES, "units": units}


def printed(what: Board, width: int, terminal: bool = False) -> str:
    """The board as a console of that width shows it."""
    file = io.StringIO()
    print_board(what, Console(file=file, width=width, force_terminal=terminal, highlight=False))
    return file.getvalue()


def test_without_colours_the_letters_say_it_all() -> None:
    day = board((540, 720, "office"), (720, 780, "off"), (780, 1020, "office"))
    assert printed(day, 48).splitlines() == [
        "2025-07-22: 2 people",
        "Company     ",
        "  Sales (2) 09  10  11  12  13  14  15  16",
        "    Ada     OOOOOOOOOOOOFFFFOOOOOOOOOOOOOOOO",
        "    山田    ································",
        "",
        " O  Office: 2 people, 15.5 h",
        " F  Off: 1 person, 1 h",
    ]


@pytest.mark.parametrize(("width", "cells"), [(12 + 9 * 6, 54), (12 + 9 * 4, 36), (12 + 9, 9)])
def test_the_steps_are_as_fine_as_there_is_room(width: int, cells: int) -> None:
    lines = printed(board((540, 1080, "office")), width).splitlines()
    assert lines[3] == "    Ada     " + "O" * cells


def test_a_cell_shows_what_takes_most_of_it() -> None:
    lines = printed(board((540, 610, "office"), (610, 1080, "off")), 21).splitlines()
    assert lines[3] == "    Ada     OFFFFFFFF"


def test_colours_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    day = board((540, 720, "office"))
    assert "48;2;34;197;94mOOOO" in printed(day, 80, terminal=True)
    monkeypatch.setenv("NO_COLOR", "1")
    assert not re.search(r"\x1b\[[0-9;]*48;", printed(day, 80, terminal=True))
