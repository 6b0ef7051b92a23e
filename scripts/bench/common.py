"""What the measurements share: a server, an organisation on it, and how results are kept."""

import json
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from rich.console import Console
from rich.progress import track
from rich.table import Table

from app import ROOT
from app.database import embedded, migrate
from app.database.binaries import postgresql_binaries

HERE = Path(__file__).parent
console = Console()


@contextmanager
def server(version: str, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """A throw-away server with the settings of the embedded one; the URL of its administrator."""
    with tempfile.TemporaryDirectory(prefix="strata-bench-") as name:
        Path(name).chmod(0o711)
        binaries = postgresql_binaries()[version]
        place = Path(name) / "postgres"
        with embedded.running(place, binaries, console.print, settings) as cluster:
            yield cluster.url()


def transactions_per_second(
    version: str, url: str, script: Path, clients: int, seconds: float
) -> float:
    """The rate at which so many clients of pgbench execute a script."""
    output = subprocess.run(
        [
            *(postgresql_binaries()[version] / "pgbench", "--no-vacuum", "--protocol=simple"),
            *(f"--client={clients}", f"--time={seconds:.0f}", f"--file={script}", url),
        ],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    found = re.search(r"tps = ([\d.]+)", output)
    assert found, output
    return float(found[1])


def organisation(url: str, people: int, first_day: str = "2026-10-01") -> str:
    """The URL of a new database with an organisation of this size, adjusted from that day on."""
    name = f"people_{people}_{first_day}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    own = make_conninfo(url, dbname=name)
    migrate.up(own, ROOT, lambda _: None)
    with psycopg.connect(own, autocommit=True) as connection:
        for setting, value in {"people": str(people), "first_day": first_day}.items():
            connection.execute("SELECT set_config(%s, %s, FALSE)", [f"bench.{setting}", value])
        statements = (HERE / "organisation.sql").read_text().split(";\n")
        for statement in track(statements, f"Loading {people:,} people"):
            if statement.strip():
                connection.execute(statement.encode())
        connection.execute("VACUUM ANALYZE")
    return own


def versions() -> list[str]:
    """The versions of PostgreSQL on this machine, the newest first."""
    return sorted(postgresql_binaries(), key=int, reverse=True)


def report(name: str, rows: list[dict[str, Any]]) -> None:
    """Print the rows as a table and keep them as JSON below the data directory."""
    table = Table(title=name)
    for column in rows[0]:
        table.add_column(column, justify="right")
    for row in rows:
        table.add_row(*(f"{v:,.2f}" if isinstance(v, float) else str(v) for v in row.values()))
    console.print(table)
    target = ROOT / ".strata" / "bench" / f"{name}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    console.print(f"Written to {target.relative_to(ROOT)}.")
