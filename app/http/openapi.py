"""The OpenAPI document, made of the route table and of what the database says of itself."""

import json
import re
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, NamedTuple

from app import ROOT, __version__
from app.database.scratch import scratch_database
from app.http.asyncapi import as_bytes, describe_messages
from app.http.contract import Contract, Function, path_parameters, read_contract
from app.http.openapi_events import event_operations
from app.http.openapi_files import file_operations
from app.http.openapi_parts import JSON, document_headers, headers, parameter, refusals
from app.http.openapi_sign_in import sign_in_operations
from app.http.promises import promises
from app.http.routes import ROUTES, Route
from app.http.shapes import bounded, reference
from app.stop import Stop

MERGE_PATCH = "application/merge-patch+json"
INTRODUCTION = (
    "Who is doing what, when: contracts, approved adjustments, and the effective schedule that "
    "follows from them. Lists come in pages, single resources have entity tags, and what goes "
    "wrong is a problem document (RFC 9457)."
)
BEARER = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": "The access token that login and refresh give. It counts for ten minutes.",
}
TYPES: dict[str, dict[str, Any]] = {
    "bigint": {"type": "integer", "format": "int64"},
    "integer": {"type": "integer", "format": "int32"},
    "smallint": {"type": "integer", "minimum": -(2**15), "maximum": 2**15 - 1},
    "boolean": {"type": "boolean"},
    "text": {"type": "string"},
    "date": {"type": "string", "format": "date"},
}
# The problems that follow from what a function takes; its comment adds its own.
BY_ARGUMENT = {
    "as_of": ("history-expired",),
    "body": ("unsupported-media-type", "body-too-large"),
    "id": ("not-found",),
    "version": ("precondition-required", "precondition-failed"),
}


class Comment(NamedTuple):
    """What the comment of a function says: prose, and the lines that name shapes and problems."""

    text: str
    body: str | None
    answer: str | None
    problems: Sequence[str]


def make_document(contract: Contract, routes: Iterable[Route]) -> bytes:
    """The document as it is served and committed."""
    document: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "Strata", "version": __version__, "description": INTRODUCTION},
        "servers": [{"url": "/"}],
        "paths": {},
        "components": {
            "headers": document_headers(),
            "responses": {},
            "schemas": contract.shapes.schemas,
            "securitySchemes": {"bearer": BEARER},
        },
        "security": [{"bearer": []}],
    }
    paths, responses = document["paths"], document["components"]["responses"]
    for route in routes:
        described = _operation(contract, route, responses)
        paths.setdefault(route.path, {})[route.method.lower()] = described
    others = (
        describe(contract, responses)
        for describe in (file_operations, event_operations, sign_in_operations)
    )
    for path, method, described in chain(*others):
        paths.setdefault(path, {})[method] = described
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()


def read_comment(comment: str) -> Comment:
    """Take the comment of a function apart."""
    found = dict(re.findall(r"^(Body|Answer|Problems): (.+)\.$", comment, re.MULTILINE))
    text = re.sub(r"^(Body|Answer|Problems): .+\.$\n?", "", comment, flags=re.MULTILINE)
    problems = found.get("Problems", "").split(", ") if "Problems" in found else []
    return Comment(text.strip(), found.get("Body"), found.get("Answer"), problems)


def read_default(text: str) -> list[Any]:
    """The value that a default of the catalogue is; none for NULL and for what is computed."""
    if found := re.fullmatch(r"'([^']*)'::\w+", text):
        return [found[1]]
    return [json.loads(text)] if re.fullmatch(r"-?\d+|true|false", text) else []


def _operation(contract: Contract, route: Route, responses: dict[str, Any]) -> dict[str, Any]:
    function = contract.functions[route.function]
    comment = read_comment(function.documentation or "")
    for name in (comment.body, comment.answer):
        if name and name not in contract.shapes.schemas:
            raise Stop(
                f"The comment of api.{function.name} names the shape {name}, "
                "which sql/api/shape.sql does not have: correct it and migrate."
            )
    operation: dict[str, Any] = {
        "operationId": function.name,
        "tags": [route.path.split("/")[2]],
        "summary": re.split(r"[.:;](?:\s|$)", comment.text)[0],
        "description": comment.text,
        "parameters": [
            *(
                _parameter(contract, route, function, name)
                for name in function.arguments
                if name not in ("body", "version")
            ),
            *_request_headers(route, function),
        ],
    }
    if route.deprecation:
        operation["deprecated"] = True
    if "body" in function.arguments:
        schema = reference(comment.body) if comment.body else {}
        types = (JSON, MERGE_PATCH) if route.method == "PATCH" else (JSON,)
        content = {media_type: {"schema": schema} for media_type in types}
        operation["requestBody"] = {"required": True, "content": content}
    slugs = list(comment.problems)
    for name in function.arguments:
        slugs += BY_ARGUMENT.get(name, ())
    if route.method == "POST":
        slugs.append("idempotency-key-reused")
    where = f"The comment of api.{function.name}"
    operation["responses"] = {
        str(route.status): _success(route, function, comment),
        **({"304": _not_modified()} if route.method == "GET" else {}),
        **refusals(contract.registry, where, slugs, responses),
    }
    return operation


def _parameter(contract: Contract, route: Route, function: Function, name: str) -> dict[str, Any]:
    known = contract.shapes.parameters.get((name, function.arguments[name]), {})
    keywords = {**known.get("schema", {}), **_choices(contract, function, name)}
    schema = _schema_of(function, name, keywords)
    if default := read_default(function.defaults.get(name, "NULL")):
        schema["default"] = default[0]
    in_path = name in path_parameters(route.path)
    described = parameter(
        name,
        "path" if in_path else "query",
        known.get("description", f"Only those of which {name} equals this."),
        in_path or name in function.required,
        schema,
    )
    if function.arguments[name].endswith("[]"):
        described |= {"style": "form", "explode": False}
    return described


def _choices(contract: Contract, function: Function, name: str) -> dict[str, Any]:
    """What `fields` and `sort` can be, which depends on the resource."""
    noun = re.sub(r"_(list|answer)$", "", read_comment(function.documentation or "").answer or "")
    if name == "fields":
        _, part = contract.shapes.schemas[f"{noun}_answer"]["anyOf"]
        return {"items": {"enum": part["propertyNames"]["enum"]}}
    if name == "sort":
        columns = contract.shapes.sorts[noun]
        return {"enum": [sign + column for column in columns for sign in ("", "-")]}
    return {}


def _request_headers(route: Route, function: Function) -> list[dict[str, Any]]:
    """The headers that mean something to the route."""
    text = {"type": "string"}
    if "version" in function.arguments:
        sentence = "ETag of what is to be changed, or * for whatever is there."
        return [parameter("If-Match", "header", sentence, True, text)]
    if route.method == "GET":
        sentence = "ETag of what the client has already."
        return [parameter("If-None-Match", "header", sentence, False, text)]
    if route.method == "POST":
        sentence = "Sent again within 24 hours with the same body, it has its effect only once."
        pattern = {**text, "pattern": "^[!-~]{1,255}$"}
        return [parameter("Idempotency-Key", "header", sentence, False, pattern)]
    return []


def _schema_of(function: Function, name: str, keywords: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in keywords:
        return dict(keywords)
    kind = function.arguments[name]
    element = TYPES.get(kind.removesuffix("[]"))
    if element is None:
        raise Stop(
            f"The argument {name} of api.{function.name} is of type {kind}, "
            "which no text of an address can be: give it another and migrate."
        )
    if not kind.endswith("[]"):
        return bounded({**element, **keywords})
    items = {**element, **keywords.get("items", {})}
    return bounded({"type": "array", **keywords, "items": items})


def _success(route: Route, function: Function, comment: Comment) -> dict[str, Any]:
    names = ["X-Request-Id"]
    if route.status != 204:
        names.insert(0, "ETag")
    if route.status == 201:
        names.insert(0, "Location")
    if "cursor" in function.arguments:
        names.insert(0, "Link")
    if not function.volatile:
        names.append("Strata-Position")
    response: dict[str, Any] = {
        "description": {201: "Created.", 204: "Done."}.get(route.status, "The answer."),
        "headers": headers(*names),
    }
    if comment.answer:
        response["content"] = {JSON: {"schema": reference(comment.answer)}}
    return response


def _not_modified() -> dict[str, Any]:
    return {
        "description": "What If-None-Match names is still right.",
        "headers": headers("ETag", "Strata-Position", "X-Request-Id"),
    }


def main() -> None:
    """Write both documents, from a new database, and add what OpenAPI promises to the promises.

    A promise goes from docs/api-promises.txt by hand only, and not without docs/api-changes.md.
    """
    with scratch_database() as url:
        contract = read_contract(url, ROUTES)
    document = make_document(contract, ROUTES)
    (ROOT / "docs" / "openapi.json").write_bytes(document)
    events = as_bytes(describe_messages(contract.messages))
    (ROOT / "docs" / "asyncapi.json").write_bytes(events)
    file = ROOT / "docs" / "api-promises.txt"
    kept = set(file.read_text(encoding="utf-8").splitlines()) if file.exists() else set()
    lines = sorted(kept | promises(json.loads(document)))
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
