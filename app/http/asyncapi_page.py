"""The page that shows the AsyncAPI document: plain HTML, made once, without any script."""

import json
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

Part = dict[str, Any]

HEAD = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Strata events</title>
<link rel="icon" href="/docs/favicon-32x32.png">
<link rel="stylesheet" href="/docs/events.css">
<nav><a href="/docs">API</a> <a href="/asyncapi.json">AsyncAPI document</a>
<a href="/client/strata-events.js">JavaScript module</a></nav>
"""


def make_page(document: Part) -> bytes:
    """The page."""
    return ("\n".join([HEAD, *_sections(document)]) + "\n</html>\n").encode()


def _sections(document: Part) -> Iterator[str]:
    info, parts = document["info"], document["components"]
    yield f"<h1>{escape(info['title'])}</h1>\n<p>{escape(info['description'])}</p>"
    for channel in document["channels"].values():
        title, address = escape(channel["title"]), escape(channel["address"])
        yield f"<h2>{title}: <code>GET {address}</code></h2>"
        yield f"<p>{_code(channel['description'])}</p>"
        links = (
            f'<a href="#{key}"><code>{escape(parts["messages"][key]["name"])}</code></a>'
            for key in channel["messages"]
        )
        yield f"<p>Messages: {', '.join(links)}</p>"
        if codes := channel.get("x-close-codes"):
            rows = ((code, each["meaning"], each["remedy"]) for code, each in codes.items())
            yield _table(("close code", "why", "what the client does"), rows)
    for sender in ("client", "server"):
        yield f"<h2>What the {sender} sends</h2>"
        for key, message in parts["messages"].items():
            if key.startswith(f"{sender}."):
                yield from _message(key, message, parts["schemas"][key])


def _message(key: str, message: Part, schema: Part) -> Iterator[str]:
    (tag,) = message["tags"]
    title, kind = escape(message["title"]), escape(tag["name"])
    yield f'<h3 id="{key}"><code>{title}</code><small>{kind}</small></h3>'
    yield f"<p>{escape(message['summary'])}</p>"
    rows = [
        (name, _kind(field), _presence(name, schema), field["description"])
        for name, field in schema["properties"].items()
        if name != "type"
    ]
    if rows:
        yield _table(("field", "value", "", "meaning"), rows)
    for example in message["examples"]:
        yield f"<pre>{escape(json.dumps(example['payload'], ensure_ascii=False))}</pre>"


def _table(titles: Iterable[str], rows: Iterable[tuple[str, ...]]) -> str:
    head = "".join(f"<th>{escape(title)}</th>" for title in titles)
    lines = (
        f"<tr><td><code>{escape(name)}</code></td>"
        + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        + "</tr>"
        for name, *cells in rows
    )
    return f"<table>\n<tr>{head}</tr>\n" + "\n".join(lines) + "\n</table>"


def _presence(name: str, schema: Part) -> str:
    return "always" if name in schema["required"] else "where it applies"


def _kind(field: Part) -> str:
    if "enum" in field:
        return ", ".join(field["enum"])
    if "items" in field:
        return f"array of {field['items']['type']}"
    return "instant" if field.get("format") == "date-time" else str(field["type"])


def _code(text: str) -> str:
    """Text in which backticks mean code."""
    parts = escape(text).split("`")
    return "".join(
        f"<code>{part}</code>" if place % 2 else part for place, part in enumerate(parts)
    )
