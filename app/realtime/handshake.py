"""How a websocket is opened, or refused as any other request is."""

from typing import TYPE_CHECKING

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.http.handler import Api
from app.http.logs import write_line
from app.http.middleware import problem_response, request_id_of
from app.http.problems import RETRY_AFTER, Refusal
from app.realtime.websocket import Socket

if TYPE_CHECKING:
    from app.realtime.protocol import SocketProtocol

PATH = "/v1/ws"
SUBPROTOCOL = "strata.v1"


async def open_socket(api: Api, scope: Scope, receive: Receive, send: Send) -> None:
    """Open the socket, if it is for us and from a page of ours."""
    protocol: SocketProtocol = scope["state"]["protocol"]
    connection = HTTPConnection(scope)
    request_id = request_id_of(connection)
    scope["state"] = {"request_id": request_id}
    await receive()
    try:
        subprotocol = _check(api, connection)
    except Exception as error:
        response = problem_response(api, error, connection, request_id)
        response.raw_headers.append((b"x-request-id", request_id.encode()))
        api.guard.add_headers(response)
        await response(scope, receive, send)
        write_line("info", "socket refused", request_id=request_id, status=response.status_code)
        return
    await send(
        {
            "type": "websocket.accept",
            "subprotocol": subprotocol,
            "headers": [(b"x-request-id", request_id.encode())],
        }
    )
    socket = Socket(api, protocol, request_id)
    protocol.take_over(socket)
    counters = api.relay.counters
    if counters.sockets + counters.streams > api.settings.sockets:
        socket.end(1013, "This node is full: try again.")


async def not_a_socket(_: Api, __: Request) -> Response:
    """What somebody gets who asks for the socket without wanting one."""
    raise Refusal("malformed-text", "This address takes websockets only.")


def _check(api: Api, connection: HTTPConnection) -> str | None:
    """Which subprotocol is spoken."""
    api.guard.check_host(connection.headers.get("host", ""))
    if connection.scope["path"] != PATH:
        raise Refusal("not-found", "There is nothing at this address.")
    api.guard.check_origin(connection, required=False)
    if api.relay.draining:
        raise Refusal("unavailable", "This node is about to stop.", headers=RETRY_AFTER)
    offered = connection.scope["subprotocols"]
    if offered and SUBPROTOCOL not in offered:
        raise Refusal("malformed-text", f"Offer the subprotocol {SUBPROTOCOL}.")
    return SUBPROTOCOL if offered else None
