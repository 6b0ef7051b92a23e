"""What hardly anybody writes does not stop the log, and nobody who looks for long."""

from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest
from psycopg import Connection

from tests.events.telling import sequence
from tests.shifts.conftest import ORGANISATION
from tests.support.servers import Database

REQUEST = """
SELECT schedule.store_approved_request(
    {},
    '[{{"activity": "meeting", "start": "2030-06-03T08:00:00Z", "end": "2030-06-03T10:00:00Z"}}]'
)
"""
MEMBERSHIP = "UPDATE org.membership SET valid = '{}' WHERE staff_id = 2"
CONTRACT = "UPDATE schedule.contract SET valid = '{}' WHERE staff_id = 2"
FAR = [
    MEMBERSHIP.format("[-infinity,infinity)"),
    MEMBERSHIP.format("[2026-01-01,5874897-12-31)"),
    CONTRACT.format("[-infinity,infinity)"),
    CONTRACT.format("[2026-01-01,5874897-12-31)"),
    CONTRACT.format("[infinity,)"),
    "INSERT INTO schedule.duty (name, day, staff_id) VALUES ('Door', 'infinity', 2)",
    "INSERT INTO schedule.duty (name, day, staff_id) VALUES ('Door', '0044-03-15 BC', 2)",
    REQUEST.format(2).replace("2030-06-03T", "294276-12-31T"),
]


@pytest.fixture
def ward(database: Database) -> Iterator[Connection]:
    """The administrator's connection to an organisation of people who exchange shifts."""
    with database.connect() as connection:
        connection.execute(ORGANISATION.encode())
        sequence(connection)
        yield connection


def test_dates_beyond_all_calendars_are_told(ward: Connection) -> None:
    for statement in FAR:
        ward.execute(statement.encode())
        assert {each.payload["staff_id"] for each in sequence(ward)} == {2}, statement
    # What comes after them about the same person, too.
    ward.execute(CONTRACT.format("[2026-02-01,2026-03-01)").encode())
    assert {each.type for each in sequence(ward)} == {"schedule:updated"}


def test_it_does_not_matter_how_the_writer_reads_dates(ward: Connection) -> None:
    ward.execute("SET datestyle = 'SQL, DMY'")
    ward.execute(CONTRACT.format("[25/02/2026,05/03/2026)").encode())
    ward.execute("RESET datestyle")
    (told,) = sequence(ward)
    assert told.type == "schedule:updated"
    ward.execute("SET datestyle = 'SQL, DMY'")
    ward.execute(CONTRACT.format("[03/02/2026,05/02/2026)").encode())
    ward.execute("RESET datestyle")
    (told,) = sequence(ward)
    # From what it was to what it is, and to its end whatever begins on its last day.
    assert told.payload["start"][:10] in {"2026-02-02", "2026-02-03"}
    assert told.payload["end"][:10] in {"2026-03-05", "2026-03-06"}
    kept = "SELECT new ->> 'valid' FROM audit.entry ORDER BY entry_id DESC LIMIT 1"
    assert ward.execute(kept.encode()).fetchone() == ("[2026-02-03,2026-02-05)",)


def test_it_does_not_matter_how_the_sequencer_reads_dates(ward: Connection) -> None:
    ward.execute("SET datestyle = 'German'")
    ward.execute(REQUEST.format(2).encode())
    told = sequence(ward)[0]
    assert told.payload["start"] == "2030-06-03T08:00:00Z"
    assert datetime.fromisoformat(told.payload["at"]).tzinfo == UTC


def test_a_part_that_goes_over_tells_nobody_of_the_other_request(ward: Connection) -> None:
    ward.execute(REQUEST.format(2).encode())
    ward.execute(REQUEST.format(3).encode())
    sequence(ward)
    ward.execute(
        "UPDATE schedule.adjustment SET request_id = (SELECT max(request_id) FROM schedule.request)"
        " WHERE staff_id = 2"
    )
    told = {
        each.payload["staff_id"]: each.scopes
        for each in sequence(ward)
        if each.payload["kind"] == "request"
    }
    assert "s2" in told[2]
    assert "s3" not in told[2]
    assert "s3" in told[3]
    assert "s2" not in told[3]


def test_who_reads_the_log_for_long_keeps_nobody_waiting(
    ward: Connection, database: Database
) -> None:
    """As a dump does. New days are there all the same; old ones go when it has ended."""
    newest = (
        "SELECT to_regclass("
        "'event.log_' || to_char(now() AT TIME ZONE 'UTC' + interval '2 days', 'YYYYMMDD'))::text"
    )
    (name,) = ward.execute(newest.encode()).fetchone() or (None,)
    ward.execute(f"DROP TABLE {name}".encode())
    ward.execute(
        "CREATE TABLE event.log_20200101 PARTITION OF event.log"
        " FOR VALUES FROM ('2020-01-01') TO ('2020-01-02')"
    )
    with psycopg.connect(database.url) as dump:
        dump.execute("LOCK TABLE event.log IN ACCESS SHARE MODE")
        assert ward.execute("SELECT event.keep_log()").fetchone() == (0,)
        assert ward.execute(newest.encode()).fetchone() != (None,)
    assert ward.execute("SELECT event.keep_log()").fetchone() == (1,)


def test_a_change_that_cannot_be_told_does_not_keep_others_back(ward: Connection) -> None:
    """Everybody reads again what it may have changed; before and after it all goes on as ever."""
    ward.execute("UPDATE org.unit SET name = 'Before' WHERE unit_id = 2")
    ward.execute("UPDATE org.holiday SET name = name")
    with ward.transaction():
        ward.execute(CONTRACT.format("[2026-02-01,)").encode())
        ward.execute(
            "WITH entry AS ("
            " INSERT INTO audit.entry (change_id, relation, row_key, action, new)"
            " SELECT max(change_id), 'schedule.duty', '9', 'insert', '{\"day\": \"never\"}'"
            " FROM audit.transaction RETURNING entry_id, change_id)"
            " INSERT INTO event.outbox (change_id, entry_id, version)"
            " SELECT change_id, entry_id, 1 FROM entry"
        )
    ward.execute("UPDATE org.unit SET name = 'After' WHERE unit_id = 3")
    told = sequence(ward)
    assert [each.type for each in told] == ["settings:updated", "schedule:bulk", "settings:updated"]
    assert told[1].payload["kinds"] == ["contract", "duty"]
    assert told[1].scopes == {"all"}
    assert [each.pos - told[0].pos for each in told] == [0, 1, 2]
    assert ward.execute("SELECT event.has_lived_on()").fetchone() == (True,)


def test_a_session_that_is_deleted_has_ended(ward: Connection) -> None:
    ward.execute(
        "INSERT INTO auth.session (account_id, created_at, last_used_at, expires_at)"
        " SELECT account_id, now(), now(), now() + make_interval(hours => s.hours)"
        " FROM (SELECT min(account_id) AS account_id FROM auth.account) AS a,"
        " (VALUES (1), (-1)) AS s (hours)"
    )
    (alive,) = ward.execute(
        "SELECT session_id FROM auth.session WHERE expires_at > now()"
    ).fetchone() or (0,)
    ward.execute("DELETE FROM auth.session")
    (told,) = sequence(ward)
    assert (told.type, told.payload) == ("control:session", {"session": alive})


def test_who_decided_until_a_step_went_to_others_is_told(ward: Connection) -> None:
    """Also who reads the request for no other reason: it is gone from the inbox."""
    ward.execute("INSERT INTO schedule.request (staff_id, state) VALUES (2, 'pending')")
    ward.execute(
        "INSERT INTO approval.step"
        " (request_id, place, deciders, quorum, account_ids, state, on_deadline, deadline_minutes)"
        " SELECT request_id, 1, 'accounts', 'any',"
        " ARRAY(SELECT account_id FROM auth.account WHERE name = 'Vic'), 'pending', 'escalate', 60"
        " FROM schedule.request"
    )
    (vic,) = ward.execute(
        "SELECT 'a' || account_id FROM auth.account WHERE name = 'Vic'"
    ).fetchone() or ("",)
    told = sequence(ward)[-1]
    assert told.type == "approval:requested"
    assert vic in told.scopes
    ward.execute("SELECT approval.escalate(step_id) FROM approval.step")
    (told,) = sequence(ward)
    assert vic in told.scopes
    ward.execute("UPDATE schedule.request SET reason = 'Other'")
    (told,) = sequence(ward)
    assert vic not in told.scopes
