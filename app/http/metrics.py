"""What is measured while the server runs, for Prometheus, on an address of its own."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress

import psycopg
from prometheus_client import (
    CollectorRegistry,
    GCCollector,
    PlatformCollector,
    ProcessCollector,
    start_http_server,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from app.http.handler import Api
from app.http.pool import run

OUTBOX = (
    "SELECT set_config('role', 'strata_relay', TRUE);"
    " SELECT depth, oldest_seconds FROM event.outbox_state()"
)
# Seconds that a scrape waits for the database: Prometheus itself gives up after ten.
PATIENCE = 5.0
# Attributes of the counters of the relay, and what Prometheus calls them.
GAUGES = {
    "sockets": ("strata_sockets", "Websockets that are open."),
    "streams": ("strata_streams", "Streams of Server-Sent Events that are open."),
}
COUNTERS = {
    "sent": ("strata_sends", "Frames sent to one websocket or stream."),
    "overflows": ("strata_queue_overflows", "Clients closed because they did not keep up."),
    "replays": ("strata_replays", "Clients that were told what they had missed."),
    "resyncs": ("strata_resyncs", "Clients that were told to read again what they hold."),
    "closed": ("strata_closes", "Websockets and streams that have ended."),
    "listener_reconnects": (
        "strata_listener_reconnects",
        "Times that the connections to the log were lost, or not made.",
    ),
}


class Measures(Collector):
    """The state of the relay and of the outbox at the moment of a scrape."""

    def __init__(self, api: Api, loop: asyncio.AbstractEventLoop) -> None:
        """Of a server whose event loop runs; scrapes come from other threads."""
        self.api = api
        self.loop = loop

    def describe(self) -> list[Metric]:
        """Nothing beforehand: what there is is found by a scrape."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Each measure; those of the outbox are missing while the database does not answer."""
        counters = self.api.relay.counters
        for attribute, (name, text) in GAUGES.items():
            yield GaugeMetricFamily(name, text, getattr(counters, attribute))
        for attribute, (name, text) in COUNTERS.items():
            yield CounterMetricFamily(name, text, getattr(counters, attribute))
        yield GaugeMetricFamily(
            "strata_position",
            "Position in the log of events that is told here.",
            self.api.relay.hub.pos,
        )
        reading = asyncio.run_coroutine_threadsafe(read_state(self.api), self.loop)
        lag, outbox = reading.result()
        yield GaugeMetricFamily(
            "strata_relay_lag_seconds", "Time since the log of events was read to its end.", lag
        )
        if outbox is not None:
            yield GaugeMetricFamily(
                "strata_outbox_rows",
                "Changes that have no position in the log of events yet.",
                outbox[0],
            )
            yield GaugeMetricFamily(
                "strata_sequencer_lag_seconds",
                "Age of the oldest of these; 0 without any.",
                outbox[1],
            )


async def read_state(api: Api) -> tuple[float, tuple[float, float] | None]:
    """How far behind the relay is; rows of the outbox and age of the oldest, if one can know."""
    outbox = None
    with suppress(psycopg.Error, TimeoutError):
        async with asyncio.timeout(PATIENCE):
            depth, oldest = (await run(api.pool, OUTBOX, repeatable=True)).row
        outbox = float(depth or 0), float(oldest or 0)
    return api.relay.lag, outbox


@asynccontextmanager
async def exposed(api: Api) -> AsyncIterator[None]:
    """Serve the measures in the block, from threads that ask the event loop."""
    if api.settings.metrics is None:
        yield
        return
    registry = CollectorRegistry()
    for collector in (ProcessCollector, PlatformCollector, GCCollector):
        collector(registry=registry)
    registry.register(Measures(api, asyncio.get_running_loop()))
    host, port = api.settings.metrics
    server, thread = start_http_server(port, host, registry)
    try:
        yield
    finally:
        await asyncio.to_thread(server.shutdown)
        server.server_close()
        thread.join()
