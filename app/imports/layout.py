"""How the rows of a file are laid out, and which of our fields its columns are."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from app.imports.broken import BrokenFile
from app.stop import Stop

DELIMITERS = {",": ",", ";": ";", "\t": "\t", "comma": ",", "semicolon": ";", "tab": "\t"}
FORMATS = ("csv", "json", "xlsx")
MOST_COLUMNS = 200
LONGEST_TEXT = 131_072
NOT_IMPORTED = ("", "-")


@dataclass(frozen=True)
class Layout:
    """What is known of a file before it is opened; what is None is recognised.

    `fields` are the names that the columns can have, `aliases` other names of them. Of a file
    without header `columns` says what its columns are. `required` columns must be there.
    """

    fields: Sequence[str]
    aliases: Mapping[str, Sequence[str]] = field(default_factory=dict)
    required: Sequence[str] = ()
    format: str | None = None
    rows: str | None = None
    columns: Sequence[str] = ()
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None

    def __post_init__(self) -> None:
        """Say what cannot be meant; a profile may have anything anywhere."""
        texts = (self.format, self.rows, self.encoding, self.delimiter, self.sheet)
        lists = (self.columns, *self.aliases.values())
        if not all(text is None or isinstance(text, str) for text in texts) or not all(
            isinstance(names, list | tuple) and all(isinstance(name, str) for name in names)
            for names in lists
        ):
            raise TypeError
        if self.format is not None and self.format not in FORMATS:
            raise Stop(f"The format must be {', '.join(FORMATS)}, not {self.format}.")
        if self.delimiter is not None and self.delimiter not in DELIMITERS:
            raise Stop(f"The delimiter must be comma, semicolon or tab, not {self.delimiter}.")
        if self.fields and (unknown := sorted(self.aliases.keys() - set(self.fields))):
            raise Stop(f"There is no column {unknown[0]} to have another name.")

    def field_of(self, name: str) -> str | None:
        """Our field of that name, if there is one; case, space, _ and - make no difference."""
        return name if name in self.fields else self._folded.get(fold(name))

    @cached_property
    def _folded(self) -> dict[str, str]:
        names = {
            fold(alias): our for our, aliases in self.aliases.items() for alias in (our, *aliases)
        }
        return {fold(our): our for our in self.fields} | names


@dataclass(frozen=True)
class Columns:
    """The field of each column, None where it is not imported, and the file's own names."""

    fields: list[str | None]
    names: list[str]

    @property
    def labels(self) -> dict[str, str]:
        """What the file calls our fields."""
        pairs = zip(self.fields, self.names, strict=True)
        return {our: name for our, name in pairs if our is not None}


def fold(name: str) -> str:
    """A name as it is compared."""
    return re.sub(r"[\s_-]+", "", unicodedata.normalize("NFKC", name).casefold())


def columns_of_header(name: str, layout: Layout, header: Sequence[str], line: int) -> Columns:
    """The columns of a file with a header."""
    names = [cell.strip() for cell in header]
    columns = Columns([layout.field_of(cell) if cell else None for cell in names], names)
    known = [our for our in columns.fields if our is not None]
    if missing := [our for our in layout.required if our not in known]:
        raise BrokenFile(name, f": the header has no column {', '.join(missing)}", line=line)
    if not known:
        wanted = ", ".join(layout.fields)
        raise BrokenFile(name, f": the header has none of the columns {wanted}", line=line)
    if doubled := next((our for our in known if known.count(our) > 1), None):
        raise BrokenFile(name, f": the header has the column {doubled} twice", line=line)
    return columns


def given_columns(layout: Layout) -> Columns:
    """The columns of a file without a header, as they were said."""
    ours = [
        None if column.strip() in NOT_IMPORTED else layout.field_of(column.strip())
        for column in layout.columns
    ]
    for column, our in zip(layout.columns, ours, strict=True):
        if our is None and column.strip() not in NOT_IMPORTED:
            known = ", ".join(layout.fields)
            raise Stop(f"The columns must be of {known}, or - for none: {column} is not.")
        if our is not None and ours.count(our) > 1:
            raise Stop(f"The columns name {our} twice.")
    names = [f"column {place} ({column})" for place, column in enumerate(layout.columns, start=1)]
    return Columns(ours, names)


def check_width(name: str, width: int, line: int) -> None:
    """Refuse what is no table for people."""
    if width > MOST_COLUMNS:
        raise BrokenFile(name, f"has more than {MOST_COLUMNS} columns", line=line)
