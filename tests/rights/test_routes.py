"""Who may use which route on something of Sales: every operation of the server has its line."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from app.http.routes import COLLECTIONS
from tests.http.described import DOCUMENT
from tests.http.running import CHEAP_HASH, Running, running
from tests.rights.personas import PERSONAS, fill
from tests.rights.targets import make_delivery, make_request, make_shift, make_target
from tests.support.servers import Database

FILE = Path(__file__).with_name("routes.txt")
HEADER, *LINES = FILE.read_text(encoding="utf-8").splitlines()
EXPECTED = {
    (method, path): dict(zip(PERSONAS, map(int, found), strict=True))
    for method, path, *found in (line.split() for line in LINES)
}
CSV = "site,day,name\nBerlin,{year}-05-01,Day\n"
DAY = "from=2030-06-03&to=2030-06-04&unit=2"
# What an account does to itself alone, or anybody may, is tested in tests/auth and tests/http.
OWN = ("/v1/auth/", "/.well-known/")
# Operations that are no collection's: what is asked, with what body.
ASKED: dict[tuple[str, str], tuple[str, Any]] = {
    ("GET", "/v1/schedules"): (f"/v1/schedules?{DAY}", None),
    ("GET", "/v1/headcount"): (f"/v1/headcount?{DAY}", None),
    ("GET", "/v1/coverage"): (f"/v1/coverage?{DAY}", None),
    ("GET", "/v1/now"): ("/v1/now?unit=2", None),
    ("POST", "/v1/requests/preview"): (
        "/v1/requests/preview",
        {
            "staff_id": 3,
            "adjustments": [
                {
                    "activity": "leave",
                    "start": "2040-01-01T08:00:00Z",
                    "end": "2040-01-01T09:00:00Z",
                }
            ],
        },
    ),
    ("POST", "/v1/requests/copies"): (
        "/v1/requests/copies",
        {"staff_id": 3, "week": "2030-06-03", "to": ["2030-06-10"], "preview": True},
    ),
    ("GET", "/v1/requests"): ("/v1/requests", None),
    ("GET", "/v1/inbox"): ("/v1/inbox", None),
    # Each decision of a list has a status of its own.
    ("POST", "/v1/requests/decisions"): (
        "/v1/requests/decisions",
        {"decisions": [{"id": 3, "verdict": "reject", "version": 1}]},
    ),
    ("GET", "/v1/requests/{id}"): ("/v1/requests/3", None),
    # It is decided, so whoever may see it learns that.
    ("GET", "/v1/requests/{id}/preview"): ("/v1/requests/3/preview", None),
    ("GET", "/v1/imports"): ("/v1/imports", None),
    ("GET", "/v1/imports/{id}"): ("/v1/imports/1", None),
    ("POST", "/v1/imports/{id}/rollback"): ("/v1/imports/1/rollback", None),
    ("GET", "/v1/exports/{kind}"): ("/v1/exports/adjustments", None),
    ("GET", "/v1/history/{kind}/{id}"): ("/v1/history/staff/3", None),
    ("GET", "/v1/audit"): ("/v1/audit", None),
    ("GET", "/v1/staff/{id}/personal-data"): ("/v1/staff/3/personal-data", None),
    ("POST", "/v1/staff/{id}/erasure"): ("/v1/staff/3/erasure", {}),
    ("GET", "/v1/events"): ("/v1/events?units=2", None),
    ("GET", "/v1/me"): ("/v1/me", None),
    ("GET", "/v1/auth/sessions"): ("/v1/auth/sessions", None),
    ("DELETE", "/v1/auth/sessions"): ("/v1/auth/sessions", None),
    ("DELETE", "/v1/auth/sessions/{id}"): ("/v1/auth/sessions/1", None),
}


@pytest.fixture(scope="module")
def acme(shared_database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server on the organisation, whose accounts can sign in."""
    fill(shared_database)
    with shared_database.connect() as connection:
        connection.execute("UPDATE auth.credential SET password_hash = %s", [CHEAP_HASH])
    with running(shared_database, tmp_path_factory.mktemp("server")) as served:
        yield served


@pytest.fixture(scope="module")
def clients(acme: Running) -> Iterator[dict[str, httpx.Client]]:
    """A client for each persona, signed in."""
    made = {}
    for name, email in PERSONAS.items():
        made[name] = httpx.Client(base_url=acme.http.base_url, timeout=30)
        if email:
            token = acme.log_in(email, made[name])["access_token"]
            made[name].headers["Authorization"] = f"Bearer {token}"
    yield made
    for client in made.values():
        client.close()


def test_every_operation_has_its_line() -> None:
    operations = {
        (method.upper(), path)
        for path, methods in DOCUMENT["paths"].items()
        for method in methods
        if not path.startswith(OWN)
    }
    assert operations - EXPECTED.keys() == set(), "complete routes.txt"
    assert {key for key in EXPECTED if not key[1].startswith(OWN)} == operations
    assert HEADER.split()[2:] == [*PERSONAS]


def attempt(
    client: httpx.Client, connection: psycopg.Connection, method: str, path: str, number: int
) -> httpx.Response:
    """Use an operation on something of Sales that nobody has used before."""
    if (method, path) in ASKED:
        address, body = ASKED[method, path]
        # A stream does not end: its head says as much.
        return client.request("HEAD" if path == "/v1/events" else method, address, json=body)
    if path == "/v1/requests":
        instants = {
            "start": f"{2040 + number}-01-01T08:00:00Z",
            "end": f"{2040 + number}-01-01T09:00:00Z",
        }
        return client.post(
            path, json={"staff_id": 3, "adjustments": [{"activity": "leave", **instants}]}
        )
    if path == "/v1/imports":
        content = CSV.format(year=2050 + number)
        return client.post(
            f"{path}?kind=holidays", content=content, headers={"Content-Type": "text/csv"}
        )
    segment = path.split("/")[2]
    noun = COLLECTIONS.get(segment, segment)
    target = make_target(connection, noun)
    address = path.replace("{id}", str(target.id))
    if method == "POST":
        return client.post(address, json=target.creation)
    if method == "PATCH":
        content = json.dumps(target.change)
        headers = {"Content-Type": "application/merge-patch+json", "If-Match": "*"}
        return client.patch(address, content=content, headers=headers)
    return client.request(method, address, headers={"If-Match": "*"} if method == "DELETE" else {})


def attempt_shift(
    client: httpx.Client, connection: psycopg.Connection, method: str, path: str, number: int
) -> httpx.Response:
    """Offer a shift of Sales, or let Ada take one that was not used before."""
    if method == "POST" and path == "/v1/open-shifts":
        day = f"{2040 + number}-01-01"
        instants = {"start": f"{day}T18:00:00Z", "end": f"{day}T20:00:00Z"}
        return client.post(path, json={"unit_id": 2, "activity": "office", **instants})
    action = path.rpartition("/")[2]
    shift = make_shift(connection, "first" if action == "take" else "chosen")
    body = {"staff_id": 1} if action in ("take", "assign") else None
    return client.request(method, path.replace("{id}", str(shift)), json=body)


def attempt_request(
    client: httpx.Client, connection: psycopg.Connection, method: str, path: str, _: int
) -> httpx.Response:
    """Move a request about Cyd that was not moved before."""
    action = path.rpartition("/")[2]
    number, version = make_request(
        connection, {"submit": "draft", "cancel": "approved"}.get(action, "pending")
    )
    address = path.replace("{id}", str(number))
    if method == "PATCH":
        headers = {"If-Match": "*", "Content-Type": "application/merge-patch+json"}
        return client.patch(address, content=json.dumps({"reason": "Other"}), headers=headers)
    return client.post(address, json={"version": version})


def attempt_delivery(
    client: httpx.Client, connection: psycopg.Connection, method: str, path: str, _: int
) -> httpx.Response:
    """Look at what was sent to a webhook, or send it again."""
    webhook, delivery = make_delivery(connection)
    address = path.replace("{id}", str(webhook)).replace("{delivery}", str(delivery))
    return client.request(method, address)


def attempt_of(method: str, path: str) -> Callable[..., httpx.Response]:
    """How an operation is used."""
    if path.startswith("/v1/open-shifts"):
        return attempt_shift
    if path.startswith("/v1/webhooks/{id}/"):
        return attempt_delivery
    if path.startswith("/v1/requests/{id}") and method != "GET":
        return attempt_request
    return attempt


@pytest.mark.parametrize(("method", "path"), EXPECTED)
def test_every_operation_answers_as_its_line_says(
    acme: Running, clients: dict[str, httpx.Client], method: str, path: str
) -> None:
    found = {}
    with acme.database.connect() as connection:
        for number, (name, client) in enumerate(clients.items()):
            answer = attempt_of(method, path)(client, connection, method, path, number)
            found[name] = answer.status_code
            if answer.status_code in (401, 403, 404, 409):
                assert answer.headers["content-type"] == "application/problem+json"
                assert "zz_" not in answer.text
    assert found == EXPECTED[method, path]


KINDS = (
    "structure",
    "staff",
    "contracts",
    "holidays",
    "adjustments",
    "coverage",
    "presets",
    "duties",
)
WINDOW = "from=2030-06-03&to=2030-06-04"
# Whoever may ask for something private knows what there is to ask for.
CATALOGUES = ("/v1/activities", "/v1/presets", "/v1/exports/structure", "/v1/exports/presets")
READ = [
    *(f"/v1/{segment}?limit=1000" for segment in COLLECTIONS),
    *(f"/v1/{segment}/{n}" for segment in COLLECTIONS for n in range(1, 6)),
    *(f"/v1/requests/{n}" for n in range(1, 6)),
    "/v1/open-shifts",
    *(f"/v1/open-shifts/{n}" for n in (1, 2)),
    *(f"/v1/exports/{kind}?format={form}" for form in ("csv", "json") for kind in KINDS),
    *(
        f"/v1/history/{kind}/{n}"
        for n in range(1, 6)
        for kind in (
            "request",
            "adjustment",
            "open_shift",
            "duty",
            "preset",
            "pattern",
            "staff",
            "contract",
        )
    ),
    *(f"/v1/staff/{n}/personal-data" for n in range(2, 6)),
    f"/v1/schedules?{WINDOW}",
    f"/v1/schedules?{WINDOW}&explain=true",
    f"/v1/headcount?{WINDOW}",
    f"/v1/coverage?{WINDOW}",
    "/v1/now",
    "/v1/imports",
    "/v1/imports/1",
    "/v1/audit",
]


def written_about(*people: int) -> list[str]:
    """Notes and reasons about people."""
    return [f"zz_{kind}_{person}" for kind in ("note", "reason") for person in people]


@pytest.mark.parametrize(
    ("persona", "hidden"),
    [
        ("viewer", ["zz_"]),
        (
            "staff",
            ["zz_cyd", "zz_shift_3"]
            + [f"zz_{kind}_{n}" for kind in ("note", "reason") for n in (2, 3, 4, 5)],
        ),
        (
            "sibling",
            ["zz_cyd", "zz_shift_2"]
            + [f"zz_{kind}_{n}" for kind in ("note", "reason") for n in (1, 2, 3)],
        ),
    ],
)
def test_what_is_private_is_in_no_answer(
    acme: Running, clients: dict[str, httpx.Client], persona: str, hidden: list[str]
) -> None:
    """The bytes of all that can be read, searched for others' activities, notes and reasons."""
    for address in READ:
        text = clients[persona].get(address).text
        if persona != "viewer" and address.startswith(CATALOGUES):
            continue
        assert [word for word in hidden if word in text] == [], address
    # The manager reads them all, so they are there to be found.
    told = "".join(clients["manager"].get(address).text for address in READ)
    assert [
        word for word in ("zz_cyd", "zz_note_3", "zz_reason_3", "zz_shift_2") if word not in told
    ] == []
