"""Shift-scheduling benchmarks: their files, read into what the tests need."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from app import ROOT

FOLDER = ROOT.parent / "shared" / "data" / "benchmarks"
FIRST_DAY = date(2026, 1, 5)  # all instances start on a Monday


@dataclass(frozen=True)
class Cover:
    """How many people a shift needs on a day."""

    day: int
    shift: str
    people: int
    weight_under: int
    weight_over: int


@dataclass(frozen=True)
class Wish:
    """A person's wish to work a shift on a day, or not to."""

    person: str
    day: int
    shift: str
    weight: int


@dataclass(frozen=True)
class Instance:
    """What we use of an instance: shifts with their minutes, people with their days off."""

    days: int
    shifts: dict[str, int]
    days_off: dict[str, tuple[int, ...]]
    wishes_on: tuple[Wish, ...]
    wishes_off: tuple[Wish, ...]
    cover: tuple[Cover, ...]


def lines_of(name: str) -> list[str]:
    """The lines of a file; without it the calling module is skipped."""
    path: Path = FOLDER / name
    if not path.exists():
        pytest.skip(f"{path} is not there", allow_module_level=True)
    return path.read_text(encoding="utf-8").splitlines()


def read_instance(name: str) -> Instance:
    """An instance from its file."""
    sections: dict[str, list[list[str]]] = {}
    for line in lines_of(name):
        if line.startswith("SECTION_"):
            rows = sections.setdefault(line.removeprefix("SECTION_"), [])
        elif line and not line.startswith("#"):
            rows.append(line.split(","))
    return Instance(
        days=int(sections["HORIZON"][0][0]),
        shifts={row[0]: int(row[1]) for row in sections["SHIFTS"]},
        days_off={row[0]: tuple(map(int, row[1:])) for row in sections["DAYS_OFF"]},
        wishes_on=read_wishes(sections["SHIFT_ON_REQUESTS"]),
        wishes_off=read_wishes(sections["SHIFT_OFF_REQUESTS"]),
        cover=tuple(
            Cover(int(row[0]), row[1], int(row[2]), int(row[3]), int(row[4]))
            for row in sections["COVER"]
        ),
    )


def read_wishes(rows: list[list[str]]) -> tuple[Wish, ...]:
    """The wishes of one section."""
    return tuple(Wish(row[0], int(row[1]), row[2], int(row[3])) for row in rows)


def read_roster(name: str) -> dict[str, str]:
    """The shift of each person on each day; a dot is a day without one."""
    return dict(line.split() for line in lines_of(name))


def date_of(day: int) -> date:
    """The date of a day of the horizon."""
    return FIRST_DAY + timedelta(days=day)
