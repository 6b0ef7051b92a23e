"""Bytes to text: the encoding that a file is in, or is said to be in."""

import codecs
import io
import re
from collections.abc import Iterator
from typing import IO

from app.imports.broken import BrokenFile
from app.stop import Stop

CHUNK = 256 * 1024
# What may be said, and the codec that reads it. Shift_JIS of our time is Windows' superset of it.
ENCODINGS = {
    "utf-8": "utf-8-sig",
    "utf-16": "utf-16",
    "shift_jis": "cp932",
    "windows-1252": "cp1252",
}
OTHER_NAMES = {
    "utf8": "utf-8",
    "utf16": "utf-16",
    "utf-16le": "utf-16",
    "utf-16be": "utf-16",
    "shift-jis": "shift_jis",
    "sjis": "shift_jis",
    "cp932": "shift_jis",
    "windows-31j": "shift_jis",
    "cp1252": "windows-1252",
    "latin-1": "windows-1252",
    "iso-8859-1": "windows-1252",
}
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
WIDE_RUN = re.compile("[\u3041-\u30ff\u4e00-\u9fff]{2,}")
BESIDE_A_LETTER = re.compile("[A-Za-z]([\u4e00-\u9fff\uff61-\uff9f])")
PRIVATE_USE = re.compile("[\ue000-\uf8ff]")


def known_encoding(given: str) -> str:
    """The name under which we know an encoding."""
    name = OTHER_NAMES.get(given.strip().lower(), given.strip().lower())
    if name not in ENCODINGS:
        raise Stop(f"The encoding must be {', '.join(ENCODINGS)}, not {given}.")
    return name


def open_text(file: IO[bytes], name: str, encoding: str | None) -> io.TextIOWrapper:
    """The file as text from its beginning, checked to be text to its end."""
    codec = ENCODINGS[known_encoding(encoding)] if encoding else _recognise(file, name)
    line = 1
    for text in _decoded(file, codec, name):
        if "\x00" in text:
            line += text.count("\n", 0, text.index("\x00"))
            raise BrokenFile(name, "has a NUL character", line=line)
        line += text.count("\n")
    file.seek(0)
    return io.TextIOWrapper(file, codec, newline="")


def _recognise(file: IO[bytes], name: str) -> str:
    file.seek(0)
    start = file.read(3)
    for mark, codec in MARKS.items():
        if start.startswith(mark):
            return codec
    try:
        for _ in _decoded(file, "utf-8-sig", name):
            pass
    except BrokenFile:
        if _is_japanese(file, name):
            return "cp932"
        raise
    return "utf-8-sig"


def _decoded(file: IO[bytes], codec: str, name: str) -> Iterator[str]:
    """The text piece by piece; what is no text of this encoding is told with its line."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder(codec)()
    line = 1
    while True:
        chunk = file.read(CHUNK)
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            raise _not_text(name, error, codec, line) from None
        yield text
        line += text.count("\n")
        if not chunk:
            return


def _not_text(name: str, error: UnicodeDecodeError, codec: str, line: int) -> BrokenFile:
    """What is wrong; the fault is in the piece that begins on the line."""
    before = error.object[: error.start].decode(error.encoding, "ignore")
    said = next(known for known, its_codec in ENCODINGS.items() if its_codec == codec)
    others = ", ".join(known for known in ENCODINGS if known != said)
    return BrokenFile(
        name,
        f"is not {said.upper()} (byte 0x{error.object[error.start]:02x}): "
        f"save the file as UTF-8, or say its encoding ({others})",
        line=line + before.count("\n"),
    )


def _is_japanese(file: IO[bytes], name: str) -> bool:
    """Whether bytes that are not UTF-8 are surely Shift_JIS.

    Accented letters of western encodings pass as rare characters, alone between letters; those that
    Japanese mostly uses begin with bytes that are control characters there.
    """
    found = False
    try:
        for text in _decoded(file, "cp932", name):
            if PRIVATE_USE.search(text) or any(
                _is_rare(character) for character in BESIDE_A_LETTER.findall(text)
            ):
                return False
            found = found or any(not all(map(_is_rare, run)) for run in WIDE_RUN.findall(text))
    except BrokenFile:
        return False
    return found


def _is_rare(character: str) -> bool:
    return character.encode("cp932")[0] >= 0xA0
