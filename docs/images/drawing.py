"""What the drawings of boxes and arrows share: words, arrows, and the picture around them."""

from collections.abc import Iterable

INK, PALE, LINE = "#0f172a", "#64748b", "#94a3b8"


def label(words: str, place: tuple[int, int]) -> str:
    """Words beside an arrow, readable over lines."""
    x, y = place
    return (
        f'<text x="{x}" y="{y}" text-anchor="middle" fill="{INK}" font-size="11" stroke="#ffffff"'
        f' stroke-width="4" paint-order="stroke">{words}</text>'
    )


def arrow(points: str) -> str:
    """A line along these points, with its head at the end."""
    return (
        f'<path d="{points}" fill="none" stroke="{LINE}" stroke-width="1.5" marker-end="url(#to)"/>'
    )


def picture(title: str, width: int, height: int, parts: Iterable[str]) -> str:
    """A picture of these parts, the later ones over the earlier ones."""
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
            f' viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">',
            f"<title>{title}</title>",
            '<defs><marker id="to" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7"'
            f' markerHeight="7" orient="auto"><path d="M0,0 L8,4 L0,8 z" fill="{PALE}"/>'
            "</marker></defs>",
            f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
            *parts,
            "</svg>\n",
        ]
    )
