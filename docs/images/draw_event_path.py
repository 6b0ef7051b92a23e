"""Draws event-path.svg, how a change reaches clients: python -m docs.images.draw_event_path."""

from pathlib import Path

from docs.images import drawing

PICTURE = Path(__file__).with_name("event-path.svg")
WIDTH, HEIGHT = 880, 300
STORED, PROGRAM, CLIENT = "#1d4ed8", "#0f766e", "#7c3aed"
# Name: middle, width, colour, words.
BOXES = {
    "change": (75, 150, 130, "#334155", ("transaction", "REST, SQL, import")),
    "outbox": (270, 150, 120, STORED, ("event.outbox", "same transaction")),
    "log": (465, 150, 120, STORED, ("event.log", "epoch, positions")),
    "one": (670, 60, 110, PROGRAM, ("node", "ring, sockets")),
    "two": (670, 150, 110, PROGRAM, ("node", "ring, sockets")),
    "hooks": (670, 240, 110, PROGRAM, ("deliverer", "retries")),
    "socket": (810, 60, 120, CLIENT, ("browser, app", "/v1/ws")),
    "stream": (810, 150, 120, CLIENT, ("program", "/v1/events")),
    "hook": (810, 240, 120, CLIENT, ("other systems", "webhooks")),
}
TALL = 46
# From, to, what happens on the way, and where that stands.
ARROWS = (
    ("change", "outbox", "triggers", (174, 142)),
    ("outbox", "log", "sequencer", (367, 142)),
    ("log", "one", "NOTIFY", (582, 52)),
    ("log", "two", "and polls", (582, 142)),
    ("log", "hooks", "", (0, 0)),
    ("one", "socket", "", (0, 0)),
    ("two", "stream", "", (0, 0)),
    ("hooks", "hook", "", (0, 0)),
)


def arrow(source: str, target: str) -> str:
    """A line from the right side of one box to the left side of the other."""
    x1, y1, wide, *_ = BOXES[source]
    x2, y2, to_wide, *_ = BOXES[target]
    begin, end = x1 + wide / 2, x2 - to_wide / 2
    turn = begin + 20
    points = f"M{begin:g},{y1} L{turn:g},{y1} L{turn:g},{y2} L{end:g},{y2}"
    return drawing.arrow(points)


def box(name: str) -> str:
    """A place where a change is, and what of it."""
    x, y, wide, colour, (title, words) = BOXES[name]
    return (
        f'<rect x="{x - wide / 2:g}" y="{y - TALL / 2:g}" width="{wide}" height="{TALL}" rx="6"'
        f' fill="{colour}"/><text x="{x}" y="{y - 3}" text-anchor="middle" fill="#ffffff"'
        f' font-weight="bold">{title}</text><text x="{x}" y="{y + 13}" text-anchor="middle"'
        f' fill="#ffffff" font-size="11">{words}</text>'
    )


def picture() -> str:
    """The whole picture."""
    return drawing.picture(
        "The path of a change to those who may see it",
        WIDTH,
        HEIGHT,
        [
            '<rect x="196" y="85" width="342" height="130" rx="8" fill="none"'
            f' stroke="{drawing.LINE}" stroke-dasharray="4 4"/>',
            drawing.label("PostgreSQL", (367, 105)),
            *(arrow(source, target) for source, target, *_ in ARROWS),
            *(box(name) for name in BOXES),
            *(drawing.label(words, place) for _, _, words, place in ARROWS if words),
        ],
    )


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
