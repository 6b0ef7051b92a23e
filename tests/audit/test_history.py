"""Transaction time: what is kept of superseded rows, and what a revision says."""

import psycopg

from tests.support.servers import Database

SITES = "SELECT time_zone, superseded IS NULL FROM org.site_version ORDER BY recorded_from"


def scalar(connection: psycopg.Connection, statement: str) -> object:
    row = connection.execute(statement.encode()).fetchone()
    assert row
    return row[0]


def test_a_version_holds_until_the_next_one(admin: psycopg.Connection) -> None:
    admin.execute("INSERT INTO org.site (name, time_zone) VALUES ('Office', 'Europe/Berlin')")
    admin.execute("UPDATE org.site SET time_zone = 'Asia/Tokyo'")
    admin.execute("DELETE FROM org.site")
    first, second = admin.execute(
        "SELECT time_zone, recorded FROM org.site_history ORDER BY recorded"
    ).fetchall()
    assert (first[0], second[0]) == ("Europe/Berlin", "Asia/Tokyo")
    assert first[1].upper == second[1].lower
    assert scalar(admin, "SELECT count(*) FROM org.site") == 0


def test_one_transaction_is_one_instant(admin: psycopg.Connection) -> None:
    with admin.transaction():
        admin.execute("INSERT INTO org.site (name, time_zone) VALUES ('Office', 'Europe/Berlin')")
        admin.execute("INSERT INTO org.unit (name) VALUES ('Acme')")
        admin.execute("UPDATE org.site SET time_zone = 'Asia/Tokyo'")
    assert scalar(admin, "SELECT count(*) FROM org.site_history") == 0
    assert scalar(
        admin, "SELECT s.recorded_from = u.recorded_from FROM org.site AS s, org.unit AS u"
    )
    kept = "SELECT database_login, account_id FROM audit.transaction ORDER BY change_id DESC"
    assert admin.execute(kept).fetchone() == (admin.info.user, None)


def test_a_transaction_that_comes_late_does_not_turn_time_back(
    admin: psycopg.Connection, database: Database
) -> None:
    admin.execute("INSERT INTO org.site (name, time_zone) VALUES ('Office', 'Europe/Berlin')")
    with database.connect() as late, late.transaction():
        late.execute("INSERT INTO org.unit (name) VALUES ('Acme')")
        admin.execute("UPDATE org.site SET time_zone = 'Asia/Tokyo'")
        late.execute("UPDATE org.site SET time_zone = 'Europe/London'")
    assert admin.execute(SITES).fetchall() == [
        ("Europe/Berlin", False),
        ("Asia/Tokyo", False),
        ("Europe/London", True),
    ]


def test_a_forged_change_number_is_not_believed(admin: psycopg.Connection) -> None:
    admin.execute("INSERT INTO org.site (name, time_zone) VALUES ('Office', 'Europe/Berlin')")
    with admin.transaction():
        admin.execute(
            "SELECT set_config('strata.change', max(change_id)::text, TRUE) FROM audit.transaction"
        )
        admin.execute("UPDATE org.site SET time_zone = 'Asia/Tokyo'")
    assert admin.execute(SITES).fetchall() == [("Europe/Berlin", False), ("Asia/Tokyo", True)]


def test_a_revision_differs_once_a_change_can_be_seen(
    admin: psycopg.Connection, database: Database
) -> None:
    def revision() -> object:
        return scalar(admin, "SELECT audit.revision()")

    calm = revision()
    assert revision() == calm
    with database.connect() as early, database.connect() as late:
        with early.transaction():
            early.execute("INSERT INTO org.unit (name) VALUES ('Acme')")
            late.execute("INSERT INTO org.site (name, time_zone) VALUES ('Office', 'UTC')")
            # The later change is seen and has the higher number; the earlier one is still running.
            between = revision()
            assert between != calm
        assert revision() not in (calm, between)
