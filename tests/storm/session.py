"""One session of the storm: python -m tests.storm.session URL SEED SECONDS."""

import json
import random
import sys
import time
from collections import Counter
from typing import Any

import psycopg

from tests.storm.writes import WRITES


def storm(url: str, seed: int, seconds: float) -> dict[str, Any]:
    """Writes for a while: how often what came of which write, and the longest wait for one."""
    chance = random.Random(seed)
    outcomes: Counter[str] = Counter()
    worst = 0.0
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET ROLE strata_owner")
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            name, write = chance.choice(tuple(WRITES.items()))
            began = time.monotonic()
            try:
                write(connection, chance)
                outcome = "stored"
            except psycopg.Error as error:
                outcome = error.sqlstate or type(error).__name__
            worst = max(worst, time.monotonic() - began)
            outcomes[f"{name}: {outcome}"] += 1
    return {"outcomes": outcomes, "worst": worst}


if __name__ == "__main__":
    print(json.dumps(storm(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))))
