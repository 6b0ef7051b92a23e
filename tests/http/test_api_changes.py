"""docs/api-changes.md: the API does not change without a word, and does not break promises."""

import hashlib
import json
import re
from typing import Any

from app import ROOT
from app.http.promises import broken, promises

DOCS = ROOT / "docs"
DOCUMENT = json.loads((DOCS / "openapi.json").read_text(encoding="utf-8"))
PROMISED = (DOCS / "api-promises.txt").read_text(encoding="utf-8")
CHANGES = (DOCS / "api-changes.md").read_text(encoding="utf-8")


def test_promises_are_kept() -> None:
    """What was promised holds; to take it back, delete it by hand and say so in the change log."""
    assert broken(PROMISED.splitlines(), promises(DOCUMENT)) == []
    assert promises(DOCUMENT) == set(PROMISED.splitlines()), "scripts/openapi adds what is new"


def test_the_change_log_knows_the_promises() -> None:
    """The newest version in it was written for exactly these."""
    newest = CHANGES.split("\n## ")[1]
    digest = hashlib.sha256(PROMISED.encode()).hexdigest()[:12]
    found = re.search(r"^Promises: `(\w+)`$", newest, re.MULTILINE)
    assert found
    assert found[1] == digest, (
        "api-promises.txt has changed: say in the newest version of docs/api-changes.md what is "
        f"other than before, and end it with `Promises: `{digest}``"
    )


def changed(**changes: object) -> set[str]:
    """The promises of a small API, changed in some way."""
    parameter = {"name": "unit", "required": False, "schema": {"type": "integer"}}
    small: dict[str, Any] = {
        "needed": [],
        "field": {"type": "string"},
        "path": "/v1/units",
        "parameters": [parameter],
    } | changes
    unit = {"type": "object", "required": small["needed"], "properties": {"name": small["field"]}}
    operation = {
        "parameters": small["parameters"],
        "requestBody": {
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/unit_new"}}}
        },
        "responses": {"204": {}},
    }
    return promises(
        {
            "paths": {small["path"]: {"post": operation}},
            "components": {"schemas": {"unit_new": unit}},
        }
    )


def test_what_breaks_a_promise() -> None:
    """Less than before, or more asked for than before; more to choose from is no fault."""
    needed = {"name": "site", "required": True, "schema": {"type": "integer"}}
    optional = {**needed, "required": False}
    unit = {"name": "unit", "required": False, "schema": {"type": "integer"}}
    assert broken(changed(), changed()) == []
    assert broken(changed(), changed(parameters=[unit, optional])) == []
    assert broken(changed(), changed(parameters=[unit, needed])) == [
        "POST /v1/units needs site: integer"
    ]
    assert broken(changed(), changed(parameters=[])) == ["POST /v1/units takes unit: integer"]
    assert broken(changed(), changed(field={"type": "integer"})) == ["unit_new takes name: string"]
    assert broken(changed(), changed(needed=["name"])) == [
        "unit_new needs name: string",
        "unit_new takes name: string",
    ]
    assert "POST /v1/units" in broken(changed(), changed(path="/v1/teams"))
