"""The formulas, written once over plain operators.

The program runs them on exact Decimals in canonical units; the unit suite, `protocol check` and the
self-test run the same functions on pint quantities and assert the dimension of what comes out.
"""

from __future__ import annotations

from typing import Any


def cells_for_weight(dose_per_weight: Any, body_weight: Any) -> Any:
    """Cells of one infusion: cells/kg × kg of body weight = cells."""
    return dose_per_weight * body_weight


def cells_for_surface(dose_per_surface: Any, body_surface: Any) -> Any:
    """Cells of one infusion: cells/m² × m² of body surface = cells."""
    return dose_per_surface * body_surface


def cells_per_weight(cells: Any, body_weight: Any) -> Any:
    """The dose that a number of cells is for this patient: cells ÷ kg of body weight = cells/kg."""
    return cells / body_weight


def within_maximum(cells: Any, maximum: Any) -> Any:
    """The smaller of the calculated and the maximum dose: cells, cells = cells."""
    return maximum if cells > maximum else cells


def changed_to(cells: Any, percents: Any, hundred: Any) -> Any:
    """So many percent of a dose: cells × % ÷ 100 % = cells."""
    return cells * percents / hundred


def day_share(cells: Any, days: Any) -> Any:
    """Cells of each of so many days in equal parts: cells ÷ days = cells."""
    return cells / days


def course_total(cells: Any, infusions: Any) -> Any:
    """Cells of the whole course of equal doses: cells × infusions = cells."""
    return cells * infusions
