"""From the file's names to ours. Values stay as they are: what they mean is decided in SQL."""

from collections.abc import Iterator
from typing import Any

from app.imports.broken import BrokenFile
from app.imports.profile import Profile
from app.imports.reading import SourceFile, SourceRow, checked_scalar

Row = dict[str, Any]


def mapped_rows(file: SourceFile, profile: Profile) -> Iterator[Row]:
    """Every row of the file as the database takes it: {ordinal, line, data}."""
    data_of = {
        "own": _own,
        "people": _person,
        "requests": _request,
        "nested": _nested,
    }[profile.group]
    rows = ((row.line, data) for row in file.rows for data in data_of(file, row, profile))
    for ordinal, (line, data) in enumerate(rows, start=1):
        yield {"ordinal": ordinal, "line": line, "data": data}


def labels(file: SourceFile, profile: Profile) -> dict[str, str]:
    """How the file calls our fields, for the report; {n} stands for the place in a list."""
    if not profile.is_mapped:
        return file.labels
    names: dict[str, str] = {}
    for field, source in profile.fields.items():
        if isinstance(source, str):
            names[field] = _label(profile, source)
        elif field == "hours":
            names |= {f"hours.{day}": _label(profile, name) for day, name in enumerate(source, 1)}
        else:
            names[field] = ", ".join(_label(profile, name) for name in source)
    prefix = f"{profile.fields['segments']}[{{n}}]." if "segments" in profile.fields else ""
    for field, source in profile.segment.items():
        names[field] = prefix + _label(profile, source)
    return names


def _label(profile: Profile, source: str) -> str:
    """The name of a field, with its number where the file itself has no names."""
    if source in profile.layout.columns:
        return f"column {profile.layout.columns.index(source) + 1} ({source})"
    return source


def _own(_: SourceFile, row: SourceRow, __: Profile) -> Iterator[Row]:
    yield {field: _filled(value) for field, value in row.values.items()}


def _nested(file: SourceFile, row: SourceRow, profile: Profile) -> Iterator[Row]:
    """Rows with our columns, out of lists and objects in one row of the file."""
    fields = profile.fields
    if profile.kind == "structure":
        # Objects that say something of each status.
        said = {ours: _dict(row.values.get(source)) for ours, source in fields.items()}
        for status in dict.fromkeys(key for values in said.values() for key in values):
            found = {ours: _filled(values.get(status)) for ours, values in said.items()}
            yield {"record": "activity", "code": status, **found}
        return
    common = {
        ours: _filled(_scalar(file, row, row.values, source))
        for ours, source in fields.items()
        if ours not in ("names", "lines")
    }
    for name in _list(row.values.get(fields.get("names", ""))):
        yield {"name": _scalar(file, row, {"name": name}, "name"), **common}
    for line in _list(row.values.get(fields.get("lines", ""))):
        found = {
            ours: _filled(_scalar(file, row, _dict(line), source))
            for ours, source in profile.segment.items()
        }
        yield {**common, **found}


def _filled(value: object) -> object:
    return None if value == "" else value


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _person(file: SourceFile, row: SourceRow, profile: Profile) -> Iterator[Row]:
    fields = profile.fields
    data: Row = {
        field: _scalar(file, row, row.values, source)
        for field, source in fields.items()
        if isinstance(source, str)
    }
    if "units" in fields:
        data["units"] = [_scalar(file, row, row.values, source) for source in fields["units"]]
    if "hours" in fields:
        data["hours"] = {
            str(day): _scalar(file, row, row.values, source)
            for day, source in enumerate(fields["hours"], start=1)
        }
    yield data


def _request(file: SourceFile, row: SourceRow, profile: Profile) -> Iterator[Row]:
    """A request has a list of segments; in a flat file each row is a request with one."""
    nested = profile.fields.get("segments")
    segments = row.values.get(nested, []) if nested else [row.values]
    if not isinstance(segments, list) or not all(isinstance(item, dict) for item in segments):
        detail = ": a list of objects is expected"
        raise BrokenFile(file.name, detail, line=row.line, column=f"field {nested}")
    data: Row = {
        field: _scalar(file, row, row.values, source)
        for field, source in profile.fields.items()
        if field != "segments"
    }
    data["segments"] = [
        {field: _scalar(file, row, item, source) for field, source in profile.segment.items()}
        for item in segments
    ]
    yield data


def _scalar(file: SourceFile, row: SourceRow, values: dict[str, Any], source: str) -> object:
    return checked_scalar(file.name, row.line, source, values.get(source))
