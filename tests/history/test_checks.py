"""The checks find what is wrong, one by one, in a history that is right otherwise."""

from collections import Counter
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.history import checks
from tests.history.clients import Client, Connection, Gap, Told
from tests.history.record import Thing, must_hear
from tests.history.scene import ACCOUNTS

BEGAN = datetime(2030, 6, 3, tzinfo=UTC)


def thing(number: int, second: int, person: int = 1) -> Thing:
    """A contract that has changed."""
    found = Thing("schedule", "contract", number, BEGAN + timedelta(seconds=second), {person})
    found.rows["schedule.contract", str(number)] = [{}, {}]
    return found


def frame(pos: int, prev: int, of: Thing, version: int) -> dict[str, Any]:
    """What clients are told of it."""
    return {
        "type": "schedule:updated",
        "pos": pos,
        "prev": prev,
        "kind": of.kind,
        "id": of.number,
        "version": version,
        "at": of.at.isoformat(),
        "staff_id": min(of.people),
    }


THINGS = [thing(1, 1), thing(2, 2), thing(1, 3)]


@pytest.fixture
def client() -> Client:
    """Somebody who has been told of all three, on one connection."""
    client = Client("desk 0", "desk", "", [], 1)
    positions = [3, 4, 6, 9]
    client.connections = [Connection(3, positions)]
    client.told = [
        Told(0, pos, prev, frame(pos, prev, of, place))
        for place, (prev, pos, of) in enumerate(
            zip(positions[:-1], positions[1:], THINGS, strict=True)
        )
    ]
    return client


def faults_of(client: Client, *others: Client) -> list[str]:
    """What all checks find."""
    clients = [client, *others]
    return [
        *checks.order(clients),
        *checks.versions(clients),
        *checks.agreement(clients),
        *checks.delivery(THINGS, clients, Counter()),
        *checks.discretion(clients),
        *checks.gaps(clients),
    ]


def test_a_right_history(client: Client) -> None:
    assert faults_of(client, deepcopy(client)) == []


def test_an_event_that_nobody_is_told_of(client: Client) -> None:
    del client.told[1]
    (fault,) = faults_of(client)
    assert fault.startswith("desk 0: nobody was told of ('contract', 2,")


def test_an_event_that_one_is_not_told_of(client: Client) -> None:
    other = deepcopy(client)
    other.name = "desk 1"
    del other.told[1]
    (fault,) = faults_of(client, other)
    assert fault.startswith("desk 1: not told of ('contract', 2,")
    other.gaps = [Gap(0, "too-old", 4, 6)]
    assert faults_of(client, other) == []
    other.gaps = [Gap(0, "too-old", 4, 5)]
    assert len(faults_of(client, other)) == 1
    other.gaps = [Gap(0, "epoch", 4, 6)]
    assert faults_of(client, other) == ["desk 1: resync because of epoch from 4 to 6"]


def test_events_in_another_order(client: Client) -> None:
    client.connections[0].positions[1:3] = [6, 4]
    client.told[:2] = client.told[1], client.told[0]
    assert faults_of(client)[:2] == [
        "desk 0: 4 after 6 on connection 0",
        "desk 0: event 4 after event 6",
    ]


def test_a_chain_with_a_hole(client: Client) -> None:
    client.told[2] = client.told[2]._replace(before=4)
    (fault,) = faults_of(client)
    assert fault.endswith("was told after 4")


def test_a_version_that_goes_back(client: Client) -> None:
    client.told[0].frame["version"] = 7
    assert faults_of(client) == ["desk 0: ('contract', 1) has version 2 at 9 after 7 at 4"]


def test_a_position_that_means_two_things(client: Client) -> None:
    other = deepcopy(client)
    other.told[1].frame["staff_id"] = 5
    (fault,) = faults_of(client, other)
    assert fault.startswith("desk 0: 6 is {")


def test_an_event_of_somebody_who_is_not_seen(client: Client) -> None:
    client.told[1].frame["staff_id"] = 2
    (fault,) = faults_of(client)
    assert fault.startswith("desk 0: was told of person 2")


def test_a_state_that_is_not_that_of_a_fresh_read() -> None:
    held = {("board", 1): {"segments": []}, ("staff", 2): {"id": 2}}
    fresh = {("board", 1): {"segments": []}, ("duties", 3): {"id": 3}}
    assert list(checks.state("desk 0", dict(held), dict(held))) == []
    assert list(checks.state("desk 0", held, fresh)) == [
        "desk 0: ('duties', 3) is shown as None and is {'id': 3}",
        "desk 0: ('staff', 2) is shown as {'id': 2} and is None",
    ]


@pytest.mark.parametrize(
    ("account", "person", "expected"),
    [
        *(("desk", 1, True), ("desk", 2, False), ("manager", 2, True), ("own", 2, True)),
        *(("south", 1, False), ("south", 3, True), ("viewer", 20, True), ("desk", 20, False)),
    ],
)
def test_who_must_hear(account: str, person: int, expected: bool) -> None:
    """Person 20 is moved about, so that only those are certain who see everybody."""
    assert must_hear(ACCOUNTS[account], thing(1, 1, person), None) is expected
