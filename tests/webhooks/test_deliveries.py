"""Which deliveries are made out, who tries them when, and when they are given up."""

from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest

from tests.support.resources import change, one, refused, run
from tests.support.servers import Database
from tests.webhooks.scene import (
    PEOPLE,
    VIEWER,
    append,
    bodies,
    make,
    make_due,
    report,
    subscribe,
    take,
)

WEBHOOK = "event.webhook_resource"
# After each failed attempt but the last: the pause, in seconds, before jitter.
PAUSES = (10, 60, 300, 1800, 7200, 21600, 43200)


@pytest.fixture
def log(shared_database: Database) -> Iterator[psycopg.Connection]:
    """A connection to an organisation without webhooks, with room in the log."""
    with shared_database.connect() as connection:
        run(connection, "DELETE FROM event.webhook")
        if not run(connection, "SELECT 1 FROM auth.account"):
            connection.execute(PEOPLE.encode())
            run(connection, "SELECT event.keep_log()")
            run(connection, "UPDATE event.sequencer SET epoch = 'e1'")
        yield connection


def test_what_is_sent(log: psycopg.Connection) -> None:
    """The event as a websocket shows it, with its epoch; nothing from before the webhook."""
    append(log, "schedule:created", ["v*"], id=1)
    webhook = subscribe(log)
    pos = append(log, "schedule:created", ["v2", "v*"], id=7, version=8, action="created")
    make(log)
    assert bodies(log, webhook) == [
        {
            "type": "schedule:created",
            "epoch": "e1",
            "pos": pos,
            "kind": "duty",
            "id": 7,
            "version": 8,
            "action": "created",
        }
    ]
    (row,) = run(log, "SELECT body FROM event.delivery")
    assert row["body"].startswith(f'{{"type": "schedule:created", "epoch": "e1", "pos": {pos}, "')


def test_types_and_rights(log: psycopg.Connection) -> None:
    """Of the types that are wanted, what the account may see, and never what is for servers."""
    everything = subscribe(log)
    some = subscribe(log, types=["schedule:deleted", "staff:updated"])
    viewer = subscribe(log, account_id=VIEWER)
    shown = append(log, "schedule:deleted", ["v*"])
    private = append(log, "schedule:created", ["s1", "m*"])
    staff = append(log, "staff:updated", ["x*"])
    append(log, "control:session", ["all"], session=1)
    append(log, "control:rights", ["all"], accounts=[99])
    make(log)
    assert [each["pos"] for each in bodies(log, everything)] == [shown, private, staff]
    assert [each["pos"] for each in bodies(log, some)] == [shown, staff]
    assert [each["pos"] for each in bodies(log, viewer)] == [shown]


def test_other_rights(log: psycopg.Connection) -> None:
    """Whose rights change is told to read again, whatever the types."""
    webhook = subscribe(log, account_id=VIEWER, types=["staff:updated"])
    pos = append(log, "control:rights", ["all"], accounts=[99, VIEWER])
    make(log)
    assert bodies(log, webhook) == [
        {"type": "resync", "epoch": "e1", "pos": pos, "reason": "rights"}
    ]


def test_an_account_that_is_switched_off(log: psycopg.Connection) -> None:
    """Nothing is made out for it, and what waits is given up."""
    webhook = subscribe(log, account_id=VIEWER)
    append(log, "schedule:created", ["v*"])
    make(log)
    change(log, "auth.account_resource", VIEWER, active=False)
    append(log, "schedule:created", ["all", "v*"])
    make(log)
    assert take(log) is None
    assert run(
        log,
        "SELECT d.state, d.attempts, a.attempt, a.status, a.error"
        " FROM event.delivery AS d JOIN event.delivery_attempt AS a USING (delivery_id)"
        " WHERE d.webhook_id = %s",
        webhook,
    ) == [
        {
            "state": "dead",
            "attempts": 1,
            "attempt": 1,
            "status": None,
            "error": "The account of the webhook may not see this any more.",
        }
    ]
    change(log, "auth.account_resource", VIEWER, active=True)


def test_narrowing(log: psycopg.Connection) -> None:
    """By units with those below, by people; what concerns no person comes always."""
    sales = subscribe(log, unit_ids=[2])
    works = subscribe(log, unit_ids=[4])
    bob = subscribe(log, staff_ids=[2])
    either = subscribe(log, unit_ids=[4], staff_ids=[2])
    sent = {
        "ada of the shop": append(log, "schedule:created", ["v3", "v2", "v1", "v*"], staff_id=1),
        "sick cyd": append(log, "schedule:created", ["s3", "m3", "m2", "m1", "m*"], staff_id=3),
        "bob of the works": append(log, "schedule:created", ["v4", "v1", "v*"], staff_id=2),
        "cyd and bob": append(
            log, "approval:updated", ["m3", "m2", "m1", "m*"], staff_id=3, partner_id=2
        ),
        "an account": append(log, "settings:updated", ["x*"], staff_id=1),
        "many": append(log, "schedule:bulk", ["all"], kinds=["duty"]),
    }
    names = {pos: name for name, pos in sent.items()}
    make(log)
    seen = {
        webhook: [names[each["pos"]] for each in bodies(log, webhook)]
        for webhook in (sales, works, bob, either)
    }
    always = ["an account", "many"]
    assert seen == {
        sales: ["ada of the shop", "sick cyd", "cyd and bob", *always],
        works: ["bob of the works", *always],
        bob: ["bob of the works", "cyd and bob", *always],
        either: ["bob of the works", "cyd and bob", *always],
    }


def test_what_happens_while_it_is_off_is_not_sent(log: psycopg.Connection) -> None:
    webhook = subscribe(log)
    waiting = append(log, "schedule:created", ["v*"])
    make(log)
    change(log, WEBHOOK, webhook, active=False)
    append(log, "schedule:created", ["v*"])
    make(log)
    assert take(log) is None
    change(log, WEBHOOK, webhook, active=True)
    last = append(log, "schedule:created", ["v*"])
    make(log)
    assert [each["pos"] for each in bodies(log, webhook)] == [waiting, last]
    assert take(log) is not None


def test_another_epoch(log: psycopg.Connection) -> None:
    """Positions of another life of the database mean nothing: it goes on from the end."""
    webhook = subscribe(log)
    append(log, "schedule:created", ["v*"])
    run(log, "UPDATE event.sequencer SET epoch = 'e2'")
    head = append(log, "schedule:created", ["v*"])
    make(log)
    after = append(log, "schedule:created", ["v*"])
    make(log)
    first, second = bodies(log, webhook)
    assert first == {"type": "resync", "epoch": "e2", "pos": head, "reason": "epoch"}
    assert (second["type"], second["epoch"], second["pos"]) == ("schedule:created", "e2", after)
    run(log, "UPDATE event.sequencer SET epoch = 'e1'")


def test_a_log_that_is_not_kept_any_more(log: psycopg.Connection) -> None:
    """Whoever was not looked after for so long is told so, and goes on with what there is."""
    webhook = subscribe(log)
    gone = append(log, "schedule:created", ["v*"])
    kept = append(log, "schedule:created", ["v*"])
    with log.transaction(force_rollback=True):
        run(log, "DELETE FROM event.log WHERE pos <= %s", gone)
        make(log)
        first, second = bodies(log, webhook)
        assert first == {"type": "resync", "epoch": "e1", "pos": gone, "reason": "too-old"}
        assert second["pos"] == kept
    with log.transaction(force_rollback=True):
        run(log, "DELETE FROM event.log")
        make(log)
        (only,) = bodies(log, webhook)
        assert only == {"type": "resync", "epoch": "e1", "pos": kept, "reason": "too-old"}


def test_long_logs_are_looked_through_part_by_part(log: psycopg.Connection) -> None:
    webhook = subscribe(log)
    wanted = [append(log, "schedule:created", ["v*"]) for _ in range(5)]
    parts = [one(log, "SELECT event.make_deliveries(2) AS more")["more"] for _ in range(3)]
    assert parts == [True, True, False]
    assert [each["pos"] for each in bodies(log, webhook)] == wanted


def test_two_servers_make_each_delivery_once(
    log: psycopg.Connection, shared_database: Database
) -> None:
    """While one has a webhook, the other one leaves it alone; afterwards there is nothing left."""
    webhook = subscribe(log)
    wanted = [append(log, "schedule:created", ["v*"]) for _ in range(3)]
    with shared_database.connect() as other:
        with log.transaction():
            make(log)
            make(other)
            assert bodies(other, webhook) == []
        make(other)
        assert [each["pos"] for each in bodies(other, webhook)] == wanted


def test_one_at_a_time_in_order(log: psycopg.Connection, shared_database: Database) -> None:
    """No server takes a delivery of a webhook while another one tries one; webhooks take turns."""
    first, second = subscribe(log), subscribe(log)
    positions = [append(log, "schedule:created", ["v*"]) for _ in range(3)]
    make(log)
    with shared_database.connect() as other:
        with log.transaction():
            one_taken = take(log)
            two_taken = take(other)
            assert take(other) is None
        assert take(log) is None
        assert one_taken
        assert two_taken
        assert one_taken["message_id"] == f"{first}_e1_{positions[0]}"
        assert two_taken["message_id"] == f"{second}_e1_{positions[0]}"
        assert report(log, one_taken) == "delivered"
        following = take(other)
        assert following
        assert following["message_id"] == f"{first}_e1_{positions[1]}"
        assert report(other, two_taken, 500, "The answer was 500.") == "waiting"
        # One that failed does not hold up those behind it.
        following = take(log)
        assert following
        assert following["message_id"] == f"{second}_e1_{positions[1]}"


def test_who_hangs_does_not_hold_up_others(log: psycopg.Connection) -> None:
    """However much waits for one webhook, another one has its turn next."""
    hanging = subscribe(log)
    for _ in range(3):
        append(log, "schedule:created", ["v*"])
    make(log)
    taken = take(log)
    assert taken
    report(log, taken, None, "There was no answer within 15 seconds.")
    fine = subscribe(log)
    append(log, "schedule:created", ["v*"])
    make(log)
    taken = take(log)
    assert taken
    assert taken["message_id"].startswith(f"{fine}_")
    taken = take(log)
    assert taken
    assert taken["message_id"].startswith(f"{hanging}_")


def test_a_server_that_is_gone(log: psycopg.Connection) -> None:
    """What it took and did not report is taken again half a minute later; its word still counts."""
    subscribe(log)
    append(log, "schedule:created", ["v*"])
    make(log)
    lost = take(log)
    assert lost
    row = one(
        log,
        "SELECT busy_until - taken_at AS busy, next_attempt_at - taken_at AS lease"
        " FROM event.webhook_progress CROSS JOIN event.delivery",
    )
    # Each is read from the clock by itself.
    for lease in row.values():
        assert abs(lease - timedelta(seconds=30)) < timedelta(seconds=1)
    run(log, "UPDATE event.webhook_progress SET busy_until = clock_timestamp()")
    make_due(log)
    again = take(log)
    assert again == lost | {"attempt": 2}
    # Too late to say that it failed, for it is being tried again.
    assert report(log, lost, 500, "The answer was 500.") is None
    assert take(log) is None
    assert report(log, again, 500, "The answer was 500.") == "waiting"
    assert report(log, lost | {"attempt": 1}, 200) == "delivered"
    assert run(log, "SELECT attempt, status, error FROM event.delivery_attempt ORDER BY 1") == [
        {"attempt": 1, "status": 500, "error": "The answer was 500."},
        {"attempt": 2, "status": 500, "error": "The answer was 500."},
    ]


def test_pauses_grow_until_it_is_given_up(log: psycopg.Connection) -> None:
    """Each pause is within a fifth of its length; after eight attempts nothing is tried."""
    subscribe(log)
    append(log, "schedule:created", ["v*"])
    make(log)
    for number, pause in enumerate(PAUSES, 1):
        make_due(log)
        taken = take(log)
        assert taken
        assert taken["attempt"] == number
        assert report(log, taken, None, "x" * 600) == "waiting"
        # Whoever lost the answer to a report sends it again.
        assert report(log, taken, None, "x" * 600) is None
        row = one(log, "SELECT next_attempt_at - clock_timestamp() AS p FROM event.delivery")
        assert pause * 0.79 < row["p"].total_seconds() <= pause * 1.2
        assert take(log) is None
    make_due(log)
    taken = take(log)
    assert taken
    assert report(log, taken, None, "The end.") == "dead"
    row = one(log, "SELECT state, next_attempt_at, ended_at FROM event.delivery")
    assert row["ended_at"] is not None
    assert (row["state"], row["next_attempt_at"]) == ("dead", None)
    lengths = run(log, "SELECT length(error) AS n FROM event.delivery_attempt ORDER BY attempt")
    assert [each["n"] for each in lengths] == [500] * 7 + [8]
    assert take(log) is None


def test_a_receiver_that_is_gone_for_good(log: psycopg.Connection) -> None:
    """410 gives the delivery up and switches the webhook off, which the audit shows."""
    webhook = subscribe(log)
    append(log, "schedule:created", ["v*"])
    append(log, "schedule:created", ["v*"])
    make(log)
    taken = take(log)
    assert taken
    assert report(log, taken, 410, "The answer was 410.") == "dead"
    assert one(log, f"SELECT active FROM {WEBHOOK}") == {"active": False}
    assert take(log) is None
    entry = one(
        log,
        "SELECT action, new ->> 'active' AS active FROM audit.entry"
        " WHERE relation = 'event.webhook' ORDER BY entry_id DESC LIMIT 1",
    )
    assert entry == {"action": "update", "active": "false"}
    change(log, WEBHOOK, webhook, active=True)
    assert take(log) is not None


def test_deliveries_go_with_the_log_and_with_the_webhook(log: psycopg.Connection) -> None:
    webhook = subscribe(log)
    kept = [append(log, "schedule:created", ["v*"]) for _ in range(2)]
    make(log)
    taken = take(log)
    assert taken
    report(log, taken)
    run(
        log,
        "UPDATE event.delivery SET created_at = clock_timestamp()"
        " - (SELECT event_retention_days FROM org.settings) * interval '1 day' WHERE pos = %s",
        kept[0],
    )
    run(log, "SELECT event.tidy_deliveries()")
    assert [each["pos"] for each in bodies(log, webhook)] == kept[1:]
    run(log, f"DELETE FROM {WEBHOOK} WHERE id = %s", webhook)
    counts = [f"(SELECT count(*) FROM event.{each}) AS {each}" for each in STORED]
    assert set(one(log, f"SELECT {', '.join(counts)}").values()) == {0}


STORED = ("webhook", "webhook_progress", "delivery", "delivery_attempt")


def test_what_is_being_deleted_is_left_alone(
    log: psycopg.Connection, shared_database: Database
) -> None:
    """Neither waits for the other, so neither can be in the way of the other."""
    webhook = subscribe(log)
    append(log, "schedule:created", ["v*"])
    make(log)
    append(log, "schedule:created", ["v*"])
    with shared_database.connect() as other:
        run(other, "SET lock_timeout = '1s'")
        with log.transaction():
            run(log, f"DELETE FROM {WEBHOOK} WHERE id = %s", webhook)
            make(other)
            assert take(other) is None
        make(other)
        assert take(other) is None


def test_secrets_differ_and_are_long(log: psycopg.Connection) -> None:
    for _ in range(3):
        subscribe(log)
    rows = run(log, "SELECT secret FROM event.webhook_progress")
    assert len({row["secret"] for row in rows}) == 3
    assert all(len(row["secret"]) == 50 and row["secret"][:6] == "whsec_" for row in rows)


def test_only_the_relay_delivers(log: psycopg.Connection) -> None:
    """What a request is may neither take deliveries nor read secrets."""
    subscribe(log)
    forbidden = {
        "strata_user": [
            "SELECT event.make_deliveries()",
            "SELECT event.take_delivery()",
            "SELECT event.report_delivery(1, 1, 200, NULL, 0)",
            "SELECT event.tidy_deliveries()",
            "SELECT event.make_secret(1)",
            "SELECT secret FROM event.webhook_progress",
            "DELETE FROM event.delivery",
        ],
        "strata_relay": [
            "SELECT secret FROM event.webhook_progress",
            "SELECT body FROM event.delivery",
            "SELECT event.renew_secret(1)",
            "SELECT event.send_again(1, 1)",
        ],
    }
    for role, statements in forbidden.items():
        with log.transaction(force_rollback=True):
            run(log, f"SET LOCAL ROLE {role}")
            for statement in statements:
                with (
                    pytest.raises(psycopg.errors.InsufficientPrivilege),
                    log.transaction(),
                ):
                    run(log, statement)
    with log.transaction():
        run(log, "SET LOCAL ROLE strata_relay")
        make(log)
        take(log)
        run(log, "SELECT event.tidy_deliveries()")


def test_what_the_tables_refuse(log: psycopg.Connection) -> None:
    for column, value, constraint in (
        ("name", " ", "webhook_name_not_blank"),
        ("url", "ftp://example.org/", "webhook_url_form"),
        ("account_id", 99, "webhook_account_exists"),
    ):
        with refused(log, constraint):
            subscribe(log, **{column: value})
