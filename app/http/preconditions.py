"""If-Match: which version of a resource a client has read before it changes it."""

import re

from starlette.requests import Request

from app.http.entity_tag import read_tags
from app.http.problems import Refusal

VERSION = re.compile(r"(\d{1,18})\.\w+(-gzip)?")


def accepted_versions(request: Request) -> dict[str, list[str]]:
    """The argument `version`: what If-Match accepts, nothing at all where it accepts any.

    The tag of another form of the same version counts, so a client may read some of the fields and
    change others.
    """
    header = request.headers.get("if-match")
    if header is None:
        raise Refusal(
            "precondition-required",
            "Send the ETag of what was read in If-Match, or * for whatever is there.",
        )
    tags = read_tags(header)
    if tags == ["*"]:
        return {}
    return {"version": [found[1] for tag in tags if (found := VERSION.fullmatch(tag))]}
