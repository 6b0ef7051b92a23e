"""The organisation of the tests of rights, served, with a client for each of its accounts."""

from collections.abc import Iterator

import httpx
import pytest

from tests.http.running import CHEAP_HASH, Running, make_client, running
from tests.rights.personas import PERSONAS, fill
from tests.support.servers import Database


@pytest.fixture(scope="module")
def acme(shared_database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server on the organisation, whose accounts can sign in."""
    fill(shared_database)
    with shared_database.connect() as connection:
        # The rules of the units have a step for everybody; here managers edit.
        connection.execute("DELETE FROM approval.rule WHERE unit_id IS NOT NULL")
        connection.execute("UPDATE auth.credential SET password_hash = %s", [CHEAP_HASH])
    with running(shared_database, tmp_path_factory.mktemp("server")) as served:
        yield served


@pytest.fixture(scope="module")
def clients(acme: Running) -> Iterator[dict[str, httpx.Client]]:
    """A client for each persona, signed in."""
    made = {}
    for name, email in PERSONAS.items():
        if email:
            made[name] = make_client(str(acme.http.base_url))
            token = acme.log_in(email, made[name])["access_token"]
            made[name].headers["Authorization"] = f"Bearer {token}"
    yield made
    for client in made.values():
        client.close()
