"""The history checker, from an empty cluster to the faults found: scripts/history-check."""

import argparse
import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psycopg

from app import ROOT
from app.database import embedded, migrate
from app.database.binaries import postgresql_binaries
from tests.history import checks, record
from tests.history.clients import Client
from tests.history.faults import Faults
from tests.history.mutations import MUTATIONS, mutate
from tests.history.reading import Shown, read_all
from tests.history.scene import ACCOUNTS, email_of, load
from tests.nodes.system import Nodes, running
from tests.support.servers import APP_PASSWORD, FAST, scratch_directory, versions

# What is committed must survive a crash of the server, if not one of the machine.
DURABLE = FAST | {"synchronous_commit": "on", "max_connections": "120", "autovacuum": "on"}
STYLES = ("steady", "restless", "slow")
NARROWING = {"units": [4], "staff": [3]}
LOG = """
SELECT count(*), coalesce(min(pos), 0), coalesce(max(pos), 0), (SELECT pos FROM event.sequencer)
FROM event.log
"""
POSITION = """
SELECT pos FROM event.log WHERE payload ->> 'kind' = 'activity' AND payload ->> 'version' = %s
"""

Say = Callable[[str], None]


@dataclass(frozen=True)
class Options:
    """How much of it."""

    seconds: float = 60
    writers: int = 16
    clients: int = 50
    seed: int = 1
    pause: tuple[float, float] = (0.02, 0.1)
    breaks: bool = True
    mutation: str | None = None


@dataclass
class Report:
    """What was found, and how much was looked at."""

    faults: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    outcomes: dict[str, int] = field(default_factory=dict)


def check(options: Options, say: Say) -> Report:
    """Make everything, let it run, and look at what came of it."""
    with scratch_directory() as directory, _cluster(directory) as cluster:
        url = cluster.url(host="127.0.0.1")
        migrate.up(url, ROOT, lambda _: None)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"ALTER ROLE strata_app PASSWORD '{APP_PASSWORD}'")
        load(url)
        if options.mutation:
            mutate(url, options.mutation)
        with running(url, directory, 3) as nodes:
            say("Three nodes serve.")
            return asyncio.run(_observe(options, nodes, Faults(nodes, cluster, options.seed), say))


@contextmanager
def _cluster(directory: Path) -> Iterator[embedded.Cluster]:
    binaries = postgresql_binaries()
    version = next((each for each in versions() if each in binaries), max(binaries, key=int))
    with embedded.running(
        directory / "postgres", binaries[version], lambda _: None, DURABLE
    ) as cluster:
        yield cluster


def make_clients(options: Options, nodes: list[str], tokens: dict[str, str]) -> list[Client]:
    """Of every account somebody who holds state, and others who only listen."""
    clients = []
    accounts = [*ACCOUNTS, "viewer"]
    for place in range(options.clients):
        account = accounts[place % len(accounts)]
        # The second one of the viewers looks only at a part.
        narrowing = NARROWING if place % len(accounts) == len(ACCOUNTS) else None
        style = STYLES[place // len(accounts) % len(STYLES)]
        name = f"{account} {place} ({style}{', narrowed' if narrowing else ''})"
        clients.append(
            Client(
                name,
                account,
                tokens[account],
                nodes,
                seed=options.seed * 1000 + place,
                style=style,
                holds_state=place < 2 * len(accounts) and narrowing is None,
                narrowing=narrowing,
            )
        )
    return clients


async def _observe(options: Options, nodes: Nodes, faults: Faults, say: Say) -> Report:
    addresses = [node.address for node in nodes.each]
    tokens = {name: nodes.log_in(email_of(name))["access_token"] for name in ACCOUNTS}
    clients = make_clients(options, addresses, tokens)
    limits = httpx.Limits(max_connections=30)
    async with httpx.AsyncClient(timeout=20, limits=limits) as http, asyncio.TaskGroup() as group:
        tasks = []

        def run(work: Coroutine[Any, Any, None]) -> None:
            tasks.append(group.create_task(work))

        for client in clients:
            await client.start(http)
            run(client.follow())
        await asyncio.wait_for(_all(client.is_in for client in clients), 60)
        say(f"{len(clients)} clients follow.")
        for client in clients:
            if client.holds_state:
                run(client.keep_state(http))
        before = record.last_change(nodes.url)
        breaking = asyncio.create_task(_break(options, faults, say))
        given = asdict(options) | {"nodes": addresses, "tokens": tokens, "url": nodes.url}
        written = await _write(given, clients, say)
        await breaking
        report = Report(outcomes=written["outcomes"])
        version = await _change_the_last(http, addresses[0], tokens["admin"])
        last = await _position_of(nodes.url, version)
        for client in clients:
            client.wait_for(last)
        await _hear_all(clients, report, say)
        await _compare_state(clients, http, report)
        for task in tasks:
            task.cancel()
    await asyncio.to_thread(_look_at, clients, nodes.url, before, written, report)
    return report


async def _all(events: Iterator[asyncio.Event]) -> None:
    for event in events:
        await event.wait()


async def _break(options: Options, faults: Faults, say: Say) -> None:
    began = time.monotonic()
    for share, fault in faults.plan if options.breaks else []:
        await asyncio.sleep(max(0.0, began + share * options.seconds - time.monotonic()))
        said = await asyncio.to_thread(fault)
        say(f"{time.monotonic() - began:5.1f} s: {said}")
    await asyncio.to_thread(faults.mend)


async def _write(given: dict[str, Any], clients: list[Client], say: Say) -> dict[str, Any]:
    """Let the writers write, in a process of their own, and say how far we are."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.history.writers", json.dumps(given)),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    output = asyncio.create_task(process.communicate())
    began = time.monotonic()
    while not output.done():
        await asyncio.wait([output], timeout=5)
        told = sum(len(client.told) for client in clients)
        say(f"{time.monotonic() - began:5.1f} s: {told} events told")
    assert process.returncode == 0, "the writers have failed"
    result: dict[str, Any] = json.loads(output.result()[0])
    return result


async def _change_the_last(http: httpx.AsyncClient, address: str, token: str) -> int:
    """A change that everybody is told of, after all others; its version."""
    for _ in range(100):
        try:
            answer = await http.patch(
                f"{address}/v1/activities/2",
                json={"name": "The last change"},
                headers={"Authorization": f"Bearer {token}", "If-Match": "*"},
            )
        except httpx.TransportError:
            await asyncio.sleep(0.1)
            continue
        if answer.status_code == 200:
            version: int = answer.json()["version"]
            return version
        await asyncio.sleep(0.1)
    raise AssertionError("nothing can be changed any more")


async def _position_of(url: str, version: int) -> int:
    """Where in the log this version of an activity is, as soon as it is there."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        async with asyncio.timeout(60):
            while True:
                row = await (await connection.execute(POSITION, [str(version)])).fetchone()
                if row:
                    return int(row[0])
                await asyncio.sleep(0.05)


async def _hear_all(clients: list[Client], report: Report, say: Say) -> None:
    """Wait until everybody has been told of the last change, and has read what was dirty."""
    began = time.monotonic()
    keepers = [client for client in clients if client.holds_state]
    waiting = [(client, client.has_heard_the_last, "hear of") for client in clients]
    waiting += [(client, client.is_clean, "read up to") for client in keepers]
    for client, event, what in waiting:
        try:
            await asyncio.wait_for(event.wait(), 60)
        except TimeoutError:
            report.faults.append(f"{client.name}: does not {what} the last change")
        if client in (clients[-1], keepers[-1]):
            say(f"All {what} the last change, {time.monotonic() - began:.1f} s after it.")


async def _compare_state(clients: list[Client], http: httpx.AsyncClient, report: Report) -> None:
    for client in clients:
        if client.holds_state:
            fresh: Shown = {}
            await read_all(client, http, fresh)
            report.faults += checks.state(client.name, client.shown, fresh)
            report.counts["things compared"] += len(fresh)


def _look_at(
    clients: list[Client], url: str, before: int, written: dict[str, Any], report: Report
) -> None:
    """Compare what was told with what was committed."""
    things = record.read(url, before)
    report.faults += checks.order(clients)
    report.faults += checks.versions(clients)
    report.faults += checks.agreement(clients)
    report.faults += checks.delivery(things, clients, report.counts)
    report.faults += checks.discretion(clients)
    report.faults += checks.gaps(clients)
    report.faults += _lost(things, written["acknowledged"])
    report.faults += [f"an answer was {name}" for name in written["outcomes"] if "500 of" in name]
    with psycopg.connect(url) as connection:
        row = connection.execute(LOG).fetchone()
    assert row
    count, first, last, end = row
    if (first, last, end) != (1, count, count):
        report.faults.append(f"{count} rows of the log have positions {first} to {last} of {end}")
    report.counts["positions"] = count
    report.counts["things changed"] = len(things)
    report.counts["events told"] = sum(len(client.told) for client in clients)
    report.counts["connections"] = sum(len(client.connections) for client in clients)
    for client in clients:
        for gap in client.gaps:
            report.counts[f"resyncs because of {gap.reason}"] += 1
            report.counts[f"resyncs of {client.style} clients"] += 1


def _lost(things: list[record.Thing], acknowledged: list[tuple[str, int]]) -> Iterator[str]:
    """What a writer was told is done, and is not."""
    kinds = {"requests": "request", "duties": "duty"}
    known = {(thing.kind, thing.number) for thing in things}
    for segment, number in acknowledged:
        if (kinds[segment], number) not in known:
            yield f"{segment} {number} was answered with 201 and is not there"


def main() -> int:
    """Run it from the command line; 1 when something was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition(":")[0])
    parser.add_argument("--seconds", type=float, default=60, help="how long is written")
    parser.add_argument("--writers", type=int, default=16)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--calm", action="store_true", help="nothing is broken meanwhile")
    parser.add_argument(
        "--mutation", choices=MUTATIONS, help="a fault to put in, which must be found"
    )
    given = parser.parse_args()
    options = Options(
        given.seconds,
        given.writers,
        given.clients,
        given.seed,
        breaks=not given.calm,
        mutation=given.mutation,
    )
    report = check(options, lambda line: print(line, file=sys.stderr, flush=True))
    for name, number in sorted({**report.outcomes, **report.counts}.items()):
        print(f"{number:8} {name}")
    for fault in report.faults[:50]:
        print(f"FAULT {fault[:1000]}")
    print(f"{len(report.faults)} faults.")
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
