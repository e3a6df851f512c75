"""What may enter at all: short, visible text."""

from __future__ import annotations

import unicodedata

from msc_dose.problems import Refusal, refuse

LONGEST_TEXT = 200
SPACES = {ord(space): " " for space in "\t\u00a0\u202f\u205f\u3000"} | dict.fromkeys(
    range(0x2000, 0x200B), " "
)
# ！ to ～: the ASCII signs in the width of an ideograph.
_FULL_WIDTH = {n: n - 0xFEE0 for n in range(0xFF01, 0xFF5F)}
HIDDEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
_SHOWN = 60


def admitted(text: object, field: str) -> str:
    """The text without outer spaces, every kind of space made plain.

    Raises TypeError for anything but a str, Refusal `value.missing`, `text.too-long`,
    `text.control-character` (control, zero-width, bidirectional and unassigned characters).
    """
    if not isinstance(text, str):
        raise TypeError(f"{field} is text, not {type(text).__name__}")
    if len(text) > LONGEST_TEXT:
        message = f"The text has {len(text):,} characters; {LONGEST_TEXT} are the most."
        raise refuse("text.too-long", field, message, "Give one amount.", shown(text))
    clean = text.translate(SPACES)
    for place, character in enumerate(clean, 1):
        if unicodedata.category(character) in HIDDEN:
            message = f"Character {place} (U+{ord(character):04X}) is not visible."
            raise refuse(
                "text.control-character", field, message, "Type the text again by hand.", shown(text)
            )
    clean = clean.strip(" ")
    if not clean:
        raise missing(field)
    return clean


def half_width(text: str) -> str:
    """The text with full-width letters, digits and signs as the ASCII ones they stand for."""
    return text.translate(_FULL_WIDTH)


def missing(field: str) -> Refusal:
    """The refusal of a value that is required and is not there."""
    name = field.replace("_", " ")
    return refuse("value.missing", field, f"The {name} is required and is empty.", f"Give the {name}.")


def shown(text: str) -> str:
    """The text as a message may show it: hidden characters made visible, cut when long."""
    cut = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return "".join(c if unicodedata.category(c) not in HIDDEN else f"\\u{ord(c):04x}" for c in cut)
