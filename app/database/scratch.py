"""A new database on the bundled PostgreSQL, for what is generated from the catalogue."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app import ROOT
from app.database import embedded, migrate
from app.database.binaries import bundled_binaries


@contextmanager
def scratch_database() -> Iterator[str]:
    """The URL of the administrator of a database that has just been made."""
    with tempfile.TemporaryDirectory(prefix="strata-") as directory:
        Path(directory).chmod(0o711)
        place = Path(directory) / "postgres"
        with embedded.running(place, bundled_binaries(), print, {"fsync": "off"}) as cluster:
            migrate.up(cluster.url(), ROOT, print)
            yield cluster.url()
