"""Where in a document a character stands, and a document with its spaces and table cells made plain."""

from __future__ import annotations

from bisect import bisect_right

from msc_dose.notation.door import SPACES

# No expression goes across it, for it is not visible.
_MASK = "\x00"
_DELIMITERS = ",;\t"


class Places:
    """The lines of a text, so that an offset becomes a line and a column, both from 1."""

    def __init__(self, text: str) -> None:
        """Note where the lines begin."""
        self._starts = [0, *(at + 1 for at, character in enumerate(text) if character == "\n")]

    def of(self, at: int) -> tuple[int, int]:
        """Line and column of the character at this offset."""
        line = bisect_right(self._starts, at)
        return line, at - self._starts[line - 1] + 1


def plain_spaces(text: str) -> str:
    """The text with every kind of space as a plain one, character for character."""
    return text.translate(SPACES)


def delimiters_masked(text: str) -> str:
    """A CSV table whose delimiters no expression crosses, character for character.

    The delimiter is the one of comma, semicolon and tabulator that the first line has most of.
    """
    heading = _outside_quotes(text.partition("\n")[0])
    delimiter = max(_DELIMITERS, key=heading.count)
    if delimiter not in heading:
        return text
    out, quoted = [], False
    for character in text:
        quoted ^= character == '"'
        out.append(_MASK if character == '"' or (character == delimiter and not quoted) else character)
    return "".join(out)


def _outside_quotes(text: str) -> str:
    return "".join(text.split('"')[::2])
