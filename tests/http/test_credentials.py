"""Passwords over HTTP, and the mail that sets them."""

import email
import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

from tests.http.conftest import fill
from tests.http.running import ADMIN, PASSWORD, Running, running
from tests.http.test_sign_in import bearer, login, problem, refresh
from tests.support.ports import free_port
from tests.support.servers import Database
from tests.support.waiting import wait_until

NEW = "twelve letters"


def faults(answer: httpx.Response) -> dict[str, str]:
    """What is wrong with which field."""
    assert problem(answer, 422) == "invalid-value"
    return {each["pointer"]: each["detail"] for each in answer.json()["errors"]}


def mails(server: Running, number: int) -> list[EmailMessage]:
    """The mails of the outbox, when there are so many."""
    outbox = server.log.parent / "outbox"
    wait_until(lambda: len(list(outbox.glob("*.eml"))) >= number)
    wait_until(lambda: server.execute("SELECT 1 FROM auth.mail WHERE sent_at IS NULL") == [])
    files = sorted(outbox.glob("*.eml"))
    assert len(files) == number
    return [email.message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


def token_of(server: Running, message: EmailMessage) -> str:
    """The token of the link in a mail."""
    base = re.escape(str(server.http.base_url).rstrip("/"))
    found = re.search(rf"^{base}/password#token=([0-9a-f]{{64}})$", message.get_content(), re.M)
    assert found, message.get_content()
    return found[1]


def test_changing_the_password(server: Running) -> None:
    server.add_account("changer@acme.test")
    first, second = server.log_in("changer@acme.test"), server.log_in("changer@acme.test")

    def change(current: str, new: str) -> httpx.Response:
        body = {"current_password": current, "new_password": new}
        return server.http.post("/v1/auth/password", json=body, headers=bearer(second))

    wrong = "The password is wrong, or has to wait after several failures."
    assert faults(change("wrong", NEW)) == {"/current_password": wrong}
    short = "The password must have at least 12 characters."
    assert faults(change(PASSWORD, "elevenchars")) == {"/new_password": short}
    own = "The password must not be the e-mail address."
    assert faults(change(PASSWORD, "Changer@Acme.Test")) == {"/new_password": own}
    assert change(PASSWORD, NEW).status_code == 204
    assert problem(server.http.get("/v1/me", headers=bearer(first)), 401) == "session-ended"
    assert server.http.get("/v1/me", headers=bearer(second)).status_code == 200
    who = {"email": "changer@acme.test"}
    assert problem(login(server.http, **who, password=PASSWORD), 401) == "login-failed"
    assert login(server.http, **who, password=NEW).status_code == 200


def test_guessing_the_present_password_is_throttled(server: Running) -> None:
    """Who has stolen an access token is not able to try passwords with it."""
    server.add_account("stolen@acme.test")
    tokens = server.log_in("stolen@acme.test")
    for _ in range(5):
        body = {"current_password": "wrong", "new_password": NEW}
        server.http.post("/v1/auth/password", json=body, headers=bearer(tokens))
    body = {"current_password": PASSWORD, "new_password": NEW}
    answer = server.http.post("/v1/auth/password", json=body, headers=bearer(tokens))
    assert "/current_password" in faults(answer)


def test_spellings_of_one_password(server: Running) -> None:
    """Composed or not, full width or not: it is the same to who types it (NFKC)."""
    server.add_account("speller@acme.test")
    tokens = server.log_in("speller@acme.test")
    body = {"current_password": PASSWORD, "new_password": "Zürich 2026 ﬁve"}
    answer = server.http.post("/v1/auth/password", json=body, headers=bearer(tokens))
    assert answer.status_code == 204
    spelling = "Zu\u0308rich \uff12\uff10\uff12\uff16 five"
    who = {"email": "speller@acme.test", "password": spelling}
    assert login(server.http, **who).status_code == 200


def test_a_reset_by_mail(own_server: Running) -> None:
    """The same answer for every address; the link works once and ends all sessions."""
    server = own_server
    tokens = server.log_in(ADMIN)
    answers = [
        server.post("/v1/auth/password-reset", {"email": address})
        for address in ("nobody@acme.test", ADMIN.upper(), ADMIN)
    ]
    assert [(answer.status_code, answer.content) for answer in answers] == [(202, b"")] * 3
    (message,) = mails(server, 1)
    assert (message["To"], message["From"]) == (ADMIN, "strata@localhost")
    assert server.execute("SELECT body FROM auth.mail") == [(None,)]
    token = token_of(server, message)

    def confirm(token: str, password: str = NEW) -> httpx.Response:
        body = {"token": token, "password": password}
        return server.post("/v1/auth/password-reset/confirm", body)

    assert problem(confirm("x" * 64), 422) == "link-expired"
    assert faults(confirm(token, "short")) == {
        "/password": "The password must have at least 12 characters."
    }
    assert confirm(token).status_code == 204
    assert problem(confirm(token), 422) == "link-expired"
    assert problem(server.http.get("/v1/me", headers=bearer(tokens)), 401) == "session-ended"
    assert problem(refresh(server.http, tokens["refresh_token"]), 401) == "session-ended"
    assert login(server.http, email=ADMIN, password=NEW).status_code == 200


def test_a_first_password(own_server: Running) -> None:
    """An account without a password gets one by a mail that SQL queues."""
    server = own_server
    server.execute("SELECT auth.queue_password_mail(1, 'first_password')")
    (message,) = mails(server, 1)
    assert message["Subject"] == "Your account for the schedule"
    body = {"token": token_of(server, message), "password": NEW}
    assert server.post("/v1/auth/password-reset/confirm", body).status_code == 204
    assert login(server.http, email="viewer@acme.test", password=NEW).status_code == 200


def test_a_mail_that_cannot_be_made_stops_no_other(own_server: Running) -> None:
    """Python's parser of addresses fails in its own ways on some of those that there can be."""
    server = own_server
    for address in ("=@[", 'b@=,"', "().\\\\@x<"):
        answer = server.post("/v1/accounts", {"email": address, "name": "Typo"})
        assert answer.status_code == 201, answer.text
    wait_until(lambda: len(server.execute("SELECT 1 FROM auth.mail WHERE last_error <> ''")) == 3)
    server.post("/v1/auth/password-reset", {"email": ADMIN})
    wait_until(lambda: server.execute("SELECT 1 FROM auth.mail WHERE sent_at IS NOT NULL"))


def test_a_link_counts_only_for_the_address_that_has_it(own_server: Running) -> None:
    """Whoever got the mail of a mistyped address cannot take the account over."""
    server = own_server
    answer = server.post("/v1/accounts", {"email": "mistyped@acme.test", "name": "Eve"})
    path = f"/v1/accounts/{answer.json()['id']}"
    token = token_of(server, mails(server, 1)[0])
    change = {"email": "right@acme.test"}
    changed = server.http.patch(path, json=change, headers={"If-Match": "*"})
    assert changed.status_code == 200
    stolen = server.post("/v1/auth/password-reset/confirm", {"token": token, "password": NEW})
    assert problem(stolen, 422) == "link-expired"
    (_, second) = mails(server, 2)
    assert second["To"] == "right@acme.test"
    body = {"token": token_of(server, second), "password": NEW}
    assert server.post("/v1/auth/password-reset/confirm", body).status_code == 204
    # Whoever has a password needs no mail.
    change = {"email": "righter@acme.test"}
    assert server.http.patch(path, json=change, headers={"If-Match": "*"}).status_code == 200
    assert server.execute("SELECT count(*) FROM auth.mail") == [(2,)]


class Inbox:
    """An SMTP server that refuses the first mail, and what it got."""

    def __init__(self) -> None:
        self.received: list[Envelope] = []
        self.refused = 0

    async def handle_DATA(self, _server: object, _session: object, envelope: Envelope) -> str:
        """Take a mail."""
        if not self.refused:
            self.refused += 1
            return "451 Come back later"
        self.received.append(envelope)
        return "250 OK"


@pytest.fixture
def smtp() -> Iterator[tuple[Inbox, str]]:
    """A running SMTP server and its address."""
    inbox = Inbox()
    controller = Controller(inbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield inbox, f"smtp://127.0.0.1:{controller.port}"
    controller.stop()


def test_mail_by_smtp(
    database: Database, tmp_path: Path, smtp: tuple[Inbox, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the mail server refuses is tried again, also by another process."""
    inbox, address = smtp
    monkeypatch.setenv("STRATA_SMTP_URL", address)
    monkeypatch.setenv("STRATA_MAIL_FROM", "Schedule <schedule@acme.test>")
    with running(fill(database), tmp_path) as server:
        server.post("/v1/auth/password-reset", {"email": ADMIN})
        wait_until(lambda: server.execute("SELECT 1 FROM auth.mail WHERE last_error <> ''"))
        assert "Come back later" in server.execute("SELECT last_error FROM auth.mail")[0][0]
        assert inbox.received == []
        server.execute("UPDATE auth.mail SET next_attempt_at = now()")
    second = tmp_path / "second"
    second.mkdir()
    with running(database, second) as server:
        wait_until(lambda: server.execute("SELECT 1 FROM auth.mail WHERE sent_at IS NOT NULL"))
    (envelope,) = inbox.received
    assert (envelope.mail_from, envelope.rcpt_tos) == ("schedule@acme.test", [ADMIN])
    assert isinstance(envelope.content, bytes)
    message = email.message_from_bytes(envelope.content, policy=policy.default)
    assert message["Auto-Submitted"] == "auto-generated"
    assert "/password#token=" in message.get_content()
    assert not (second / "outbox").exists()
