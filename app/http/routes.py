"""The route table: what is served, and by which function of schema api."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal, NamedTuple

MEGABYTE = 1024 * 1024


class Deprecation(NamedTuple):
    """Since when an operation should not be used (RFC 9745), until when it can be (RFC 8594)."""

    since: datetime
    sunset: datetime
    successor: str


class Route(NamedTuple):
    """One operation. Its parameters are the arguments of the function, as the catalogue has them.

    The entity tag of an answer is made from its `content`, from its `version` and its content, or
    from the `revision` of the database, which is known before the content is computed. Only what
    the clock does not change may use the revision. `patience` is how long it may take where that
    is longer than usual. `addresses`: the function asks which addresses webhooks may reach.
    """

    method: str
    path: str
    function: str
    status: int = 200
    tag: Literal["content", "version", "revision"] = "content"
    largest_body: int = MEGABYTE
    deprecation: Deprecation | None = None
    patience: str = ""
    addresses: bool = False


# Segment of the path, and noun of api.resource.
COLLECTIONS = {
    "units": "unit",
    "sites": "site",
    "holidays": "holiday",
    "activities": "activity",
    "staff": "staff",
    "memberships": "membership",
    "secondments": "secondment",
    "patterns": "pattern",
    "contracts": "contract",
    "presets": "preset",
    "duties": "duty",
    "coverage-requirements": "coverage_requirement",
    "import-profiles": "import_profile",
    "accounts": "account",
    "grants": "grant",
    "approval-rules": "approval_rule",
    "delegations": "delegation",
    "webhooks": "webhook",
}


def collection(segment: str, noun: str) -> Iterator[Route]:
    """The routes of a collection."""
    everything, one = f"/v1/{segment}", f"/v1/{segment}/{{id}}"
    reaching = noun == "webhook"
    yield Route("GET", everything, f"{noun}_list")
    # A thousand patterns of some weeks are more than a megabyte.
    yield Route(
        "POST", everything, f"{noun}_create", 201, "version", 4 * MEGABYTE, addresses=reaching
    )
    yield Route("GET", one, f"{noun}_get", tag="version")
    yield Route("PATCH", one, f"{noun}_change", tag="version", addresses=reaching)
    yield Route("DELETE", one, f"{noun}_end", 204)


ROUTES = (
    Route("GET", "/v1/schedules", "schedules", tag="revision"),
    Route("GET", "/v1/headcount", "headcount", tag="revision"),
    Route("GET", "/v1/coverage", "coverage", tag="revision"),
    Route("GET", "/v1/now", "now"),
    Route("GET", "/v1/requests", "request_list"),
    Route("POST", "/v1/requests", "create_request", 201, "version", 4 * MEGABYTE),
    Route("POST", "/v1/requests/copies", "request_copies", patience="5min"),
    Route(
        "POST",
        "/v1/requests/decisions",
        "request_decisions",
        largest_body=4 * MEGABYTE,
        patience="5min",
    ),
    Route("POST", "/v1/requests/preview", "request_preview", largest_body=4 * MEGABYTE),
    Route("GET", "/v1/requests/{id}", "request_get", tag="version"),
    Route("GET", "/v1/requests/{id}/preview", "request_preview_saved"),
    Route("PATCH", "/v1/requests/{id}", "request_change", 200, "version", 4 * MEGABYTE),
    *(
        Route("POST", f"/v1/requests/{{id}}/{action}", f"request_{action}", tag="version")
        for action in ("submit", "approve", "reject", "withdraw", "cancel")
    ),
    Route("GET", "/v1/inbox", "inbox"),
    Route("GET", "/v1/open-shifts", "open_shift_list"),
    Route("POST", "/v1/open-shifts", "open_shift_create", 201, "version"),
    Route("GET", "/v1/open-shifts/{id}", "open_shift_get", tag="version"),
    Route("POST", "/v1/open-shifts/{id}/take", "open_shift_take", tag="version"),
    Route("POST", "/v1/open-shifts/{id}/assign", "open_shift_assign", tag="version"),
    Route("POST", "/v1/open-shifts/{id}/withdraw", "open_shift_withdraw", tag="version"),
    Route("GET", "/v1/imports", "import_list"),
    Route("GET", "/v1/imports/{id}", "import_get"),
    Route("POST", "/v1/imports/{id}/rollback", "import_rollback"),
    Route("GET", "/v1/settings", "settings_get", tag="version"),
    Route("PATCH", "/v1/settings", "settings_change", tag="version"),
    Route("GET", "/v1/history/{kind}/{id}", "history"),
    Route("GET", "/v1/me", "me"),
    Route("GET", "/v1/auth/sessions", "session_list"),
    Route("DELETE", "/v1/auth/sessions", "session_end_others", 204),
    Route("DELETE", "/v1/auth/sessions/{id}", "session_end", 204),
    Route("GET", "/v1/audit", "audit_list"),
    Route("POST", "/v1/webhooks/{id}/secret", "webhook_secret", tag="version"),
    Route("GET", "/v1/webhooks/{id}/deliveries", "webhook_deliveries"),
    Route("POST", "/v1/webhooks/{id}/deliveries/{delivery}/redeliver", "webhook_redeliver"),
    Route("GET", "/v1/staff/{id}/personal-data", "staff_personal_data"),
    Route("POST", "/v1/staff/{id}/erasure", "staff_erase"),
    *(route for item in COLLECTIONS.items() for route in collection(*item)),
)
