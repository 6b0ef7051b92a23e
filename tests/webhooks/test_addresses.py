"""What is reached: by the address that was checked, and by no other one."""

import asyncio
import ipaddress
import os
import re
import shutil
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from app import ROOT
from app.config import read_settings
from app.realtime import addresses, webhooks
from app.realtime.addresses import Unreachable, check, reach_settings
from app.realtime.webhooks import Delivery, Outcome, Sender, sign
from tests.support.servers import Database
from tests.webhooks.receiver import Receiver, receiving

SECRET = "whsec_" + 43 * "A" + "="
REFUSED = [
    "0.0.0.0",
    "10.255.255.255",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fec0::1",
    "ff02::1",
]
PUBLIC = ["1.1.1.1", "8.8.8.8", "100.128.0.1", "172.32.0.1", "2606:4700::1111", "2a00:1450::1"]


@pytest.mark.parametrize("address", REFUSED)
def test_what_is_no_public_address(address: str) -> None:
    with pytest.raises(Unreachable) as refusal:
        check([PUBLIC[0], address], (), encrypted=True)
    assert str(refusal.value) == (
        f"{address} is no public address, and not in STRATA_WEBHOOK_NETWORKS."
    )


def test_public_addresses_are_reached_by_https() -> None:
    check(PUBLIC, (), encrypted=True)
    with pytest.raises(Unreachable) as refusal:
        check(PUBLIC, (), encrypted=False)
    assert str(refusal.value) == "1.1.1.1 is reached by https only: it is a public address."


def test_what_is_configured_is_reached() -> None:
    settings = read_settings({"STRATA_WEBHOOK_NETWORKS": "10.1.0.0/16, fd12::/16,127.0.0.1/32"})
    for encrypted in (True, False):
        check(["10.1.2.3", "fd12::1", "127.0.0.1"], settings.webhook_networks, encrypted)
        for address in ("10.2.0.1", "::ffff:10.1.2.3", "127.0.0.2"):
            with pytest.raises(Unreachable):
                check([address], settings.webhook_networks, encrypted)
    assert read_settings({}).webhook_networks == ()


def test_the_database_refuses_the_same(shared_database: Database) -> None:
    """What is said when a webhook is made agrees with what happens when something is sent."""
    allowed = (ipaddress.ip_network("10.1.0.0/16"), ipaddress.ip_network("fd12::/16"))
    statement = "SELECT event.refused_host(%s)"
    with shared_database.connect() as connection, connection.transaction():
        connection.execute(reach_settings(allowed).encode())
        for address in [*REFUSED, *PUBLIC, "10.1.0.1", "fd12::1"]:
            host = f"[{address}]" if ":" in address else address
            found = connection.execute(statement, [f"https://{host}:8443/x"]).fetchone()
            try:
                check([address], allowed, encrypted=True)
                assert found == (None,)
            except Unreachable:
                assert found == (address,)
        # Whatever else a host can be is left for when something is sent.
        for host in ("localhost", "127.1", "0x7f000001", "2130706433", "1.2.3.4.example.org"):
            assert connection.execute(statement, [f"https://{host}/"]).fetchone() == (None,)


def send(url: str, *allowed: str) -> Outcome:
    """What comes of sending something, where these networks are allowed."""

    async def once() -> Outcome:
        sender = Sender(tuple(map(ipaddress.ip_network, allowed)))
        try:
            return await sender.send(Delivery(1, 1, "1_e_1", url, "{}", SECRET))
        finally:
            await sender.close()

    return asyncio.run(once())


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    """Where nothing arrives that should not."""
    with receiving() as started:
        yield started


def test_a_name_of_this_machine(receiver: Receiver) -> None:
    """Nothing is configured by default: the name leads nowhere."""
    outcome = send(f"http://localhost:{receiver.port}/")
    assert outcome.status is None
    assert outcome.error in {
        f"{address} is no public address, and not in STRATA_WEBHOOK_NETWORKS."
        for address in ("127.0.0.1", "::1")
    }
    assert receiver.received == []


def answers(*turns: list[str]) -> Callable[[str, int], Coroutine[Any, Any, list[str]]]:
    """A name server that says something else each time."""
    left = list(turns)

    async def resolve(_: str, __: int) -> list[str]:
        return left.pop(0)

    return resolve


def test_the_name_is_asked_for_once(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second answer, such as one of an attacker after the check, is never asked for."""
    monkeypatch.setattr(addresses, "resolve", answers(["127.0.0.1"], ["127.0.0.9"]))
    outcome = send(f"http://rebinding.example:{receiver.port}/named", "127.0.0.1/32")
    assert outcome == Outcome(204, None)
    (request,) = receiver.at("/named")
    assert request.headers["host"] == f"rebinding.example:{receiver.port}"


def test_one_bad_address_is_enough(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "resolve", answers(["127.0.0.1", "127.0.0.2"]))
    outcome = send(f"http://two.example:{receiver.port}/two", "127.0.0.1/32")
    assert outcome == Outcome(
        None, "127.0.0.2 is no public address, and not in STRATA_WEBHOOK_NETWORKS."
    )
    assert receiver.at("/two") == []


def test_the_next_address_is_tried(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """The receiver listens on the first address of the loopback network only."""
    monkeypatch.setattr(addresses, "resolve", answers(["127.0.0.3", "127.0.0.1"]))
    outcome = send(f"http://two.example:{receiver.port}/next", "127.0.0.0/8")
    assert outcome == Outcome(204, None)


def test_proxies_of_the_environment_are_not_used(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    outcome = send(f"{receiver.address}/direct", "127.0.0.0/8")
    assert outcome == Outcome(204, None)


def test_what_cannot_be_reached_is_said(receiver: Receiver) -> None:
    assert send("https://strata.invalid/").error is not None
    assert send("http://127.0.0.1:1/", "127.0.0.0/8").status is None
    assert send("http://127.0.0.1:99999/", "127.0.0.0/8").status is None


def test_a_receiver_that_hangs(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """The time is for the whole attempt."""
    monkeypatch.setattr(webhooks, "WHOLE_SECONDS", 0.2)
    ended = threading.Event()
    receiver.answers["/hang"] = lambda _: (204 if ended.wait(30) else 500, {}, b"")
    outcome = send(f"{receiver.address}/hang", "127.0.0.0/8")
    ended.set()
    assert outcome == Outcome(None, "There was no answer within 0.2 seconds.")


@pytest.fixture
def certificates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """What a receiver of that name shows, signed by itself; this process trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "strata test")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("receiver.example")]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    both = tmp_path / "both.pem"
    shown = certificate.public_bytes(Encoding.PEM)
    hidden = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    both.write_bytes(shown + hidden)
    trusted = tmp_path / "trusted.pem"
    trusted.write_bytes(shown)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    return context


def test_the_certificate_is_that_of_the_name(
    certificates: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Although the connection goes to an address, the receiver must be who the name says."""
    monkeypatch.setattr(addresses, "resolve", answers(["127.0.0.1"], ["127.0.0.1"]))
    with receiving(certificates) as secure:
        right = send(f"https://receiver.example:{secure.port}/", "127.0.0.0/8")
        wrong = send(f"https://other.example:{secure.port}/", "127.0.0.0/8")
    assert right == Outcome(204, None)
    assert wrong.status is None
    assert "CERTIFICATE_VERIFY_FAILED" in (wrong.error or "")
    assert len(secure.received) == 1


def test_what_the_guide_says_verifies(tmp_path: Path) -> None:
    """The function and the line for the shell in docs/webhooks.md."""
    guide = (ROOT / "docs" / "webhooks.md").read_text(encoding="utf-8")
    (function,) = re.findall(r"```python\n(.*?)```", guide, re.DOTALL)
    (line,) = re.findall(r"```sh\n(printf.*?)```", guide, re.DOTALL)
    names: dict[str, Any] = {}
    exec(function, names)
    now, body = int(time.time()), '{"type": "é"}'.encode()
    signature = sign(SECRET, "1_e_1", now, body)
    headers = {"webhook-id": "1_e_1", "webhook-timestamp": str(now)}
    genuine = {**headers, "webhook-signature": signature}
    assert names["is_genuine"](SECRET, genuine, body)
    assert not names["is_genuine"](SECRET, genuine, body + b" ")
    late = str(now - 301)
    stale = {**headers, "webhook-timestamp": late}
    stale["webhook-signature"] = sign(SECRET, "1_e_1", now - 301, body)
    assert not names["is_genuine"](SECRET, stale, body)

    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl to try the line for the shell with")
    (tmp_path / "body.json").write_bytes(body)
    environment = {**os.environ, "SECRET": SECRET, "ID": "1_e_1", "TIMESTAMP": str(now)}
    done = subprocess.run(
        ["sh", "-c", line],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "v1," + done.stdout.strip() == signature


def test_signatures_are_those_of_the_specification() -> None:
    """The example of the specification's own libraries."""
    assert (
        sign(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1614265330,
            b'{"test": 2432232314}',
        )
        == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )
