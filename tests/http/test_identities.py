"""A pooled connection never carries an identity over to the next request."""

import asyncio
import json
import random
from collections import Counter
from typing import Any, NamedTuple

from tests.http.running import Running

ACCOUNTS = 50
REQUESTS = 10_000
AT_ONCE = 24


class Person(NamedTuple):
    """An account and its access token."""

    email: str
    token: str


class Client:
    """A client of asyncio's streams: a library would take longer than the server."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def send(self, path: str, person: Person | None) -> None:
        """Send a request, on a new connection if there is none."""
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1"]
        if person is not None:
            lines.append(f"Authorization: Bearer {person.token}")
        self._writer.write("\r\n".join([*lines, "", ""]).encode())

    async def receive(self) -> tuple[int, Any]:
        """Status and content of the answer."""
        assert self._reader is not None
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.partition("content-length: ")[2].partition("\r\n")[0])
        body = await self._reader.readexactly(length)
        return int(head.split()[1]), json.loads(body)

    def close(self) -> None:
        """Go away, whatever the server is doing for us."""
        if self._writer is not None:
            self._writer.transport.abort()
        self._reader = self._writer = None


async def ask(port: int, people: list[Person], seed: int) -> Counter[str]:
    """A share of the requests, one after the other; how often which ended how."""
    chance, client = random.Random(seed), Client(port)
    outcomes: Counter[str] = Counter()
    for _ in range(REQUESTS // AT_ONCE + 1):
        person = chance.choice(people)
        kind = chance.choices(["me", "error", "malformed", "nobody", "gone"], [16, 1, 1, 1, 1])[0]
        # Errors after the identity was set, and of what PostgreSQL finds before anything runs.
        path = {"error": "/v1/staff/999999", "malformed": "/v1/staff/x"}.get(kind, "/v1/me")
        await client.send(path, None if kind == "nobody" else person)
        outcomes[kind] += 1
        if kind == "gone":
            await asyncio.sleep(chance.random() * 0.004)
            client.close()
            continue
        status, content = await client.receive()
        assert status == {"me": 200, "error": 404, "malformed": 400, "nobody": 401}[kind]
        if kind == "me":
            assert content["email"] == person.email
    client.close()
    return outcomes


async def ask_all(port: int, people: list[Person]) -> Counter[str]:
    """All of them at once."""
    shares = await asyncio.gather(*(ask(port, people, seed) for seed in range(AT_ONCE)))
    return sum(shares, Counter[str]())


def test_each_sees_only_itself(server: Running) -> None:
    """10,000 requests of 50 accounts over ten connections, with errors and cancellations."""
    people = []
    for number in range(ACCOUNTS):
        email = f"person-{number}@acme.test"
        server.add_account(email)
        people.append(Person(email, server.log_in(email)["access_token"]))
    outcomes = asyncio.run(ask_all(server.http.base_url.port or 0, people))
    assert sum(outcomes.values()) >= REQUESTS
    assert min(outcomes.values()) > 300
    broken = [line for line in server.lines() if line["level"] == "error"]
    assert broken == []
