"""The route table: what is served, and by which function of schema api."""

from typing import Literal, NamedTuple


class Route(NamedTuple):
    """One operation. Its parameters are the arguments of the function, as the catalogue has them.

    The entity tag of an answer is made from its `content`, or from the `revision` of the database,
    which is known before the content is computed. Only what the clock does not change may use the
    revision.
    """

    method: str
    path: str
    function: str
    status: int = 200
    tag: Literal["content", "revision"] = "content"


ROUTES = (
    Route("GET", "/v1/schedules", "schedules", tag="revision"),
    Route("GET", "/v1/headcount", "headcount", tag="revision"),
    Route("GET", "/v1/coverage", "coverage", tag="revision"),
    Route("GET", "/v1/now", "now"),
    Route("GET", "/v1/staff", "staff_list"),
    Route("GET", "/v1/staff/{id}", "staff_get"),
    Route("GET", "/v1/units", "unit_list"),
    Route("GET", "/v1/units/{id}", "unit_get"),
    Route("POST", "/v1/requests", "create_request", status=201),
    Route("GET", "/v1/requests/{id}", "request_get"),
    Route("GET", "/v1/imports", "import_list"),
    Route("GET", "/v1/imports/{id}", "import_get"),
    Route("POST", "/v1/imports/{id}/rollback", "import_rollback"),
)
