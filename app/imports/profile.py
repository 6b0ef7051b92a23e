"""Profiles: how to read the files of one source, as data."""

import datetime
import tomllib
import zoneinfo
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.imports.layout import FORMATS, Layout
from app.stop import Stop

# Kinds whose files have our columns, in their own words if need be; those of the other kinds, and
# adjustments too if the profile says how, are mapped field by field.
OWN_KINDS = (
    "structure",
    "staff",
    "contracts",
    "holidays",
    "adjustments",
    "coverage",
    "presets",
    "duties",
)
KINDS = ("people", "requests", *OWN_KINDS)
HOLIDAY_RULES = ("by_start", "by_minute", "ignore")
PROFILES = Path(__file__).parent / "profiles"
WEEKDAYS = 7

# The fields of a kind, those of the segments of a request, and what else a section may say.
FIELDS = {
    "people": {"employee_number", "name", "email", "units", "hours"},
    "requests": {"person", "person_name", "date", "reason", "segments"},
}
# Kinds whose rows may lie in lists and objects of a JSON file, and what is found there.
NESTED_FIELDS = {
    "duties": {"person", "day", "names", "note"},
    "presets": {"name", "category", "lines"},
    "structure": {"name", "colour"},
}
SEGMENT_FIELDS = {"activity", "start", "end", "hours", "note"}
OPTIONS = {
    "people": {"site", "time_zone", "unit", "from", "holiday_rule", "activity"},
    "requests": {"site", "person"},
    "nested": {"person"},
}
# What may be said of files with our columns: what counts where a row does not say it.
OWN_OPTIONS = {
    "structure": {"unit"},
    "holidays": {"site"},
    "adjustments": {"site", "time_zone"},
}
READING = {"format", "columns", "encoding", "delimiter", "sheet"}
LAYOUT = READING | {"rows", "fields", "segment"}


@dataclass(frozen=True)
class Profile:
    """What a profile says about files of one kind."""

    name: str
    kind: str
    layout: Layout
    fields: dict[str, Any]
    segment: dict[str, str]
    options: dict[str, Any]

    @property
    def is_mapped(self) -> bool:
        """Whether the profile says field by field where the values are."""
        return bool(self.fields)

    @property
    def group(self) -> str:
        """Kinds of one group have the same options."""
        if not self.is_mapped:
            return "own"
        if self.kind in NESTED_FIELDS:
            return "nested"
        return "people" if self.kind == "people" else "requests"

    @property
    def known_options(self) -> set[str]:
        """The options that mean something for its files."""
        return OPTIONS[self.group] if self.is_mapped else OWN_OPTIONS.get(self.kind, set())


def own_profile(kind: str) -> Profile:
    """How files of a kind are read that have our columns."""
    if kind not in KINDS:
        raise Stop(f"The kind must be one of {', '.join(KINDS)}, not {kind}.")
    if kind not in OWN_KINDS:
        raise Stop(f"Files of {kind} have columns of their own: name a profile that knows them.")
    return Profile("", kind, Layout(fields=()), {}, {}, {})


def is_found(name_or_path: str) -> bool:
    """Whether a profile is one of ours or a file."""
    return (PROFILES / f"{name_or_path}.toml").exists() or Path(name_or_path).exists()


def read_profile(name_or_path: str, kind: str) -> Profile:
    """The section of a profile for one kind; a name is one of ours, anything else is a path."""
    path = PROFILES / f"{name_or_path}.toml"
    if "/" in name_or_path or name_or_path.endswith(".toml") or not path.exists():
        path = Path(name_or_path)
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        known = ", ".join(sorted(file.stem for file in PROFILES.glob("*.toml")))
        raise Stop(
            f"There is no profile {name_or_path}: use {known}, or the path of a file."
        ) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Stop(f"The profile {path} cannot be read: {error}.") from None
    if not isinstance(document.get(kind), dict):
        kinds = " and ".join(kind for kind in KINDS if kind in document) or "nothing"
        raise Stop(f"The profile {path.stem} is for {kinds}, not for {kind}.")
    return profile_of(path.stem, kind, document[kind], document.get("activities", {}))


def with_options(profile: Profile, given: dict[str, str | None]) -> Profile:
    """The profile with what the command line says instead, checked."""
    options = profile.options | {name: value for name, value in given.items() if value is not None}
    for name, value in given.items():
        if value is not None and name not in profile.known_options:
            raise Stop(f"--{name.replace('_', '-')} has no meaning for {profile.kind}.")
    if profile.kind == "people":
        options = {"holiday_rule": "by_start", "activity": "office"} | options
        for name in ("site", "time_zone", "unit", "from"):
            if not options.get(name):
                raise Stop(f"Say --{name.replace('_', '-')}: the profile {profile.name} does not.")
        if options["time_zone"] not in zoneinfo.available_timezones():
            raise Stop(f"{options['time_zone']} is not the name of an IANA time zone.")
        if options["holiday_rule"] not in HOLIDAY_RULES:
            raise Stop(f"The holiday rule must be {', '.join(HOLIDAY_RULES[:2])} or ignore.")
        options["from"] = _date(options["from"])
    return replace(profile, options=options)


def with_reading(
    profile: Profile, columns: Sequence[str] | None, given: Mapping[str, str | None]
) -> Profile:
    """The profile with what is said of this file: its form, and for our columns their names."""
    said: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    if "columns" in said:
        said["columns"] = said["columns"].split(",")
        said["required"] = ()
    if not profile.is_mapped:
        assert columns is not None
        said["fields"] = columns
    return replace(profile, layout=replace(profile.layout, **said))


def profile_of(
    name: str, kind: str, section: dict[str, Any], activities: dict[str, str]
) -> Profile:
    """The section of a profile for one kind, or a Stop that says what is wrong in it."""
    where = f"The profile {name}, section {kind},"
    try:
        return _section(where, name, kind, section, activities)
    except (AttributeError, TypeError):
        raise Stop(f"{where} has a value of the wrong type.") from None


def _section(
    where: str, name: str, kind: str, section: dict[str, Any], activities: dict[str, str]
) -> Profile:
    if kind in OWN_KINDS and not section.keys() & {"fields", "segment"}:
        return _own(where, own_profile(kind), name, section, activities)
    if kind in NESTED_FIELDS:
        return _nested(where, own_profile(kind), name, section, activities)
    group = "people" if kind == "people" else "requests"
    fields, segment = section.get("fields", {}), section.get("segment", {})
    for part, given, known in (
        ("", section, LAYOUT | OPTIONS[group]),
        ("fields.", fields, FIELDS[group]),
        ("segment.", segment, SEGMENT_FIELDS if group == "requests" else set()),
    ):
        if unknown := sorted(given.keys() - known):
            raise Stop(f"{where} has {part}{unknown[0]}, which means nothing.")
    needed = {"employee_number", "name"} if group == "people" else {"person", "date"}
    if missing := sorted(needed - fields.keys()):
        raise Stop(f"{where} does not say where to find {missing[0]}.")
    if group == "requests" and not (
        "activity" in segment and ("hours" in segment or {"start", "end"} <= segment.keys())
    ):
        raise Stop(f"{where} does not say where segments have their activity and times.")
    if "hours" in fields and len(fields["hours"]) != WEEKDAYS:
        raise Stop(f"{where} must name seven fields for hours, Monday to Sunday.")
    if section.get("format") not in FORMATS or (section["format"] == "json") != ("rows" in section):
        raise Stop(f'{where} needs format = "csv", or format = "json" and the name of the rows.')
    options = {key: section[key] for key in section.keys() & OPTIONS[group]}
    if group == "requests":
        person = options.setdefault("person", {"by": "employee_number"})
        if person.get("by") not in ("employee_number", "position"):
            raise Stop(f"{where} must find a person by employee_number or by position.")
        options["activities"] = activities
    return Profile(
        name=name,
        kind=kind,
        layout=_layout(section, [] if "rows" in section else _sources(fields, segment)),
        fields=fields,
        segment=segment,
        options=options,
    )


def _own(
    where: str, profile: Profile, name: str, section: dict[str, Any], activities: dict[str, str]
) -> Profile:
    """The section of a kind with our columns."""
    known = profile.known_options
    if unknown := sorted(section.keys() - READING - known - {"aliases", "rows"}):
        raise Stop(f"{where} has {unknown[0]}, which means nothing.")
    layout = {key: value for key, value in section.items() if key not in known}
    options = {key: value for key, value in section.items() if key in known}
    if activities:
        options["activities"] = activities
    return replace(profile, name=name, layout=Layout(fields=(), **layout), options=options)


def _nested(
    where: str, profile: Profile, name: str, section: dict[str, Any], activities: dict[str, str]
) -> Profile:
    """The section of a kind whose rows lie in lists and objects."""
    fields, segment = section.get("fields", {}), section.get("segment", {})
    for part, given, known in (
        ("", section, {"format", "rows", "fields", "segment", "person"}),
        ("fields.", fields, NESTED_FIELDS[profile.kind]),
        ("segment.", segment, SEGMENT_FIELDS - {"hours"}),
    ):
        if unknown := sorted(given.keys() - known):
            raise Stop(f"{where} has {part}{unknown[0]}, which means nothing.")
    if section.get("format") != "json" or "rows" not in section:
        raise Stop(f'{where} needs format = "json" and the name of the rows.')
    options = {key: section[key] for key in section.keys() & {"person"}}
    return replace(
        profile,
        name=name,
        layout=_layout(section, []),
        fields=fields,
        segment=segment,
        options=options | {"activities": activities},
    )


def _sources(fields: dict[str, Any], segment: dict[str, str]) -> list[str]:
    """The columns of the file that the profile reads."""
    names: list[str] = []
    for source in (*fields.values(), *segment.values()):
        names += [source] if isinstance(source, str) else source
    return names


def _layout(section: dict[str, Any], sources: list[str]) -> Layout:
    columns = section.get("columns", ())
    return Layout(
        fields=[*sources, *(column for column in columns if column not in sources)],
        required=() if columns else sources,
        **{name: section[name] for name in section.keys() & LAYOUT - {"fields", "segment"}},
    )


def _date(value: str | datetime.date) -> str:
    try:
        return datetime.date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise Stop(f"{value} is not a date such as 2025-04-01.") from None
