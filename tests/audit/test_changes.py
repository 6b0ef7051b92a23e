"""Which change wrote a row and which one ended it, and the views of what was known."""

from collections.abc import Callable

import psycopg

from tests.support.servers import Database

CHANGES = (
    "SELECT time_zone, change_id, superseded_by FROM org.site_history "
    "UNION ALL SELECT time_zone, change_id, NULL FROM org.site ORDER BY change_id"
)


def changes(connection: psycopg.Connection) -> list[int]:
    """The numbers of all changes so far."""
    found = connection.execute("SELECT change_id FROM audit.transaction ORDER BY 1")
    return [row[0] for row in found]


def test_every_version_names_its_change_and_the_one_that_ended_it(
    admin: psycopg.Connection,
) -> None:
    admin.execute("INSERT INTO org.site (name, time_zone) VALUES ('Office', 'Europe/Berlin')")
    admin.execute("UPDATE org.site SET time_zone = 'Asia/Tokyo'")
    created, updated = changes(admin)[-2:]
    assert admin.execute(CHANGES).fetchall() == [
        ("Europe/Berlin", created, updated),
        ("Asia/Tokyo", updated, None),
    ]
    admin.execute("DELETE FROM org.site")
    deleted = changes(admin)[-1]
    assert admin.execute(CHANGES).fetchall() == [
        ("Europe/Berlin", created, updated),
        ("Asia/Tokyo", updated, deleted),
    ]


def test_a_change_that_comes_late_is_named_all_the_same(
    admin: psycopg.Connection, database: Database
) -> None:
    admin.execute("INSERT INTO org.site (name, time_zone) VALUES ('Office', 'Europe/Berlin')")
    with database.connect() as late, late.transaction():
        late.execute("INSERT INTO org.unit (name) VALUES ('Acme')")
        admin.execute("UPDATE org.site SET time_zone = 'Asia/Tokyo'")
        late.execute("UPDATE org.site SET time_zone = 'Europe/London'")
    created, first_begun, first_written = changes(admin)[-3:]
    by_zone = {zone: (change, ended) for zone, change, ended in admin.execute(CHANGES)}
    assert by_zone == {
        "Europe/Berlin": (created, first_written),
        "Asia/Tokyo": (first_written, first_begun),
        "Europe/London": (first_begun, None),
    }


def test_known_views_show_what_was_known(admin: psycopg.Connection) -> None:
    def known(at: str) -> list[str]:
        with admin.transaction():
            admin.execute("SELECT set_config('strata.known_at', %s, TRUE)", [at])
            return [row[0] for row in admin.execute("SELECT time_zone FROM org.site_known")]

    def instant() -> str:
        row = admin.execute("SELECT clock_timestamp()::text").fetchone()
        assert row is not None
        return str(row[0])

    instants = [instant()]
    steps: list[Callable[[], object]] = [
        lambda: admin.execute("INSERT INTO org.site (name, time_zone) VALUES ('A', 'Asia/Tokyo')"),
        lambda: admin.execute("UPDATE org.site SET time_zone = 'Europe/Rome'"),
        lambda: admin.execute("DELETE FROM org.site"),
    ]
    for step in steps:
        step()
        instants.append(instant())
    assert [known(at) for at in instants] == [[], ["Asia/Tokyo"], ["Europe/Rome"], []]
    assert known("") == []


def test_the_present_is_read_without_the_history(admin: psycopg.Connection) -> None:
    admin.execute("INSERT INTO org.site (name, time_zone) VALUES ('A', 'Asia/Tokyo')")
    admin.execute("UPDATE org.site SET time_zone = 'Europe/Rome'")
    plan = [
        row[0]
        for row in admin.execute(
            "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT time_zone FROM org.site_known"
        )
    ]
    history = next(line for line in plan if "on site_history" in line)
    assert "never executed" in history, plan
