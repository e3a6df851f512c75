"""A table whose last column takes what the page leaves; doses and dates are wrapped, never cut or split."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from msc_dose.courses.wrapping import fitted_whole, glued
from msc_dose.quantity.page import columns_of

_LEAST_LAST = 22
_LAST_LEAD = "    "
DOSE = 5


def board(
    heads: Sequence[str], rows: Sequence[Sequence[str]], beneath: Sequence[Sequence[str]], width: int
) -> list[str]:
    """The table; the last column is wrapped beside the others, or stands below them where it has no room.

    The dose is wrapped to give it room. `beneath` holds the lines under each row.
    """
    widths = [max(columns_of(row[at]) for row in (heads, *rows)) for at in range(len(heads) - 1)]
    if _room(widths, width) < _LEAST_LAST:
        widths[DOSE] = max(
            columns_of(piece) for row in (heads, *rows) for piece in glued(row[DOSE]).split(" ")
        )
    beside = _room(widths, width) >= _LEAST_LAST
    lines = _lines(heads, widths, width, beside)
    for row, under in zip(rows, beneath, strict=True):
        lines += _lines(row, widths, width, beside)
        lines += [line for text in under for line in fitted_whole(f"{_LAST_LEAD}{text}", width)]
    return lines


def _room(widths: Sequence[int], width: int) -> int:
    """The columns that are left for the last column; the sign has one space after it, the others two."""
    return width - sum(widths) - 2 * len(widths) + 1


def _lines(row: Sequence[str], widths: Sequence[int], width: int, beside: bool) -> list[str]:
    cells = [fitted_whole(cell, room, 0) for cell, room in zip(row[:-1], widths, strict=True)]
    last = fitted_whole(row[-1], _room(widths, width), 0) if beside else []
    lines = []
    for parts in zip_longest(*cells, last, fillvalue=""):
        padded = [
            part + " " * (room - columns_of(part)) for part, room in zip(parts[:-1], widths, strict=True)
        ]
        lines.append(f"{padded[0]} {'  '.join([*padded[1:], parts[-1]])}".rstrip())
    below = [] if beside else fitted_whole(f"{_LAST_LEAD}{row[-1]}", width)
    return [*(line for text in lines for line in fitted_whole(text, width)), *below]
