"""Secrets that we make up ourselves."""

import secrets
from pathlib import Path


def kept_secret(file: Path, length: int = 24) -> str:
    """The secret in a file that only its owner reads, made up the first time."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_suffix(".new")
        unfinished.touch(mode=0o600)
        unfinished.write_text(secrets.token_urlsafe(length))
        unfinished.rename(file)
    return file.read_text()
