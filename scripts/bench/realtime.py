"""Real time: fan-out beside a broadcast from memory, writes, slow clients, reconnects at once."""

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import crowds
import event_writes
import fan_out
from common import organisation, report, server, versions
from scene import prepare

Part = Callable[[str, Path], list[dict[str, Any]]]
PARTS: dict[str, Part] = {
    "fan-out": fan_out.measure,
    "slow": crowds.slow,
    "storm": crowds.storm,
}


def main() -> None:
    """Measure on the newest version found."""
    parser = argparse.ArgumentParser(description=__doc__)
    # argparse checks the empty list of those who want everything, too.
    choices = [[], *PARTS, "writes"]
    names = ", ".join([*PARTS, "writes"])
    parser.add_argument("parts", nargs="*", choices=choices, metavar="part", help=names)
    wanted = parser.parse_args().parts or [*PARTS, "writes"]
    version = versions()[0]
    # The server remembers when each transaction was committed.
    settings = {"track_commit_timestamp": "on"}
    with tempfile.TemporaryDirectory() as name, server(version, settings) as url:
        own = organisation(url, 300)
        prepare(own)
        if "writes" in wanted:
            report("realtime-writes", event_writes.measure(version, own, Path(name)))
        for part, measure in PARTS.items():
            if part in wanted:
                report(f"realtime-{part}", measure(own, Path(name)))


if __name__ == "__main__":
    main()
