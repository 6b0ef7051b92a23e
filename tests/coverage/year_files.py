"""Benchmark instance 24 as files for `strata import`.

The instance says which cover is needed and who is off when, not who works: everybody goes through
all shifts, one a week from Monday to Friday, from a week of their own on.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from tests.coverage.instances import FIRST_DAY, Instance, date_of
from tests.model.clock import instant_of, local_minute

ZONE = "Europe/Berlin"
# The instance does not say when a shift begins; its letter is a part of the day.
BEGINS = {"a": 360, "d": 480, "s": 720, "p": 840, "n": 1260}
PATTERN = "All shifts"

Row = dict[str, str]


def write_files(instance: Instance, directory: Path) -> dict[str, Path]:
    """A file for each kind, in the order in which they are to be imported."""
    tables = {
        "structure": structure(instance),
        "staff": staff(instance),
        "contracts": contracts(instance),
        "adjustments": days_off(instance),
        "coverage": requirements(instance),
    }
    files = {}
    for kind, rows in tables.items():
        files[kind] = directory / f"{kind}.csv"
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with files[kind].open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)
    return files


def structure(instance: Instance) -> list[Row]:
    """One site, one unit, an activity for each shift, and the rotation through them."""
    rows: list[Row] = [
        {"record": "site", "name": "Hospital", "time_zone": ZONE},
        {"record": "unit", "name": "Hospital"},
        activity("off", "3", "false"),
        *(activity(shift, "1", "true") for shift in instance.shifts),
        {"record": "pattern", "name": PATTERN, "days": str(7 * len(instance.shifts))},
    ]
    for week, shift in enumerate(instance.shifts):
        for day in range(5):
            line = {"record": "pattern_line", "pattern": PATTERN, "day": str(7 * week + day)}
            rows.append({**line, **clock(instance, shift), "activity": shift})
    return rows


def activity(code: str, activity_class: str, works: str) -> Row:
    """An activity that is worked and available, or an absence."""
    return {
        "record": "activity",
        "code": code,
        "name": code,
        "colour": "#336699",
        "class": activity_class,
        "works": works,
        "available": works,
        "absent": "false" if works == "true" else "true",
    }


def clock(instance: Instance, shift: str) -> Row:
    """When a shift begins and ends, in local time."""
    begin = BEGINS[shift[0]]
    end = (begin + instance.shifts[shift]) % 1440
    return {"start": f"{begin // 60:02}:{begin % 60:02}", "end": f"{end // 60:02}:{end % 60:02}"}


def staff(instance: Instance) -> list[Row]:
    """Everybody is in the one unit since the year before."""
    return [
        {"employee_number": name, "name": name, "unit": "Hospital", "from": "2025-01-01"}
        for name in instance.days_off
    ]


def contracts(instance: Instance) -> list[Row]:
    """Everybody has the one pattern, from another week on."""
    weeks = len(instance.shifts)
    return [
        {
            "employee_number": name,
            "site": "Hospital",
            "pattern": PATTERN,
            "anchor": (FIRST_DAY - timedelta(weeks=number % weeks)).isoformat(),
            "from": "2025-01-01",
        }
        for number, name in enumerate(instance.days_off)
    ]


def days_off(instance: Instance) -> list[Row]:
    """Fixed days off as absences from midnight to midnight."""
    return [
        {
            "employee_number": name,
            "activity": "off",
            "start": f"{instant_of(start):%Y-%m-%dT%H:%M:%SZ}",
            "end": f"{instant_of(end):%Y-%m-%dT%H:%M:%SZ}",
        }
        for name, days in instance.days_off.items()
        for start, end in absences(days)
    ]


def absences(days: Iterable[int]) -> list[tuple[int, int]]:
    """Days off as ranges of instants, those in a row as one."""
    ranges: list[tuple[int, int]] = []
    for day in days:
        start, end = (local_minute(ZONE, date_of(each), 0) for each in (day, day + 1))
        if ranges and ranges[-1][1] == start:
            start = ranges.pop()[0]
        ranges.append((start, end))
    return ranges


def required_days(instance: Instance) -> dict[tuple[str, int], list[int]]:
    """The days on which a shift needs a number of people, for every shift and number."""
    days: dict[tuple[str, int], list[int]] = defaultdict(list)
    for cover in instance.cover:
        days[cover.shift, cover.people].append(cover.day)
    return days


def requirements(instance: Instance) -> list[Row]:
    """A requirement for every shift and number of people, on its days."""
    return [
        {
            "unit": "Hospital",
            "site": "Hospital",
            "dates": " ".join(date_of(day).isoformat() for day in days),
            **clock(instance, shift),
            "people": str(people),
            "activities": shift,
        }
        for (shift, people), days in required_days(instance).items()
    ]
