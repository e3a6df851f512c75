"""Doses per kg that are more likely a slip of the pen: guards by product class, else by population.

All limits are this project's policy, set around what the literature shows, except the ceiling of nucleated
cells, which is the largest one-day dose a study reports. A population without a row has no guard, and a dose
of it says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from msc_dose.problems import Problem, Severity, refuse
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.exact import EXACT
from msc_dose.quantity.writer import briefly, grouped

_POLICY = "policy; published intravenous MSC doses lie between 0.3 and 10 million cells/kg"
_CEILING_SOURCE = "policy on the one-day ceiling of 1,630 million TNC/kg (PubMed 21703976)"
_TNC_SOURCE = "policy; cord blood is dosed from 25 million TNC/kg at freezing (Hemacord label)"
_CD34_SOURCE = "policy; published targets lie between 2 and 6.1 million CD34+ cells/kg"
_CD3_SOURCE = "policy; escalating donor lymphocytes begin low, so there is no limit below"


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit of a dose per body weight in cells/kg: on which side, how grave, on whose word."""

    side: Literal["below", "above", "at or above"]
    cells_per_kg: Decimal
    severity: Severity
    source: str = _POLICY

    def passed_by(self, dose: Amount) -> bool:
        """Whether a dose per body weight lies beyond the limit, exactly."""
        limit = EXACT.multiply(self.cells_per_kg, Decimal(dose.denominator))
        if self.side == "below":
            return dose.numerator < limit
        return dose.numerator > limit or (self.side == "at or above" and dose.numerator == limit)


_LOW, _HIGH = Decimal(10_000), Decimal(100_000_000)
_CEILING = Limit("at or above", Decimal(1_630_000_000), "stop", _CEILING_SOURCE)

BY_PRODUCT: dict[str, tuple[Limit, ...]] = {
    "iv-msc": (
        Limit("at or above", _HIGH, "stop"),
        Limit("below", _LOW, "stop"),
        Limit("above", Decimal(20_000_000), "check"),
        Limit("below", Decimal(100_000), "check"),
    ),
}
_ANY = (_CEILING, Limit("at or above", _HIGH, "check"), Limit("below", _LOW, "check"))
BY_POPULATION: dict[str | None, tuple[Limit, ...]] = {
    None: _ANY,
    "MSC": _ANY,
    "TNC": (_CEILING, Limit("below", Decimal(1_000_000), "check", _TNC_SOURCE)),
    "CD34+": (
        Limit("at or above", _HIGH, "check", _CD34_SOURCE),
        Limit("below", Decimal(100_000), "check", _CD34_SOURCE),
    ),
    "CD3+": (Limit("at or above", _HIGH, "check", _CD3_SOURCE),),
}


def check_product(product: str | None) -> None:
    """Raise Refusal `product.unknown` for a class without guards."""
    if product is not None and product not in BY_PRODUCT:
        known = ", ".join(BY_PRODUCT)
        message = f"{product!r} is not a product class with guards."
        raise refuse("product.unknown", "product", message, f"Use {known}, or leave it out.", str(product))


def guard_problem(dose: Amount, product: str | None, field: str = "dose") -> Problem | None:
    """The problem of a dose per body weight beyond a limit: `dose.implausible`, stop or check.

    The class of the product decides which limits hold; without one, the population that the dose counts.
    """
    limits = _limits(product, dose.population)
    limit = next((limit for limit in limits or () if limit.passed_by(dose)), None)
    if limit is None:
        return None
    message = (
        f"{briefly(dose)} is {limit.side} {grouped(limit.cells_per_kg)} cells/kg, the limit "
        f"for {product or dose.population or 'any product'}: a power of ten may be lost or wrong."
    )
    fix = "Go back to the order and read its power of ten again."
    return Problem("dose.implausible", limit.severity, field, message, fix, str(dose), limit.source)


def no_guard(product: str | None, population: str | None) -> Problem | None:
    """A NOTE `dose.no-guard` for a population whose doses nothing here holds to limits."""
    if _limits(product, population) is not None:
        return None
    message = f"No limits of a plausible dose are known for {population}: a lost power of ten passes here."
    fix = "Compare the dose with the order, digit by digit."
    return Problem("dose.no-guard", "note", "dose", message, fix, population)


def nothing_to_guard(product: str) -> Problem:
    """A NOTE `dose.no-guard` where the limits of a product class are per kg and no weight is known."""
    message = f"The limits of {product} are per kg, and no weight is known: a lost power of ten passes here."
    return Problem("dose.no-guard", "note", "weight", message, "Give the weight, or compare digit by digit.")


def _limits(product: str | None, population: str | None) -> tuple[Limit, ...] | None:
    return BY_PRODUCT[product] if product is not None else BY_POPULATION.get(population)
