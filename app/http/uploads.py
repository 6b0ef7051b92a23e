"""Files that clients send: as the body, or as a part of a form."""

import asyncio
import tempfile
from collections.abc import AsyncGenerator
from typing import IO, NamedTuple
from urllib.parse import parse_qsl

from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from app.http.problems import Refusal
from app.http.statement import malformed
from app.imports.reading import too_large

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FORM = "multipart/form-data"
# What a form may have beside its file, and the longest of its fields.
MOST_FIELDS = 30
LONGEST_FIELD = 64 * 1024
WITHOUT_PARAMETERS = {known.partition(";")[0]: format_ for format_, known in MEDIA_TYPES.items()}


class Upload(NamedTuple):
    """A file on the disk without a name there: it is gone when it is closed."""

    file: IO[bytes]
    name: str
    format: str | None
    parameters: dict[str, str]


async def receive(request: Request, most_bytes: int, known: set[str]) -> Upload:
    """Take in the file as it arrives, and not more of it than may be."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != FORM and media_type not in WITHOUT_PARAMETERS:
        accepted = ", ".join((FORM, *WITHOUT_PARAMETERS))
        raise Refusal("unsupported-media-type", f"Send the file as one of {accepted}.")
    try:
        query = parse_qsl(
            request.scope["query_string"].decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:
        raise Refusal("malformed-text", "The query of the address cannot be read.") from None
    if media_type == FORM:
        file, name, fields = await _form(request, most_bytes)
        return Upload(file, name, None, _parameters([*query, *fields], known))
    parameters = _parameters(query, known)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - it outlives this function
    try:
        async for chunk in _limited(request, most_bytes):
            await asyncio.to_thread(file.write, chunk)
    except BaseException:
        file.close()
        raise
    format_ = WITHOUT_PARAMETERS[media_type]
    return Upload(file, f"body.{format_}", format_, parameters)


async def _form(request: Request, most_bytes: int) -> tuple[IO[bytes], str, list[tuple[str, str]]]:
    """The file of a form, its name, and the other fields."""
    parser = MultiPartParser(
        request.headers,
        _limited(request, most_bytes, around=MOST_FIELDS * LONGEST_FIELD),
        max_files=1,
        max_fields=MOST_FIELDS,
        max_part_size=LONGEST_FIELD,
    )
    try:
        form = await parser.parse()
    except MultiPartException as error:
        raise Refusal("malformed-text", f"The form cannot be read: {error.message}") from None
    fields = []
    upload = None
    for name, value in form.multi_items():
        if isinstance(value, str):
            fields.append((name, value))
        elif name == "file":
            upload = value
        else:
            await value.close()
    if upload is None:
        sentence = "The form has no file."
        raise Refusal("invalid-value", sentence, [{"pointer": "/file", "detail": sentence}])
    return upload.file, upload.filename or "file", fields


async def _limited(request: Request, limit: int, around: int = 0) -> AsyncGenerator[bytes, None]:
    """The body; one that is too large is cut off as soon as that is known.

    The limit is that of the file, `around` what the form may add to it.
    """
    refusal = Refusal(
        "body-too-large",
        f"The file {too_large(limit)}.",
        headers={"Connection": "close"},
    )
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > limit + around:
        raise refusal
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit + around:
            raise refusal
        yield chunk


def _parameters(pairs: list[tuple[str, str]], known: set[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for name, value in pairs:
        if name not in known:
            raise Refusal(
                "unknown-parameter",
                f"There is no parameter {name}.",
                [{"pointer": f"/{name}", "detail": "This resource has no such parameter."}],
            )
        if name in values:
            raise malformed(name, f"{name} is given more than once.")
        if "\0" in value:
            raise malformed(name, f"{name} contains a character that text cannot have.")
        values[name] = value
    return values
