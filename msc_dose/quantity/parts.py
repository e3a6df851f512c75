"""Parts and ratios of amounts, exactly: multiply first, divide once."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from msc_dose.problems import refuse
from msc_dose.quantity.amount import Amount, check_alike
from msc_dose.quantity.exact import EXACT, lowest_terms


def percent_of(part: Amount, whole: Amount) -> Amount:
    """What part `part` is of `whole`, as a `ratio` in %; both of one kind, counting the same.

    Raises Refusal `kind.mixed`, or `number.zero` where the whole is nothing.
    """
    check_alike(part, whole)
    top, bottom = _over(whole)
    numerator = EXACT.multiply(EXACT.multiply(part.numerator, Decimal(bottom)), Decimal(100))
    return Amount("ratio", *lowest_terms(numerator, part.denominator * top))


def taking(amount: Amount, *percents: Amount) -> Amount:
    """So many percent (of so many percent …) of an amount."""
    for percent in percents:
        numerator = EXACT.multiply(amount.numerator, percent.numerator)
        denominator = amount.denominator * percent.denominator * 100
        amount = replace(amount, numerator=numerator, denominator=denominator, as_written=None)
    return amount


def before_taking(amount: Amount, *percents: Amount) -> Amount:
    """The amount of which so many percent (of so many percent …) is the given one."""
    for percent in percents:
        top, bottom = _over(percent)
        numerator = EXACT.multiply(amount.numerator, Decimal(100 * bottom))
        amount = replace(amount, numerator=numerator, denominator=amount.denominator * top, as_written=None)
    return amount


def _over(divisor: Amount) -> tuple[int, int]:
    """The divisor as a fraction of whole numbers; Refusal `number.zero` for nothing."""
    top, bottom = divisor.numerator.as_integer_ratio()
    if top == 0:
        raise refuse("number.zero", "divisor", f"{divisor} cannot be divided by.", "Give more than nothing.")
    return top, bottom * divisor.denominator
