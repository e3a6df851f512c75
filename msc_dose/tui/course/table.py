"""Rows of cells for a list: each cell wraps in its column, and nothing is cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content

from msc_dose.courses.wrapping import fitted_whole

MARGIN = 2  # the cursor's mark, and the scroll bar that a long list has
_GLUE = "\N{NO-BREAK SPACE}"
_LEAST = 8  # columns that a wrapped cell keeps


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what it is known by, its cells (made safe), and the style of the first of them."""

    key: str
    cells: tuple[str, ...]
    style: str = ""


class Table:
    """Lines under their heads in a given width: where they are too wide, the columns named in `wraps` wrap.

    Of several that wrap, the widest gives way first. Every row is as high as the highest; `narrowed` says
    whether anything wraps at all.
    """

    def __init__(self, heads: Sequence[str], lines: Sequence[Line], width: int, wraps: Sequence[int]) -> None:
        """Measure the columns."""
        self._heads, self._lines = tuple(heads), lines
        self._widths = [len(head) for head in heads]
        for line in lines:
            for at, cell in enumerate(line.cells):
                if len(cell) > self._widths[at] or not cell.isascii():
                    self._widths[at] = max(self._widths[at], cell_len(cell))
        room = width - MARGIN
        self._gap = 2 if sum(self._widths) + 2 * (len(heads) - 1) <= room else 1
        self._narrow(room - self._gap * (len(heads) - 1), wraps)
        self.height = 1
        if self.narrowed:
            self.height = max((len(cell) for line in lines for cell in self._wrapped(line)), default=1)

    def _narrow(self, room: int, wraps: Sequence[int]) -> None:
        self.narrowed = False
        while sum(self._widths) > room:
            widest = max(wraps, key=lambda at: self._widths[at])
            if self._widths[widest] <= _LEAST:
                return
            self._widths[widest] -= 1
            self.narrowed = True

    def _wrapped(self, line: Line) -> list[list[str]]:
        pairs = zip(line.cells, self._widths, strict=True)
        # What fits is not asked: a page in ASCII would write some signs in two columns.
        return [[cell] if cell_len(cell) <= width else fitted_whole(cell, width, 0) for cell, width in pairs]

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._lines)

    def heads(self, width: int) -> Content:
        """The heads of the columns."""
        return Content(f" {self._joined(self._heads)}")

    def line(self, at: int, part: int, width: int) -> Content:
        """Line `part` of row `at`."""
        line = self._lines[at]
        cells = self._wrapped(line) if self.narrowed else [[cell] for cell in line.cells]
        texts = [cell[part] if part < len(cell) else "" for cell in cells]
        return Content.styled(self._joined(texts[:1]), line.style) + Content(
            self._joined(["", *texts[1:]], 1)
        )

    def _joined(self, texts: Sequence[str], first: int = 0) -> str:
        """The texts in their columns; with `first` the empty text before them stands for no column."""
        widths = [0, *self._widths[1:]] if first else self._widths
        padded = [text + " " * (width - cell_len(text)) for text, width in zip(texts, widths, strict=False)]
        return (" " * self._gap).join(padded)

    def key(self, at: int) -> str:
        """What the row is known by."""
        return self._lines[at].key


class Prose:
    """Texts in wrapped lines; every line of a text is known by the text's key."""

    height = 1

    def __init__(self, texts: Sequence[Line], width: int, indent: int) -> None:
        """Wrap the texts; each is the only cell of its line, and its style is that of the whole."""
        self._lines = [
            (each.key, Content.styled(line, each.style))
            for each in texts
            for line in _wrapped_whole(each.cells[0], width - MARGIN, indent)
        ]

    def __len__(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def heads(self, width: int) -> Content:
        """No heading."""
        return Content("")

    def line(self, at: int, part: int, width: int) -> Content:
        """One line."""
        return self._lines[at][1]

    def key(self, at: int) -> str:
        """What its text is known by."""
        return self._lines[at][0]


def _wrapped_whole(text: str, width: int, indent: int) -> list[str]:
    """The text in lines of at most `width` columns; a number stays with its power of ten."""
    lines = fitted_whole(text.replace(" × 10", f"{_GLUE}×{_GLUE}10"), width, indent)
    return [line.replace(_GLUE, " ") for line in lines]
