"""The operation that answers with a stream of events, which has no function of its own form."""

from collections.abc import Iterator
from typing import Any

from app.http.contract import Contract
from app.http.openapi_parts import headers, parameter, refusals

TEXT: dict[str, Any] = {"type": "string"}
IDS: dict[str, Any] = {"type": "array", "items": {"type": "integer", "format": "int64"}}
PROBLEMS = ("not-found", "too-many-streams")


def event_operations(
    contract: Contract, responses: dict[str, Any]
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Path, method and description of each."""
    yield "/v1/events", "get", _events(contract, responses)


def _events(contract: Contract, responses: dict[str, Any]) -> dict[str, Any]:
    lists = {"style": "form", "explode": False}
    place = "Where to go on: the id of the last event that the client has."
    return {
        "operationId": "event_stream",
        "tags": ["events"],
        "summary": "Every change that the account may know of, as Server-Sent Events",
        "description": "Each event has the id epoch:pos, its type as name, and as data the frame "
        "that a websocket (/v1/ws) would have got. The first one is hello; resync says that what "
        "the client holds may be wrong, and mark how far the log was read. The stream ends with "
        "the access token, with the session, and when the client is too slow or the node stops.",
        "parameters": [
            parameter("Last-Event-ID", "header", place, False, TEXT),
            parameter("last_event_id", "query", f"{place} The header wins.", False, TEXT),
            parameter("units", "query", "Only what concerns these units.", False, IDS) | lists,
            parameter("staff", "query", "Or these people.", False, IDS) | lists,
        ],
        "responses": {
            "200": {
                "description": "The stream.",
                "headers": headers("X-Request-Id"),
                "content": {"text/event-stream": {"schema": TEXT}},
            },
            **refusals(contract.registry, "A stream of events", PROBLEMS, responses),
        },
    }
