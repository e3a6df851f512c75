"""Amounts as text that cannot be misread: in words, scientific, or exact for machines.

Rules of the Institute for Safe Medication Practices' and the Joint Commission's lists: no trailing
zero, a leading zero, commas from 1,000, "million" spelled out, a space before the unit, `mL`.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from msc_dose.problems import refuse
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.exact import EXACT, plain
from msc_dose.quantity.kinds import kind_of

_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_NOUNS = {None: "cells", "MSC": "MSC", "TNC": "TNC", "MNC": "MNC"}
_MILLION = Decimal(1_000_000)
LOST_POWERS = frozenset(("3", "4", "5", "6", "7", "8", "9", "10", "11", "12"))
_HUNDRED_THOUSAND = Decimal(100_000)
_TEN_THOUSAND = Decimal(10_000)
_THOUSAND_MILLION = Decimal(1_000_000_000)
_WITHOUT_POWER = ("platelet_count", "body_weight", "body_surface")
_MOST_PLATELETS = Decimal(5_000)  # × 10⁹/L; beyond it 6,000 is more likely 6.000


def unit_text(amount: Amount) -> str:
    """The unit with what is counted: `viable cells/kg`, `MSC`, `mL`, `× 10⁹/L`."""
    kind = kind_of(amount.kind)
    if not kind.cells:
        return "× 10⁹/L" if kind.name == "platelet_count" else printed_unit(kind.unit) + _whose(amount)
    noun = _NOUNS.get(amount.population, f"{amount.population} cells")
    stated = f"{amount.counts} {noun}" if amount.counts else noun
    return stated + printed_unit(kind.unit.removeprefix("cells")) + _whose(amount)


def printed_unit(unit: str) -> str:
    """The unit as print has it: square metres with their superscript."""
    return unit.replace("m2", "m²")


def _whose(amount: Amount) -> str:
    """The basis of a body weight, where it is stated."""
    return f" {amount.basis} body weight" if amount.basis else ""


def grouped(value: Decimal) -> str:
    """The number with commas from 1,000 and no trailing zero."""
    return f"{Decimal(plain(value)):,f}"


def briefly(amount: Amount) -> str:
    """The amount in words, once: `120 million viable cells`, `1,250 mL`.

    From a thousand million on the digits are written out: `1,250 million` may be 1.25 million elsewhere.
    """
    value = amount.shown_value
    if kind_of(amount.kind).cells and _MILLION <= value < _THOUSAND_MILLION:
        return f"{grouped(value.scaleb(-6, EXACT))} million {unit_text(amount)}"
    return f"{grouped(value)} {unit_text(amount)}"


def _armoured(amount: Amount, text: str) -> str:
    """Print that could be something else with a sign lost says itself once more as machines do.

    `106 cells (0.106e3 cells)`: 106 alone may be 10⁶ that lost its superscript.
    """
    if not amount.exact:
        return f"about {text}"  # a number cut short is never read back as another exact one
    cells = kind_of(amount.kind).cells and amount.value < _TEN_THOUSAND
    lost_power = cells and _machine_number(amount) != plain(amount.value)
    grouped_count = amount.kind == "platelet_count" and amount.value > _MOST_PLATELETS
    return f"{text} ({exact(amount)})" if lost_power or grouped_count else text


def beside_another(amount: Amount) -> str:
    """The amount in words for a range, a bound or a ±, where no second statement can stand in brackets.

    No single group (2,000 may be 2.000 elsewhere): 2000 mL, 0.25 million cells.
    """
    value, unit = amount.shown_value, unit_text(amount)
    if kind_of(amount.kind).cells and _HUNDRED_THOUSAND <= value < _MILLION:
        return f"{plain(value.scaleb(-6, EXACT))} million {unit}"
    # What may have lost its power of ten says its thousands: 0.106 thousand cells, 17.100103 thousand cells.
    most = _TEN_THOUSAND if value == value.to_integral_value() else _HUNDRED_THOUSAND
    if kind_of(amount.kind).cells and 0 < value < most:
        return f"{plain(value.scaleb(-3, EXACT))} thousand {unit}"
    text = briefly(amount)
    return text if text.partition(" ")[0].count(",") != 1 else f"{plain(value)} {unit}"


def in_words(amount: Amount) -> str:
    """The default style; a number of cells says itself twice: `120 million cells (120,000,000 cells)`."""
    if amount.exact and amount.kind == "cell_count" and _MILLION <= amount.value < _THOUSAND_MILLION:
        return f"{briefly(amount)} ({grouped(amount.shown_value)} {unit_text(amount)})"
    return _armoured(amount, briefly(amount))


def scientific(amount: Amount, ascii_only: bool = False) -> str:
    """The amount with one digit before the point: `1.2 × 10⁸ cells`, in ASCII `1.2 x 10^8 cells`.

    A platelet count keeps its customary power (`14 × 10⁹/L`); a body weight and a body surface have none.
    """
    value, unit = amount.shown_value, unit_text(amount)
    if amount.kind in _WITHOUT_POWER:
        text = f"{plain(value)} {unit}"
    else:
        exponent = value.adjusted() if value else 0
        power = str(exponent).translate(_SUPERSCRIPT)
        text = f"{plain(value.scaleb(-exponent, EXACT))} × 10{power} {unit}"
    return in_ascii(text) if ascii_only else text


def exact(amount: Amount) -> str:
    """The amount for machines: no grouping, the canonical unit, and exactly one reading.

    Digits that could be taken for something else carry an exponent: `0.106e3 cells` (106 alone may be
    10⁶ with its superscript lost), `12.345e0 mL` (perhaps grouped). Raises Refusal `number.not-exact`
    for a quotient that does not end.
    """
    if not amount.exact:
        raise refuse(
            "number.not-exact",
            "amount",
            f"{amount} has no exact decimal form.",
            "Write it in the unit in which it was given.",
        )
    unit = "10*9/L" if amount.kind == "platelet_count" else unit_text(amount).replace("m²", "m2")
    return f"{_machine_number(amount)} {unit}"


def ucum(amount: Amount) -> str:
    """The exact number and the UCUM code of its unit: `2000000 {cells}/kg`, `14 10*9/L`."""
    return f"{exact(amount).partition(' ')[0]} {ucum_code(amount)}"


def ucum_code(amount: Amount) -> str:
    """The unit as UCUM writes it, with what is counted as an annotation: `{viable_MSC}/kg`, `mL`, `10*9/L`.

    Source: The Unified Code for Units of Measure, version 2.1, sections 6 and 12 (annotations, no spaces).
    """
    kind = kind_of(amount.kind)
    code = kind.unit
    if kind.cells:
        noun = unit_text(amount).partition("/")[0].replace(" ", "_")
        code = f"{{{noun}}}{kind.unit.removeprefix('cells')}"
    return f"{code}{{{amount.basis}}}" if amount.basis else code


def _machine_number(amount: Amount) -> str:
    kind, text = kind_of(amount.kind), plain(amount.value)
    if kind.cells:
        return machine_count(text)
    if kind.name in _WITHOUT_POWER:
        return text
    return f"{text}e0" if _grouped_like(text) else text


def _grouped_like(text: str) -> bool:
    whole, _, fraction = text.partition(".")
    return len(fraction) == 3 and whole != "0" and len(whole) <= 3


def machine_count(text: str) -> str:
    """The plain digits of a count for machines: without its e or point `0.106e3` is no number to a reader."""
    value = Decimal(text)
    if "." not in text and not exponent_like(text):
        return text
    if not 1 <= value < _TEN_THOUSAND:
        return f"{text}e0"
    power = value.adjusted() + 1
    return f"{plain(value.scaleb(-power, EXACT))}e{power}"


def exponent_like(digits: str) -> bool:
    """Whether a count's whole digits may be a power of ten in which something was lost.

    `10` and `106` may lack a superscript; `26`, `1206`, `510` an `e` before the last digit or two.
    """
    if not digits.isdigit() or not 2 <= len(digits) <= 4:
        return False
    splits = ((digits[:-1], digits[-1:]), (digits[:-2], digits[-2:]))
    lost_e = any(
        power in LOST_POWERS and mantissa and (len(mantissa) <= 2 or mantissa[-1] == "0")
        for mantissa, power in splits
    )
    return lost_e or digits == "10" or (digits.startswith("10") and len(digits) in (3, 4))


STYLES: dict[str, Callable[[Amount], str]] = {
    "words": in_words,
    "scientific": scientific,
    "ascii": lambda amount: scientific(amount, ascii_only=True),
    "exact": exact,
    "ucum": ucum,
}


def in_ascii(text: str) -> str:
    """The same text for a terminal without superscripts: `×` as `x`, `10⁶` as `10^6`, `m²` as `m2`."""
    out = []
    for i, character in enumerate(text):
        if character in "²³" and text[i - 1 : i] == "m":
            out.append(_ASCII[character])
        elif character in "⁻⁰¹²³⁴⁵⁶⁷⁸⁹":
            first = i == 0 or text[i - 1] not in "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
            out.append(("^" if first else "") + "-0123456789"["⁻⁰¹²³⁴⁵⁶⁷⁸⁹".index(character)])
        else:
            out.append(_ASCII.get(character, character))
    return "".join(out)


_ASCII = {
    "²": "2",
    "³": "3",
    "×": "x",
    "÷": "/",
    "√": "sqrt",
    "→": "->",
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
