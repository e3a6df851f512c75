"""A CSV table: its delimiter, and its text with delimiters that no expression crosses."""

from __future__ import annotations

# No expression goes across it, for it is not visible.
_MASK = "\x00"
_DELIMITERS = ",;\t"


def delimiter_of(text: str) -> tuple[str, int]:
    """The one of comma, semicolon and tabulator that the heading has most of outside quotes, and how many."""
    heading, quoted = [], False
    for character in text.lstrip("\r\n"):
        quoted ^= character == '"'
        if character in "\r\n" and not quoted:
            break
        heading.append("" if quoted else character)
    delimiter = max(_DELIMITERS, key=heading.count)
    return delimiter, heading.count(delimiter)


def delimiters_masked(text: str) -> str:
    """A CSV table whose delimiters no expression crosses, character for character.

    A row with more cells than the heading is left as it is: one of its commas is perhaps a decimal comma
    without quotes.
    """
    delimiter, cells = delimiter_of(text)
    if not cells:
        return text
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
