"""What a database looks like, as text, and how two of them differ."""

from pathlib import Path
from typing import NamedTuple

import psycopg

from app.database.queries import query

HEADER = "# The shape of the database on PostgreSQL {version}. Written by scripts/snapshot.\n"


class Name(NamedTuple):
    """An object by its kind and its name, as people call it."""

    kind: str
    identity: str

    def __str__(self) -> str:
        return f"{self.kind} {self.identity}"


Catalogue = dict[Name, str]


def read_catalogue(connection: psycopg.Connection, everything: bool = False) -> Catalogue:
    """Objects of Strata's schemas, or of all but PostgreSQL's own, with their definitions."""
    with connection.transaction():
        # Printed expressions leave out the schemas of the search path: there must be none.
        connection.execute("SET LOCAL search_path = ''")
        if everything:
            connection.execute("SET LOCAL strata.whole_database = on")
        rows = connection.execute(query("catalogue")).fetchall()
    return {Name(kind, identity): definition for kind, identity, definition in sorted(rows)}


def differences(expected: Catalogue, found: Catalogue) -> list[str]:
    """One sentence for every object that is missing, too many, or not the same."""
    sentences = []
    for name in sorted(expected.keys() | found.keys()):
        if name not in found:
            sentences.append(f"{name} is missing")
        elif name not in expected:
            sentences.append(f"{name} was added")
        elif expected[name] != found[name]:
            sentences.append(
                f"{name} was changed: expected {expected[name]!r}, found {found[name]!r}"
            )
    return sentences


def write_snapshot(path: Path, catalogue: Catalogue, version: int) -> None:
    """Write the catalogue to a file that people review."""
    lines = [f"{name.kind}\t{name.identity}\t{text}\n" for name, text in sorted(catalogue.items())]
    path.write_text(HEADER.format(version=version) + "".join(lines), encoding="utf-8")


def read_snapshot(path: Path) -> tuple[Catalogue, int]:
    """The catalogue of a file and the major version of PostgreSQL that it was taken on."""
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    catalogue = {}
    for line in lines:
        kind, identity, text = line.split("\t")
        catalogue[Name(kind, identity)] = text
    return catalogue, int("".join(filter(str.isdigit, header)))
