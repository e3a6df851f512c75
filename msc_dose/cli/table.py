"""Text in columns and paragraphs, for a page 80 characters wide."""

from __future__ import annotations

from collections.abc import Sequence

from msc_dose.quantity.page import WIDTH, columns_of, fitted

__all__ = ["WIDTH", "columns", "first_that_fits", "wrapped"]


def columns(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A table with its heads; every column as wide as its widest cell, nothing cut."""
    widths = [max(len(row[i]) for row in (heads, *rows)) for i in range(len(heads))]
    return [
        "  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip()
        for row in (heads, *rows)
    ]


def first_that_fits(tables: Sequence[Sequence[str]]) -> Sequence[str]:
    """The first of some writings of one table that fits the page; the last where none does."""
    for lines in tables:
        if all(columns_of(line) <= WIDTH for line in lines):
            return lines
    return tables[-1]


def wrapped(text: str, indent: int = 0) -> list[str]:
    """The text in lines of at most 80 columns; later lines are indented."""
    return fitted(text, WIDTH, indent)
