"""Draws approval-states.svg, the life of a request: python docs/images/draw_approval_states.py."""

from pathlib import Path

PICTURE = Path(__file__).with_name("approval-states.svg")
WIDTH, HEIGHT = 840, 320
BOX = (110, 40)
INK, PALE, LINE = "#0f172a", "#64748b", "#94a3b8"
# State: middle of its box, and its colour.
STATES = {
    "draft": (85, 165, "#94a3b8"),
    "pending": (305, 165, "#f59e0b"),
    "approved": (605, 45, "#22c55e"),
    "rejected": (605, 125, "#ef4444"),
    "expired": (605, 205, "#a855f7"),
    "withdrawn": (605, 275, "#64748b"),
    "cancelled": (765, 165, "#334155"),
}
# From, to, what does it, and where that stands.
TRANSITIONS = (
    ("draft", "pending", "submit", (190, 157)),
    ("pending", "approved", "the last step, or a rule", (465, 37)),
    ("pending", "rejected", "one rejects", (470, 117)),
    ("pending", "expired", "not decided in time", (470, 197)),
    ("pending", "withdrawn", "withdraw", (470, 257)),
    ("draft", "withdrawn", "withdraw", (230, 277)),
    ("approved", "cancelled", "a request that cancels it", (757, 95)),
)


def edge(source: str, target: str) -> str:
    """A line from the border of one box to that of the other."""
    (x1, y1, _), (x2, y2, _) = STATES[source], STATES[target]
    half, tall = BOX[0] / 2, BOX[1] / 2
    if (source, target) == ("draft", "withdrawn"):
        points = f"M{x1:g},{y1 + tall:g} L{x1:g},{y2 + 10:g} L{x2 - half:g},{y2 + 10:g}"
    elif (source, target) == ("approved", "cancelled"):
        points = f"M{x1 + half:g},{y1} L{x2},{y1} L{x2},{y2 - tall:g}"
    elif y1 == y2:
        points = f"M{x1 + half:g},{y1} L{x2 - half:g},{y2}"
    else:
        end = y2 - 10 if target == "withdrawn" else y2
        points = f"M{x1 + half:g},{y1} L385,{y1} L385,{end} L{x2 - half:g},{end}"
    return (
        f'<path d="{points}" fill="none" stroke="{LINE}" stroke-width="1.5" marker-end="url(#to)"/>'
    )


def box(name: str) -> str:
    """A state."""
    x, y, colour = STATES[name]
    wide, tall = BOX
    return (
        f'<rect x="{x - wide / 2:g}" y="{y - tall / 2:g}" width="{wide}" height="{tall}" rx="6"'
        f' fill="{colour}"/><text x="{x}" y="{y + 4}" text-anchor="middle" fill="#ffffff"'
        f' font-weight="bold">{name}</text>'
    )


def label(words: str, place: tuple[int, int]) -> str:
    """What does a transition, readable over lines."""
    x, y = place
    return (
        f'<text x="{x}" y="{y}" text-anchor="middle" fill="{INK}" font-size="11" stroke="#ffffff"'
        f' stroke-width="4" paint-order="stroke">{words}</text>'
    )


def picture() -> str:
    """The whole picture."""
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}"'
            f' viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
            "<title>The states of a request and what leads from one to the next</title>",
            '<defs><marker id="to" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7"'
            f' markerHeight="7" orient="auto"><path d="M0,0 L8,4 L0,8 z" fill="{PALE}"/>'
            "</marker></defs>",
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
            *(edge(source, target) for source, target, _, _ in TRANSITIONS),
            *(box(name) for name in STATES),
            *(label(words, place) for _, _, words, place in TRANSITIONS),
            "</svg>\n",
        ]
    )


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
