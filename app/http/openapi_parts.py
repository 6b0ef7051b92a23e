"""Parts of the OpenAPI document that operations of every kind share."""

from collections.abc import Iterable, Sequence
from typing import Any

from app.http.problems import Problem, Registry
from app.http.shapes import reference
from app.stop import Stop

JSON = "application/json"
# What every operation may refuse; each has its own besides.
EVERY = (
    *("malformed-text", "unknown-parameter", "invalid-value"),
    *("unknown-host", "internal-error", "unavailable", "too-slow"),
)
PROTECTED = ("login-required", "token-invalid", "session-ended", "not-allowed")
HEADERS: dict[str, dict[str, Any]] = {
    "ETag": {"description": "Changes with the answer.", "required": True},
    "Link": {"description": 'The next page, rel="next"; absent on the last one.'},
    "Location": {"description": "Where the new resource is."},
    "Retry-After": {"description": "Seconds after which to try again.", "required": True},
    "Strata-Position": {
        "description": "epoch:pos of the log of events: whoever follows from here misses nothing.",
        "required": True,
    },
    "WWW-Authenticate": {"description": "Bearer (RFC 6750).", "required": True},
    "X-Request-Id": {"description": "Finds the request in the log.", "required": True},
}


# Headers that only some refusals have.
OF_STATUS = {401: ["WWW-Authenticate"], 503: ["Retry-After"]}


def document_headers() -> dict[str, Any]:
    """The headers of answers."""
    return {name: {**header, "schema": {"type": "string"}} for name, header in HEADERS.items()}


def headers(*names: str) -> dict[str, Any]:
    """References to headers of answers."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def parameter(
    name: str, place: str, description: str, required: bool, schema: dict[str, Any]
) -> dict[str, Any]:
    """A parameter of an operation."""
    return {
        "name": name,
        "in": place,
        "description": description,
        "required": required,
        "schema": schema,
    }


def refusals(
    registry: Registry,
    where: str,
    slugs: Iterable[str],
    responses: dict[str, Any],
    public: bool = False,
) -> dict[str, Any]:
    """A response for each status, of the problems that share it; they live among the components."""
    by_status: dict[int, list[Problem]] = {}
    for slug in dict.fromkeys((*EVERY, *(() if public else PROTECTED), *slugs)):
        problem = registry.by_slug.get(slug)
        if problem is None:
            raise Stop(
                f"{where} names the problem {slug}, "
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
        "headers": headers("X-Request-Id", *OF_STATUS.get(status, ())),
        "content": {"application/problem+json": {"schema": schema}},
    }
