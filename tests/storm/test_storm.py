"""Eight sessions for ten seconds: no overlap, no deadlock, nobody waits for long."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

from app import ROOT
from tests.storm.writes import WRITES
from tests.support.servers import Database

FOLDER = Path(__file__).parent
SESSIONS, SECONDS = 8, 10
EXCLUSION_VIOLATION = "23P01"
LOCK_NOT_AVAILABLE = "55P03"
# A plain update has its row before it asks for the person, and gives up before it is a deadlock.
REFUSALS = {f"{name}: {EXCLUSION_VIOLATION}" for name in WRITES} | {
    f"{name}: {LOCK_NOT_AVAILABLE}" for name in WRITES if name.startswith("update")
}
WORST_STALL = 0.5


def test_storm(shared_database: Database) -> None:
    with shared_database.connect() as connection:
        connection.execute((FOLDER / "scene.sql").read_bytes())
    command = [sys.executable, "-m", "tests.storm.session", shared_database.url]
    sessions = [
        subprocess.Popen(
            [*command, str(seed), str(SECONDS)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        for seed in range(SESSIONS)
    ]
    results = [json.loads(session.communicate(timeout=SECONDS * 6)[0]) for session in sessions]
    worst = max(result["worst"] for result in results)
    outcomes: Counter[str] = sum((Counter(result["outcomes"]) for result in results), Counter())
    print("\n".join(f"{count:6} {outcome}" for outcome, count in sorted(outcomes.items())))
    print(f"worst stall {worst * 1000:.0f} ms")

    with shared_database.connect() as connection:
        assert connection.execute((FOLDER / "overlaps.sql").read_bytes()).fetchall() == []
    assert set(outcomes) - REFUSALS <= {f"{name}: stored" for name in WRITES}
    for outcome in ("stored", EXCLUSION_VIOLATION):
        assert outcomes[f"request: {outcome}"] > 100
        assert outcomes[f"locked inserts: {outcome}"] > 100
    assert worst < WORST_STALL
