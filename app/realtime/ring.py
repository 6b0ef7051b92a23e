"""The newest part of the log in memory: it tells those who come back what they missed."""

from collections.abc import Iterator

from app.realtime.entry import Entry

ROWS = 10_000
BYTES = 32 * 1024**2


class Ring:
    """Entries with positions that have no gaps; the oldest give way."""

    def __init__(self, rows: int = ROWS, size: int = BYTES) -> None:
        self._rows = rows
        self._bytes = size
        self.restart(0)

    def restart(self, pos: int) -> None:
        """Forget everything; the next entry is that after `pos`."""
        self._entries: dict[int, Entry] = {}
        self._size = 0
        self._first = pos + 1
        self.pos = pos

    def append(self, entry: Entry) -> None:
        """Add the entry after the last one."""
        assert entry.pos == self.pos + 1
        self._entries[entry.pos] = entry
        self.pos = entry.pos
        self._size += entry.size
        while len(self._entries) > self._rows or self._size > self._bytes:
            self._size -= self._entries.pop(self._first).size
            self._first += 1

    def reaches(self, pos: int) -> bool:
        """Whether everything after the position is here."""
        return pos + 1 >= self._first

    def after(self, pos: int) -> Iterator[Entry]:
        """What came after a position that is reached."""
        return (self._entries[each] for each in range(pos + 1, self.pos + 1))
