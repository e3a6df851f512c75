"""What was read, as text in a style and as a plain mapping."""

from __future__ import annotations

from typing import Any

from msc_dose.notation.conventions import Conventions
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.exact import plain
from msc_dose.quantity.stated import RELATION_WORDS, Bound, PlusMinus, Range, Stated
from msc_dose.quantity.writer import STYLES, ucum_code


def in_style(found: Stated, style: str | None) -> str:
    """What was read, in the style asked for; words where none is."""
    if isinstance(found, Amount):
        return STYLES[style or "words"](found)
    if style in (None, "words"):
        return str(found)
    if isinstance(found, Range):
        return f"{in_style(found.low, style)} to {in_style(found.high, style)}"
    if isinstance(found, PlusMinus):
        return f"{in_style(found.middle, style)} ± {in_style(found.either_side, style)}"
    return f"{RELATION_WORDS[found.relation]} {in_style(found.limit, style)}"


def read_document(found: Stated, conventions: Conventions, style: str | None = None) -> dict[str, Any]:
    """What was read as a plain mapping (schema `msc-dose/read/1`); `text` is in the style asked for."""
    first = _first(found)
    facts = {"counts": first.counts, "population": first.population, "basis": first.basis}
    written = {"as_written": first.as_written} if first.as_written else {}
    mark = {"decimal_mark": conventions.decimal_mark} if conventions.comma else {}
    return {
        "schema": "msc-dose/read/1",
        **_numbers(found),
        "text": in_style(found, style),
        "ucum": ucum_code(first),
        **{name: fact for name, fact in facts.items() if fact},
        **written,
        **mark,
    }


def _first(found: Stated) -> Amount:
    if isinstance(found, Range):
        return found.low
    if isinstance(found, Bound):
        return found.limit
    return found.middle if isinstance(found, PlusMinus) else found


def _numbers(found: Stated) -> dict[str, Any]:
    if not isinstance(found, Amount):
        return found.as_document()
    value: dict[str, Any] = {"value": plain(found.shown_value), "unit": found.unit}
    return value if found.exact else {**value, "exact": False}
