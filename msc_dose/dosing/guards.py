"""Doses per kg that are more likely a slip of the pen: guards by product class.

All limits are this project's policy, set around what the literature shows (0.3 to 10 × 10⁶ MSC/kg),
except the ceiling, which is the largest one-day dose of nucleated cells a study reports.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from msc_dose.problems import Problem, Severity, refuse
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.writer import briefly, grouped

_POLICY = "policy; published intravenous MSC doses lie between 0.3 and 10 million cells/kg"
_CEILING_SOURCE = "policy on the one-day ceiling of 1,630 million TNC/kg (PubMed 21703976)"


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit of a dose per body weight in cells/kg: on which side, how grave, on whose word."""

    side: Literal["below", "above", "at or above"]
    cells_per_kg: Decimal
    severity: Severity
    source: str = _POLICY

    def passed_by(self, value: Decimal) -> bool:
        """Whether a dose of this many cells/kg lies beyond the limit."""
        if self.side == "below":
            return value < self.cells_per_kg
        return value > self.cells_per_kg or (self.side == "at or above" and value == self.cells_per_kg)


_LOW, _HIGH = Decimal(10_000), Decimal(100_000_000)
GUARDS: dict[str | None, tuple[Limit, ...]] = {
    "iv-msc": (
        Limit("at or above", _HIGH, "stop"),
        Limit("below", _LOW, "stop"),
        Limit("above", Decimal(20_000_000), "check"),
        Limit("below", Decimal(100_000), "check"),
    ),
    None: (
        Limit("at or above", Decimal(1_630_000_000), "stop", _CEILING_SOURCE),
        Limit("at or above", _HIGH, "check"),
        Limit("below", _LOW, "check"),
    ),
}


def check_product(product: str | None) -> None:
    """Raise Refusal `product.unknown` for a class without guards."""
    if product not in GUARDS:
        known = ", ".join(name for name in GUARDS if name)
        message = f"{product!r} is not a product class with guards."
        raise refuse("product.unknown", "product", message, f"Use {known}, or leave it out.", str(product))


def guard_problem(dose: Amount, product: str | None) -> Problem | None:
    """The problem of a dose per body weight beyond a limit: `dose.implausible`, stop or check."""
    limit = next((limit for limit in GUARDS[product] if limit.passed_by(dose.value)), None)
    if limit is None:
        return None
    whose = f"for {product}" if product else "for any product"
    message = (
        f"{briefly(dose)} is {limit.side} {grouped(limit.cells_per_kg)} cells/kg, the limit {whose}: "
        "a power of ten may be lost or wrong."
    )
    fix = "Go back to the order and read its power of ten again."
    return Problem("dose.implausible", limit.severity, "dose", message, fix, str(dose), limit.source)
