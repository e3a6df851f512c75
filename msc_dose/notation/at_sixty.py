"""What an amount would mean for a patient of a known weight, and of 60 kg: so a slip of ten is seen."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

from msc_dose.quantity.amount import Amount
from msc_dose.quantity.exact import EXACT, context
from msc_dose.quantity.writer import briefly, grouped

SIXTY = Amount("body_weight", Decimal(60))
_MILLION = Decimal(1_000_000)
_SHOWN = context(3, ROUND_HALF_EVEN)
_PER_KG = {"volume": "mL/kg", "mass": "g/kg", "flow_rate": "mL/kg/min"}
_OF_WHICH = {"dose_per_weight": "cell_count", "volume_per_weight": "volume", "mass_per_weight": "mass"}
_USUAL_DOSE = Decimal(2_000_000)  # cells/kg


def for_whom(weight: Amount) -> str:
    """` for 60 kg`, as it ends what is said."""
    return f" for {briefly(weight)}"


def at_weight(amount: Amount, weight: Amount = SIXTY) -> str | None:
    """The amount seen from a patient of this weight; None where a body weight has nothing to do with it."""
    if amount.kind in _OF_WHICH:
        return f"{briefly(_whole(amount, weight))}{for_whom(weight)}"
    each = _SHOWN.divide(amount.value, weight.value)
    if amount.kind == "cell_count":
        return f"{_about(each, amount, weight)} cells/kg{for_whom(weight)}"
    if amount.kind == "body_weight":
        return f"{_about(each, amount, weight)} times {briefly(weight)}"
    if amount.kind == "cell_concentration" and amount.value:
        return f"{_holding(amount.value, weight)} mL would hold 2 million cells/kg{for_whom(weight)}"
    unit = _PER_KG.get(amount.kind)
    return f"{_about(each, amount, weight)} {unit}{for_whom(weight)}" if unit else None


def _whole(amount: Amount, weight: Amount) -> Amount:
    """What is given per kg, for the whole weight."""
    numerator = EXACT.multiply(amount.numerator, weight.numerator)
    denominator = amount.denominator * weight.denominator
    return Amount(_OF_WHICH[amount.kind], numerator, denominator, amount.counts, amount.population)


def _about(each: Decimal, amount: Amount, weight: Amount) -> str:
    """Three digits are enough to see a slip; a number that has more is marked."""
    exactly = EXACT.multiply(each, weight.value) == amount.value
    return f"{'' if exactly else 'about '}{_million(each)}"


def _holding(cells_per_milliliter: Decimal, weight: Amount) -> str:
    return f"about {grouped(_SHOWN.divide(EXACT.multiply(_USUAL_DOSE, weight.value), cells_per_milliliter))}"


def _million(value: Decimal) -> str:
    return f"{grouped(value.scaleb(-6, EXACT))} million" if value >= _MILLION else grouped(value)
