"""What clients rely on: the OpenAPI document as one fact a line, so that a lost one can be seen."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

Schema = dict[str, Any]


def promises(document: dict[str, Any]) -> set[str]:
    """Every operation, parameter, field and answer. What a request must have is said by `needs`."""
    schemas = document["components"]["schemas"]
    taken: set[str] = set()
    facts: set[str] = set()
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            where = f"{method.upper()} {path}"
            facts.add(where)
            for parameter in operation["parameters"]:
                verb = "needs" if parameter["required"] else "takes"
                facts |= {
                    f"{where} {verb} {parameter['name']}: {kind}"
                    for kind in kinds_of(parameter["schema"])
                }
            body = operation.get("requestBody", {"content": {}})["content"]
            for media_type, content in body.items():
                facts.add(f"{where} takes {media_type}: {kind_of(content['schema'])}")
                taken |= referred(content["schema"], schemas)
            # What is refused, and how, is no promise.
            for status, answer in operation["responses"].items():
                if status >= "400":
                    continue
                for content in answer.get("content", {"": {"schema": {}}}).values():
                    kind = kind_of(content["schema"])
                    facts.add(f"{where} answers {status}" + (f": {kind}" if kind else ""))
    for name, schema in schemas.items():
        facts |= set(fields_of(name, schema, taken=name in taken))
    return facts


def broken(promised: Iterable[str], present: set[str]) -> list[str]:
    """What no longer holds, and what a request has to have now that it could do without."""
    promised = set(promised)
    before = {line.split(" needs ")[0].split(" takes ")[0] for line in promised}
    lost = promised - present
    demanded = {
        line
        for line in present - promised
        if " needs " in line and line.split(" needs ")[0] in before
    }
    return sorted(lost | demanded)


def kind_of(schema: Schema) -> str:
    """A type in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return " or ".join(kind_of(part) for part in schema[several])
    if "items" in schema:
        return f"list of {kind_of(schema['items'])}"
    kinds = schema.get("type", "")
    kind = kinds if isinstance(kinds, str) else " or ".join(kinds)
    return f"{kind} ({schema['format']})" if "format" in schema else kind


def kinds_of(schema: Schema) -> Iterator[str]:
    """The type, or each value that there is to choose: more to choose from breaks nothing."""
    values = schema.get("enum", schema.get("items", {}).get("enum"))
    if values is None:
        yield kind_of(schema)
    else:
        yield from (json.dumps(value) for value in values)


def fields_of(name: str, schema: Schema, taken: bool) -> Iterator[str]:
    """The fields of a schema, and those of the objects in it."""
    if "properties" not in schema:
        yield from (f"{name}: {kind}" for kind in kinds_of(schema))
    required, optional = ("needs", "takes") if taken else ("has", "can have")
    for field, part in schema.get("properties", {}).items():
        verb = required if field in schema.get("required", ()) else optional
        yield from (f"{name} {verb} {field}: {kind}" for kind in kinds_of(part))
        inner = part.get("items", part)
        if "properties" in inner:
            yield from fields_of(f"{name}.{field}", inner, taken)


def referred(schema: object, schemas: dict[str, Schema]) -> set[str]:
    """The names of the schemas that a schema is made of."""
    if isinstance(schema, list):
        return set().union(*(referred(part, schemas) for part in schema))
    if not isinstance(schema, dict):
        return set()
    found = set().union(*(referred(part, schemas) for part in schema.values()))
    if "$ref" in schema:
        name = kind_of(schema)
        found |= {name} | referred(schemas[name], schemas)
    return found
