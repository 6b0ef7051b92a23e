"""Write sql/snapshot.txt, from a new database on the bundled PostgreSQL."""

import psycopg

from app import ROOT
from app.database.binaries import bundled_binaries, major_version
from app.database.catalogue import read_catalogue, write_snapshot
from app.database.scratch import scratch_database


def main() -> None:
    """Make the database, read its catalogue, write the file."""
    with scratch_database() as url, psycopg.connect(url) as connection:
        catalogue = read_catalogue(connection)
    version = int(major_version(bundled_binaries()))
    write_snapshot(ROOT / "sql" / "snapshot.txt", catalogue, version)


if __name__ == "__main__":
    main()
