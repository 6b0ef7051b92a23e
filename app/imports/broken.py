"""What is wrong with a file as a whole: it is told once, and nothing is imported."""

from app.stop import Stop


class BrokenFile(Stop):
    """A file that cannot be read: where, and why.

    `detail` goes on from the place ("is not CSV", ": the header has no column name"); `slug` is the
    problem that HTTP answers with.
    """

    def __init__(
        self,
        name: str,
        detail: str,
        *,
        line: int | None = None,
        column: str | None = None,
        slug: str = "broken-file",
    ) -> None:
        place = "".join(
            (f" line {line}" if line else "", f", {column}" if column and line else "")
        ) or (f" {column}" if column else "")
        self.sentence = f"{name}{place}{'' if detail[0] in ':,' else ' '}{detail}"
        super().__init__(f"{self.sentence}{'; ' if ': ' in detail else ': '}nothing was imported.")
        self.line = line
        self.column = column
        self.slug = slug
