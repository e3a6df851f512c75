"""The formulas of body measures, written once over plain operators.

Those with a dimension run on exact fractions, on Decimals and on quantities of `md.units` alike. The body
surfaces are fits to measured people: their m² is a convention, no product of units. They run on Decimals of
cm and kg only, and in the caller's decimal context.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

SURFACE_SOURCE = "globalrph.com/bsa2.htm"


def ideal_weight(at_sixty_inches: Any, per_inch: Any, height: Any, inch: Any) -> Any:
    """Ideal weight (Devine): kg at 60 in + kg per inch × (cm ÷ (cm of an inch) − 60) = kg."""
    return at_sixty_inches + per_inch * (height / inch - 60)


def adjusted_weight(ideal: Any, actual: Any) -> Any:
    """Adjusted weight: ideal kg + 0.4 × (actual kg − ideal kg) = kg; for an actual above the ideal only."""
    return ideal + (actual - ideal) * 4 / 10


def body_mass_index(body_weight: Any, height: Any) -> Any:
    """Body-mass index: kg ÷ m² = kg/m²."""
    return body_weight / (height * height)


def mosteller(height: Decimal, body_weight: Decimal) -> Decimal:
    """m² of cm and kg: √(cm × kg ÷ 3600); empirical."""
    return (height * body_weight / 3600).sqrt()


def dubois(height: Decimal, body_weight: Decimal) -> Decimal:
    """m² of cm and kg: 0.007184 × cm^0.725 × kg^0.425; empirical."""
    return Decimal("0.007184") * height ** Decimal("0.725") * body_weight ** Decimal("0.425")


def haycock(height: Decimal, body_weight: Decimal) -> Decimal:
    """m² of cm and kg: 0.024265 × cm^0.3964 × kg^0.5378; empirical."""
    return Decimal("0.024265") * height ** Decimal("0.3964") * body_weight ** Decimal("0.5378")


def gehan_george(height: Decimal, body_weight: Decimal) -> Decimal:
    """m² of cm and kg: 0.0235 × cm^0.42246 × kg^0.51456; empirical."""
    return Decimal("0.0235") * height ** Decimal("0.42246") * body_weight ** Decimal("0.51456")


@dataclass(frozen=True, slots=True)
class Surface:
    """A formula of body surface: what a person would type into a calculator, the function, the source."""

    formula: str
    calculate: Callable[[Decimal, Decimal], Decimal]
    source: str


SURFACES: dict[str, Surface] = {
    "mosteller": Surface(
        "√(height in cm × weight in kg ÷ 3600)", mosteller, f"Mosteller 1987 ({SURFACE_SOURCE})"
    ),
    "dubois": Surface(
        "0.007184 × (height in cm)^0.725 × (weight in kg)^0.425", dubois, f"DuBois 1916 ({SURFACE_SOURCE})"
    ),
    "haycock": Surface(
        "0.024265 × (height in cm)^0.3964 × (weight in kg)^0.5378",
        haycock,
        f"Haycock 1978 ({SURFACE_SOURCE})",
    ),
    "gehan-george": Surface(
        "0.0235 × (height in cm)^0.42246 × (weight in kg)^0.51456",
        gehan_george,
        f"Gehan and George 1970 ({SURFACE_SOURCE})",
    ),
}
