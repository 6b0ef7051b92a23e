"""Access tokens: JSON Web Tokens of ten minutes, signed with Ed25519 and nothing else."""

import secrets
import time
from contextlib import suppress
from typing import NamedTuple

import jwt

from app.auth.keys import Key, KeySource
from app.stop import Stop

ALGORITHM = "EdDSA"
# So that no other kind of token passes for one of these.
TYPE = "at+jwt"
AUDIENCE = "strata"
LIFETIME = 600
CLAIMS = ["iss", "aud", "sub", "sid", "jti", "exp", "iat"]
# Clocks of several servers differ by a little.
LEEWAY = 5
CACHED = 10_000


class Identity(NamedTuple):
    """Who acts, through which session."""

    account: int
    session: int


class InvalidToken(Exception):
    """A token that does not count, and why."""


class Tokens:
    """Issues tokens and verifies them; what was verified is remembered for a while."""

    def __init__(self, source: KeySource, issuer: str) -> None:
        self._source = source
        self._issuer = issuer
        self._verified: dict[str, tuple[Identity, float]] = {}
        self._load()

    @property
    def keys(self) -> list[Key]:
        """The keys as they are now: a rotation is noticed without a new start."""
        if self._source.stamp() != self._stamp:
            # What cannot be read at the moment does not end the service.
            with suppress(Stop):
                self._load()
        return self._keys

    def issue(self, identity: Identity) -> str:
        """A token for ten minutes."""
        key, now = self.keys[0], int(time.time())
        claims = {
            "iss": self._issuer,
            "aud": AUDIENCE,
            "sub": str(identity.account),
            "sid": str(identity.session),
            "jti": secrets.token_hex(16),
            "iat": now,
            "exp": now + LIFETIME,
        }
        headers = {"kid": key.kid, "typ": TYPE}
        return jwt.encode(claims, key.private, ALGORITHM, headers)

    def verify(self, token: str) -> Identity:
        """Who the token says is acting; whether the session still is, only the database knows."""
        return self.read(token)[0]

    def read(self, token: str) -> tuple[Identity, float]:
        """The same, and until when the token counts."""
        # What was verified with a key that is gone was forgotten with it.
        _ = self.keys
        known = self._verified.get(token)
        if known is not None and time.time() < known[1]:
            return known
        identity, expires = self._decode(token)
        if len(self._verified) >= CACHED:
            # The oldest half: dictionaries keep the order.
            for each in list(self._verified)[: CACHED // 2]:
                del self._verified[each]
        self._verified[token] = identity, expires
        return identity, expires

    def _decode(self, token: str) -> tuple[Identity, float]:
        try:
            header = jwt.get_unverified_header(token)
            if header.get("alg") != ALGORITHM or header.get("typ") != TYPE:
                raise InvalidToken("It is not a token of this server.")
            key = next((key for key in self.keys if key.kid == header.get("kid")), None)
            if key is None:
                raise InvalidToken("Its key is not known, or not any more.")
            claims = jwt.decode(
                token,
                key.public,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                issuer=self._issuer,
                leeway=LEEWAY,
                options={"require": CLAIMS},
            )
            identity = Identity(int(claims["sub"]), int(claims["sid"]))
            return identity, float(claims["exp"]) + LEEWAY
        except jwt.ExpiredSignatureError:
            raise InvalidToken("It has expired.") from None
        except (jwt.InvalidTokenError, ValueError, TypeError, OverflowError):
            raise InvalidToken("It is not a token of this server.") from None

    def _load(self) -> None:
        self._stamp = self._source.stamp()
        self._keys = self._source.read()
        self._verified.clear()
