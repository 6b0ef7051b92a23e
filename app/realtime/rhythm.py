"""How long sockets and streams wait for what, in seconds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rhythm:
    """The times that docs/realtime.md promises; tests make them shorter."""

    # How often each follower is looked at.
    tick: float = 1.0
    # A socket that has not said by then who it is, is closed.
    auth: float = 5.0
    # After so long without an event, at random in between, a mark says how far the log was read.
    mark_least: float = 15.0
    mark_most: float = 25.0
    ping: float = 20.0
    # A socket from which no pong came for so long is closed.
    pong: float = 60.0
    # Who does not take the closing frame by then is cut off.
    close: float = 5.0
    # How long somebody who comes may wait for this node to have read the log up to them.
    catch_up: float = 10.0


RHYTHM = Rhythm()
