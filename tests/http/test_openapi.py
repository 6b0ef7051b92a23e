"""The OpenAPI document and the page that shows it."""

import json
import re
from pathlib import Path

import pytest
from openapi_spec_validator import validate

from app import ROOT
from app.http.contract import read_contract
from app.http.imports import PARAMETERS
from app.http.openapi import make_document, read_comment, read_default
from app.http.openapi_files import IMPORT_PARAMETERS
from app.http.operations import OPERATIONS
from app.http.routes import ROUTES
from app.stop import Stop
from tests.http.running import Running
from tests.support.servers import Database

COMMITTED = (ROOT / "docs" / "openapi.json").read_bytes()


def test_the_committed_document(shared_database: Database) -> None:
    """It is the one of this code, whatever the version of PostgreSQL."""
    made = make_document(read_contract(shared_database.app_url, ROUTES), ROUTES)
    assert made == COMMITTED, "scripts/openapi writes it anew"
    validate(json.loads(made))


def test_every_route_is_described() -> None:
    """With what it takes, answers and refuses; and so are those that are no plain calls."""
    paths = json.loads(COMMITTED)["paths"]
    described = {(route.method.lower(), route.path) for route in ROUTES}
    described |= {(each.method.lower(), each.path) for each in OPERATIONS}
    assert described == {(method, path) for path, methods in paths.items() for method in methods}
    assert IMPORT_PARAMETERS.keys() == PARAMETERS
    for path, methods in paths.items():
        for method, operation in methods.items():
            success = next(iter(operation["responses"].items()))
            assert success[0] in ("202", "204") or "content" in success[1], (method, path)
            if path != "/v1/auth/totp":
                assert ("requestBody" in operation) <= (method in ("post", "patch")), path
            for parameter in operation["parameters"]:
                assert parameter["description"], (method, path, parameter["name"])


def test_what_needs_a_login() -> None:
    """Everything but what signs in; and everything that does says how it refuses who has none."""
    document = json.loads(COMMITTED)
    assert document["security"] == [{"bearer": []}]
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    public = {
        path
        for path, methods in document["paths"].items()
        for operation in methods.values()
        if operation.get("security") == []
    }
    assert public == {each.path for each in OPERATIONS if each.public}
    assert all(path.startswith("/v1/auth/") for path in public)
    for path, methods in document["paths"].items():
        for operation in methods.values():
            assert path in public or {"401", "403"} <= operation["responses"].keys(), path


def test_comments_of_functions() -> None:
    """Prose first, then the lines for the document."""
    comment = read_comment("One. Two.\nBody: a_new.\nAnswer: a.\nProblems: conflict, too-slow.")
    assert comment == ("One. Two.", "a_new", "a", ["conflict", "too-slow"])
    assert read_comment("Only prose.") == ("Only prose.", None, None, [])


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("NULL::text", []),
        ("100", [100]),
        ("-1", [-1]),
        ("false", [False]),
        ("'day'::text", ["day"]),
        ("CURRENT_DATE", []),
    ],
)
def test_defaults(text: str, values: list[object]) -> None:
    """What the catalogue prints becomes JSON."""
    assert read_default(text) == values


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            "COMMENT ON FUNCTION api.now(bigint) IS 'Who.\nAnswer: nothing.'",
            "The comment of api.now names the shape nothing, "
            "which sql/api/shape.sql does not have: correct it and migrate.",
        ),
        (
            "COMMENT ON FUNCTION api.now(bigint) IS 'Who.\nProblems: bad-luck.'",
            "The comment of api.now names the problem bad-luck, "
            "which sql/api/problem.sql does not have: correct it and migrate.",
        ),
        (
            "DROP FUNCTION api.now(bigint); "
            "CREATE FUNCTION api.now(unit point) RETURNS json LANGUAGE sql STABLE "
            "RETURN 'null'::json; "
            "COMMENT ON FUNCTION api.now(point) IS 'Who.'; "
            "GRANT EXECUTE ON FUNCTION api.now(point) TO strata_user",
            "The argument unit of api.now is of type point, "
            "which no text of an address can be: give it another and migrate.",
        ),
    ],
)
def test_what_cannot_be_described_stops_the_start(
    database: Database, change: str, sentence: str
) -> None:
    """One sentence says what does not fit and what to do."""
    with database.connect() as connection:
        connection.execute(change.encode())
    with pytest.raises(Stop) as stop:
        make_document(read_contract(database.app_url, ROUTES), ROUTES)
    assert str(stop.value) == sentence


def test_the_served_document(server: Running) -> None:
    """The same bytes, and nothing when the client has them."""
    answer = server.get("/openapi.json")
    assert answer.content == COMMITTED
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["content-encoding"] == "gzip"
    plain = server.get("/openapi.json", accept_encoding="identity")
    assert plain.content == COMMITTED
    assert plain.headers["etag"] != answer.headers["etag"]
    for tag in (answer.headers["etag"], f'"other", {answer.headers["etag"]}', "*"):
        assert server.get("/openapi.json", if_none_match=tag).status_code == 304


def test_the_page_needs_nobody_else(server: Running) -> None:
    """What the page loads is served here, and its policy lets nothing else in."""
    page = server.get("/docs")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    policy = dict(
        part.split(" ", 1) for part in page.headers["content-security-policy"].split("; ")
    )
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    assert not re.search(r"<script(?![^>]* src=)|//|style=| on\w+=", page.text)
    assets = re.findall(r'<(?:link|script) [^>]*(?:href|src)="([^"]+)"', page.text)
    types = {Path(asset).suffix: server.get(asset).headers["content-type"] for asset in assets}
    assert types == {
        ".png": "image/png",
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
    }
    assert all(server.get(asset).status_code == 200 for asset in assets)
    start = server.get("/docs/start.js").text
    assert re.findall(r'url: "([^"]+)"', start) == ["/openapi.json"]
    assert server.get("/docs/swagger-editor-bundle.js").status_code == 404
