"""Where in a document a character stands, and a table whose delimiters no expression crosses."""

from __future__ import annotations

from bisect import bisect_right

# No expression goes across it, for it is not visible.
_MASK = "\x00"
_DELIMITERS = ",;\t"


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


def delimiters_masked(text: str) -> str:
    """A CSV table whose delimiters no expression crosses, character for character.

    The delimiter is the one of comma, semicolon and tabulator that the heading has most of. A row with more
    cells than the heading is left as it is: one of its commas is perhaps a decimal comma without quotes.
    """
    heading = _outside_quotes(text.partition("\n")[0])
    delimiter = max(_DELIMITERS, key=heading.count)
    if delimiter not in heading:
        return text
    cells = heading.count(delimiter)
    return "".join(_masked(row, delimiter, cells) for row in _rows(text))


def _rows(text: str) -> list[str]:
    """The rows with their ends; a quoted cell may go over several lines."""
    rows, begin, quoted = [], 0, False
    for at, character in enumerate(text):
        quoted ^= character == '"'
        if character == "\n" and not quoted:
            rows.append(text[begin : at + 1])
            begin = at + 1
    return [*rows, text[begin:]]


def _masked(row: str, delimiter: str, cells: int) -> str:
    if _outside_quotes(row).count(delimiter) > cells:
        return row
    out, quoted = [], False
    for character in row:
        quoted ^= character == '"'
        out.append(_MASK if character == '"' or (character == delimiter and not quoted) else character)
    return "".join(out)


def _outside_quotes(text: str) -> str:
    return "".join(text.split('"')[::2])
