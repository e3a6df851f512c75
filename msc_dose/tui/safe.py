"""Text from outside made safe for a terminal: nothing hidden stays hidden, nothing is interpreted."""

from __future__ import annotations

import unicodedata

_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
_REPLACEMENT = "\ufffd"


def safe(text: str) -> str:
    """The text on one line, with control, bidirectional and invisible characters written `<U+202E>`.

    Brackets stay as they are: screens show data as `Content`, which has no markup.
    """
    if text.isprintable():  # nothing hidden is printable; the slow way is for the few others
        return text
    return "".join(f"<U+{ord(c):04X}>" if _hidden(c) else c for c in text)


def safe_lines(text: str) -> str:
    """The same for text of several lines: line feeds stay, everything else is as in `safe`."""
    return "\n".join(safe(line) for line in text.split("\n"))


def safe_cells(text: str) -> str:
    """The text with one visible character for each hidden one, so that a cursor still finds its place."""
    return "".join(_cell(c) if _hidden(c) else c for c in text)


def _hidden(character: str) -> bool:
    return unicodedata.category(character) in _HIDDEN


def _cell(character: str) -> str:
    """The Control Pictures block has a sign for each ASCII control character; others share one sign."""
    if character < " ":
        return chr(0x2400 + ord(character))
    return "\u2421" if character == "\x7f" else _REPLACEMENT
