"""What a node counts of its real time, for whoever watches it."""

from dataclasses import dataclass


@dataclass
class Counters:
    """Plain numbers since the start; `sockets` and `streams` are those that are open now."""

    sockets: int = 0
    streams: int = 0
    sent: int = 0
    overflows: int = 0
    replays: int = 0
    resyncs: int = 0
    listener_reconnects: int = 0
    closed: int = 0
