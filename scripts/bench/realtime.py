"""Real time: fan-out beside a broadcast from memory, writes, slow clients, reconnects at once."""

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import crowds
import event_writes
import fan_out
from common import organisation, report, versions
from scene import prepare, server_with_commit_times

Part = Callable[[str, Path], list[dict[str, Any]]]
PARTS: dict[str, Part] = {
    "fan-out": fan_out.measure,
    "slow": crowds.slow,
    "storm": crowds.storm,
}


def main() -> None:
    """Measure on the newest version found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS, "writes"])
    wanted = parser.parse_args().parts or [*PARTS, "writes"]
    version = versions()[0]
    with tempfile.TemporaryDirectory() as name, server_with_commit_times(version) as url:
        own = organisation(url, 300)
        prepare(own)
        if "writes" in wanted:
            report("realtime-writes", event_writes.measure(version, own, Path(name)))
        for part in PARTS.keys() & wanted:
            report(f"realtime-{part}", PARTS[part](own, Path(name)))


if __name__ == "__main__":
    main()
