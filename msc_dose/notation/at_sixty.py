"""What an amount would mean for a patient of 60 kg: a second look by which a slip of ten is seen."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

from msc_dose.quantity.amount import Amount
from msc_dose.quantity.exact import EXACT, context
from msc_dose.quantity.writer import briefly, grouped

FOR_SIXTY = " for 60 kg"
_KG = Decimal(60)
_MILLION = Decimal(1_000_000)
_SHOWN = context(3, ROUND_HALF_EVEN)
_PER_KG = {"volume": "mL/kg", "mass": "g/kg", "flow_rate": "mL/kg/min"}
_OF_WHICH = {"volume_per_weight": "volume", "mass_per_weight": "mass"}
_USUAL_DOSE = Decimal(120_000_000)  # 2 million cells/kg for 60 kg


def at_sixty(amount: Amount) -> str | None:
    """The amount seen from a patient of 60 kg; None where a body weight has nothing to do with it."""
    if amount.kind == "dose_per_weight":
        cells = Amount(
            "cell_count",
            EXACT.multiply(amount.numerator, _KG),
            amount.denominator,
            amount.counts,
            amount.population,
        )
        return f"{briefly(cells)}{FOR_SIXTY}"
    if amount.kind in _OF_WHICH:
        whole = Amount(_OF_WHICH[amount.kind], EXACT.multiply(amount.numerator, _KG), amount.denominator)
        return f"{briefly(whole)}{FOR_SIXTY}"
    each = _SHOWN.divide(amount.value, _KG)
    if amount.kind == "cell_count":
        return f"{_about(each, amount)} cells/kg{FOR_SIXTY}"
    if amount.kind == "body_weight":
        return f"{_about(each, amount)} times 60 kg"
    if amount.kind == "cell_concentration" and amount.value:
        return f"{_holding(amount.value)} mL would hold 2 million cells/kg{FOR_SIXTY}"
    unit = _PER_KG.get(amount.kind)
    return f"{_about(each, amount)} {unit}{FOR_SIXTY}" if unit else None


def _about(each: Decimal, amount: Amount) -> str:
    """Three digits are enough to see a slip; a number that has more is marked."""
    exactly = EXACT.multiply(each, _KG) == amount.value
    return f"{'' if exactly else 'about '}{_million(each)}"


def _holding(cells_per_milliliter: Decimal) -> str:
    return f"about {grouped(_SHOWN.divide(_USUAL_DOSE, cells_per_milliliter))}"


def _million(value: Decimal) -> str:
    return f"{grouped(value.scaleb(-6, EXACT))} million" if value >= _MILLION else grouped(value)
