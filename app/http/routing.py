"""Finding the endpoint of a request."""

import re
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import compile_path

from app.http.problems import Refusal

Endpoint = Callable[[Request], Awaitable[Response]]


class Resource(NamedTuple):
    """A path and what its methods do."""

    path: str
    pattern: re.Pattern[str]
    endpoints: dict[str, Endpoint]


def make_table(operations: Iterable[tuple[str, str, Endpoint]]) -> list[Resource]:
    """The resources of (method, path, endpoint); a resource that has GET has HEAD."""
    paths: dict[str, dict[str, Endpoint]] = defaultdict(dict)
    for method, path, endpoint in operations:
        paths[path][method] = endpoint
        if method == "GET":
            paths[path]["HEAD"] = endpoint
    return [Resource(path, compile_path(path)[0], paths[path]) for path in paths]


async def dispatch(table: list[Resource], request: Request) -> Response:
    """The answer of the endpoint that the request means."""
    scope = request.scope
    for resource in table:
        if found := resource.pattern.fullmatch(scope["path"]):
            scope["state"]["route"] = resource.path
            endpoint = resource.endpoints.get(scope["method"])
            if endpoint is None:
                allowed = ", ".join(sorted(resource.endpoints))
                raise Refusal(
                    "method-not-allowed",
                    f"This resource knows {allowed}.",
                    headers={"Allow": allowed},
                )
            scope["path_params"] = found.groupdict()
            return await endpoint(request)
    raise Refusal("not-found", "There is nothing at this address.")
