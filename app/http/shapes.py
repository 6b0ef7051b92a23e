"""What the database says of the values that the API takes and gives, as JSON Schemas by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import psycopg

Schema = dict[str, Any]

SHAPES = "SELECT name, schema FROM api.shape"
PARAMETERS = "SELECT name, type, description, schema FROM api.parameter"
RESOURCES = "SELECT noun, title, sorts FROM api.resource"
FIELDS = """
SELECT field, required, nullable, writable, description, schema, example
FROM api.field
WHERE noun = %s
ORDER BY place
"""
ROOM = {"int32": 2**31, "int64": 2**63}
ID: Schema = {"description": "Set by the server.", "type": "integer", "format": "int64"}
VERSION: Schema = {
    "description": "Grows with every change; If-Match compares it.",
    "type": "integer",
    "format": "int64",
}


class Field(NamedTuple):
    """A row of api.field."""

    name: str
    required: bool
    nullable: bool
    writable: str
    description: str
    schema: Schema
    example: Any


@dataclass(frozen=True)
class Shapes:
    """JSON Schemas by name, parameters by name and type, and what each list can be sorted by."""

    schemas: dict[str, Schema]
    parameters: dict[tuple[str, str], Schema]
    sorts: dict[str, list[str]]


def read_shapes(connection: psycopg.Connection) -> Shapes:
    """Read them all; each resource becomes several."""
    schemas: dict[str, Schema] = dict(connection.execute(SHAPES).fetchall())
    sorts = {}
    for noun, title, columns in connection.execute(RESOURCES).fetchall():
        fields = [Field(*row) for row in connection.execute(FIELDS, [noun])]
        schemas |= resource_shapes(noun, title, fields)
        sorts[noun] = columns
    parameters = {
        (name, kind): {"description": description, "schema": schema}
        for name, kind, description, schema in connection.execute(PARAMETERS)
    }
    return Shapes(schemas, parameters, sorts)


def reference(name: str) -> Schema:
    """The schema of that name."""
    return {"$ref": f"#/components/schemas/{name}"}


def bounded(schema: Schema) -> Schema:
    """The schema with the bounds that int32 and int64 mean; to JSON Schema they are only names."""
    if room := ROOM.get(schema.get("format", "")):
        schema = {**schema, "minimum": schema.get("minimum", -room)}
        schema["maximum"] = schema.get("maximum", room - 1)
    if "items" in schema:
        schema = {**schema, "items": bounded(schema["items"])}
    if "properties" in schema:
        parts = {name: bounded(part) for name, part in schema["properties"].items()}
        schema = {**schema, "properties": parts}
    return schema


def resource_shapes(noun: str, title: str, fields: Iterable[Field]) -> dict[str, Schema]:
    """How a resource is answered, alone, in part and in lists, and how it is made and changed."""
    shown = {"id": ID}
    new: dict[str, Schema] = {}
    change: dict[str, Schema] = {}
    required = []
    for field in fields:
        described = {"description": field.description, **bounded(field.schema)}
        described["examples"] = [field.example]
        if not field.schema.get("writeOnly"):
            shown[field.name] = _or_null(described, field.nullable)
        given = _or_null(described, field.nullable and not field.required)
        if field.writable != "never":
            new[field.name] = given
        if field.writable == "always":
            change[field.name] = given
        if field.required:
            required.append(field.name)
    shown["version"] = VERSION
    part = {
        "type": "object",
        "required": ["id", "version"],
        "propertyNames": {"enum": list(shown)},
    }
    one, answered = reference(noun), reference(f"{noun}_answer")
    closed = {"type": "object", "additionalProperties": False}
    return {
        noun: {"title": title, "type": "object", "required": list(shown), "properties": shown},
        f"{noun}_answer": {
            "description": "All of it, or the fields that `fields` asks for, with id and version.",
            "anyOf": [one, part],
        },
        f"{noun}_list": {
            "type": "object",
            "required": ["items", "next"],
            "properties": {
                "items": {"type": "array", "items": answered},
                "next": {"description": "Cursor of the next page.", "type": ["string", "null"]},
            },
        },
        f"{noun}_new": {**closed, "required": required, "properties": new},
        f"{noun}_creation": {
            "description": "One, or 1 to 1000 of which all are made or none.",
            "oneOf": [
                reference(f"{noun}_new"),
                {
                    "type": "array",
                    "minItems": 1,
                    "maxItems": 1000,
                    "items": reference(f"{noun}_new"),
                },
            ],
        },
        f"{noun}_created": {
            "description": "The one, or as many as were asked for, in the same order.",
            "oneOf": [
                one,
                {
                    "type": "object",
                    "required": ["items"],
                    "properties": {"items": {"type": "array", "items": one}},
                },
            ],
        },
        f"{noun}_change": {**closed, "properties": change},
    }


def _or_null(schema: Schema, nullable: bool) -> Schema:
    if not nullable:
        return schema
    schema = {**schema, "type": [schema["type"], "null"]}
    if "enum" in schema:
        schema["enum"] = [*schema["enum"], None]
    return schema
