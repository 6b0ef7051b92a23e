"""The AsyncAPI document, made of what the database says of its events."""

import json
from typing import Any

from app import __version__
from app.http.messages import Message, Messages, Schema

INTRODUCTION = (
    "Every change reaches everyone who may see it, in one order and once it is committed: over a "
    "websocket, or as Server-Sent Events. Positions say how far a client is; whoever was away "
    "resumes and gets what was missed, or is told to read again. Promised is: at least once, in "
    "order of position, and versions of a thing never go back."
)
HOST = {
    "default": "127.0.0.1:8000",
    "description": "Where the server is reached; wss and https where it is encrypted.",
}
SOCKET = (
    "A websocket with the subprotocol strata.v1. The first frame of the client is auth; hello "
    "answers it, then come the events. Frames are JSON objects in text, those of clients at most "
    "16 KiB. A page of another origin is refused unless it is allowed (STRATA_CORS_ORIGINS)."
)
STREAM = (
    "The same as Server-Sent Events: `event` is the type, `data` the same frame as on the "
    "websocket, `id` is epoch:pos. It ends with the token, with the session, when the server "
    "stops, and when it is read too slowly; then connect again with Last-Event-ID. "
    "Refusals are problem documents, as everywhere in the API."
)
# What makes no sense where the client cannot say anything.
SOCKET_ONLY = {"auth", "subscribed", "error", "ping"}
LIST_OF_IDS = {"type": "string", "pattern": r"^\d+(,\d+)*$"}
QUERY = {
    "type": "object",
    "properties": {
        "units": {**LIST_OF_IDS, "description": "Only what concerns these units: 1,2."},
        "staff": {**LIST_OF_IDS, "description": "Or these people: 3,4."},
        "last_event_id": {"type": "string", "description": "For who cannot set Last-Event-ID."},
    },
}


def describe_messages(messages: Messages) -> dict[str, Any]:
    """The document."""
    spoken = {key_of(message): message for message in messages.messages}
    from_server = [key for key, message in spoken.items() if message.sender == "server"]
    from_client = [key for key, message in spoken.items() if message.sender == "client"]
    streamed = [key for key in from_server if spoken[key].type not in SOCKET_ONLY]
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Strata events", "version": __version__, "description": INTRODUCTION},
        "defaultContentType": "application/json",
        "servers": {
            name: {"host": "{host}", "protocol": protocol, "variables": {"host": HOST}}
            for name, protocol in (("socket", "ws"), ("stream", "http"))
        },
        "channels": {
            "socket": _channel("/v1/ws", "Websocket", SOCKET, from_server + from_client)
            | {
                "servers": [{"$ref": "#/servers/socket"}],
                "bindings": {"ws": _handshake()},
                "x-close-codes": {
                    str(each.code): {"meaning": each.meaning, "remedy": each.remedy}
                    for each in messages.close_codes
                },
            },
            "stream": _channel("/v1/events", "Server-Sent Events", STREAM, streamed)
            | {"servers": [{"$ref": "#/servers/stream"}]},
        },
        "operations": {
            "tell": _operation("send", "socket", from_server, "What the server sends."),
            "hear": _operation("receive", "socket", from_client, "What the client sends."),
            "stream": _operation("send", "stream", streamed, "What the server sends.")
            | {
                "security": [{"$ref": "#/components/securitySchemes/bearer"}],
                "bindings": {"http": {"method": "GET", "query": QUERY, "bindingVersion": "0.3.0"}},
            },
        },
        "components": {
            "messages": {key: _message(message) for key, message in spoken.items()},
            "schemas": {key: schema_of(messages, message) for key, message in spoken.items()},
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


def as_bytes(document: dict[str, Any]) -> bytes:
    """The document as it is served and committed."""
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()


def key_of(message: Message) -> str:
    """Its name in the document: both sides have an `auth`."""
    return f"{message.sender}.{message.type.replace(':', '.')}"


def schema_of(messages: Messages, message: Message) -> Schema:
    """JSON Schema of a message; of what servers say clients take more fields without minding."""
    properties: Schema = {"type": {"const": message.type}}
    for name in (*message.required, *message.optional):
        field = messages.fields[name]
        if name == "kind":
            field = {**field, "enum": message.kinds}
        properties[name] = field
    schema = {"type": "object", "required": ["type", *message.required], "properties": properties}
    return schema if message.sender == "server" else {**schema, "additionalProperties": False}


def _message(message: Message) -> Schema:
    return {
        "name": message.type,
        "title": message.type,
        "summary": message.description,
        "tags": [{"name": "event" if message.is_event else "frame"}],
        "payload": {"$ref": f"#/components/schemas/{key_of(message)}"},
        "examples": [{"payload": message.example}],
    }


def _channel(address: str, title: str, description: str, keys: list[str]) -> Schema:
    return {
        "address": address,
        "title": title,
        "description": description,
        "messages": {key: {"$ref": f"#/components/messages/{key}"} for key in keys},
    }


def _operation(action: str, channel: str, keys: list[str], summary: str) -> Schema:
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{channel}"},
        "summary": summary,
        "messages": [{"$ref": f"#/channels/{channel}/messages/{key}"} for key in keys],
    }


def _handshake() -> Schema:
    headers = {
        "type": "object",
        "required": ["Sec-WebSocket-Protocol"],
        "properties": {
            "Sec-WebSocket-Protocol": {"const": "strata.v1"},
            "Origin": {"type": "string", "description": "One that is allowed, or none."},
        },
    }
    return {"method": "GET", "headers": headers, "bindingVersion": "0.1.0"}
