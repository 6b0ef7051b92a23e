"""Access tokens: what is made up, altered, old or of somebody else does not count."""

import base64
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import OKPAlgorithm

from app.auth.keys import KeySource
from app.auth.tokens import CACHED, Identity, InvalidToken, Tokens
from app.config import Settings, read_settings
from app.stop import Stop
from tests.http.running import ADMIN, Running
from tests.http.test_sign_in import problem


def settings(directory: Path, **more: str) -> Settings:
    """The settings of a server that keeps its keys there."""
    return read_settings({"STRATA_DATA_DIR": str(directory), **more})


def encoded(part: object) -> str:
    """A part of a token."""
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def parts_of(server: Running) -> tuple[dict[str, Any], dict[str, Any], Ed25519PrivateKey]:
    """Header and claims of a good token, and the server's key."""
    key = KeySource(settings(server.log.parent)).read()[0].private
    claims = jwt.decode(server.token, options={"verify_signature": False})
    return jwt.get_unverified_header(server.token), claims, key


def sign(header: dict[str, Any], claims: dict[str, Any], key: Ed25519PrivateKey) -> str:
    """A token with exactly this header."""
    signed = f"{encoded(header)}.{encoded(claims)}"
    signature = base64.urlsafe_b64encode(key.sign(signed.encode())).rstrip(b"=").decode()
    return f"{signed}.{signature}"


def test_what_a_token_says(server: Running) -> None:
    header, claims, key = parts_of(server)
    assert header == {"alg": "EdDSA", "typ": "at+jwt", "kid": header["kid"]}
    assert claims["iss"] == str(server.http.base_url).rstrip("/")
    assert (claims["aud"], claims["sub"], claims["sid"]) == ("strata", "2", "1")
    assert claims["exp"] - claims["iat"] == 600
    assert len(claims["jti"]) == 32
    assert server.get("/v1/me", authorization=f"bearer {sign(header, claims, key)}").is_success


def without(name: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Claims or a header that lack something."""
    return lambda claims: {each: claims[each] for each in claims if each != name}


def having(**more: object) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Claims or a header with something else."""
    return lambda claims: claims | more


@pytest.mark.parametrize(
    "change",
    [
        *(without(name) for name in ("iss", "aud", "sub", "sid", "jti", "exp", "iat")),
        having(aud="another"),
        having(aud=["another"]),
        having(iss="https://evil.example"),
        having(exp=int(time.time()) - 60),
        having(iat=int(time.time()) + 3600),
        having(nbf=int(time.time()) + 3600),
        having(sub="x"),
        having(sub=2),
        having(sid="1; DROP TABLE auth.session"),
        having(exp="soon"),
        having(exp=1e400),
    ],
)
def test_claims_that_do_not_count(
    server: Running, change: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    header, claims, key = parts_of(server)
    answer = server.get("/v1/me", authorization=f"Bearer {sign(header, change(claims), key)}")
    assert problem(answer, 401) == "token-invalid"


@pytest.mark.parametrize(
    "change",
    [
        having(kid="unknown"),
        having(kid=None),
        having(kid=1),
        without("kid"),
        having(typ="JWT"),
        without("typ"),
        having(alg="none"),
        having(alg="HS256"),
        having(alg="ES256"),
        without("alg"),
        having(crit=["b64"], b64=False),
    ],
)
def test_headers_that_do_not_count(
    server: Running, change: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    header, claims, key = parts_of(server)
    answer = server.get("/v1/me", authorization=f"Bearer {sign(change(header), claims, key)}")
    assert problem(answer, 401) == "token-invalid"


def test_signatures_that_do_not_count(server: Running) -> None:
    """None, that of another key, the public key as a secret, one that was cut, another text."""
    header, claims, key = parts_of(server)
    public = key.public_key()
    secrets = [
        public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        public.public_bytes(Encoding.Raw, PublicFormat.Raw),
        json.dumps(OKPAlgorithm.to_jwk(public, as_dict=True)).encode(),
    ]
    hmac = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
    forged = []
    for secret in secrets:
        signed = f"{encoded(header | {'alg': 'HS256'})}.{encoded(claims)}"
        digest = hmac.sign(signed.encode(), secret)
        forged.append(f"{signed}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}")
    unsigned = f"{encoded(header | {'alg': 'none'})}.{encoded(claims)}."
    embedded = header | {"jwk": OKPAlgorithm.to_jwk(Ed25519PrivateKey.generate(), as_dict=True)}
    good = server.token
    first, second, third = good.split(".")
    for token in (
        *forged,
        unsigned,
        f"{encoded(header)}.{encoded(claims)}.",
        sign(header, claims, Ed25519PrivateKey.generate()),
        sign(embedded, claims, Ed25519PrivateKey.generate()),
        good[:-4],
        f"{first}.{encoded(claims | {'sub': '1'})}.{third}",
        f"{first}.{second}",
        f"{first}.{second}.{third}.{third}",
        "garbage",
        "..",
        "\xe9",
        "e30.e30.e30",
        "W10.e30.e30",
        "x" * 5000,
    ):
        value = f"Bearer {token}".encode("latin-1")
        answer = server.http.get("/v1/me", headers={b"Authorization": value})
        assert problem(answer, 401) == "token-invalid", token
    assert server.get("/v1/me").is_success


def test_a_token_of_another_session_and_account(server: Running) -> None:
    """The session decides; a token that names an account beside it gets no other."""
    header, claims, key = parts_of(server)
    token = sign(header, claims | {"sid": "999999"}, key)
    answer = server.get("/v1/me", authorization=f"Bearer {token}")
    assert problem(answer, 401) == "session-ended"


def test_the_public_keys(server: Running) -> None:
    """Whoever has them can verify a token, and nothing of a private key is in them."""
    answer = server.get("/.well-known/jwks.json")
    (item,) = answer.json()["keys"]
    assert set(item) == {"kty", "crv", "x", "kid", "use", "alg"}
    header, _, _ = parts_of(server)
    assert item["kid"] == header["kid"]
    key = jwt.PyJWK(item).key
    address = str(server.http.base_url).rstrip("/")
    assert jwt.decode(server.token, key, ["EdDSA"], audience="strata", issuer=address)["sub"] == "2"


def rotate(server: Running) -> list[str]:
    """Rotate the keys by the command; what it prints."""
    ran = subprocess.run(
        [sys.executable, "-m", "app", "keys", "rotate"],
        env={"STRATA_DATA_DIR": str(server.log.parent), "PATH": ""},
        check=True,
        capture_output=True,
        text=True,
    )
    return ran.stdout.splitlines()


def test_rotation_while_the_server_runs(own_server: Running) -> None:
    """New tokens have the new key, those of the key before still count, older ones do not."""
    server = own_server
    tokens = [server.token]
    for _ in range(2):
        signing, verifying = rotate(server)
        tokens.append(server.log_in(ADMIN)["access_token"])
        kids = [jwt.get_unverified_header(token)["kid"] for token in tokens[-2:]]
        assert [signing, verifying] == [f"{kids[1]} signs", f"{kids[0]} verifies"]
        published = server.get("/.well-known/jwks.json").json()["keys"]
        assert [each["kid"] for each in published] == kids[::-1]
        assert server.get("/v1/me", authorization=f"Bearer {tokens[-2]}").is_success
    answer = server.get("/v1/me", authorization=f"Bearer {tokens[0]}")
    assert problem(answer, 401) == "token-invalid"
    assert server.get("/v1/me", authorization=f"Bearer {tokens[2]}").is_success


def test_keys_are_made_once_and_read_by_their_owner(tmp_path: Path) -> None:
    first = KeySource(settings(tmp_path)).read()
    assert [key.kid for key in KeySource(settings(tmp_path)).read()] == [first[0].kid]
    assert (tmp_path / "signing-keys.pem").stat().st_mode & 0o777 == 0o600
    KeySource(settings(tmp_path)).rotate()
    assert (tmp_path / "signing-keys.pem").stat().st_mode & 0o777 == 0o600


def test_keys_from_a_variable_and_from_a_file(tmp_path: Path) -> None:
    made = KeySource(settings(tmp_path))
    kid = made.read()[0].kid
    given = KeySource(settings(tmp_path / "x", STRATA_SIGNING_KEYS=made.file.read_text()))
    named = KeySource(settings(tmp_path / "x", STRATA_SIGNING_KEYS_FILE=str(made.file)))
    assert [source.read()[0].kid for source in (given, named)] == [kid, kid]
    assert not (tmp_path / "x").exists()
    with pytest.raises(Stop, match="put a new one before them there"):
        given.rotate()
    assert [key.kid for key in named.rotate()][1] == kid


@pytest.mark.parametrize("text", ["", "nothing", "-----BEGIN PRIVATE KEY-----\nx\n"])
def test_keys_that_are_none(tmp_path: Path, text: str) -> None:
    file = tmp_path / "keys"
    file.write_text(text)
    with pytest.raises(Stop, match="must have Ed25519 keys in PEM: make one with `openssl genpkey"):
        KeySource(settings(tmp_path, STRATA_SIGNING_KEYS_FILE=str(file))).read()


def test_a_file_that_breaks_does_not_end_the_service(tmp_path: Path) -> None:
    source = KeySource(settings(tmp_path))
    tokens = Tokens(source, "here")
    token = tokens.issue(Identity(1, 1))
    source.file.write_text("broken")
    assert tokens.verify(tokens.issue(Identity(2, 3))) == Identity(2, 3)
    assert tokens.verify(token) == Identity(1, 1)


def test_a_key_that_is_taken_away_counts_at_once(tmp_path: Path) -> None:
    """Also for a token that was verified before, and although nobody signs in meanwhile."""
    source = KeySource(settings(tmp_path))
    tokens = Tokens(source, "here")
    token = tokens.issue(Identity(1, 1))
    assert tokens.verify(token) == Identity(1, 1)
    for _ in range(2):
        source.rotate()
    with pytest.raises(InvalidToken, match="Its key is not known"):
        tokens.verify(token)


def test_what_was_verified_is_remembered_within_bounds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until it expires, and not more than so many."""
    tokens = Tokens(KeySource(settings(tmp_path)), "here")
    token = tokens.issue(Identity(1, 1))
    assert tokens.verify(token) == tokens.verify(token)
    monkeypatch.setattr("app.auth.tokens.CACHED", 4)
    for number in range(20):
        tokens.verify(tokens.issue(Identity(1, number)))
        assert len(tokens._verified) <= 4
    assert CACHED == 10_000
    # Until the end of the leeway for clocks that differ: a second from now.
    monkeypatch.setattr("app.auth.tokens.LIFETIME", -4)
    ending = tokens.issue(Identity(1, 1))
    assert tokens.verify(ending) == Identity(1, 1)
    time.sleep(1.1)
    with pytest.raises(InvalidToken, match="expired"):
        tokens.verify(ending)
