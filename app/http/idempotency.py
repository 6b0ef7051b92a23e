"""Idempotency-Key: a POST that is sent again has its effect once, and the answer of then."""

import re
from collections.abc import Mapping, Sequence

from starlette.requests import Request

from app.http.entity_tag import of_content
from app.http.problems import Refusal
from app.http.statement import literal

FORM = re.compile(r"[\x21-\x7e]{1,255}")


def read_key(request: Request) -> str | None:
    """The key of the request, if it has one."""
    key = request.headers.get("idempotency-key")
    if key is not None and not FORM.fullmatch(key):
        raise Refusal(
            "malformed-text", "Idempotency-Key must have 1 to 255 visible characters of ASCII."
        )
    return key


def around(
    columns: str, key: str, request: Request, values: Mapping[str, Sequence[str]]
) -> tuple[str, str]:
    """What stands around a call, and after the columns made of it, so that it happens only once.

    Status and headers follow from the route and the answer, and the route is in the fingerprint.
    """
    fingerprint = of_content(repr((request.url.path, sorted(values.items()))).encode())
    return (
        f"{columns}(SELECT CASE WHEN k.answer IS NULL THEN api.keep_answer({literal(key)}, (",
        ")::json) ELSE k.answer END AS r "
        f"FROM api.claim_key({literal(key)}, {literal(fingerprint)}) AS k (answer)) AS q",
    )
