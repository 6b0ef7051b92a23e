"""Sessions in the database: opening, renewing, ending, throttling."""

import threading
from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests.auth.conftest import EMAIL, RIGHT, Call, client, token_hash
from tests.support.servers import Database

ENDED = {"outcome": "ended"}


def reasons(admin: psycopg.Connection) -> list[str | None]:
    """How the sessions ended, in their order."""
    return [r for (r,) in admin.execute("SELECT end_reason FROM auth.session ORDER BY session_id")]


def is_alive(call: Call, session: int) -> bool:
    """Whether somebody can act through the session."""
    try:
        return bool(call("own_credential", session=session)["email"] == EMAIL)
    except psycopg.Error as error:
        if error.sqlstate != "ST018":
            raise
        return False


def test_a_login_opens_a_session(
    admin: psycopg.Connection, call: Call, log_in: Call, account: int
) -> None:
    found = call("begin_login", f" {EMAIL.upper()} ")
    assert found == {"account_id": account, "password_hash": "right", "totp_secret": None}
    before = admin.execute("SELECT audit.revision()").fetchone()
    opened = log_in(user_agent="x" * 500, address="192.0.2.1")
    assert opened == {"outcome": "opened", "session_id": 1, "account_id": account}
    assert is_alive(call, 1)
    assert admin.execute(
        "SELECT expires_at - created_at = interval '14 days', length(user_agent), address"
        " FROM auth.session"
    ).fetchone() == (True, 300, "192.0.2.1")
    assert admin.execute("SELECT audit.revision()").fetchone() == before, "tags stay valid"


def test_who_cannot_sign_in(admin: psycopg.Connection, call: Call, log_in: Call) -> None:
    nobody = {"account_id": None, "password_hash": None, "totp_secret": None}
    assert call("begin_login", "nobody@acme.test") == nobody
    failed = {"outcome": "failed"}
    assert call("finish_login", None, None, False, None, None, None, client("x")) == failed
    assert call("finish_login", None, RIGHT, False, None, None, None, client("x")) == failed
    assert log_in(right=False) == failed
    admin.execute("UPDATE auth.account SET active = FALSE")
    assert call("begin_login", EMAIL) == nobody
    assert reasons(admin) == []


def test_an_account_that_becomes_inactive_can_do_nothing(
    admin: psycopg.Connection, call: Call, log_in: Call
) -> None:
    log_in()
    admin.execute("UPDATE auth.account SET active = FALSE")
    assert not is_alive(call, 1)
    assert call("renew_session", token_hash("first"), client("second")) == ENDED
    row = admin.execute("SELECT auth.live_sessions('{1}')").fetchone()
    assert row == ([],)


def test_a_password_that_is_replaced_while_it_is_compared(
    admin: psycopg.Connection, call: Call, log_in: Call
) -> None:
    """Neither a session nor its hash comes after the change that was to end both."""
    log_in()
    assert call("change_password", RIGHT, "new", session=1) is True
    assert log_in("late", new_hash="rehash of the old one") == {"outcome": "replaced"}
    assert call("change_password", RIGHT, "stolen", session=1) is False
    assert admin.execute("SELECT password_hash, failures FROM auth.credential").fetchone() == (
        "new",
        0,
    )


def test_an_account_that_becomes_inactive_while_it_signs_in(
    admin: psycopg.Connection, log_in: Call
) -> None:
    """Nothing is left that would count when the account becomes active again."""
    admin.execute("UPDATE auth.account SET active = FALSE")
    assert log_in() == {"outcome": "failed"}
    assert reasons(admin) == []


def test_who_has_to_wait_is_compared_with_nothing(
    admin: psycopg.Connection, call: Call, log_in: Call
) -> None:
    """A right password would be hashed anew when its parameters are old: the time would tell it."""
    log_in()

    def compared() -> list[str | None]:
        found = call("begin_login", EMAIL), call("own_credential", session=1)
        return [each["password_hash"] for each in found]

    for _ in range(5):
        log_in(right=False)
    assert compared() == [None, None]
    admin.execute("UPDATE auth.credential SET throttled_until = now()")
    assert compared() == ["right", "right"]


def test_rehashing_and_success_clear_what_was(admin: psycopg.Connection, log_in: Call) -> None:
    log_in(right=False)
    log_in(new_hash="newer")
    assert admin.execute("SELECT password_hash, failures FROM auth.credential").fetchone() == (
        "newer",
        0,
    )


def test_failures_delay_more_and_more(admin: psycopg.Connection, log_in: Call) -> None:
    """2, 4, 8 ... seconds from the fifth on, at most 15 minutes, and a day later it is over."""

    def delay() -> float | None:
        row = admin.execute(
            "SELECT extract(epoch FROM throttled_until - last_failed_at)::float"
            " FROM auth.credential"
        ).fetchone()
        assert row
        return None if row[0] is None else round(row[0], 1)

    delays = []
    for _ in range(16):
        log_in(right=False)
        delays.append(delay())
        # Time passes.
        admin.execute("UPDATE auth.credential SET throttled_until = now()")
    assert delays == [None] * 4 + [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]
    admin.execute("UPDATE auth.credential SET last_failed_at = now() - interval '25 hours'")
    log_in(right=False)
    assert delay() is None


def test_a_throttled_attempt_fails_and_counts_nothing(
    admin: psycopg.Connection, log_in: Call
) -> None:
    for _ in range(5):
        log_in(right=False)
    assert log_in(right=True) == {"outcome": "failed"}
    assert admin.execute("SELECT failures FROM auth.credential").fetchone() == (5,)
    admin.execute("UPDATE auth.credential SET throttled_until = now()")
    assert log_in(right=True)["outcome"] == "opened"


def test_guesses_at_once_are_no_free_guesses(
    database: Database, admin: psycopg.Connection, account: int
) -> None:
    """Of twenty that were prepared before the first was counted, five count."""

    def guess() -> None:
        with psycopg.connect(database.app_url) as connection:
            connection.execute("SELECT set_config('role', 'strata_login', TRUE)")
            connection.execute(
                "SELECT auth.finish_login(%s, NULL, FALSE, NULL, NULL, NULL, %s)",
                [account, client("x")],
            )

    threads = [threading.Thread(target=guess) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert admin.execute("SELECT failures FROM auth.credential").fetchone() == (5,)


def test_the_oldest_sessions_give_way(admin: psycopg.Connection, log_in: Call) -> None:
    for number in range(5):
        log_in(f"token {number}")
    assert reasons(admin) == ["replaced", "replaced", None, None, None]


def test_rotation(admin: psycopg.Connection, call: Call, log_in: Call, account: int) -> None:
    """Each token gives the next one, and the session lasts on, but not for ever."""
    log_in("0")
    renewed = {"outcome": "renewed", "session_id": 1, "account_id": account}
    for number in range(3):
        assert call("renew_session", token_hash(str(number)), client(str(number + 1))) == renewed
    admin.execute("UPDATE auth.session SET created_at = now() - interval '89 days'")
    assert call("renew_session", token_hash("3"), client("4")) == renewed
    row = admin.execute("SELECT expires_at - now() < interval '1 day' FROM auth.session").fetchone()
    assert row == (True,)
    admin.execute("UPDATE auth.session SET expires_at = now()")
    assert call("renew_session", token_hash("4"), client("5")) == ENDED
    assert not is_alive(call, 1)


def test_reuse_ends_the_session(admin: psycopg.Connection, call: Call, log_in: Call) -> None:
    log_in("first")
    log_in("other")
    call("renew_session", token_hash("first"), client("second"))
    admin.execute("UPDATE auth.refresh_token SET used_at = used_at - interval '11 seconds'")
    outcome = call("renew_session", token_hash("first"), client("third"))
    assert outcome["outcome"] == "reused"
    for token in ("first", "second", "third"):
        assert call("renew_session", token_hash(token), client("x")) == ENDED
    assert reasons(admin) == ["reuse", None]
    assert not is_alive(call, 1)
    assert is_alive(call, 2)


def test_parallel_tabs_have_ten_seconds(
    admin: psycopg.Connection, call: Call, log_in: Call
) -> None:
    log_in("first")
    outcomes = [
        call("renew_session", token_hash("first"), client(token))["outcome"]
        for token in ("tab 1", "tab 2", "tab 3")
    ]
    assert outcomes == ["renewed"] * 3
    admin.execute("UPDATE auth.refresh_token SET used_at = used_at - interval '9 seconds'")
    assert call("renew_session", token_hash("first"), client("tab 4"))["outcome"] == "renewed"
    # What a grace gave is a token like any other.
    assert call("renew_session", token_hash("tab 2"), client("tab 2b"))["outcome"] == "renewed"
    assert reasons(admin) == [None]


def test_the_first_use_counts_for_the_grace(
    admin: psycopg.Connection, call: Call, log_in: Call
) -> None:
    """Using it again and again does not make the ten seconds longer."""
    log_in("first")
    call("renew_session", token_hash("first"), client("a"))
    admin.execute("UPDATE auth.refresh_token SET used_at = used_at - interval '9 seconds'")
    call("renew_session", token_hash("first"), client("b"))
    admin.execute("UPDATE auth.refresh_token SET used_at = used_at - interval '2 seconds'")
    assert call("renew_session", token_hash("first"), client("c"))["outcome"] == "reused"


def test_a_token_of_a_cookie_needs_its_page(call: Call, log_in: Call) -> None:
    csrf = token_hash("csrf").hex()
    log_in("first", csrf_hash=csrf)
    assert call("renew_session", token_hash("first"), client("second")) == ENDED
    wrong = client("second", csrf_hash=token_hash("other").hex())
    assert call("renew_session", token_hash("first"), wrong) == ENDED
    right = client("second", csrf_hash=csrf)
    assert call("renew_session", token_hash("first"), right)["outcome"] == "renewed"


def test_logout(admin: psycopg.Connection, call: Call, log_in: Call) -> None:
    log_in("first")
    log_in("second")
    log_in("third")
    assert call("end_own_session", session=1) is True
    assert call("end_session_of_token", token_hash("second"), None) is True
    assert call("end_session_of_token", token_hash("second"), None) is False
    assert call("end_session_of_token", token_hash("nothing"), None) is False
    assert reasons(admin) == ["logout", "logout", None]


def test_a_new_password_ends_the_others(
    admin: psycopg.Connection, call: Call, log_in: Call
) -> None:
    log_in("first")
    log_in("second")
    assert call("change_password", None, "new", session=2) is False
    assert reasons(admin) == [None, None]
    assert call("change_password", RIGHT, "new", session=2) is True
    assert reasons(admin) == ["password", None]
    assert admin.execute("SELECT password_hash FROM auth.credential").fetchone() == ("new",)


def make_token(admin: psycopg.Connection, account: int, purpose: str = "password_reset") -> bytes:
    """The hash of a new token that sets a password."""
    row = admin.execute("SELECT auth.make_action_token(%s, %s)", [account, purpose]).fetchone()
    assert row
    assert len(row[0]) == 64
    return token_hash(row[0])


def test_a_token_sets_a_password_once(
    admin: psycopg.Connection, call: Call, log_in: Call, account: int
) -> None:
    log_in()
    token = make_token(admin, account)
    assert call("email_of_action", token) == EMAIL
    assert call("set_password_by_token", token, "new") is True
    assert call("email_of_action", token) is None
    assert call("set_password_by_token", token, "newer") is False
    assert admin.execute("SELECT password_hash FROM auth.credential").fetchone() == ("new",)
    assert reasons(admin) == ["password"]


def test_only_the_newest_token_counts_and_not_for_long(
    admin: psycopg.Connection, call: Call, account: int
) -> None:
    older, newer = make_token(admin, account), make_token(admin, account)
    assert call("email_of_action", older) is None
    assert call("email_of_action", newer) == EMAIL
    admin.execute("UPDATE auth.action_token SET expires_at = now() WHERE used_at IS NULL")
    assert call("email_of_action", newer) is None
    assert call("set_password_by_token", newer, "new") is False


def test_a_new_password_ends_the_links(
    admin: psycopg.Connection, call: Call, log_in: Call, account: int
) -> None:
    """Whoever has read an old mail is not the one who sets the next password."""
    log_in()
    token = make_token(admin, account)
    assert call("change_password", RIGHT, "new", session=1) is True
    assert call("email_of_action", token) is None
    token = make_token(admin, account)
    admin.execute("SELECT auth.store_administrator(%s, 'Ada', 'newer')", [EMAIL])
    assert call("set_password_by_token", token, "stolen") is False


def test_a_token_of_an_inactive_account(
    admin: psycopg.Connection, call: Call, account: int
) -> None:
    token = make_token(admin, account)
    admin.execute("UPDATE auth.account SET active = FALSE")
    assert call("set_password_by_token", token, "new") is False


def test_a_reset_is_mailed_once_a_minute(
    admin: psycopg.Connection, call: Call, account: int
) -> None:
    for email in (EMAIL, EMAIL, "nobody@acme.test"):
        call("request_reset", email)
    rows = admin.execute("SELECT recipient, body FROM auth.mail").fetchall()
    assert [recipient for recipient, _ in rows] == [EMAIL]
    assert "Hello Ada,\n" in rows[0][1]
    assert "\n{address}/password#token=" in rows[0][1]
    admin.execute("UPDATE auth.action_token SET created_at = now() - interval '61 seconds'")
    call("request_reset", EMAIL)
    assert admin.execute("SELECT count(*) FROM auth.mail").fetchone() == (2,)


def test_mail_is_taken_by_one_and_tried_again(
    database: Database, admin: psycopg.Connection, call: Call, account: int
) -> None:
    admin.execute("SELECT auth.queue_password_mail(%s, 'first_password')", [account])
    with psycopg.connect(database.app_url) as other:
        other.execute("SELECT set_config('role', 'strata_login', TRUE)")
        row = other.execute("SELECT auth.take_mail()").fetchone()
        assert row
        assert row[0]["mail_id"] == 1
        assert call("take_mail") is None, "while another has it"
    assert call("take_mail") is None, "while another may be sending it"
    later = "UPDATE auth.mail SET next_attempt_at = now()"
    admin.execute(later)
    assert call("take_mail")["subject"] == "Your account for the schedule"
    call("report_mail", 1, "no such host")
    state = (
        "SELECT attempts, last_error, body IS NULL, next_attempt_at > now(), sent_at FROM auth.mail"
    )
    assert admin.execute(state).fetchone() == (2, "no such host", False, True, None)
    admin.execute(later)
    call("take_mail")
    call("report_mail", 1, None)
    attempts, error, erased, waits, sent_at = admin.execute(state).fetchone() or ()
    assert (attempts, error, erased, waits) == (3, None, True, None)
    assert sent_at is not None


def test_mail_is_given_up(admin: psycopg.Connection, call: Call, account: int) -> None:
    admin.execute("SELECT auth.queue_password_mail(%s, 'password_reset')", [account])
    for attempt in range(1, 13):
        assert call("take_mail")["mail_id"] == 1
        call("report_mail", 1, f"failure {attempt}")
        admin.execute(
            "UPDATE auth.mail SET next_attempt_at = now() WHERE next_attempt_at IS NOT NULL"
        )
    assert call("take_mail") is None
    assert admin.execute("SELECT last_error, body FROM auth.mail").fetchone() == (
        "failure 12",
        None,
    )


def test_codes_count_once(admin: psycopg.Connection, call: Call, log_in: Call) -> None:
    log_in("0")
    recovery = [token_hash("code a"), token_hash("code b")]
    assert call("enrol_totp", None, "SECRET", session=1) == "failed"
    assert call("enrol_totp", RIGHT, "SECRET", session=1) == "enrolled"
    assert log_in("1")["outcome"] == "opened", "not asked for until it is confirmed"
    assert call("confirm_totp", "SECRET", None, recovery, session=1) is False
    assert call("confirm_totp", "SECRET", 100, recovery, session=1) is True
    assert call("enrol_totp", RIGHT, "OTHER", session=1) == "confirmed"
    assert call("begin_login", EMAIL)["totp_secret"] == "SECRET"
    outcomes: list[tuple[dict[str, Any], str]] = [
        ({}, "code_missing"),
        ({"step": None}, "code_wrong"),
        ({"step": 100}, "code_wrong"),
        ({"step": 101}, "opened"),
        ({"step": 101}, "code_wrong"),
        ({"recovery": recovery[0]}, "opened"),
        ({"recovery": recovery[0]}, "code_wrong"),
        ({"right": False, "step": 102}, "failed"),
        ({"step": 102}, "opened"),
    ]
    for number, (given, outcome) in enumerate(outcomes):
        assert log_in(f"try {number}", **given)["outcome"] == outcome, given


def test_codes_that_confirm_are_throttled(
    admin: psycopg.Connection, call: Call, log_in: Call
) -> None:
    """Whoever has stolen an access token does not guess its way to the recovery codes."""
    log_in("0")
    call("enrol_totp", RIGHT, "SECRET", session=1)
    assert call("confirm_totp", "OTHER", 100, [], session=1) is False, "a code of another tab"
    for _ in range(4):
        assert call("confirm_totp", "SECRET", None, [], session=1) is False
    assert call("confirm_totp", "SECRET", 100, [], session=1) is False
    admin.execute("UPDATE auth.credential SET throttled_until = now()")
    assert call("confirm_totp", "SECRET", 100, [], session=1) is True


def test_wrong_codes_are_throttled(admin: psycopg.Connection, call: Call, log_in: Call) -> None:
    """Also when the password is right: asking without a code in between changes nothing."""
    log_in("0")
    call("enrol_totp", RIGHT, "SECRET", session=1)
    call("confirm_totp", "SECRET", 100, [], session=1)
    for _ in range(5):
        assert log_in("x", step=None)["outcome"] == "code_wrong"
        log_in("y")
    assert log_in("z", step=200)["outcome"] == "failed"
    assert admin.execute("SELECT failures FROM auth.credential").fetchone() == (5,)


def test_removing_the_second_factor(admin: psycopg.Connection, call: Call, log_in: Call) -> None:
    log_in("0")
    assert call("remove_totp", RIGHT, 1, None, session=1) == "absent"
    call("enrol_totp", RIGHT, "SECRET", session=1)
    call("confirm_totp", "SECRET", 100, [token_hash("code")], session=1)
    assert call("remove_totp", None, 101, None, session=1) == "password"
    assert call("remove_totp", RIGHT, 100, None, session=1) == "code"
    assert call("remove_totp", RIGHT, None, token_hash("code"), session=1) == "removed"
    assert log_in("1")["outcome"] == "opened"
    assert admin.execute("SELECT count(*) FROM auth.recovery_code").fetchone() == (0,)


def test_tidying_up(admin: psycopg.Connection, call: Call, log_in: Call, account: int) -> None:
    log_in("first")
    log_in("second")
    make_token(admin, account)
    call("end_own_session", session=1)
    call("tidy_up")
    counts = (
        "SELECT (SELECT count(*) FROM auth.refresh_token), (SELECT count(*) FROM auth.action_token)"
    )
    assert admin.execute(counts).fetchone() == (2, 1)
    admin.execute(
        "UPDATE auth.session SET ended_at = now() - interval '2 days' WHERE session_id = 1"
    )
    admin.execute("UPDATE auth.action_token SET expires_at = now() - interval '2 days'")
    call("tidy_up")
    assert admin.execute(counts).fetchone() == (1, 0)
    assert reasons(admin) == ["logout", None], "sessions are kept"


def test_an_administrator_is_made_or_found(
    admin: psycopg.Connection, call: Call, log_in: Call, account: int
) -> None:
    log_in()
    admin.execute("UPDATE auth.account SET active = FALSE")
    admin.execute("UPDATE auth.credential SET totp_secret = 'lost', totp_confirmed_at = now()")
    store = "SELECT auth.store_administrator(%s, 'Ada', %s)"
    assert admin.execute(store, [EMAIL.upper(), "new"]).fetchone() == (account,)
    assert admin.execute(store, [EMAIL, None]).fetchone() == (account,)
    assert admin.execute(
        "SELECT a.active, c.password_hash, c.totp_secret, array_agg(g.role ORDER BY g.role)"
        " FROM auth.account AS a JOIN auth.credential AS c USING (account_id)"
        " JOIN auth.role_grant AS g USING (account_id) GROUP BY 1, 2, 3"
    ).fetchall() == [(True, "new", None, ["admin", "viewer"])]
    assert reasons(admin) == ["password"]


@pytest.mark.parametrize("role", ["strata_user", "strata_bi", "strata_login"])
@pytest.mark.parametrize(
    "table", ["session", "refresh_token", "recovery_code", "action_token", "mail", "credential"]
)
def test_nobody_reads_the_tables(admin: psycopg.Connection, role: str, table: str) -> None:
    with admin.transaction(force_rollback=True):
        admin.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(role)))
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            admin.execute(sql.SQL("SELECT FROM {}").format(sql.Identifier("auth", table)))


def test_a_request_cannot_call_what_signs_in(admin: psycopg.Connection) -> None:
    """strata_user enters a session and nothing more; strata_login reads nothing of the schedule."""
    may = """
        SELECT p.proname::text FROM pg_proc AS p
        WHERE p.pronamespace = 'auth'::regnamespace AND p.prosecdef
            AND has_function_privilege(%s, p.oid, 'EXECUTE')
        ORDER BY 1
    """
    for_user = {name for (name,) in admin.execute(may, ["strata_user"])}
    for_login = {name for (name,) in admin.execute(may, ["strata_login"])}
    assert for_user & for_login == {"enter"}
    assert {"enter", "live_sessions"} <= for_user
    assert admin.execute(
        "SELECT count(*) FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace"
        " WHERE n.nspowner = 'strata_owner'::regrole AND c.relkind IN ('r', 'v')"
        " AND has_table_privilege('strata_login', c.oid, 'SELECT')"
    ).fetchone() == (0,)


def test_claims_of_another_login_count_for_nothing(admin: psycopg.Connection, log_in: Call) -> None:
    log_in()
    with admin.transaction():
        admin.execute("SELECT auth.enter(1, 'request')")
        row = admin.execute(
            "SELECT auth.account_id(), auth.session_id(), auth.request_id()"
        ).fetchone()
    assert row == (None, None, None)
