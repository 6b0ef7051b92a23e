"""The functions of the API as an account calls them, and how they refuse."""

import json
from typing import Any

import psycopg
import pytest

from tests.model.clock import instant_of
from tests.rights.answers import Truth
from tests.rights.store import Stored


def unknown(column: str, sentence: str) -> pytest.RaisesExc[psycopg.Error]:
    """The block refuses as for something that does not exist."""
    return pytest.raises(
        psycopg.Error, check=lambda error: refusal(error) == ("ST004", column, sentence)
    )


def refusal(error: BaseException) -> tuple[str | None, str | None, str | None]:
    """What an error says."""
    assert isinstance(error, psycopg.Error)
    return error.sqlstate, error.diag.column_name, error.diag.message_primary


class Requests:
    """The functions of the API as the acting account calls them; all answers are kept."""

    def __init__(self, database: Stored) -> None:
        self.database = database
        self.bytes: dict[str, str] = {}

    def call(self, function: str, *arguments: object, **named: object) -> Any:  # noqa: ANN401 - JSON
        """The answer of a function."""
        places = ["%s"] * len(arguments) + [f'"{name}" => %s' for name in named]
        statement = f"SELECT api.{function}({', '.join(places)})::text"
        answer = self.database.value(statement, *arguments, *named.values())
        self.bytes[f"{function} {arguments} {named}"] = answer
        return json.loads(answer)

    def export(self, kind: str) -> list[list[str | None]]:
        """The rows of an export without the header."""
        rows = self.database.rows("SELECT api.export_rows(%s)", kind)
        self.bytes[kind] = json.dumps(rows)
        return [row for (row,) in rows[1:]]

    def window(self, truth: Truth) -> tuple[str, str]:
        return instant_of(truth.start).isoformat(), instant_of(truth.end).isoformat()
