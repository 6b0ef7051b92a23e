"""A served organisation with people who ask and people who decide."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from tests.approval.drawn import EDITS, ONE_MANAGER
from tests.approval.organisation import organisation
from tests.approval.store import Store
from tests.http.conftest import fill
from tests.http.running import CHEAP_HASH, Running, make_client, running
from tests.support.servers import Database

# Accounts: email, person (or none), role, unit (none: the whole organisation).
ACCOUNTS = (
    ("ada", 1, "staff", 2),
    ("dee", 4, "staff", 2),
    ("bob", 2, "staff", 3),
    ("max", None, "manager", 2),
    ("moe", None, "manager", 2),
    ("boss", None, "manager", 1),
    ("ops", None, "manager", 3),
    ("out", None, "viewer", 3),
)


@dataclass(frozen=True)
class Office:
    """The server, and a client of each account."""

    server: Running
    clients: dict[str, httpx.Client]
    accounts: dict[str, int]

    def __getitem__(self, name: str) -> httpx.Client:
        return self.clients[name]

    def ask(self, name: str, **body: object) -> dict[str, Any]:
        """What somebody asks for, once it is stored."""
        answer = self[name].post("/v1/requests", json=body)
        assert answer.status_code == 201, answer.text
        request: dict[str, Any] = answer.json()
        return request

    def move(
        self, name: str, request: dict[str, Any], action: str, **more: object
    ) -> httpx.Response:
        """Approve, reject, ... a request in the version that was read."""
        body = {"version": request["version"], **more}
        return self[name].post(f"/v1/requests/{request['id']}/{action}", json=body)

    def read(self, request: dict[str, Any], name: str = "admin") -> dict[str, Any]:
        """A request as it is now."""
        answer = self[name].get(f"/v1/requests/{request['id']}")
        assert answer.status_code == 200, answer.text
        read: dict[str, Any] = answer.json()
        return read


def adjustment(activity: str, start: str, end: str, **more: object) -> dict[str, Any]:
    """An adjustment between two UTC times such as 2031-03-03T01:00."""
    return {"activity": activity, "start": f"{start}:00Z", "end": f"{end}:00Z", **more}


@pytest.fixture(scope="module")
def office(shared_database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office for the tests of one module."""
    with ExitStack() as stack:
        server = stack.enter_context(
            running(fill(shared_database), tmp_path_factory.mktemp("server"))
        )
        clients, accounts = {"admin": server.http}, {}
        for name, person, role, unit in ACCOUNTS:
            email = f"{name}@acme.test"
            ((accounts[name],),) = server.execute(
                f"SELECT auth.store_account('{email}', '{name}', 'viewer', '{CHEAP_HASH}')"
            )
            server.execute(
                f"UPDATE auth.account SET staff_id = {person or 'NULL'}"
                f" WHERE account_id = {accounts[name]};"
                f" DELETE FROM auth.role_grant WHERE account_id = {accounts[name]};"
                f" INSERT INTO auth.role_grant (account_id, role, unit_id)"
                f" VALUES ({accounts[name]}, '{role}', {unit})"
            )
            client = stack.enter_context(make_client(str(server.http.base_url)))
            client.headers["Authorization"] = f"Bearer {server.log_in(email)['access_token']}"
            clients[name] = client
        yield Office(server, clients, accounts)


@pytest.fixture(scope="module", name="prepared")
def _prepared(shared_database: Database) -> Iterator[Store]:
    """The people of organisation.py, for tests without a server."""
    store = Store(shared_database)
    store.prepare(organisation(datetime.now(UTC).date()))
    yield store
    store.close()


@pytest.fixture(name="acme")
def _acme(prepared: Store) -> Store:
    """Without requests, and with the rules of a new database."""
    found = organisation(datetime.now(UTC).date())
    found.rules = [EDITS, ONE_MANAGER]
    prepared.begin(found)
    return prepared
