"""Draws approval-states.svg, the life of a request: python -m docs.images.draw_approval_states."""

from pathlib import Path

from docs.images import drawing

PICTURE = Path(__file__).with_name("approval-states.svg")
WIDTH, HEIGHT = 840, 320
BOX = (110, 40)
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
    return drawing.arrow(points)


def box(name: str) -> str:
    """A state."""
    x, y, colour = STATES[name]
    wide, tall = BOX
    return (
        f'<rect x="{x - wide / 2:g}" y="{y - tall / 2:g}" width="{wide}" height="{tall}" rx="6"'
        f' fill="{colour}"/><text x="{x}" y="{y + 4}" text-anchor="middle" fill="#ffffff"'
        f' font-weight="bold">{name}</text>'
    )


def picture() -> str:
    """The whole picture."""
    return drawing.picture(
        "The states of a request and what leads from one to the next",
        WIDTH,
        HEIGHT,
        [
            *(edge(source, target) for source, target, _, _ in TRANSITIONS),
            *(box(name) for name in STATES),
            *(drawing.label(words, place) for _, _, words, place in TRANSITIONS),
        ],
    )


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
