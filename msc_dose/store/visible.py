"""Text with nothing hidden in it, as a spreadsheet, a page or any database can hold it."""

from __future__ import annotations

import unicodedata

_LINES = ("Zl", "Zp")


def visible(text: str) -> str:
    """The text with control, bidirectional and half characters written out as their codes."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(f"\\u{ord(c):04x}" if _hidden(unicodedata.category(c)) else c for c in text)


def _hidden(category: str) -> bool:
    return category.startswith("C") or category in _LINES
