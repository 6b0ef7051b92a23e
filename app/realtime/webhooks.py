"""Sends the deliveries of webhooks; several servers take turns."""

import asyncio
import base64
import hashlib
import hmac
import json
import logging
import time
from contextlib import suppress
from typing import NamedTuple

import httpcore
import psycopg

from app.config import Network
from app.http.logs import write_line
from app.http.pool import Pool, run
from app.http.statement import literal
from app.realtime.addresses import GuardedBackend, Unreachable

# Deliveries that are tried at the same time by one server, each of another webhook.
AT_ONCE = 8
# How long one that waits for its time, or that another server made out, may wait for us.
PAUSE = 2.0
# How long those that are under way may take when the server stops.
GRACE = 5.0
CONNECT_SECONDS = 5.0
WHOLE_SECONDS = 15.0
# Of an answer no more is read; what is longer ends the connection.
LARGEST_ANSWER = 4096
SETUP = (
    "SELECT set_config('role', 'strata_relay', TRUE), "
    "set_config('statement_timeout', '30s', TRUE), "
    "set_config('lock_timeout', '5s', TRUE); "
)
MAKE = f"{SETUP}SELECT event.make_deliveries()"
TAKE = f"{SETUP}SELECT event.take_delivery()"
REPORT = SETUP + "SELECT event.report_delivery({delivery}, {attempt}, {status}, {error}, {took})"


class Delivery(NamedTuple):
    """What event.take_delivery answers."""

    delivery: int
    attempt: int
    message_id: str
    url: str
    body: str
    secret: str


class Outcome(NamedTuple):
    """What came of an attempt: the status of the answer, and why it failed."""

    status: int | None
    error: str | None


def sign(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """The signature of a delivery, as the Standard Webhooks specification has it."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    content = b".".join((message_id.encode(), str(timestamp).encode(), body))
    return "v1," + base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()


class Sender:
    """Sends deliveries to what may be reached: no redirects, no proxies, no cookies."""

    def __init__(self, allowed: tuple[Network, ...]) -> None:
        self.pools = {
            scheme: httpcore.AsyncConnectionPool(
                max_connections=AT_ONCE,
                keepalive_expiry=10.0,
                network_backend=GuardedBackend(allowed, encrypted=scheme == "https"),
            )
            for scheme in ("http", "https")
        }

    async def send(self, delivery: Delivery) -> Outcome:
        """Try once; whatever goes wrong is an outcome."""
        try:
            async with asyncio.timeout(WHOLE_SECONDS):
                status = await self._post(delivery)
        except TimeoutError:
            return Outcome(None, f"There was no answer within {WHOLE_SECONDS:g} seconds.")
        except httpcore.ConnectTimeout:
            return Outcome(None, f"No connection was made within {CONNECT_SECONDS:g} seconds.")
        except Unreachable as error:
            return Outcome(None, str(error))
        except Exception as error:
            # Receivers have their own ways to fail, and other deliveries go on.
            said = "".join(each for each in str(error) if each.isprintable())
            return Outcome(None, said or type(error).__name__)
        return Outcome(status, None if 200 <= status < 300 else f"The answer was {status}.")

    async def _post(self, delivery: Delivery) -> int:
        body = delivery.body.encode()
        now = int(time.time())
        headers = [
            ("content-type", "application/json"),
            ("user-agent", "Strata"),
            ("accept-encoding", "identity"),
            ("webhook-id", delivery.message_id),
            ("webhook-timestamp", str(now)),
            ("webhook-signature", sign(delivery.secret, delivery.message_id, now, body)),
        ]
        seconds = dict.fromkeys(("read", "write", "pool"), WHOLE_SECONDS)
        pool = self.pools[delivery.url.partition(":")[0]]
        async with pool.stream(
            "POST",
            delivery.url,
            headers=headers,
            content=body,
            extensions={"timeout": {"connect": CONNECT_SECONDS, **seconds}},
        ) as answer:
            read = 0
            async for part in answer.aiter_stream():
                read += len(part)
                if read > LARGEST_ANSWER:
                    break
            return int(answer.status)

    async def close(self) -> None:
        """Close the connections."""
        for pool in self.pools.values():
            await pool.aclose()


class Deliverer:
    """Makes out deliveries when there is news, and tries those that are due."""

    def __init__(self, pool: Pool, allowed: tuple[Network, ...]) -> None:
        self.pool = pool
        self.sender = Sender(allowed)
        self.running: set[asyncio.Task[None]] = set()
        self.changed = asyncio.Event()

    def wake(self) -> None:
        """There may be news in the log."""
        self.changed.set()

    async def run(self) -> None:
        """Deliver until cancelled; then what is under way may end, so that it is not sent twice."""
        try:
            while True:
                try:
                    await self._round()
                except psycopg.Error as error:
                    logging.getLogger(__name__).warning("No webhook was looked after: %s", error)
                except Exception:
                    # Whatever it is: a server that delivers nothing any more is worse.
                    logging.getLogger(__name__).exception("No webhook was looked after.")
                with suppress(TimeoutError):
                    await asyncio.wait_for(self.changed.wait(), PAUSE)
                self.changed.clear()
        finally:
            if self.running:
                await asyncio.wait(self.running, timeout=GRACE)
            await self.sender.close()

    async def _round(self) -> None:
        """Make out what is new, and begin with what is due."""
        while (await run(self.pool, MAKE, repeatable=True)).row[0] == b"t":
            pass
        while len(self.running) < AT_ONCE:
            (found,) = (await run(self.pool, TAKE, repeatable=False)).row
            if found is None:
                return
            task = asyncio.create_task(self._try(Delivery(**json.loads(found))))
            self.running.add(task)
            task.add_done_callback(self._end)

    def _end(self, task: "asyncio.Task[None]") -> None:
        self.running.discard(task)
        self.changed.set()

    async def _try(self, delivery: Delivery) -> None:
        """Send one and say what came of it. What was sent and not reported is sent again later."""
        began = time.monotonic()
        outcome = await self.sender.send(delivery)
        statement = REPORT.format(
            delivery=delivery.delivery,
            attempt=delivery.attempt,
            status="NULL" if outcome.status is None else outcome.status,
            error="NULL" if outcome.error is None else literal(outcome.error),
            took=round((time.monotonic() - began) * 1000),
        )
        try:
            (state,) = (await run(self.pool, statement, repeatable=True)).row
        except psycopg.Error as error:
            logging.getLogger(__name__).warning("A delivery was not reported: %s", error)
            return
        write_line(
            "info" if outcome.error is None else "warning",
            "webhook tried",
            delivery=delivery.delivery,
            attempt=delivery.attempt,
            state=(state or b"").decode() or None,
            reason=outcome.error,
        )
