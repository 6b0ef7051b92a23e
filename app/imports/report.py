"""The report of an import, as text."""

from collections.abc import Iterator

from app.imports.profile import Profile
from app.imports.reading import SourceFile
from app.imports.store import Report

OUTCOMES = ("created", "changed", "unchanged", "refused")


def report_lines(
    report: Report, file: SourceFile, profile: Profile, every_row: bool
) -> Iterator[str]:
    """Refused rows with line, field and reason (with `every_row` all rows), then the counts."""
    for item in report["items"]:
        if item["outcome"] == "refused":
            for fault in item["faults"]:
                yield f"line {item['line']}: refused: {fault['field']}: {fault['reason']}"
        elif every_row:
            remark = f": {item['remark']}" if item["remark"] else ""
            yield f"line {item['line']}: {item['outcome']}{remark}"
    counts = ", ".join(f"{report[outcome]} {outcome}" for outcome in OUTCOMES)
    yield f"{file.name}: {report['rows']} {_rows(profile)}: {counts}."
    if profile.kind != "people":
        accepted = report["segments"] - report["segments_refused"]
        yield f"They have {report['segments']} segments, {accepted} of them accepted."
    for name, number in report["ignored"].items():
        yield f"{number} {name} were ignored: they are not {_rows(profile)}."


def is_failure(report: Report) -> bool:
    """Whether nothing of the file was accepted."""
    return bool(report["rows"] == report["refused"])


def _rows(profile: Profile) -> str:
    return {"people": "people", "requests": "requests", "adjustments": "rows"}[profile.kind]
