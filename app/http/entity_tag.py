"""Entity tags and content coding: what the client has already, and how it wants the rest."""

import gzip
import hashlib
import re

# Shorter bodies are not worth compressing; above the second size it is done beside the event loop.
SMALLEST_TO_COMPRESS = 1024
LARGE = 256 * 1024
GZIP = "-gzip"


def suffix(*parts: object) -> str:
    """What a tag depends on besides the revision, as a short text."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=9).hexdigest()


def of_content(body: bytes) -> str:
    """The tag of exactly these bytes."""
    return hashlib.blake2b(body, digest_size=16).hexdigest()


def read_tags(header: str | None) -> list[str]:
    """The tags of If-None-Match, without W/, which makes no difference to it; ["*"] for any."""
    if not header:
        return []
    if header.strip() == "*":
        return ["*"]
    return re.findall(r'(?:W/)?"([\x21\x23-\x7e]*)"', header)


def without_coding(tag: str) -> str:
    """The tag of the content before it was compressed."""
    return tag.removesuffix(GZIP)


def accepts_gzip(header: str | None) -> bool:
    """Whether Accept-Encoding asks for gzip."""
    weights = {}
    for part in (header or "").lower().split(","):
        name, _, parameter = part.partition(";")
        found = re.fullmatch(r"\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*", parameter)
        weights[name.strip()] = float(found[1]) if found else 1.0
    return weights.get("gzip", weights.get("*", 0.0)) > 0


def compress(body: bytes) -> bytes:
    """Fast rather than small: the network of an office is not the narrow place."""
    return gzip.compress(body, compresslevel=1, mtime=0)
