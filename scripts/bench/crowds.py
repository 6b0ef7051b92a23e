"""Clients that are a burden: some that never read, and very many that come back at once."""

import threading
import time
from pathlib import Path
from typing import Any

from load import node
from scene import (
    ENVIRONMENT,
    Writer,
    memory_of,
    processor_seconds,
    quantiles,
    require,
    tokens,
)

from tests.support.counted import asked, count_functions
from tests.support.swarm import Swarm, swarm

READERS = 300
DEAF = 20
# Changes of a transaction: more would become one event.
FLOOD = 200
ROUNDS = 40
RENAME = "UPDATE org.staff SET name = 'Flood ' || clock_timestamp() WHERE staff_id > %s"
STORM = 5_000
STORM_SECONDS = 5.0


def slow(url: str, directory: Path) -> list[dict[str, Any]]:
    """The same events with and without clients that never read."""
    with node(url, directory, **ENVIRONMENT) as served, swarm() as clients, swarm() as deaf:
        signed = tokens(served.port)
        writer = Writer(served.port, url)
        clients.connect(served.port, READERS, signed)
        rows = []
        for many in (0, DEAF):
            if many:
                deaf.connect(served.port, many, signed, is_deaf=True)
            memory = memory_of(served.pid)
            median, p99 = quantiles(flooded(clients, writer))
            rows.append(
                {
                    "readers": READERS,
                    "never read": many,
                    "events": ROUNDS * (FLOOD + 1),
                    "p50, ms": median,
                    "p99, ms": p99,
                    "more MiB": (memory_of(served.pid) - memory) / 1024**2,
                }
            )
        state = clients.state()
        require(state["open"] == READERS and not state["faults"], **state)
        deaf.listen()
        deaf.cut()
        answer = deaf.connect(served.port, DEAF, signed)
        require(answer["open"] == DEAF, **answer)
        rows[1]["came back"] = answer["open"]
        rows[0]["came back"] = 0
    return rows


def flooded(clients: Swarm, writer: Writer) -> list[int]:
    """How long single changes took to the last reader, each after a flood of others."""
    taken = []
    for _ in range(ROUNDS):
        writer.connection.execute(RENAME, [300 - FLOOD])
        clients.arrivals(FLOOD)
        committed = writer.change()
        (arrival,) = clients.arrivals(1)
        taken.append(arrival.at_ns - committed)
    return taken


def storm(url: str, directory: Path) -> list[dict[str, Any]]:
    """Everybody loses the connection, misses some changes, and comes back within seconds."""
    count_functions(url)
    with node(url, directory, **ENVIRONMENT) as served, swarm() as clients:
        signed = tokens(served.port)
        writer = Writer(served.port, url)
        opened = clients.connect(served.port, STORM, signed)
        require(opened["open"] == STORM, **opened)
        clients.cut()
        missed = 20
        for _ in range(missed):
            writer.change()
        before, used = asked(url), processor_seconds(served.pid)
        # The node connects again.
        time.sleep(3)
        ended = threading.Event()
        changes = threading.Thread(target=keep_changing, args=(writer, ended))
        changes.start()
        back = clients.connect(served.port, STORM, signed, STORM_SECONDS)
        ended.set()
        changes.join()
        used = processor_seconds(served.pid) - used
        after, state = asked(url), clients.state()
        require(back["open"] == STORM and not state["faults"], back=back, state=state)
    calls = {name: after.calls[name] - before.calls.get(name, 0) for name in ("enter", "follow")}
    return [
        {
            "came back": STORM,
            "missed": missed,
            "within, s": back["seconds"],
            "enter": calls["enter"],
            "follow": calls["follow"],
            "log scans": after.log - before.log,
            "changes": writer.number - missed,
            "CPU, s": used,
        }
    ]


def keep_changing(writer: Writer, ended: threading.Event) -> None:
    """Make a change ten times a second."""
    while not ended.wait(0.1):
        writer.change()
