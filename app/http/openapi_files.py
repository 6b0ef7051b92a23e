"""The operations that carry files, which have no function of their own form to be described by."""

from collections.abc import Iterator
from typing import Any

from app.http.contract import Contract
from app.http.openapi_parts import JSON, headers, parameter, refusals
from app.http.shapes import reference
from app.http.uploads import FORM, MEDIA_TYPES
from app.imports.profile import HOLIDAY_RULES, KINDS, OWN_KINDS

TEXT: dict[str, Any] = {"type": "string"}
DATE = {"type": "string", "format": "date"}
FILE = {"type": "string", "contentMediaType": "application/octet-stream"}
FILES: dict[str, Any] = {
    **{media_type.partition(";")[0]: {"schema": FILE} for media_type in MEDIA_TYPES.values()},
    JSON: {"schema": {"type": ["array", "object"]}},
}
IMPORT_PARAMETERS: dict[str, tuple[str, dict[str, Any]]] = {
    "kind": ("What the rows are.", {**TEXT, "enum": list(KINDS)}),
    "mode": (
        "preview says what a commit would do, and writes nothing.",
        {**TEXT, "enum": ["commit", "preview"], "default": "commit"},
    ),
    "faults": (
        "Whether one faulty row refuses the whole file, or only itself.",
        {**TEXT, "enum": ["refuse", "skip"], "default": "refuse"},
    ),
    "profile": ("Name of the profile that says how the file is to be read.", TEXT),
    "format": (
        "Form of the file, if its content does not tell.",
        {**TEXT, "enum": list(MEDIA_TYPES)},
    ),
    "encoding": ("Encoding of the file, if its content does not tell.", TEXT),
    "delimiter": ("What separates the columns, if the first line does not tell.", TEXT),
    "columns": ("Names of the columns in order, for a file without a line of them.", TEXT),
    "sheet": ("Name of the sheet; the first when it is absent.", TEXT),
    "site": ("Name of the site of rows that name none.", TEXT),
    "time_zone": ("IANA name of the zone of times without one.", TEXT),
    "unit": ("Unit of people who have none in the file.", TEXT),
    "from": ("First day on which the rows hold.", DATE),
    "holiday_rule": ("Of new contracts.", {**TEXT, "enum": list(HOLIDAY_RULES)}),
    "activity": ("Code of the activity of working hours.", TEXT),
}


def file_operations(
    contract: Contract, responses: dict[str, Any]
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Path, method and description of each."""
    yield "/v1/imports", "post", _import(contract, responses)
    yield "/v1/exports/{kind}", "get", _export(contract, responses)


def _import(contract: Contract, responses: dict[str, Any]) -> dict[str, Any]:
    problems = (
        "not-found",
        "broken-file",
        "import-refused",
        "unsupported-media-type",
        "body-too-large",
    )
    form = {
        "type": "object",
        "required": ["file"],
        "properties": {"file": FILE},
        "additionalProperties": False,
    }
    content = {**FILES, FORM: {"schema": form}}
    answer = {JSON: {"schema": reference("import")}}
    return {
        "operationId": "import_create",
        "tags": ["imports"],
        "summary": "Imports a file, all or nothing, or says what importing it would do",
        "description": "The file is the body, or the part `file` of a form; a form may have "
        "parameters as parts instead. The same file with the same parameters is imported once.",
        "parameters": [
            parameter(name, "query", description, name == "kind", schema)
            for name, (description, schema) in IMPORT_PARAMETERS.items()
        ],
        "requestBody": {"required": True, "content": content},
        "responses": {
            "200": {
                "description": "The preview, or what stands already.",
                "headers": headers("Location", "ETag", "X-Request-Id"),
                "content": answer,
            },
            "201": {
                "description": "Imported.",
                "headers": headers("Location", "ETag", "X-Request-Id"),
                "content": answer,
            },
            **refusals(contract.registry, "An import", problems, responses),
        },
    }


def _export(contract: Contract, responses: dict[str, Any]) -> dict[str, Any]:
    known = contract.shapes.parameters
    return {
        "operationId": "export",
        "tags": ["exports"],
        "summary": "All rows of a kind as a file, which can be imported again",
        "description": "What a spreadsheet would take for a formula begins with an apostrophe.",
        "parameters": [
            parameter(
                "kind", "path", "What the rows are.", True, {**TEXT, "enum": list(OWN_KINDS)}
            ),
            parameter(
                "format",
                "query",
                "Form of the file; what Accept asks for, or csv, when it is absent.",
                False,
                {**TEXT, "enum": list(MEDIA_TYPES)},
            ),
            *(
                parameter(name, "query", each["description"], False, {**TEXT, **each["schema"]})
                for name in ("as_of", "time_zone")
                if (each := known[name, "text"])
            ),
        ],
        "responses": {
            "200": {
                "description": "The file.",
                "headers": headers("X-Request-Id"),
                "content": FILES,
            },
            **refusals(contract.registry, "An export", ("not-found", "history-expired"), responses),
        },
    }
