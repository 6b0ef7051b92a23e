"""The database and the model agree on random lives of requests."""

from hypothesis.stateful import run_state_machine_as_test

from tests.approval.machine import PROFILE, Machine
from tests.approval.store import Store


def test_every_transition_agrees(prepared: Store) -> None:
    machine = type("BoundMachine", (Machine,), {"store": prepared})
    run_state_machine_as_test(machine, settings=PROFILE)
