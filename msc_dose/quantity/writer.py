"""Amounts as text that cannot be misread: in words, scientific, or exact for machines.

Rules of the Institute for Safe Medication Practices' and the Joint Commission's lists: no trailing
zero, a leading zero, commas from 1,000, "million" spelled out, a space before the unit, `mL`.
"""

from __future__ import annotations

from decimal import Decimal

from msc_dose.problems import refuse
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.exact import EXACT, plain
from msc_dose.quantity.kinds import kind_of

_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_MILLION = Decimal(1_000_000)


def unit_text(amount: Amount) -> str:
    """The unit with what is counted: `viable cells/kg`, `MSC`, `mL`, `× 10⁹/L`."""
    kind = kind_of(amount.kind)
    if not kind.cells:
        return "× 10⁹/L" if kind.name == "platelet_count" else kind.unit
    noun = {None: "cells", "MSC": "MSC"}.get(amount.population, f"{amount.population} cells")
    stated = f"{amount.counts} {noun}" if amount.counts else noun
    return stated + kind.unit.removeprefix("cells")


def grouped(value: Decimal) -> str:
    """The number with commas from 1,000 and no trailing zero."""
    return f"{Decimal(plain(value)):,f}"


def briefly(amount: Amount) -> str:
    """The amount in words, once: `120 million viable cells`, `1,250 mL`."""
    value = amount.shown_value
    if kind_of(amount.kind).cells and value >= _MILLION:
        return f"{grouped(value.scaleb(-6, EXACT))} million {unit_text(amount)}"
    return f"{grouped(value)} {unit_text(amount)}"


def in_words(amount: Amount) -> str:
    """The default style; a number of cells says itself twice: `120 million cells (120,000,000 cells)`."""
    if amount.kind == "cell_count" and amount.shown_value >= _MILLION:
        return f"{briefly(amount)} ({grouped(amount.shown_value)} {unit_text(amount)})"
    return briefly(amount)


def scientific(amount: Amount, ascii_only: bool = False) -> str:
    """The amount with one digit before the point: `1.2 × 10⁸ cells`, in ASCII `1.2 x 10^8 cells`."""
    value, unit = amount.shown_value, unit_text(amount)
    if amount.kind == "platelet_count":
        text = f"{plain(value)} {unit}"
    else:
        exponent = value.adjusted() if value else 0
        power = str(exponent).translate(_SUPERSCRIPT)
        text = f"{plain(value.scaleb(-exponent, EXACT))} × 10{power} {unit}"
    return in_ascii(text) if ascii_only else text


def exact(amount: Amount) -> str:
    """The amount for machines: no grouping, the canonical unit, and exactly one reading.

    Digits that could be taken for something else (`106`, a lost superscript; `12.345`, perhaps
    grouped) carry `e0`. Raises Refusal `number.not-exact` for a quotient that does not end.
    """
    if not amount.exact:
        raise refuse(
            "number.not-exact",
            "amount",
            f"{amount} has no exact decimal form.",
            "Write it in the unit in which it was given.",
        )
    kind, text = kind_of(amount.kind), plain(amount.value)
    if kind.name == "platelet_count":
        return f"{text} 10*9/L"
    return f"{text}{'e0' if _needs_exponent(text, amount.kind) else ''} {unit_text(amount)}"


def _needs_exponent(text: str, kind: str) -> bool:
    whole, _, fraction = text.partition(".")
    grouped_like = len(fraction) == 3 and whole != "0" and len(whole) <= 3
    power_like = not fraction and whole.startswith("10") and len(whole) in (3, 4)
    return kind != "body_weight" and (grouped_like or (power_like and kind_of(kind).counts_things))


def in_ascii(text: str) -> str:
    """The same text for a terminal without superscripts: `×` as `x`, `10⁶` as `10^6`."""
    out = []
    for i, character in enumerate(text):
        if character in "⁻⁰¹²³⁴⁵⁶⁷⁸⁹":
            first = i == 0 or text[i - 1] not in "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
            out.append(("^" if first else "") + "-0123456789"["⁻⁰¹²³⁴⁵⁶⁷⁸⁹".index(character)])
        else:
            out.append(_ASCII.get(character, character))
    return "".join(out)


_ASCII = {
    "×": "x",
    "÷": "/",
    "·": "*",
    "–": "-",
    "—": "-",
    "−": "-",
    "µ": "u",
    "μ": "u",
    "±": "+/-",
    "…": "...",
    "≥": ">=",
    "≤": "<=",
    "≈": "~",
    "■": "!!",
    "▲": "!",
    "●": "*",
    "✓": "OK",
    "’": "'",
    "“": '"',
    "”": '"',
}
