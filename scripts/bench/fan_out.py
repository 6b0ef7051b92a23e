"""From the commit to the last of many sockets, beside a broadcast from memory."""

import time
from pathlib import Path
from typing import Any, NamedTuple

from common import HERE, console
from load import Served, listening, node
from scene import (
    ENVIRONMENT,
    Broadcaster,
    Writer,
    memory_of,
    processor_seconds,
    quantiles,
    require,
    tokens,
)

from tests.support.swarm import swarm

# Sockets, and events that each of them gets.
SIZES = {50: 300, 300: 300, 1_000: 200, 10_000: 30}
# Before these others that are not measured.
WARM = 5
PAUSE = 0.02


class Figures(NamedTuple):
    """What was measured of one server."""

    median_ms: float
    p99_ms: float
    send_us: float
    socket_kib: float


def measure(url: str, directory: Path) -> list[dict[str, Any]]:
    """Both at every size."""
    rows = []
    for sockets, events in SIZES.items():
        with node(url, directory, **ENVIRONMENT) as served:
            signed = tokens(served.port)
            ours = fan_out(served, Writer(served.port, url), signed, sockets, events)
        with listening([str(HERE / "broadcast.py")], {}, directory / "broadcast.log") as served:
            other = fan_out(served, Broadcaster(served.port), ["-"], sockets, events)
        console.print(f"{sockets:,} sockets measured: every event reached every one.")
        rows += [
            {
                "sockets": sockets,
                "events": events,
                "server": name,
                "p50, ms": each.median_ms,
                "ratio": each.median_ms / other.median_ms,
                "p99, ms": each.p99_ms,
                "ratio ": each.p99_ms / other.p99_ms,
                "us/send": each.send_us,
                "KiB each": each.socket_kib,
            }
            for name, each in (("broadcast", other), ("Strata", ours))
        ]
    return rows


def fan_out(
    served: Served, writer: Writer | Broadcaster, signed: list[str], sockets: int, events: int
) -> Figures:
    """Change one thing after the other, each when all have heard of the one before."""
    with swarm() as clients:
        memory = memory_of(served.pid)
        opened = clients.connect(served.port, sockets, signed, path=writer.path)
        require(opened["open"] == sockets, **opened)
        memory = memory_of(served.pid) - memory
        taken: list[int] = []
        used = 0.0
        for number in range(WARM + events):
            if number == WARM:
                used = processor_seconds(served.pid)
            committed = writer.change()
            arrivals = clients.arrivals(1)
            require(len(arrivals) == 1, arrivals=arrivals)
            if number >= WARM:
                taken.append(arrivals[0].at_ns - committed)
            time.sleep(PAUSE)
        used = processor_seconds(served.pid) - used
        state = clients.state()
        require(
            state["open"] == sockets
            and state["events"] == sockets * (WARM + events)
            and not state["faults"],
            **state,
        )
    return Figures(*quantiles(taken), used / sockets / events * 1e6, memory / sockets / 1024)
