"""What is a good password, and how many are hashed at once."""

import asyncio

import pytest

from app.auth.passwords import Overload, Passwords, fault_of, make_hasher, verifies
from app.config import read_settings


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("twelve chars", None),
        ("            ", None),
        ("eleven char", "The password must have at least 12 characters."),
        ("x" * 1024, None),
        ("x" * 1025, "The password must have at most 1024 bytes."),
        ("ö" * 513, "The password must have at most 1024 bytes."),
        # Six ligatures of two letters each are twelve characters.
        ("\ufb01" * 6, None),
        ("ADA@example.org", "The password must not be the e-mail address."),
    ],
)
def test_a_new_password(password: str, fault: str | None) -> None:
    assert fault_of(password, "ada@Example.org") == fault


def test_what_is_no_hash_verifies_nothing() -> None:
    hasher = make_hasher(read_settings({}))
    for stored in (None, "", "x", "$argon2id$", "$2b$12$abcdefghijklmnopqrstuu"):
        assert not verifies(hasher, stored, "password")


def test_costs_come_from_the_settings() -> None:
    """A hash of other costs is still right, and is known to be outdated."""
    costly = make_hasher(
        read_settings({"STRATA_PASSWORD_MEGABYTES": "20", "STRATA_PASSWORD_PASSES": "3"})
    )
    stored = make_hasher(read_settings({})).hash("password")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert costly.hash("password").startswith("$argon2id$v=19$m=20480,t=3,p=1$")
    assert verifies(costly, stored, "password")
    assert Passwords(costly).is_outdated(stored)


def test_the_line_is_of_bounded_length(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two are served at once, some wait, who comes then is sent away, and the next is served."""
    monkeypatch.setattr("app.auth.passwords.PLACES", 4)
    served = []

    async def visit(passwords: Passwords, leave: asyncio.Event) -> None:
        async with passwords.turn():
            served.append(1)
            await leave.wait()

    async def run() -> None:
        passwords, leave = Passwords(make_hasher(read_settings({}))), asyncio.Event()
        visits = [asyncio.create_task(visit(passwords, leave)) for _ in range(4)]
        await asyncio.sleep(0)
        assert len(served) == 2
        with pytest.raises(Overload):
            await visit(passwords, leave)
        leave.set()
        await asyncio.gather(*visits)
        await visit(passwords, leave)
        passwords.close()

    asyncio.run(run())
    assert len(served) == 5
