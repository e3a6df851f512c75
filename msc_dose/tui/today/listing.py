"""Rows in columns: as many on the first line as it holds, the others below it; only the last is ever cut."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar, overload

from rich.cells import cell_len
from textual.content import Content

T = TypeVar("T")
_GAP, _INDENT = 2, 4
_EARLIEST_CUT = 24  # columns in which the last column still says something


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what it is known by, its cells, the last of which is free text, and the style of the first.

    Every text has been made safe. `whole` rows are shown with nothing cut where that can be had.
    """

    key: str
    cells: tuple[str, ...]
    style: str = ""
    whole: bool = False


class LazyLines(Sequence[Line]):
    """The lines of many items, each made when it comes in sight.

    `line` makes one, `key` says what its item is known by. So that the columns can be measured without making
    any, `cells` answers with the texts that stand in a column, each once, and `urgent` with the free texts of
    the rows that are shown whole.
    """

    def __init__(
        self,
        items: Sequence[T],
        line: Callable[[T], Line],
        key: Callable[[T], str],
        cells: Callable[[int], Iterable[str]],
        urgent: Callable[[], Iterable[str]],
    ) -> None:
        """Nothing is made yet."""
        self._line: Callable[[int], Line] = lambda at: line(items[at])
        self.key: Callable[[int], str] = lambda at: key(items[at])
        self.cells, self.urgent = cells, urgent
        self._length = len(items)
        self._made: dict[int, Line] = {}

    def __len__(self) -> int:
        """How many there are."""
        return self._length

    @overload
    def __getitem__(self, at: int) -> Line: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Line]: ...
    def __getitem__(self, at: int | slice) -> Line | Sequence[Line]:
        """The line at this place."""
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(self._length))]
        if at not in self._made:
            self._made[at] = self._line(at)
        return self._made[at]


class Listing:
    """A source of rows for a width. `heads` names the columns; `labels` stand before what flows below."""

    def __init__(
        self, names: Sequence[str], labels: Sequence[str], lines: Sequence[Line], width: int
    ) -> None:
        """Find out how the columns of these rows share the lines."""
        self._names, self._labels, self._lines = names, labels, lines
        self._last = len(names) - 1
        self._widths = [self._widest(at) for at in range(self._last)]
        self._parts = self._packed(width)

    def _widest(self, at: int) -> int:
        """The columns that a cell needs; 0 where no row says anything in it."""
        lines = self._lines
        texts = lines.cells(at) if isinstance(lines, LazyLines) else (line.cells[at] for line in lines)
        longest = max(map(cell_len, texts), default=0)
        return max(longest, cell_len(self._names[at])) if longest else 0

    def _packed(self, width: int) -> list[list[int]]:
        """Which columns stand on which line."""
        parts: list[list[int]] = [[]]
        for at, own in enumerate(self._widths):
            if not own:
                continue
            below = len(parts) > 1
            if parts[-1] and self._taken(parts[-1], below) + _GAP + self._needs(at, below) > width:
                parts.append([])
            parts[-1].append(at)
        room = width - self._taken(parts[-1], len(parts) > 1) - _GAP
        if room < self._wanted():
            parts.append([])
        parts[-1].append(self._last)
        return parts

    def _wanted(self) -> int:
        """The columns in which the free text of every whole row stands."""
        lines = self._lines
        lazy = lines if isinstance(lines, LazyLines) else None
        texts = lazy.urgent() if lazy else (each.cells[-1] for each in lines if each.whole)
        return max(map(cell_len, texts), default=_EARLIEST_CUT)

    def _needs(self, at: int, below: bool) -> int:
        label = len(self._labels[at]) + 1 if below and self._labels[at] else 0
        return self._widths[at] + label

    def _taken(self, part: Sequence[int], below: bool) -> int:
        own = sum(self._needs(at, below) for at in part) + _GAP * max(0, len(part) - 1)
        return own + (_INDENT if below else 0)

    @property
    def height(self) -> int:
        """Lines of each row."""
        return len(self._parts)

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._lines)

    def heads(self, width: int) -> Content:
        """The names of the columns of the first line; those below carry their names themselves."""
        if not self._lines:
            return Content("")
        first = self._parts[0]
        return Content(" " + "  ".join(_padded(self._names[at], self._width(at)) for at in first).rstrip())

    def line(self, at: int, part: int, width: int) -> Content:
        """One line of a row; nothing is cut but the free text."""
        line, columns = self._lines[at], self._parts[part]
        content = Content(" " * _INDENT if part else "")
        for place, column in enumerate(columns):
            text = _padded(line.cells[column], self._width(column))
            label = self._labels[column] if part and line.cells[column] else ""
            content += Content("  " if place else "") + Content.styled(f"{label} " if label else "", "bold")
            content += Content.styled(text, line.style) if column == 0 else Content(text)
        return content.truncate(width, ellipsis=True)

    def key(self, at: int) -> str:
        """What the row is known by."""
        lines = self._lines
        return lines.key(at) if isinstance(lines, LazyLines) else lines[at].key

    def _width(self, at: int) -> int:
        return self._widths[at] if at < len(self._widths) else 0


def _padded(text: str, width: int) -> str:
    return text + " " * max(0, width - cell_len(text))
