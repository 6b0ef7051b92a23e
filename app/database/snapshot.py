"""Write sql/snapshot.txt, from a new database on the bundled PostgreSQL."""

import tempfile
from pathlib import Path

import psycopg

from app import ROOT
from app.database import embedded, migrate
from app.database.binaries import bundled_binaries, major_version
from app.database.catalogue import read_catalogue, write_snapshot


def main() -> None:
    """Make the database, read its catalogue, write the file."""
    binaries = bundled_binaries()
    with tempfile.TemporaryDirectory(prefix="strata-") as directory:
        Path(directory).chmod(0o711)
        place = Path(directory) / "postgres"
        with embedded.running(place, binaries, print, {"fsync": "off"}) as cluster:
            migrate.up(cluster.url(), ROOT, print)
            with psycopg.connect(cluster.url()) as connection:
                catalogue = read_catalogue(connection)
    write_snapshot(ROOT / "sql" / "snapshot.txt", catalogue, int(major_version(binaries)))


if __name__ == "__main__":
    main()
