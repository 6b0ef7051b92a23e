"""The report of an import, as text."""

from collections.abc import Iterator
from typing import Any

from app.imports.profile import Profile
from app.imports.reading import SourceFile
from app.imports.store import Report

OUTCOMES = ("created", "changed", "ended", "unchanged", "refused")


def report_lines(
    report: Report, file: SourceFile, profile: Profile, every_row: bool
) -> Iterator[str]:
    """Refused rows with line, field and reason (with `every_row` all rows), then the counts."""
    counts = _counts_now(report)
    for item in report["items"]:
        if item["outcome"] == "refused":
            for fault in item["faults"]:
                yield f"line {item['line']}: refused: {fault['column']}: {fault['reason']}"
        elif every_row:
            remark = f": {item['remark']}" if item["remark"] else ""
            outcome = "unchanged" if report["repeated"] else item["outcome"]
            yield f"line {item['line']}: {outcome}{remark}"
    yield f"{file.name}: {counts['rows']} {_rows(profile)}: {_counts(counts)}."
    if profile.group == "requests":
        accepted = counts["segments"] - counts["segments_refused"]
        yield f"They have {counts['segments']} segments, {accepted} of them accepted."
    for name, number in report["ignored"].items():
        yield f"{number} {name} were ignored: they are not {_rows(profile)}."
    if report["state"] == "previewed":
        yield from _difference(report["difference"])
        yield "This was a preview: nothing was stored."
    elif report["state"] == "refused":
        yield "Rows were refused: nothing was stored."


def is_failure(report: Report) -> bool:
    """Whether nothing of the file was accepted."""
    counts = report["counts"]
    return report["state"] == "refused" or bool(counts["rows"] == counts["refused"])


def batch_line(batch: dict[str, Any]) -> str:
    """An import in the list of imports."""
    profile = f" ({batch['profile']})" if batch["profile"] else ""
    counts = f": {_counts(batch['counts'])}" if batch["counts"] else ""
    end = ", rolled back" if batch["state"] == "rolled_back" else ""
    when = batch["imported_at"][:16].replace("T", " ")
    return f"{batch['id']}  {when} UTC  {batch['kind']}{profile}  {batch['file_name']}{counts}{end}"


def _counts_now(report: Report) -> dict[str, int]:
    """What the counts are this time: a file that stands already changes nothing."""
    counts: dict[str, int] = report["counts"]
    if not report["repeated"]:
        return counts
    nothing = dict.fromkeys(("created", "changed", "ended"), 0)
    return counts | nothing | {"unchanged": counts["rows"] - counts["refused"]}


def _counts(counts: dict[str, int]) -> str:
    """How many rows had which outcome; ends are told when there are any."""
    shown = [name for name in OUTCOMES if name != "ended" or counts["ended"]]
    return ", ".join(f"{counts[outcome]} {outcome}" for outcome in shown)


def _difference(difference: dict[str, Any]) -> Iterator[str]:
    """What is different in the effective schedule."""
    if not difference["minutes"]:
        yield "The effective schedule stays as it is."
        return
    span = f"from {difference['from']} to {difference['to']}"
    yield (
        f"The effective schedule {span}: {difference['minutes']} minutes of "
        f"{difference['people']} people are different."
    )
    for day in difference["days"]:
        yield f"  {day['day']}: {day['minutes']} minutes of {day['people']} people"


def _rows(profile: Profile) -> str:
    return profile.kind if profile.kind in ("people", "requests") else "rows"
