"""Second factor (RFC 6238), recovery codes, and the secrets that are stored hashed."""

import hashlib
import re
import secrets
from base64 import b32encode
from datetime import UTC, datetime

import pyotp

CODE = re.compile(r"\d{6}")
RECOVERY_CODES = 10
# Codes of the step before and after count too: clocks differ.
TOLERANCE = (0, -1, 1)


def new_secret() -> str:
    """A secret for an authenticator."""
    return pyotp.random_base32()


def address_of(secret: str, email: str) -> str:
    """The otpauth: address that an authenticator reads, mostly as a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name="Strata")


def step_of(secret: str | None, code: str | None) -> int | None:
    """The step in which the code is right, if it is in one of those that count now."""
    code = (code or "").replace(" ", "")
    if secret is None or not CODE.fullmatch(code):
        return None
    generator = pyotp.TOTP(secret)
    now = generator.timecode(datetime.now(UTC))
    return next(
        (
            now + shift
            for shift in TOLERANCE
            if secrets.compare_digest(generator.generate_otp(now + shift), code)
        ),
        None,
    )


def new_recovery_codes() -> list[str]:
    """Codes of 80 bits, in groups that can be written down."""
    texts = [b32encode(secrets.token_bytes(10)).decode().lower() for _ in range(RECOVERY_CODES)]
    return ["-".join(text[at : at + 4] for at in range(0, 16, 4)) for text in texts]


def recovery_hash(code: str | None) -> bytes | None:
    """The hash of what may be a recovery code."""
    plain = re.sub(r"[\s-]", "", code or "").lower()
    return hashed(plain) if re.fullmatch("[a-z2-7]{16}", plain) else None


def new_token() -> str:
    """An opaque token of 256 bits."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> bytes:
    """What is stored of a token. It has so many bits that a plain hash is enough."""
    return hashlib.sha256(token.encode()).digest()
