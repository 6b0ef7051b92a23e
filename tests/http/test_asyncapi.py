"""The AsyncAPI document and the page that shows it."""

import json
import re
from html import unescape

import jsonschema_rs
import pytest

from app import ROOT
from app.http.asyncapi import as_bytes, describe_messages
from app.http.contract import read_contract
from app.http.routes import ROUTES
from tests.http.running import Running
from tests.realtime.described import DOCUMENT, check_frame, validator
from tests.support.servers import Database

COMMITTED = (ROOT / "docs" / "asyncapi.json").read_bytes()
MESSAGES = DOCUMENT["components"]["messages"]
# The official one, which scripts/setup --dev installs.
SPECIFICATION = ROOT / "tests/client/node_modules/@asyncapi/specs/schemas/3.0.0.json"
TYPES = (ROOT / "app" / "web" / "strata-events.d.ts").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def specification() -> jsonschema_rs.Validator:
    """What AsyncAPI 3.0 asks of a document."""
    return jsonschema_rs.Draft7Validator(json.loads(SPECIFICATION.read_text(encoding="utf-8")))


def test_the_committed_document(shared_database: Database) -> None:
    """It is the one of this code, whatever the version of PostgreSQL."""
    contract = read_contract(shared_database.app_url, ROUTES)
    made = as_bytes(describe_messages(contract.messages))
    assert made == COMMITTED, "scripts/openapi writes it anew"


def test_the_document_is_asyncapi_3(specification: jsonschema_rs.Validator) -> None:
    """By the official schema, which does mind what is wrong; and references lead somewhere."""
    specification.validate(DOCUMENT)
    wrong: list[dict[str, object]] = [
        {"asyncapi": "2.6.0"},
        {"paths": {}},
        {"operations": {"a": {"action": "call"}}},
    ]
    for part in wrong:
        assert not specification.is_valid(DOCUMENT | part), part
    for target in re.findall(r'"\$ref": "#/([^"]+)"', COMMITTED.decode()):
        found = DOCUMENT
        for name in target.split("/"):
            found = found[name]


@pytest.mark.parametrize("key", MESSAGES)
def test_examples(key: str) -> None:
    """Each message has one that its schema allows, and not without what it must have."""
    schema = DOCUMENT["components"]["schemas"][key]
    (example,) = (each["payload"] for each in MESSAGES[key]["examples"])
    validator(key).validate(example)
    assert example["type"] == MESSAGES[key]["name"]
    if key.startswith("server."):
        check_frame(example)
    for name in schema["required"]:
        less = {field: value for field, value in example.items() if field != name}
        assert not validator(key).is_valid(less), name
    assert not validator(key).is_valid({**example, "unheard_of": 1})


def test_the_channels() -> None:
    """Both have every event; who only listens is not told how to answer."""
    channels = DOCUMENT["channels"]
    assert [each["address"] for each in channels.values()] == ["/v1/ws", "/v1/events"]
    socket, stream = (set(each["messages"]) for each in channels.values())
    assert socket == set(MESSAGES)
    events = {key for key, each in MESSAGES.items() if each["tags"] == [{"name": "event"}]}
    assert stream == events | {"server.hello", "server.mark", "server.resync"}
    assert len(events) == 9
    codes = channels["socket"]["x-close-codes"]
    assert {*codes} == {"1009", "1011", "1012", "1013", "4400", "4401", "4408", "4429"}


def test_the_types_of_the_module() -> None:
    """Every event, kind, reason and code has its place in them."""
    schemas = DOCUMENT["components"]["schemas"]
    for key, message in MESSAGES.items():
        properties = schemas[key]["properties"]
        words = [word for field in properties.values() for word in field.get("enum", ())]
        if message["tags"] == [{"name": "event"}]:
            words.append(message["name"])
        assert [word for word in words if f'"{word}"' not in TYPES] == [], key
    named = set(re.findall(r'"([a-z]+:[a-z]+)"', TYPES))
    assert named == {m["name"] for m in MESSAGES.values() if ":" in m["name"]}


def test_the_served_document(server: Running) -> None:
    """The same bytes, and nothing when the client has them."""
    answer = server.get("/asyncapi.json")
    assert answer.content == COMMITTED
    assert answer.headers["content-type"] == "application/json"
    assert server.get("/asyncapi.json", if_none_match=answer.headers["etag"]).status_code == 304


def test_the_page(server: Running) -> None:
    """All of the document, without any script, and nothing from elsewhere."""
    page = server.get("/docs/events")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert not re.search(r"<script|//|style=| on\w+=", page.text)
    for address in re.findall(r'(?:href|src)="(/[^"]+)"', page.text):
        assert server.get(address).status_code == 200, address
    anchors = re.findall(r'id="([^"]+)"', page.text)
    assert sorted(anchors) == sorted(MESSAGES)
    assert set(re.findall(r'href="#([^"]+)"', page.text)) == set(MESSAGES)
    text = unescape(page.text)
    for key, message in MESSAGES.items():
        assert message["summary"] in text
        assert json.dumps(message["examples"][0]["payload"], ensure_ascii=False) in text
        for field in DOCUMENT["components"]["schemas"][key]["properties"].values():
            assert field.get("description", "") in text
    assert 'href="/docs/events"' in server.get("/docs").text


def test_the_module_is_served(server: Running) -> None:
    """With its types, to be kept by whoever has them already."""
    for name, media_type in (("js", "text/javascript"), ("d.ts", "application/typescript")):
        answer = server.get(f"/client/strata-events.{name}")
        assert answer.content == (ROOT / "app" / "web" / f"strata-events.{name}").read_bytes()
        assert answer.headers["content-type"] == f"{media_type}; charset=utf-8"
        again = server.get(f"/client/strata-events.{name}", if_none_match=answer.headers["etag"])
        assert again.status_code == 304
