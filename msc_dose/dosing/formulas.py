"""The formulas, written once over plain operators.

The program runs them on exact Decimals in canonical units; the unit suite, `protocol check` and the
self-test run the same functions on pint quantities and assert the dimension of what comes out.
"""

from __future__ import annotations

from typing import Any


def cells_for_weight(dose_per_weight: Any, body_weight: Any) -> Any:
    """Cells of one infusion: cells/kg × kg of body weight = cells."""
    return dose_per_weight * body_weight


def within_maximum(cells: Any, maximum: Any) -> Any:
    """The smaller of the calculated and the maximum dose: cells, cells = cells."""
    return maximum if cells > maximum else cells


def course_total(cells: Any, infusions: Any) -> Any:
    """Cells of the whole course of equal doses: cells × infusions = cells."""
    return cells * infusions
