"""The keys that sign access tokens: Ed25519, PEM (PKCS 8), one after the other; the first signs.

They come from STRATA_SIGNING_KEYS, from the file that STRATA_SIGNING_KEYS_FILE names, or from a
file in the data directory that is made the first time.
"""

import hashlib
import json
import re
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from app.config import Settings
from app.stop import Stop

PEM = re.compile(r"-----BEGIN PRIVATE KEY-----.+?-----END PRIVATE KEY-----", re.DOTALL)
# The one that signs, and the one before, whose tokens still count for some minutes.
KEPT = 2


class Key(NamedTuple):
    """A key with its name, which follows from the key (RFC 7638)."""

    kid: str
    private: Ed25519PrivateKey
    public: Ed25519PublicKey


class KeySource:
    """Where the keys are, and what stands there now."""

    def __init__(self, settings: Settings) -> None:
        self._text = settings.signing_keys
        self.is_generated = not (settings.signing_keys or settings.signing_keys_file)
        self.file = settings.signing_keys_file or settings.data_directory / "signing-keys.pem"
        if self.is_generated and not self.file.exists():
            _write(self.file, [Ed25519PrivateKey.generate()])

    def stamp(self) -> object:
        """Changes when the keys may have."""
        if self._text is not None:
            return None
        try:
            status = self.file.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ino

    def read(self) -> list[Key]:
        """The keys; the first one signs."""
        name = "STRATA_SIGNING_KEYS" if self._text is not None else str(self.file)
        try:
            text = self._text if self._text is not None else self.file.read_text(encoding="utf-8")
            loaded = [load_pem_private_key(part.encode(), None) for part in PEM.findall(text)]
        except (OSError, ValueError) as error:
            raise Stop(f"The signing keys in {name} cannot be read: {error}.") from None
        keys = [_named(key) for key in loaded if isinstance(key, Ed25519PrivateKey)]
        if not keys or len(keys) < len(loaded):
            raise Stop(
                f"{name} must have Ed25519 keys in PEM: "
                "make one with `openssl genpkey -algorithm ed25519`."
            )
        return keys

    def rotate(self) -> list[Key]:
        """Put a new key before the others, and keep the one that signed until now."""
        if self._text is not None:
            raise Stop(
                "The signing keys are in STRATA_SIGNING_KEYS: put a new one before them there, "
                "and take the oldest away."
            )
        keys = [Ed25519PrivateKey.generate(), *(key.private for key in self.read())][:KEPT]
        try:
            _write(self.file, keys)
        except OSError as error:
            raise Stop(f"The signing keys in {self.file} cannot be written: {error}.") from None
        return self.read()


def public_set(keys: list[Key]) -> bytes:
    """What others verify tokens with (RFC 7517)."""
    items = [
        {**_public_members(key.public), "kid": key.kid, "use": "sig", "alg": "EdDSA"}
        for key in keys
    ]
    return json.dumps({"keys": items}).encode()


def _named(private: Ed25519PrivateKey) -> Key:
    public = private.public_key()
    members = json.dumps(_public_members(public), sort_keys=True, separators=(",", ":"))
    return Key(_base64(hashlib.sha256(members.encode()).digest())[:16], private, public)


def _public_members(key: Ed25519PublicKey) -> dict[str, str]:
    x = _base64(key.public_bytes(Encoding.Raw, PublicFormat.Raw))
    return {"crv": "Ed25519", "kty": "OKP", "x": x}


def _base64(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def _write(file: Path, keys: list[Ed25519PrivateKey]) -> None:
    """Replace the file in one step; only its owner may read it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600, exist_ok=False)
    unfinished.write_bytes(
        b"".join(
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) for key in keys
        )
    )
    unfinished.rename(file)
