"""A number in the unit of the text, as an exact quotient in the canonical unit of its kind."""

from __future__ import annotations

from decimal import Decimal

from msc_dose.notation.units.unit_text import UnitText
from msc_dose.quantity.exact import EXACT, lowest_terms
from msc_dose.quantity.kinds import Kind


def in_percent(kind: Kind) -> bool:
    """Whether amounts of this kind are percentages, so that `± 20 %` is of their own kind."""
    return kind.over == "percent"


def in_canonical(value: Decimal, unit: UnitText, kind: Kind) -> tuple[Decimal, int]:
    """The value in the kind's canonical unit, as a numerator and a whole denominator."""
    own = kind.canonical()
    top = EXACT.multiply(EXACT.multiply(value, unit.size.factor), own.divisor)
    over, under = EXACT.multiply(unit.size.divisor, own.factor).as_integer_ratio()
    return lowest_terms(EXACT.multiply(top, Decimal(under)), over)
