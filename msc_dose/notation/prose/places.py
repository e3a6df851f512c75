"""Where in a document a character stands."""

from __future__ import annotations

from bisect import bisect_right


class Places:
    """The lines of a text, so that an offset becomes a line and a column, both from 1."""

    def __init__(self, text: str) -> None:
        """Note where the lines begin: behind LF, CR LF, or a CR alone."""
        ends = (at for at, c in enumerate(text) if c == "\n" or (c == "\r" and text[at + 1 : at + 2] != "\n"))
        self._starts = [0, *(at + 1 for at in ends)]

    def of(self, at: int) -> tuple[int, int]:
        """Line and column of the character at this offset."""
        line = bisect_right(self._starts, at)
        return line, at - self._starts[line - 1] + 1
