"""Brackets: an amount said a second time, a power printed in brackets, a fact about the unit."""

from __future__ import annotations

from msc_dose.notation.numbers.magnitude import DIGITS
from msc_dose.notation.numbers.words import LOOKS_LIKE_TIMES, TIMES

_OPENING = {"(": ")", "[": "]"}


def said_twice(text: str) -> tuple[str, str | None]:
    """`120 million cells (120,000,000 cells)` states one amount two times."""
    if not text.endswith(")") or " (" not in text:
        return text, None
    outer, _, inner = text[:-1].rpartition(" (")
    stated = any(c.isalpha() for c in inner) and inner[:1] in DIGITS
    return (outer.strip(), inner.strip()) if stated else (text, None)


def bracketed(text: str) -> str:
    """`2.4 (×10⁴/µL)` as a table's heading puts it, without its brackets; `cells/kg (PBW)` likewise."""
    closing = text[-1:]
    opening = next((one for one, other in _OPENING.items() if other == closing), "")
    at = text.rfind(opening) if opening else -1
    inner = text[at + 1 : -1].strip()
    if at < 1 or not inner:
        return text
    power = inner.startswith(
        (*TIMES, *LOOKS_LIKE_TIMES, "10^", "10*", "10⁹", "10⁶", "10⁴", "10³", "10E", "10e")
    )
    fact = inner[0].isalpha() and " " not in inner.rstrip() and inner.isalpha() and "/" in text[:at]
    spread = inner[:1] == "±" and closing == ")"
    return f"{text[:at].rstrip()} {inner}" if power or fact or spread else text
