"""If-Match and Idempotency-Key: changed is what was read, and what is sent twice is done once."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import httpx
import psycopg
import pytest

from tests.http.running import Running
from tests.http.test_problems import problem_of
from tests.support.waiting import wait_until

WAITING = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"


def make(server: Running, name: str) -> httpx.Response:
    """A new unit."""
    answer = server.post("/v1/units", {"name": name, "parent_id": 1})
    assert answer.status_code == 201, answer.text
    return answer


def at_once(calls: Sequence[Callable[[], httpx.Response]]) -> list[httpx.Response]:
    """The answers of calls that run side by side."""
    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(call) for call in calls]]


def patch(server: Running, path: str, name: str, tag: str | None) -> httpx.Response:
    """Give something another name."""
    headers = {} if tag is None else {"If-Match": tag}
    return server.http.patch(path, json={"name": name}, headers=headers)


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_a_change_says_what_was_read(server: Running, method: str) -> None:
    """Without If-Match nothing is changed, and nothing is looked at."""
    body: dict[str, str] | None = {} if method == "PATCH" else None
    answer = server.http.request(method, "/v1/units/1", json=body)
    problem = problem_of(answer)
    assert (problem["status"], problem["type"]) == (428, "/problems/precondition-required")


def test_forms_of_if_match(server: Running) -> None:
    """The version counts, in a list, weak or compressed; what is no tag does not."""
    made = make(server, "Forms")
    path, version = made.headers["location"], made.json()["version"]
    for place, (tag, status) in enumerate(
        (
            ('"1.x"', 412),
            ('"x"', 412),
            ("", 412),
            (str(version), 412),
            (f'"{version}"', 412),
            (f'"{version + 1}.x"', 412),
            ('"99999999999999999999999.x"', 412),
            (f'"1.x", "{version}.x"', 200),
        )
    ):
        answer = patch(server, path, f"Forms {place}", tag)
        assert answer.status_code == status, (tag, answer.text)
    for form in ("{}", "W/{}", '"1.y" , {}'):
        tag = server.get(path).headers["etag"]
        assert patch(server, path, f"Forms {form}", form.format(tag)).status_code == 200
    packed = server.get(path, accept_encoding="gzip").headers["etag"][:-1] + '-gzip"'
    assert patch(server, path, "Forms of gzip", packed).status_code == 200
    assert patch(server, path, "Forms of any", "*").status_code == 200


def test_a_stale_change(server: Running) -> None:
    """412, also for an end; the resource stays as the other one left it."""
    made = make(server, "Stale")
    path, tag = made.headers["location"], made.headers["etag"]
    second = patch(server, path, "Stale 2", tag)
    assert second.status_code == 200
    for answer in (
        patch(server, path, "Stale 3", tag),
        server.http.delete(path, headers={"If-Match": tag}),
    ):
        problem = problem_of(answer)
        assert (problem["status"], problem["type"]) == (412, "/problems/precondition-failed")
    assert server.get(path).content == second.content


def test_of_two_changes_one_wins(server: Running) -> None:
    """Eight change the same version at once: one does, the others are told."""
    made = make(server, "Race")
    path, tag = made.headers["location"], made.headers["etag"]
    answers = at_once(
        [lambda n=n: patch(server, path, f"Race {n}", tag) for n in range(8)]  # type: ignore[misc]
    )
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 7
    winner = next(answer for answer in answers if answer.status_code == 200)
    assert server.get(path).content == winner.content


def test_a_change_waits_for_one_that_is_running(server: Running) -> None:
    """The version is compared with what the other one leaves, not with what it found."""
    made = make(server, "Slow")
    path, tag = made.headers["location"], made.headers["etag"]
    with psycopg.connect(server.database.url) as other:
        other.execute(
            "SELECT api.update_resource('unit', %s, '{\"name\": \"Slow 2\"}', NULL)",
            [made.json()["id"]],
        )
        with ThreadPoolExecutor(1) as pool:
            answer = pool.submit(patch, server, path, "Slow 3", tag)
            wait_until(lambda: server.execute(WAITING))
            other.commit()
            assert answer.result().status_code == 412
    assert server.get(path).json()["name"] == "Slow 2"


def send(server: Running, key: str, body: object, path: str = "/v1/units") -> httpx.Response:
    """A POST with an Idempotency-Key."""
    return server.http.post(path, json=body, headers={"Idempotency-Key": key})


def count(server: Running, name: str) -> int:
    """How many units have this name."""
    found: int = server.execute(f"SELECT count(*) FROM org.unit WHERE name = '{name}'")[0][0]
    return found


def test_sent_twice(server: Running) -> None:
    """The second time gets the answer of the first, although the resource has changed since."""
    body = {"name": "Once", "parent_id": 1}
    first = send(server, "once", body)
    assert first.status_code == 201
    assert patch(server, first.headers["location"], "Once more", "*").status_code == 200
    second = send(server, "once", body)
    assert (second.status_code, second.content) == (201, first.content)
    for name in ("location", "etag"):
        assert second.headers[name] == first.headers[name]
    assert count(server, "Once") == 0


def test_a_request_and_a_batch_sent_twice(server: Running) -> None:
    """It holds for every POST."""
    request = {
        "staff_id": 3,
        "adjustments": [
            {"activity": "leave", "start": "2027-03-01T00:00:00Z", "end": "2027-03-02T00:00:00Z"}
        ],
    }
    batch = [{"name": f"Twice {number}", "parent_id": 1} for number in range(50)]
    for path, body in (("/v1/requests", request), ("/v1/units", batch)):
        first, second = (send(server, f"twice {path}".replace(" ", "-"), body, path) for _ in "12")
        assert (first.status_code, second.status_code) == (201, 201), first.text
        assert first.content == second.content
        assert first.headers.get("location") == second.headers.get("location")


def test_another_request_with_the_key(server: Running) -> None:
    """422: another body, or the same one for another address; the answer that is kept stays."""
    body = {"name": "Key", "parent_id": 1}
    first = send(server, "reused", body)
    for other, path in (({**body, "name": "Other"}, "/v1/units"), (body, "/v1/sites")):
        problem = problem_of(send(server, "reused", other, path))
        assert (problem["status"], problem["type"]) == (422, "/problems/idempotency-key-reused")
    assert send(server, "reused", body).content == first.content
    assert count(server, "Other") == 0


def test_what_failed_is_not_remembered(server: Running) -> None:
    """The key is free again, for the same request or another one."""
    body = {"name": "Late child", "parent_id": 7777}
    assert send(server, "failed", body).status_code == 409
    assert server.execute("SELECT FROM audit.idempotency_key WHERE key = 'failed'") == []
    assert send(server, "failed", {**body, "parent_id": 1}).status_code == 201


@pytest.mark.parametrize("key", ["", "two words", "k" * 256, "caf\u00e9"])
def test_what_is_no_key(server: Running, key: str) -> None:
    """1 to 255 visible characters of ASCII."""
    headers = {"Idempotency-Key": key.encode("latin-1")}
    answer = server.http.post("/v1/units", json={}, headers=headers)  # type: ignore[arg-type]
    problem = problem_of(answer)
    assert (problem["status"], problem["type"]) == (400, "/problems/malformed-text")
    assert send(server, "!" + "k" * 254, {}).status_code == 422


def test_a_key_with_quotes(server: Running) -> None:
    """It is text and nothing else."""
    for key in ("'", "');--", "\\", "%s", "{call}"):
        body = {"name": f"Quoted {key}", "parent_id": 1}
        assert send(server, key, body).content == send(server, key, body).content


def test_sent_twice_at_once(server: Running) -> None:
    """Eight send the same: one effect, and all get the same answer."""
    body = {"name": "Together", "parent_id": 1}
    answers = at_once([lambda: send(server, "together", body)] * 8)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert count(server, "Together") == 1


def test_one_waits_for_another(server: Running) -> None:
    """While the first has not ended nobody knows its answer; when it fails, the next one acts."""
    body = {"name": "Waited for", "parent_id": 1}
    with psycopg.connect(server.database.url) as first, ThreadPoolExecutor(1) as pool:
        first.execute(
            "INSERT INTO audit.idempotency_key (account_id, key, fingerprint, claimed_at) "
            "SELECT 2, 'waited', 'x', now()"
        )
        answer = pool.submit(send, server, "waited", body)
        wait_until(lambda: server.execute(WAITING))
        assert count(server, "Waited for") == 0
        first.rollback()
        assert answer.result().status_code == 201
    assert count(server, "Waited for") == 1


def test_keys_expire(server: Running) -> None:
    """After 24 hours a key is new again, and what is left of old ones goes with any request."""
    body = {"name": "Expired", "parent_id": 1}
    path = send(server, "expired", body).headers["location"]
    server.http.delete(path, headers={"If-Match": "*"})
    assert send(server, "expired", body).headers["location"] == path
    server.execute("""
        UPDATE audit.idempotency_key SET claimed_at = now() - interval '24 hours 1 second';
        INSERT INTO audit.idempotency_key (account_id, key, fingerprint, claimed_at)
        SELECT 1, 'old ' || g, 'x', now() - interval '2 days' FROM generate_series(1, 50) AS g
    """)
    assert send(server, "expired", body).headers["location"] != path
    assert server.execute("SELECT key FROM audit.idempotency_key") == [("expired",)]
