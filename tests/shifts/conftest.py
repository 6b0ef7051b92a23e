"""A served organisation of people who exchange shifts, and a client for each of them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.http.running import CHEAP_HASH, Running, running
from tests.support.servers import Database, Server

ORGANISATION = (Path(__file__).parent / "organisation.sql").read_text(encoding="utf-8")
Client = Callable[[str], httpx.Client]


@pytest.fixture(scope="package")
def ward(
    cluster: Server, template: Database, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """A server on the organisation, for all modules; its own client is the administrator's."""
    with cluster.database(template.name) as database:
        with database.connect() as connection:
            connection.execute(ORGANISATION.encode())
            connection.execute("UPDATE auth.credential SET password_hash = %s", [CHEAP_HASH])
        with running(database, tmp_path_factory.mktemp("server")) as served:
            yield served


@pytest.fixture(scope="package")
def client(ward: Running) -> Iterator[Client]:
    """The client of somebody, signed in once."""
    known: dict[str, httpx.Client] = {}
    with ExitStack() as stack:

        def signed_in(name: str) -> httpx.Client:
            if name not in known:
                known[name] = stack.enter_context(ward.client())
                token = ward.log_in(f"{name}@acme.test", known[name])["access_token"]
                known[name].headers["Authorization"] = f"Bearer {token}"
            return known[name]

        yield signed_in


def segments(ward: Running, staff_id: int, day: str) -> list[tuple[str, str, str]]:
    """Start, end and activity of what a person does on a UTC day; equal neighbours as one."""
    window = f"from={day}T00:00:00Z&to={day}T23:59:00Z"
    answer = ward.get(f"/v1/schedules?{window}&staff={staff_id}").json()
    found: list[tuple[str, str, str]] = []
    for each in answer["staff"][0]["segments"]:
        start, end, activity = each["start"][11:16], each["end"][11:16], each["activity"]
        if found and found[-1][1:] == (start, activity):
            start = found.pop()[0]
        found.append((start, end, activity))
    return found


def faults(answer: httpx.Response) -> list[tuple[str, str]]:
    """Where an answer says that something is wrong, and what."""
    return [(each["pointer"], each["detail"]) for each in answer.json()["errors"]]


def refusal(answer: httpx.Response) -> tuple[int, str, Any]:
    """Status, code and the first sentence of what was refused."""
    document = answer.json()
    return answer.status_code, document["code"], document["detail"]


def offer(client: httpx.Client, day: str, **fields: object) -> dict[str, Any]:
    """Offer an evening of the Ward."""
    body = {"unit_id": 2, "activity": "office", "start": f"{day}T16:00:00Z"}
    answer = client.post(
        "/v1/open-shifts", json={**body, "end": f"{day}T20:00:00Z", "note": "Bring keys", **fields}
    )
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == f"/v1/open-shifts/{answer.json()['id']}"
    made: dict[str, Any] = answer.json()
    return made


def act(client: httpx.Client, shift: dict[str, Any], action: str, **body: object) -> httpx.Response:
    """Take, assign or withdraw a shift."""
    address = f"/v1/open-shifts/{shift['id']}/{action}"
    return client.post(address) if action == "withdraw" else client.post(address, json=body)
