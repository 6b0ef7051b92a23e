"""What the database says of the values that the API takes and gives."""

from dataclasses import dataclass
from typing import Any

import psycopg

SHAPES = "SELECT name, schema FROM api.shape"
PARAMETERS = "SELECT name, description, schema FROM api.parameter"


@dataclass(frozen=True)
class Shapes:
    """JSON Schemas by name, and what is known of parameters."""

    schemas: dict[str, dict[str, Any]]
    parameters: dict[str, dict[str, Any]]


def read_shapes(connection: psycopg.Connection) -> Shapes:
    """Read them all."""
    return Shapes(
        dict(connection.execute(SHAPES).fetchall()),
        {
            name: {"description": description, "schema": schema}
            for name, description, schema in connection.execute(PARAMETERS)
        },
    )
