"""Ten people take the same shift at once: one has it, and nothing is half done."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import httpx

from tests.http.running import Running
from tests.shifts.conftest import Client, segments

DAY = "2030-06-10"
COUNTS = (
    "SELECT (SELECT count(*) FROM schedule.request), (SELECT count(*) FROM schedule.adjustment),"
    " (SELECT count(*) FROM audit.entry WHERE relation = 'schedule.request')"
)


def test_one_of_ten_has_it(ward: Running, client: Client) -> None:
    """Three times over; of the giver, whom all of them would send home, too."""
    clients = [client(f"nurse{number}") for number in range(11, 21)]
    # Apart, for one may win twice: neighbours would be read as one.
    for hour in (9, 11, 13):
        shift = ward.post(
            "/v1/open-shifts",
            {"unit_id": 2, "activity": "remote", "giver_id": 2}
            | {"start": f"{DAY}T{hour:02}:00:00Z", "end": f"{DAY}T{hour + 1:02}:00:00Z"},
        ).json()
        ((requests, adjustments, entries),) = ward.execute(COUNTS)
        barrier = Barrier(len(clients))

        def take(each: httpx.Client, number: int = shift["id"], gate: Barrier = barrier) -> str:
            gate.wait()
            answer = each.post(f"/v1/open-shifts/{number}/take", json={})
            return str(answer.json().get("code", answer.status_code))

        with ThreadPoolExecutor(len(clients)) as pool:
            answers = sorted(pool.map(take, clients))
        assert answers == ["200"] + ["ST083"] * 9
        taken = ward.get(f"/v1/open-shifts/{shift['id']}").json()
        assert taken["state"] == "taken"
        assert taken["taken_by"] in range(11, 21)
        # Asked for, and approved by a rule: two transitions of one request of two people.
        assert ward.execute(COUNTS) == [(requests + 1, adjustments + 2, entries + 3)]
        assert (f"{hour:02}:00", f"{hour + 1:02}:00", "remote") in segments(
            ward, taken["taken_by"], DAY
        )
    assert segments(ward, 2, DAY) == [
        ("07:00", "09:00", "office"),
        ("09:00", "10:00", "off"),
        ("10:00", "11:00", "office"),
        ("11:00", "12:00", "off"),
        ("12:00", "13:00", "office"),
        ("13:00", "14:00", "off"),
        ("14:00", "15:00", "office"),
    ]
