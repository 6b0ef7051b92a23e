"""The OpenAPI document, made of the route table and of what the database says of itself."""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from app import ROOT, __version__
from app.database.scratch import scratch_database
from app.http.contract import Contract, Function, path_parameters, read_contract
from app.http.problems import Problem
from app.http.routes import ROUTES, Route
from app.http.shapes import bounded, reference
from app.stop import Stop

JSON = "application/json"
MERGE_PATCH = "application/merge-patch+json"
INTRODUCTION = (
    "Who is doing what, when: contracts, approved adjustments, and the effective schedule that "
    "follows from them. Lists come in pages, single resources have entity tags, and what goes "
    "wrong is a problem document (RFC 9457)."
)
TYPES: dict[str, dict[str, Any]] = {
    "bigint": {"type": "integer", "format": "int64"},
    "integer": {"type": "integer", "format": "int32"},
    "smallint": {"type": "integer", "minimum": -(2**15), "maximum": 2**15 - 1},
    "boolean": {"type": "boolean"},
    "text": {"type": "string"},
    "date": {"type": "string", "format": "date"},
}
# The problems that follow from the form of a route; its function's comment adds its own.
EVERY = (
    *("malformed-text", "unknown-parameter", "invalid-value", "login-required", "not-allowed"),
    *("unknown-host", "internal-error", "unavailable", "too-slow"),
)
BY_ARGUMENT = {
    "body": ("unsupported-media-type", "body-too-large"),
    "id": ("not-found",),
    "version": ("precondition-required", "precondition-failed"),
}
HEADERS: dict[str, dict[str, Any]] = {
    "ETag": {"description": "Changes with the answer.", "required": True},
    "Link": {"description": 'The next page, rel="next"; absent on the last one.'},
    "Location": {"description": "Where the new resource is."},
    "Retry-After": {"description": "Seconds after which to try again.", "required": True},
    "X-Request-Id": {"description": "Finds the request in the log.", "required": True},
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
            "headers": {
                name: {**header, "schema": {"type": "string"}} for name, header in HEADERS.items()
            },
            "responses": {},
            "schemas": contract.shapes.schemas,
        },
    }
    for route in routes:
        described = _operation(contract, route, document["components"]["responses"])
        document["paths"].setdefault(route.path, {})[route.method.lower()] = described
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
    operation["responses"] = {
        str(route.status): _success(route, function, comment),
        **({"304": _not_modified()} if route.method == "GET" else {}),
        **_refusals(contract, route, function, comment, responses),
    }
    return operation


def _parameter(contract: Contract, route: Route, function: Function, name: str) -> dict[str, Any]:
    known = contract.shapes.parameters.get((name, function.arguments[name]), {})
    keywords = {**known.get("schema", {}), **_choices(contract, function, name)}
    schema = _schema_of(function, name, keywords)
    if default := read_default(function.defaults.get(name, "NULL")):
        schema["default"] = default[0]
    in_path = name in path_parameters(route.path)
    parameter = {
        "name": name,
        "in": "path" if in_path else "query",
        "description": known.get("description", f"Only those of which {name} equals this."),
        "required": in_path or name in function.required,
        "schema": schema,
    }
    if function.arguments[name].endswith("[]"):
        parameter |= {"style": "form", "explode": False}
    return parameter


def _choices(contract: Contract, function: Function, name: str) -> dict[str, Any]:
    """What `fields` and `sort` can be, which depends on the resource."""
    noun = re.sub(r"_(list|answer)$", "", read_comment(function.documentation or "").answer or "")
    if name == "fields":
        return {"items": {"enum": list(contract.shapes.schemas[noun]["properties"])}}
    if name == "sort":
        columns = contract.shapes.sorts[noun]
        return {"enum": [sign + column for column in columns for sign in ("", "-")]}
    return {}


def _request_headers(route: Route, function: Function) -> list[dict[str, Any]]:
    """The headers that mean something to the route."""
    headers = []
    if route.method == "GET":
        headers.append(_header("If-None-Match", "ETag of what the client has already.", False))
    if route.method == "POST":
        sentence = "Sent again within 24 hours with the same body, it has its effect only once."
        headers.append(_header("Idempotency-Key", sentence, False, "^[!-~]{1,255}$"))
    if "version" in function.arguments and route.method != "GET":
        sentence = "ETag of what is to be changed, or * for whatever is there."
        headers.append(_header("If-Match", sentence, True))
    return headers


def _header(
    name: str, description: str, required: bool, pattern: str | None = None
) -> dict[str, Any]:
    schema = {"type": "string", **({"pattern": pattern} if pattern else {})}
    return {
        "name": name,
        "in": "header",
        "description": description,
        "required": required,
        "schema": schema,
    }


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
    headers = ["X-Request-Id"]
    if route.status != 204:
        headers.insert(0, "ETag")
    if route.status == 201:
        headers.insert(0, "Location")
    if "cursor" in function.arguments:
        headers.insert(0, "Link")
    response: dict[str, Any] = {
        "description": {201: "Created.", 204: "Done."}.get(route.status, "The answer."),
        "headers": _headers(headers),
    }
    if comment.answer:
        response["content"] = {JSON: {"schema": reference(comment.answer)}}
    return response


def _not_modified() -> dict[str, Any]:
    return {
        "description": "What If-None-Match names is still right.",
        "headers": _headers(["ETag", "X-Request-Id"]),
    }


def _refusals(
    contract: Contract,
    route: Route,
    function: Function,
    comment: Comment,
    responses: dict[str, Any],
) -> dict[str, Any]:
    """A response for each status, of the problems that share it; they live among the components."""
    slugs = [*EVERY, *comment.problems]
    for name in function.arguments:
        slugs += BY_ARGUMENT.get(name, ())
    if route.method == "POST":
        slugs.append("idempotency-key-reused")
    by_status: dict[int, list[Problem]] = {}
    for slug in dict.fromkeys(slugs):
        problem = contract.registry.by_slug.get(slug)
        if problem is None:
            raise Stop(
                f"The comment of api.{function.name} names the problem {slug}, "
                "which sql/api/problem.sql does not have: correct it and migrate."
            )
        by_status.setdefault(problem.status, []).append(problem)
    references = {}
    for status, problems in sorted(by_status.items()):
        name = "_or_".join(sorted(problem.slug for problem in problems))
        responses.setdefault(name, _refusal(status, problems))
        references[str(status)] = {"$ref": f"#/components/responses/{name}"}
    return references


def _refusal(status: int, problems: Sequence[Problem]) -> dict[str, Any]:
    types = sorted(f"/problems/{problem.slug}" for problem in problems)
    schema = {
        **reference("problem"),
        "properties": {"type": {"enum": types}, "status": {"const": status}},
    }
    return {
        "description": "\n\n".join(f"{each.title}: {each.description}" for each in problems),
        "headers": _headers(["X-Request-Id", *(["Retry-After"] if status == 503 else [])]),
        "content": {"application/problem+json": {"schema": schema}},
    }


def _headers(names: Iterable[str]) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def main() -> None:
    """Write docs/openapi.json, from a new database; the tests compare with it."""
    with scratch_database() as url:
        document = make_document(read_contract(url, ROUTES), ROUTES)
    (ROOT / "docs" / "openapi.json").write_bytes(document)


if __name__ == "__main__":
    main()
