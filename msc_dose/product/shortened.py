"""Amounts for reading: a long number is cut to a few digits and says so."""

from __future__ import annotations

from dataclasses import replace

from msc_dose.quantity.amount import Amount
from msc_dose.quantity.exact import quotient
from msc_dose.quantity.writer import briefly

_SHOWN, _DIGITS = 4, 6


def nearly(amount: Amount, digits: int = _DIGITS) -> str:
    """An amount in words, a long decimal cut to a few digits: `about` stands where digits are missing."""
    shortened, cut = _shortened(amount, digits)
    return f"about {briefly(shortened)}" if cut else briefly(shortened)


def without_noun(amount: Amount, digits: int = _SHOWN) -> str:
    """The same without what is counted and without `about`, for a column whose heading says both."""
    bare = replace(amount, counts=None, population=None, moment=None, basis=None)
    return briefly(_shortened(bare, digits)[0]).replace(" cells/kg", "").replace(" cells", "")


def _shortened(amount: Amount, digits: int) -> tuple[Amount, bool]:
    """The amount with its long decimal cut, and whether anything was cut."""
    if amount.exact and len(f"{amount.value:f}".partition(".")[2]) <= min(_SHOWN, digits):
        return amount, False
    number = quotient(amount.numerator, amount.denominator, digits)
    shortened = replace(amount, numerator=number, denominator=1)
    return shortened, shortened != amount
