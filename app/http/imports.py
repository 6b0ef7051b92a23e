"""`POST /v1/imports`: a file goes through the database in one transaction, row by row."""

import asyncio
import itertools
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import psycopg
from psycopg.types.json import Jsonb
from starlette.requests import Request
from starlette.responses import Response

from app.http import entity_tag
from app.http.handler import PRIVATE, Api, actor_of, make_response
from app.http.problems import Refusal
from app.http.statement import Actor, setup
from app.http.uploads import Upload, receive
from app.imports.broken import BrokenFile
from app.imports.mapping import labels, mapped_rows
from app.imports.profile import (
    OPTIONS,
    Profile,
    own_profile,
    profile_of,
    with_options,
    with_reading,
)
from app.imports.reading import SourceFile, open_file
from app.stop import Stop

# What is said of the form of the file.
READING = {"format", "encoding", "delimiter", "columns", "sheet"}
# What is said of the meaning of its rows.
MEANING = set[str]().union(*OPTIONS.values()) - {"person"}
PARAMETERS = {"kind", "mode", "profile", "faults"} | READING | MEANING
ROWS_AT_ONCE = 1000
# More than any person reads; a preview tells them all.
MOST_ERRORS = 1000
# A large import takes longer than an ordinary request, and waits for the one before it.
PATIENCE = "SET LOCAL statement_timeout = '10min'; SET LOCAL lock_timeout = '1min'"
PROFILE = "SELECT api.import_fields(%(kind)s), api.import_profile(%(kind)s, %(profile)s)"
OPEN = "SELECT api.import_open(%s, %s, %s, %s, %s, %s)"
ADD = "SELECT api.import_add(%s, %s)"
RUN = (
    "SELECT r::text, CASE WHEN (r -> 'repeated')::boolean THEN 'repeated' ELSE r ->> 'state' END,"
    " r ->> 'id' FROM api.import_run(%s, %s, %s, %s) AS r"
)

Connection = psycopg.AsyncConnection[Any]


class Outcome(NamedTuple):
    """What the database says of an import."""

    report: str
    status: str
    id: str | None


async def import_file(api: Api, request: Request) -> Response:
    """Import a file, or say what importing it would do."""
    upload = await receive(request, api.import_bytes, PARAMETERS)
    try:
        async with api.imports.place():
            outcome = await _import(api, actor_of(request), upload)
    except BrokenFile as broken:
        place = {"line": broken.line, "column": broken.column}
        error = {"pointer": "/file", "detail": broken.sentence, **place}
        raise Refusal(broken.slug, str(broken), [error]) from None
    except Stop as stop:
        raise Refusal("invalid-value", str(stop)) from None
    finally:
        upload.file.close()
    if outcome.status == "refused":
        raise _refused(json.loads(outcome.report))
    headers = dict(PRIVATE)
    if outcome.id is not None:
        headers["Location"] = f"{request.url.path}/{outcome.id}"
    body = outcome.report.encode()
    status = 201 if outcome.status == "committed" else 200
    return await make_response(request, body, status, headers, entity_tag.of_content(body))


async def _import(api: Api, actor: Actor, upload: Upload) -> Outcome:
    said = upload.parameters
    if "kind" not in said:
        sentence = "kind is missing."
        raise Refusal("invalid-value", sentence, [{"pointer": "/kind", "detail": sentence}])
    async with api.pool.connection() as connection, connection.transaction() as transaction:
        await connection.execute(setup(actor, writes=True).encode())
        await connection.execute(PATIENCE)
        profile = await _profile(connection, upload)
        name = upload.name
        file = await asyncio.to_thread(
            open_file, upload.file, name, profile.layout, api.import_bytes
        )
        batch = await _stage(connection, profile, file)
        cursor = await connection.execute(
            RUN,
            [batch, said.get("mode", "commit"), said.get("faults", "refuse"), Jsonb(file.ignored)],
        )
        outcome = Outcome(*(await cursor.fetchone() or ()))
        if outcome.status != "committed":
            raise psycopg.Rollback(transaction)
    return outcome


async def _profile(connection: Connection, upload: Upload) -> Profile:
    """The profile that is named, or none, with what the request says besides."""
    said = upload.parameters
    kind, name = said["kind"], said.get("profile", "")
    cursor = await connection.execute(PROFILE, {"kind": kind, "profile": name})
    columns, section = await cursor.fetchone() or (None, None)
    if section:
        activities = section.pop("activities", {})
        profile = profile_of(name, kind, section, activities)
    else:
        profile = own_profile(kind)
    profile = with_options(profile, {name: said.get(name) for name in MEANING})
    reading = {name: said.get(name) for name in READING}
    reading["format"] = reading["format"] or upload.format
    return with_reading(profile, columns, reading)


async def _stage(connection: Connection, profile: Profile, file: SourceFile) -> int:
    """Send the rows up as they are read."""
    cursor = await connection.execute(
        OPEN,
        [
            profile.kind,
            profile.name,
            file.name,
            file.hash,
            Jsonb(profile.options),
            Jsonb(labels(file, profile)),
        ],
    )
    (batch,) = await cursor.fetchone() or (0,)
    rows = mapped_rows(file, profile)
    while portion := await asyncio.to_thread(_portion, rows):
        await connection.execute(ADD, [batch, portion])
    return int(batch)


def _portion(rows: Iterator[dict[str, Any]]) -> str | None:
    portion = list(itertools.islice(rows, ROWS_AT_ONCE))
    return json.dumps(portion, ensure_ascii=False) if portion else None


def _refused(report: dict[str, Any]) -> Refusal:
    """The faults of the rows, each with its place."""
    errors = [
        {
            "pointer": f"/{item['ordinal'] - 1}/{fault['field']}",
            "line": item["line"],
            "column": fault["column"],
            "detail": fault["reason"],
        }
        for item in report["items"]
        for fault in item["faults"]
    ]
    counts = report["counts"]
    sentence = f"{counts['refused']} of {counts['rows']} rows are faulty: nothing was imported."
    return Refusal("import-refused", sentence, errors[:MOST_ERRORS])
