"""How the operations that sign in are described; they have no function of their own form."""

from collections.abc import Iterator
from typing import Any

from app.http.contract import Contract
from app.http.openapi_parts import JSON, headers, refusals
from app.http.operations import SIGNING_IN, Operation
from app.http.shapes import reference

# What the cookie of a browser does not need: its refresh token is the body then.
BODY_OPTIONAL = ("refresh",)


def sign_in_operations(
    contract: Contract, responses: dict[str, Any]
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Path, method and description of each."""
    for operation in SIGNING_IN:
        yield operation.path, operation.method.lower(), _describe(contract, operation, responses)


def _describe(
    contract: Contract, operation: Operation, responses: dict[str, Any]
) -> dict[str, Any]:
    where = f"{operation.method} {operation.path}"
    slugs = [*operation.problems, "unsupported-media-type", "body-too-large"]
    answer: dict[str, Any] = {
        "description": {202: "Taken.", 204: "Done."}.get(operation.status, "The answer."),
        "headers": headers("X-Request-Id"),
    }
    if operation.answer:
        answer["content"] = {JSON: {"schema": reference(operation.answer)}}
    described: dict[str, Any] = {
        "operationId": operation.endpoint.__name__,
        "tags": ["auth"],
        "summary": operation.summary.partition(". ")[0].partition(":")[0],
        "description": f"{operation.summary}.",
        "parameters": [],
    }
    if operation.body:
        described["requestBody"] = {
            "required": operation.body not in BODY_OPTIONAL,
            "content": {JSON: {"schema": reference(operation.body)}},
        }
    described["responses"] = {
        str(operation.status): answer,
        **refusals(contract.registry, where, slugs, responses, operation.public),
    }
    if operation.public:
        described["security"] = []
    return described
