"""The readings of an unclear text, most plausible first, each with its reason."""

from __future__ import annotations

import os
from collections.abc import Iterable
from decimal import Decimal
from functools import cache

from msc_dose.notation.numbers import Value
from msc_dose.notation.unit_text import UnitText
from msc_dose.problems import Reading
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.exact import EXACT, lowest_terms, plain, quotient
from msc_dose.quantity.kinds import Kind
from msc_dose.quantity.writer import briefly, grouped


@cache
def plausible() -> dict[str, tuple[Decimal, Decimal]]:
    """The usual range of each kind, in its canonical unit."""
    import tomllib

    with open(os.path.join(os.path.dirname(__file__), "plausible.toml"), "rb") as file:
        table = tomllib.load(file)
    return {kind: (Decimal(limits["low"]), Decimal(limits["high"])) for kind, limits in table.items()}


def in_canonical(value: Decimal, unit: UnitText, kind: Kind) -> tuple[Decimal, int]:
    """The value in the kind's canonical unit, as a numerator and a whole denominator."""
    own = kind.canonical()
    top = EXACT.multiply(EXACT.multiply(value, unit.size.factor), own.divisor)
    over, under = EXACT.multiply(unit.size.divisor, own.factor).as_integer_ratio()
    return lowest_terms(EXACT.multiply(top, Decimal(under)), over)


def readings(
    values: Iterable[Value], unit: UnitText, kind: Kind, field: str, relation: str | None = None
) -> list[Reading]:
    """Each value as a Reading: the plausible first, what no such amount can be last, else as given."""
    low, high = plausible()[kind.name]
    offers: list[tuple[tuple[bool, bool], Reading]] = []
    for value in values:
        shown = quotient(*in_canonical(value.low, unit, kind))
        rank = (kind.outside(shown, field, None) is not None, not low <= shown <= high)
        offers.append((rank, _reading(value, unit, kind, field, relation)))
    return [reading for _, reading in sorted(offers, key=lambda offer: offer[0])]


def _reading(value: Value, unit: UnitText, kind: Kind, field: str, relation: str | None) -> Reading:
    low, low_text = _shown(value.low, unit, kind)
    if value.high is None:
        text = f"{relation} {low_text}" if relation else low_text
        return Reading(field, low, kind.unit, text, value.why, relation=relation)
    high, high_text = _shown(value.high, unit, kind)
    return Reading(field, None, kind.unit, f"{low_text} to {high_text}", value.why, low, high, relation)


def _shown(value: Decimal, unit: UnitText, kind: Kind) -> tuple[str, str]:
    """The value in plain digits, and as text that cannot be misread."""
    numerator, denominator = in_canonical(value, unit, kind)
    shown = numerator if denominator == 1 else quotient(numerator, denominator)
    if kind.outside(shown, kind.name, None):
        return plain(shown), f"{grouped(shown)} {kind.unit}"
    return plain(shown), briefly(Amount(kind.name, numerator, denominator, unit.counts, unit.population))
