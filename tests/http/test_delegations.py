"""/v1/delegations: who hands the right to decide to whom, and what cannot be handed on."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import httpx
import pytest

from tests.http.running import Running
from tests.http.test_problems import problem_of

PATH = "/v1/delegations"
TIME = {"from": "2030-06-03T09:00:00Z", "to": "2030-06-17T09:00:00Z"}
NOT_YOURS = "The account has no right to do this."
ANY = {"If-Match": "*"}


class Who(NamedTuple):
    """An account that is signed in."""

    id: int
    http: httpx.Client


@pytest.fixture(scope="module")
def people(server: Running) -> Iterator[dict[str, Who]]:
    """A manager, the one who stands in, somebody else, and who administers a unit only."""
    found = {}
    for name in ("max", "dee", "eve", "una"):
        account = server.add_account(f"{name}@acme.test", "manager")
        with server.client() as client:
            client_of = httpx.Client(base_url=client.base_url, timeout=30)
        token = server.log_in(f"{name}@acme.test", client_of)["access_token"]
        client_of.headers["Authorization"] = f"Bearer {token}"
        found[name] = Who(account, client_of)
    server.execute(
        "UPDATE auth.role_grant SET role = 'admin', unit_id = 2"
        f" WHERE account_id = {found['una'].id}"
    )
    yield found
    for who in found.values():
        who.http.close()


@pytest.fixture(autouse=True)
def nothing_handed_over(server: Running) -> None:
    """Each test begins without delegations."""
    server.execute("DELETE FROM approval.delegation")


def fault(answer: httpx.Response) -> tuple[int, str, str]:
    """Status, pointer and detail of the only fault."""
    problem = problem_of(answer)
    (only,) = problem["errors"]
    return problem["status"], only["pointer"], only["detail"]


def hand_over(who: Who, delegate: Who, **fields: object) -> dict[str, Any]:
    """A delegation of somebody's own."""
    answer = who.http.post(PATH, json={"delegate_id": delegate.id, **TIME, **fields})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def test_the_own_account_is_the_default(people: dict[str, Who]) -> None:
    made = hand_over(people["max"], people["dee"])
    assert made == {
        "id": made["id"],
        "account_id": people["max"].id,
        "delegate_id": people["dee"].id,
        **TIME,
        "version": made["version"],
    }


def test_both_sides_and_administrators_of_everything_see_it(
    server: Running, people: dict[str, Who]
) -> None:
    made = hand_over(people["max"], people["dee"])
    address = f"{PATH}/{made['id']}"
    for client in (people["max"].http, people["dee"].http, server.http):
        assert client.get(address).json() == made
        assert client.get(PATH).json()["items"] == [made]
    for name in ("eve", "una"):
        assert people[name].http.get(PATH).json()["items"] == []
        hidden = people[name].http.get(address)
        assert (hidden.status_code, hidden.json()["detail"]) == (
            404,
            f"There is no delegation {made['id']}.",
        )
        assert people[name].http.delete(address, headers=ANY).status_code == 404
        assert people[name].http.patch(address, json={}, headers=ANY).status_code == 404


def test_only_whose_right_it_is_writes_it(server: Running, people: dict[str, Who]) -> None:
    made = hand_over(people["max"], people["dee"])
    address = f"{PATH}/{made['id']}"
    later = {"to": "2030-07-01T00:00:00Z"}
    delegate = people["dee"].http
    for answer in (
        delegate.patch(address, json=later, headers=ANY),
        delegate.patch(address, json={}, headers=ANY),
        delegate.delete(address, headers=ANY),
        delegate.post(PATH, json={"account_id": people["max"].id, "delegate_id": 1, **TIME}),
    ):
        assert (answer.status_code, answer.json()["detail"]) == (403, NOT_YOURS)
    body = {"account_id": people["max"].id, "delegate_id": people["eve"].id, **TIME}
    # Who administers a unit knows all accounts, others know of their own only.
    assert people["una"].http.post(PATH, json=body).status_code == 403
    unknown = fault(people["eve"].http.post(PATH, json=body))
    nobody = fault(people["eve"].http.post(PATH, json={**body, "account_id": 999}))
    assert unknown == nobody == (409, "/account_id", "There is no such account.")
    assert server.http.patch(address, json=later, headers=ANY).json()["to"] == later["to"]
    answer = people["max"].http.patch(address, json={"account_id": 1}, headers=ANY)
    assert fault(answer) == (422, "/account_id", "account_id cannot be changed.")


def test_an_administrator_hands_over_for_others(server: Running, people: dict[str, Who]) -> None:
    body = {"account_id": people["max"].id, "delegate_id": people["dee"].id, **TIME}
    assert server.http.post(PATH, json=body).status_code == 201
    assert len(people["dee"].http.get(PATH).json()["items"]) == 1


def test_one_delegate_at_a_time(people: dict[str, Who]) -> None:
    manager, other = people["max"], people["eve"]
    made = hand_over(manager, people["dee"])
    overlapping = {"delegate_id": other.id, "from": "2030-06-17T08:59:00Z", "to": None}
    taken = (409, "/from", "The account has a delegate in that time already.")
    assert fault(manager.http.post(PATH, json=overlapping)) == taken
    # Right after it, and of somebody else at the same time.
    after = hand_over(manager, other, **{"from": TIME["to"], "to": None})
    hand_over(other, people["dee"])
    assert after["to"] is None
    moved = manager.http.patch(
        f"{PATH}/{made['id']}", json={"to": "2030-06-18T00:00:00Z"}, headers=ANY
    )
    assert fault(moved) == taken


def test_instants_are_shown_in_utc_and_the_same_one_is_no_change(people: dict[str, Who]) -> None:
    made = hand_over(
        people["max"], people["dee"], **{"from": "2030-06-03T11:00:00+02:00", "to": None}
    )
    assert made["from"] == TIME["from"]
    answer = people["max"].http.patch(
        f"{PATH}/{made['id']}", json={"from": "2030-06-03T18:00:00+09:00"}, headers=ANY
    )
    assert answer.json() == made


NO_MINUTE = "must be an RFC 3339 instant in whole minutes, such as 2026-11-23T09:00:00Z."


@pytest.mark.parametrize(
    ("fields", "status", "pointer", "detail"),
    [
        ({"delegate_id": 999}, 409, "/delegate_id", "There is no such account."),
        ({"delegate_id": None}, 422, "/delegate_id", "delegate_id must be a whole number."),
        ({"account_id": None}, 422, "/account_id", "account_id must be a whole number."),
        ({"from": None}, 422, "/from", "from must be text."),
        ({"from": TIME["to"], "to": TIME["from"]}, 422, "/to", "to must be later than from."),
        ({"to": TIME["from"]}, 422, "/to", "to must be later than from."),
        ({"from": "2030-06-03"}, 422, "/from", f"from {NO_MINUTE}"),
        ({"from": "2030-06-03T09:00:00"}, 422, "/from", f"from {NO_MINUTE}"),
        ({"from": "2030-06-03T09:00:01Z"}, 422, "/from", f"from {NO_MINUTE}"),
        ({"to": "2030-06-31T09:00:00Z"}, 422, "/to", f"to {NO_MINUTE}"),
        ({"until": "2031-01-01T00:00:00Z"}, 422, "/until", "There is no such field."),
    ],
)
def test_what_is_wrong_is_named(
    people: dict[str, Who], fields: dict[str, Any], status: int, pointer: str, detail: str
) -> None:
    body = {"delegate_id": people["dee"].id, **TIME, **fields}
    assert fault(people["max"].http.post(PATH, json=body)) == (status, pointer, detail)
    assert people["max"].http.get(PATH).json()["items"] == []


def test_nobody_is_the_own_delegate(people: dict[str, Who]) -> None:
    answer = people["max"].http.post(PATH, json={"delegate_id": people["max"].id, **TIME})
    assert fault(answer) == (422, "/delegate_id", "Nobody is the own delegate.")


def test_who_cannot_act_any_more_is_no_delegate(server: Running, people: dict[str, Who]) -> None:
    account = server.add_account("left@acme.test")
    server.execute(f"UPDATE auth.account SET active = FALSE WHERE account_id = {account}")
    answer = people["max"].http.post(PATH, json={"delegate_id": account, **TIME})
    assert fault(answer) == (409, "/delegate_id", "There is no such account.")


def test_deleting_ends_what_has_begun(server: Running, people: dict[str, Who]) -> None:
    """It stays to be seen until when; what has not begun goes, and what is over stays as it is."""
    manager = people["max"]
    over = hand_over(
        manager, people["dee"], **{"from": "2020-01-01T00:00:00Z", "to": "2020-02-01T00:00:00Z"}
    )
    running = hand_over(manager, people["dee"], **{"from": "2020-02-01T00:00:00Z"})
    planned = hand_over(manager, people["dee"], **{"from": TIME["to"], "to": None})
    ((before,),) = server.execute("SELECT now()")
    for made in (over, running, planned):
        answer = manager.http.delete(f"{PATH}/{made['id']}", headers=ANY)
        assert answer.status_code == 204, answer.text
    assert manager.http.get(f"{PATH}/{over['id']}").json() == over
    ended = datetime.fromisoformat(manager.http.get(f"{PATH}/{running['id']}").json()["to"])
    assert timedelta() <= before - ended.astimezone(before.tzinfo) + timedelta(minutes=1)
    assert ended <= before + timedelta(minutes=1)
    assert ended.second == 0
    assert manager.http.get(f"{PATH}/{planned['id']}").status_code == 404


def test_its_history_names_who_changed_it(server: Running, people: dict[str, Who]) -> None:
    made = hand_over(people["max"], people["dee"])
    server.http.patch(f"{PATH}/{made['id']}", json={"to": None}, headers=ANY)
    history = people["dee"].http.get(f"/v1/history/delegations/{made['id']}").json()["items"]
    assert [item["action"] for item in history] == ["changed", "created"]
    assert history[0]["changes"] == {"to": {"old": TIME["to"], "new": None}}
