"""From a change over HTTP to a request that a receiver gets, and what becomes of it."""

import itertools
import os
import signal
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from tests.http.conftest import fill
from tests.http.running import Running, running
from tests.support.servers import Database
from tests.support.waiting import wait_until
from tests.webhooks.receiver import FINE, Answer, Received, Receiver

_numbers = itertools.count(1)
DUE = "UPDATE event.delivery SET next_attempt_at = clock_timestamp() WHERE state = 'waiting'"


def subscribe(server: Running, receiver: Receiver, **fields: object) -> dict[str, Any]:
    """A webhook with a path of its own at the receiver."""
    path = f"/{next(_numbers)}"
    # What the tables were filled with is old when it begins to listen.
    server.execute("SELECT event.sequence(TRUE)")
    body = {"name": "Test", "url": receiver.address + path, **fields}
    answer = server.post("/v1/webhooks", body)
    assert answer.status_code == 201, answer.text
    return {**answer.json(), "path": path}


def change(server: Running, **fields: object) -> int:
    """A new duty of Ada; its id."""
    body = {"name": f"Duty {next(_numbers)}", "day": "2027-01-04", "staff_id": 1, **fields}
    answer = server.post("/v1/duties", body)
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


def deliveries(server: Running, webhook: dict[str, Any], query: str = "") -> list[dict[str, Any]]:
    """The delivery log of a webhook, the oldest first."""
    answer = server.get(f"/v1/webhooks/{webhook['id']}/deliveries{query}")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items[::-1]


def is_tried(server: Running, webhook: dict[str, Any]) -> bool:
    """Whether there has been an attempt."""
    return any(each["attempts"] for each in deliveries(server, webhook))


def switch_off(server: Running, webhook: dict[str, Any]) -> None:
    """Nothing of this webhook disturbs the tests that follow."""
    answer = server.http.delete(f"/v1/webhooks/{webhook['id']}", headers={"If-Match": "*"})
    assert answer.status_code == 204


def test_a_change_arrives_signed(served: Running, receiver: Receiver) -> None:
    """The specification's headers, a signature that only the secret makes, one event."""
    webhook = subscribe(served, receiver, types=["schedule:created"])
    duty = change(served)
    wait_until(lambda: receiver.at(webhook["path"]))
    (request,) = receiver.at(webhook["path"])
    assert request.is_signed_by(webhook["secret"])
    assert not request.is_signed_by("whsec_" + 43 * "A" + "=")
    event = request.event
    assert (event["type"], event["kind"], event["id"]) == ("schedule:created", "duty", duty)
    assert request.headers["webhook-id"] == f"{webhook['id']}_{event['epoch']}_{event['pos']}"
    assert abs(int(request.headers["webhook-timestamp"]) - time.time()) < 60
    kept = {name: request.headers[name] for name in ("content-type", "user-agent", "host")}
    assert kept == {
        "content-type": "application/json",
        "user-agent": "Strata",
        "host": receiver.address.removeprefix("http://"),
    }
    wait_until(lambda: deliveries(served, webhook, "?state=delivered"))
    (delivery,) = deliveries(served, webhook)
    (attempt,) = delivery["attempts"]
    assert (attempt["attempt"], attempt["status"], attempt["error"]) == (1, 204, None)
    assert delivery == {
        "id": delivery["id"],
        "message_id": request.headers["webhook-id"],
        "event": event,
        "state": "delivered",
        "created_at": delivery["created_at"],
        "next_attempt_at": None,
        "ended_at": delivery["ended_at"],
        "attempts": [attempt],
    }
    switch_off(served, webhook)


def test_what_fails_is_tried_again_and_given_up(served: Running, receiver: Receiver) -> None:
    """Attempts with one id, each signed; after the last one it rests until somebody asks for it."""
    webhook = subscribe(served, receiver, types=["schedule:created"])
    path = webhook["path"]
    receiver.answers[path] = lambda _: (503, {}, b"not now")
    change(served)
    wait_until(partial(is_tried, served, webhook))
    # As if it had failed seven times.
    served.execute(f"{DUE} AND webhook_id = {webhook['id']}")
    served.execute(f"UPDATE event.delivery SET failures = 7 WHERE webhook_id = {webhook['id']}")
    wait_until(lambda: deliveries(served, webhook, "?state=dead"))
    (dead,) = deliveries(served, webhook, "?state=dead")
    assert [each["error"] for each in dead["attempts"]] == ["The answer was 503."] * 2
    assert len({each.headers["webhook-id"] for each in receiver.at(path)}) == 1
    assert all(each.is_signed_by(webhook["secret"]) for each in receiver.at(path))

    del receiver.answers[path]
    address = f"/v1/webhooks/{webhook['id']}/deliveries/{dead['id']}/redeliver"
    again = served.post(address, None)
    assert (again.status_code, again.json()["state"]) == (200, "waiting")
    wait_until(lambda: deliveries(served, webhook, "?state=delivered"))
    (delivery,) = deliveries(served, webhook)
    assert [each["status"] for each in delivery["attempts"]] == [503, 503, 204]
    # What has arrived can be had again too.
    assert served.post(address, None).status_code == 200
    wait_until(lambda: len(receiver.at(path)) == 4)
    switch_off(served, webhook)


def test_redirects_are_not_followed(served: Running, receiver: Receiver) -> None:
    """A redirect is a failure, wherever it leads."""
    webhook = subscribe(served, receiver, types=["schedule:created"])
    trap = receiver.address + "/trap"
    receiver.answers[webhook["path"]] = lambda _: (307, {"location": trap}, b"")
    change(served)
    wait_until(partial(is_tried, served, webhook))
    (delivery,) = deliveries(served, webhook)
    assert delivery["attempts"][0]["error"] == "The answer was 307."
    assert receiver.at("/trap") == []
    switch_off(served, webhook)


def test_nobody_reads_all_of_a_long_answer(served: Running, receiver: Receiver) -> None:
    """The status counts; the rest of the answer is left."""
    webhook = subscribe(served, receiver, types=["schedule:created"])
    receiver.answers[webhook["path"]] = lambda _: (200, {}, bytes(50 * 1024**2))
    change(served)
    wait_until(lambda: deliveries(served, webhook, "?state=delivered"))
    switch_off(served, webhook)


def test_addresses_that_are_refused(served: Running, receiver: Receiver) -> None:
    """Names and odd spellings are looked at when something is sent, and the log says why not."""
    port = receiver.port
    before = len(receiver.received)
    urls = {
        f"http://localhost:{port}/": None,
        f"http://127.0.0.2:{port}/": "127.0.0.2",
        f"http://[::1]:{port}/": "::1",
        f"http://[::ffff:127.0.0.1]:{port}/": "::ffff:127.0.0.1",
        f"http://0:{port}/": "0.0.0.0",
        f"http://0x7f000002:{port}/": "127.0.0.2",
        f"http://2130706434:{port}/": "127.0.0.2",
        f"http://127.2:{port}/": "127.0.0.2",
        f"http://169.254.169.254:{port}/": "169.254.169.254",
    }
    values = ", ".join(f"('{url}')" for url in urls)
    rows = served.execute(
        "INSERT INTO event.webhook_resource (name, url, account_id, types)"
        f" SELECT 'Test', v.url, 2, '{{schedule:created}}' FROM (VALUES {values}) AS v (url)"
        " RETURNING id, url"
    )
    change(served)
    for webhook, url in rows:
        known = {"id": webhook}
        wait_until(partial(is_tried, served, known))
        (delivery,) = deliveries(served, known)
        error = delivery["attempts"][0]["error"]
        if address := urls[url]:
            expected = f"{address} is no public address, and not in STRATA_WEBHOOK_NETWORKS."
            assert error == expected
        else:
            # Whether a name has an address of IPv6 too is up to the machine.
            assert error in (None, expected_of_localhost())
        switch_off(served, known)
    assert {each.headers["host"] for each in receiver.received[before:]} <= {f"localhost:{port}"}


def expected_of_localhost() -> str:
    """What is said of a name that leads to an address that is allowed and to one that is not."""
    return "::1 is no public address, and not in STRATA_WEBHOOK_NETWORKS."


def answer_late(_: Received) -> Answer:
    """Take half a second."""
    time.sleep(0.5)
    return FINE


def test_a_server_that_dies_before_it_reports(
    database: Database, loopback: None, receiver: Receiver, tmp_path: Path
) -> None:
    """What arrived is sent again by the next server: at least once, with the same id."""
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    # That a server ends in this way is not what others expect.
    with suppress(AssertionError), running(fill(database), first) as server:
        webhook = subscribe(server, receiver, types=["schedule:created"])

        def kill(_: Received) -> Answer:
            os.kill(server.process.pid, signal.SIGKILL)
            return 204, {}, b""

        receiver.answers[webhook["path"]] = kill
        change(server)
        wait_until(lambda: server.process.poll() is not None)
    path = webhook["path"]
    with database.connect() as connection:
        row = connection.execute("SELECT state, attempts FROM event.delivery").fetchone()
        assert row == ("waiting", 1)
        connection.execute(DUE)
        connection.execute("UPDATE event.webhook_progress SET busy_until = clock_timestamp()")
    # Who is stopped, and not killed, waits for the answer and reports it.
    receiver.answers[path] = answer_late
    with running(database, second):
        wait_until(lambda: len(receiver.at(path)) == 2)
    with database.connect() as connection:
        row = connection.execute("SELECT state, attempts FROM event.delivery").fetchone()
        assert row == ("delivered", 2)
    one, two = receiver.at(path)
    assert one.headers["webhook-id"] == two.headers["webhook-id"]
    assert one.body == two.body


def test_two_servers_share_the_work(served: Running, receiver: Receiver, tmp_path: Path) -> None:
    """Each delivery is sent once, by whichever server, and those of a webhook in their order."""
    # The administrator is there already.
    with running(served.database, tmp_path):
        webhooks = [subscribe(served, receiver, types=["schedule:created"]) for _ in range(3)]
        made = [{"name": f"Many {n}", "day": "2027-02-01", "staff_id": 1} for n in range(20)]
        assert served.post("/v1/duties", made).status_code == 201

        def all_arrived() -> bool:
            logs = [deliveries(served, webhook, "?state=delivered") for webhook in webhooks]
            return all(len(log) == len(made) for log in logs)

        wait_until(all_arrived)
    for webhook in webhooks:
        positions = receiver.positions(webhook["path"])
        assert positions == sorted(set(positions))
        assert len(positions) == len(made)
        switch_off(served, webhook)
