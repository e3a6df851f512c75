"""Lines of text within the columns of a page, also where signs are written in ASCII."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

from msc_dose.quantity.writer import in_ascii

WIDTH = 80
# What a terminal would take for the end of a line, or for a jump in it.
_BREAKS = dict.fromkeys(map(ord, "\t\n\v\f\r"), " ")
_WORDS = re.compile(r"( +)")


def columns_of(text: str) -> int:
    """How many columns a text takes: wide characters take two, `10⁶` as many as `10^6`."""
    if text.isascii():
        return len(text)
    wide = sum(east_asian_width(character) in "WF" for character in text)
    return max(len(text) + wide, len(in_ascii(text)))


_LEAST = 2  # columns, of the widest character


def fitted(line: str, width: int = WIDTH, indent: int | None = None) -> list[str]:
    """The line within so many columns; its later lines are indented, four columns more than it is itself.

    Breaks within it become spaces, so that no text can pass for a line of its own; an indentation is kept
    up to half the page. Only a word that is longer than a whole line is broken, such as an address.
    """
    line = line.translate(_BREAKS).rstrip(" ")
    width = max(_LEAST, width)
    if columns_of(line) <= width:
        return [line]
    start = min(len(line) - len(line.lstrip(" ")), width // 2)
    # Two columns stay beside the indentation, for the widest character needs them.
    later = " " * min(start + 4 if indent is None else indent, width - _LEAST)
    found, current = [], " " * start
    gap = ""
    for place, word in enumerate(_WORDS.split(line.strip(" "))):
        if place % 2:
            gap = word
            continue
        filled = bool(current.strip())
        if filled and columns_of(current + gap + word) > width:
            found.append(current)
            current = later + word
        else:
            current += (gap if filled else "") + word
        while columns_of(current) > width:
            end = _most(current, width)
            found.append(current[:end])
            current = later + current[end:]
    return [*found, current]


def _most(text: str, width: int) -> int:
    """How many characters of a text fit."""
    end = len(text)
    while end > 1 and columns_of(text[:end]) > width:
        end -= 1
    return end
