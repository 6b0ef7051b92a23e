"""`GET /v1/exports/{kind}`: the rows that SQL names, as a file."""

import asyncio
import gzip
import tempfile
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import IO, Any

import psycopg
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from app.exports.writing import FORMATS, Writer, make_writer
from app.http import entity_tag
from app.http.handler import PRIVATE, Api, actor_of
from app.http.problems import Refusal
from app.http.statement import build, malformed, read_query
from app.http.uploads import MEDIA_TYPES
from app.stop import Stop

ROWS_AT_ONCE = 1000
CHUNK = 256 * 1024
CURSOR = ("DECLARE export NO SCROLL CURSOR FOR SELECT r FROM ", " AS r")
# A large export takes longer than an ordinary answer.
PATIENCE = "SET LOCAL statement_timeout = '2min'"
FETCH = f"FETCH {ROWS_AT_ONCE} FROM export"

Connection = psycopg.AsyncConnection[Any]


async def export(api: Api, request: Request) -> Response:
    """Answer with a file, which is on the disk as a whole before its first byte is sent.

    So a failure is a problem and not half of a file, and a slow client holds no connection.
    """
    function = api.contract.functions["export_rows"]
    known = replace(function, arguments=function.arguments | {"format": "text"})
    values = {"kind": [request.path_params["kind"]]}
    values |= read_query(request.scope["query_string"], known, {"kind"})
    format_ = chosen_format(values.pop("format", []), request.headers.get("accept", ""))
    statement = build(function, values, actor_of(request), CURSOR)
    packed = format_ != "xlsx" and entity_tag.accepts_gzip(request.headers.get("accept-encoding"))
    file = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed when it has been sent
    try:
        async with (
            api.exports.place(),
            api.pool.connection() as connection,
            connection.transaction(),
        ):
            await connection.execute(statement.text.encode())
            await connection.execute(PATIENCE)
            await _write(connection, format_, file, packed)
        size = file.tell()
    except BaseException:
        file.close()
        raise
    headers = PRIVATE | {
        "Content-Disposition": f'attachment; filename="{request.path_params["kind"]}.{format_}"',
        "Content-Length": str(size),
        "Vary": "Accept, Accept-Encoding, Authorization",
    }
    if packed:
        headers["Content-Encoding"] = "gzip"
    return StreamingResponse(_sent(file), 200, headers, MEDIA_TYPES[format_])


def chosen_format(given: list[str], accept: str) -> str:
    """The format that the address names, or else the first one that the client accepts."""
    if given:
        if given[-1] not in FORMATS or len(given) > 1:
            raise malformed("format", f"format must be one of {', '.join(FORMATS)}.")
        return given[0]
    accepted = [part.partition(";")[0].strip().lower() for part in accept.split(",")]
    wanted = (
        format_
        for media_type in accepted
        for format_, known in MEDIA_TYPES.items()
        if media_type == known.partition(";")[0]
    )
    return next(wanted, "csv")


async def _write(connection: Connection, format_: str, file: IO[bytes], packed: bool) -> None:
    """Portion by portion, so that neither the rows nor the file are ever held as a whole."""
    target: Any = file
    if packed:
        target = gzip.GzipFile(fileobj=file, mode="wb", compresslevel=1, mtime=0)
    writer: Writer | None = None
    whole = False
    try:
        while rows := await (await connection.execute(FETCH)).fetchall():
            portion = [row[0] for row in rows]
            if writer is None:
                writer = make_writer(format_, target, portion.pop(0))
            await asyncio.to_thread(writer.add, portion)
        assert writer is not None
        await asyncio.to_thread(writer.finish)
        whole = True
    except Stop as stop:
        raise Refusal("invalid-value", str(stop)) from None
    finally:
        if writer is not None and not whole:
            writer.abandon()
    if packed:
        target.close()


async def _sent(file: IO[bytes]) -> AsyncIterator[bytes]:
    try:
        file.seek(0)
        while chunk := await asyncio.to_thread(file.read, CHUNK):
            yield chunk
    finally:
        file.close()
