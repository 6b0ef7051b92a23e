"""/v1/webhooks: what is accepted, the secret that is shown once, and the delivery log."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.http.running import Running
from tests.http.test_problems import problem_of

PATH = "/v1/webhooks"
BODY = {"name": "Payroll", "url": "https://payroll.example.org/strata?key=1"}
ANY = {"If-Match": "*"}
FORM = r"^https?://([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?([/?][!-\"$-~]*)?$".replace(
    '\\"', '"'
)
TYPES = (
    "schedule:created, schedule:updated, schedule:deleted, schedule:bulk, approval:requested,"
    " approval:completed, approval:updated, staff:updated, settings:updated"
)


@pytest.fixture(autouse=True)
def nothing_sent(served: Running) -> Iterator[None]:
    """Nobody is there to receive anything: what a test makes goes at its end."""
    yield
    served.execute("DELETE FROM event.webhook")


def make(served: Running, **fields: object) -> dict[str, Any]:
    """A webhook that is switched off, so that nothing is sent."""
    answer = served.post(PATH, {**BODY, "active": False, **fields})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def faults(answer: httpx.Response) -> list[tuple[str, str]]:
    """Where something is wrong, and what."""
    return [(each["pointer"], each["detail"]) for each in problem_of(answer)["errors"]]


def test_the_defaults(served: Running) -> None:
    """Everything that the own account sees, at once."""
    made = served.post(PATH, BODY).json()
    account = served.get("/v1/me").json()["account_id"]
    assert made == {
        "id": made["id"],
        **BODY,
        "types": [],
        "unit_ids": [],
        "staff_ids": [],
        "account_id": account,
        "active": True,
        "secret_made_at": made["secret_made_at"],
        "secret": made["secret"],
        "version": made["version"],
    }


def test_the_secret_is_shown_once(served: Running) -> None:
    """In the answer that made it, whether of one webhook, of many or of another secret."""
    made = make(served)
    assert made["secret"].startswith("whsec_")
    address = f"{PATH}/{made['id']}"
    assert served.get(address).json() == made | {"secret": None}
    assert served.get(PATH).json()["items"] == [made | {"secret": None}]
    assert served.get(f"{address}?fields=secret").json()["secret"] is None
    changed = served.http.patch(address, json={"name": "Other"}, headers=ANY).json()
    assert (changed["secret"], changed["secret_made_at"]) == (None, made["secret_made_at"])

    renewed = served.post(f"{address}/secret", None)
    assert renewed.status_code == 200
    other = renewed.json()
    assert other["secret"] not in (None, made["secret"])
    assert other["secret_made_at"] > made["secret_made_at"]
    assert other["version"] > changed["version"]
    assert served.get(address).json() == other | {"secret": None}
    ((stored,),) = served.execute("SELECT secret FROM event.webhook_progress")
    assert stored == other["secret"]
    # Who made it is in the audit, as every change is.
    newest, *_ = served.get("/v1/audit?relation=event.webhook").json()["items"]
    assert newest["row"] == str(made["id"])
    differing = {name for name, value in newest["new"].items() if newest["old"][name] != value}
    assert differing == {"secret_made_at"}

    many = served.post(PATH, [{**BODY, "active": False}] * 2).json()["items"]
    assert len({each["secret"] for each in [*many, other]}) == 3
    assert "whsec_" not in served.log.read_text(encoding="utf-8")
    ((found,),) = served.execute(
        "SELECT count(*) FROM audit.entry AS e WHERE e::text LIKE '%whsec%'"
    )
    assert found == 0


def test_a_creation_that_is_sent_again(served: Running) -> None:
    """Whoever lost the answer has it again by the key of the request."""
    headers = {"Idempotency-Key": "once"}
    first, second = (served.http.post(PATH, json=BODY, headers=headers) for _ in range(2))
    assert first.json()["secret"].startswith("whsec_")
    assert first.content == second.content


@pytest.mark.parametrize(
    ("fields", "pointer", "detail"),
    [
        ({"name": " "}, "/name", "name must not be blank."),
        ({"name": None}, "/name", "name must be text."),
        ({"url": "ftp://example.org/"}, "/url", f"url must match {FORM}."),
        ({"url": "https://user@example.org/"}, "/url", f"url must match {FORM}."),
        ({"url": "https://example.org/#top"}, "/url", f"url must match {FORM}."),
        ({"url": "https://bücher.example/"}, "/url", f"url must match {FORM}."),
        ({"url": "https://example.org /"}, "/url", f"url must match {FORM}."),
        ({"url": "https:///path"}, "/url", f"url must match {FORM}."),
        (
            {"url": "https://example.org/" + 2000 * "x"},
            "/url",
            "url must have at most 2000 characters.",
        ),
        ({"types": ["schedule:begun"]}, "/types/0", f"types/0 must be one of {TYPES}."),
        ({"types": ["control:rights"]}, "/types/0", f"types/0 must be one of {TYPES}."),
        ({"types": ["staff:updated"] * 2}, "/types", "types has an entry twice."),
        ({"types": None}, "/types", "types must be a list."),
        ({"unit_ids": [1, 99]}, "/unit_ids/1", "There is no unit 99."),
        ({"staff_ids": [99]}, "/staff_ids/0", "There is no person 99."),
        ({"secret": "mine"}, "/secret", "secret is set by the server."),
        ({"secret_made_at": None}, "/secret_made_at", "secret_made_at is set by the server."),
        ({"events": []}, "/events", "There is no such field."),
        *(
            (
                {"url": url},
                "/url",
                f"{address} is no address that webhooks of this server may reach.",
            )
            for url, address in (
                ("http://10.1.2.3/", "10.1.2.3"),
                ("https://127.0.0.2", "127.0.0.2"),
                ("https://169.254.169.254/latest/meta-data", "169.254.169.254"),
                ("https://0.0.0.0:80?x", "0.0.0.0"),
                ("https://[::1]:443/", "::1"),
                ("https://[::ffff:127.0.0.1]/", "::ffff:127.0.0.1"),
                ("https://[fd00::1]", "fd00::1"),
                ("https://[64:ff9b::7f00:1]/", "64:ff9b::7f00:1"),
            )
        ),
    ],
)
def test_what_is_refused(
    served: Running, fields: dict[str, Any], pointer: str, detail: str
) -> None:
    """The same on creation, among others, and on a change."""
    answer = served.post(PATH, {**BODY, **fields})
    assert (answer.status_code, faults(answer)) == (422, [(pointer, detail)])
    made = make(served)
    changed = served.http.patch(f"{PATH}/{made['id']}", json=fields, headers=ANY)
    assert (changed.status_code, faults(changed)) == (422, [(pointer, detail)])
    many = served.post(PATH, [BODY, {**BODY, **fields}])
    assert (many.status_code, faults(many)) == (422, [(f"/1{pointer}", detail)])


def test_everything_that_is_wrong_is_said_at_once(served: Running) -> None:
    answer = served.post(
        PATH, {**BODY, "url": "http://10.0.0.1", "unit_ids": [98, 99], "staff_ids": [97]}
    )
    assert faults(answer) == [
        ("/url", "10.0.0.1 is no address that webhooks of this server may reach."),
        ("/unit_ids/0", "There is no unit 98."),
        ("/unit_ids/1", "There is no unit 99."),
        ("/staff_ids/0", "There is no person 97."),
    ]
    assert faults(served.post(PATH, {})) == [
        ("/name", "name is missing."),
        ("/url", "url is missing."),
    ]


def test_an_account_that_does_not_exist(served: Running) -> None:
    answer = served.post(PATH, {**BODY, "account_id": 99})
    assert (answer.status_code, faults(answer)) == (
        409,
        [("/account_id", "There is no such account, or webhooks have its rights.")],
    )


def test_what_is_allowed(served: Running) -> None:
    """Names, public addresses, and what STRATA_WEBHOOK_NETWORKS lists."""
    for url in ("http://127.0.0.1:8080", "https://8.8.8.8/", "https://[2606:4700::1111]/x?y=%20"):
        assert make(served, url=url)["url"] == url


def test_the_delivery_log(served: Running) -> None:
    """The newest first, a page at a time, by state."""
    webhook, other = make(served), make(served)
    served.execute(
        "INSERT INTO event.delivery (webhook_id, epoch, pos, type, body, scopes, state)"
        f" SELECT {webhook['id']}, 'e', n, 'staff:updated',"
        ' format(\'{"type": "staff:updated", "epoch": "e", "pos": %s}\', n), \'{all}\','
        " CASE WHEN n = 2 THEN 'dead' ELSE 'delivered' END FROM generate_series(1, 3) AS n"
    )
    address = f"{PATH}/{webhook['id']}/deliveries"
    first = served.get(f"{address}?limit=2")
    second = served.http.get(first.links["next"]["url"])
    pages = [[each["event"]["pos"] for each in p.json()["items"]] for p in (first, second)]
    assert pages == [[3, 2], [1]]
    assert second.json()["next"] is None
    (dead,) = served.get(f"{address}?state=dead").json()["items"]
    assert (dead["event"]["pos"], dead["attempts"]) == (2, [])
    assert served.get(f"{PATH}/{other['id']}/deliveries").json() == {"items": [], "next": None}

    again = served.post(f"{address}/{dead['id']}/redeliver", None)
    assert (again.status_code, problem_of(again)["detail"]) == (
        409,
        "The webhook is not active: nothing is sent.",
    )
    served.execute("UPDATE event.webhook SET active = TRUE")
    stranger = served.post(f"{PATH}/{other['id']}/deliveries/{dead['id']}/redeliver", None)
    assert (stranger.status_code, faults(stranger)) == (
        404,
        [("/delivery", f"There is no delivery {dead['id']} of this webhook.")],
    )


@pytest.mark.parametrize(
    ("query", "status", "pointer", "detail"),
    [
        ("state=lost", 422, "/state", "state must be one of waiting, delivered, dead."),
        ("limit=0", 422, "/limit", "limit must be a number from 1 to 1000."),
        (
            "cursor=ff",
            400,
            "/cursor",
            "cursor is not one that this server gave for this list: begin again without it.",
        ),
    ],
)
def test_lists_that_cannot_be(
    served: Running, query: str, status: int, pointer: str, detail: str
) -> None:
    webhook = make(served)
    answer = served.get(f"{PATH}/{webhook['id']}/deliveries?{query}")
    assert (answer.status_code, faults(answer)) == (status, [(pointer, detail)])


def test_a_webhook_that_is_not_there(served: Running) -> None:
    for answer in (
        served.get(f"{PATH}/99"),
        served.get(f"{PATH}/99/deliveries"),
        served.post(f"{PATH}/99/secret", None),
        served.post(f"{PATH}/99/deliveries/1/redeliver", None),
    ):
        assert (answer.status_code, problem_of(answer)["detail"]) == (
            404,
            "There is no webhook 99.",
        )
