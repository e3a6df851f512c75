"""The other way round: what dose per kg can be given with the cells at hand?"""

from __future__ import annotations

from dataclasses import replace

from msc_dose.derivation import Step, term
from msc_dose.dosing.body import check_kind
from msc_dose.dosing.formulas import cells_per_weight
from msc_dose.dosing.known import worked
from msc_dose.quantity.amount import Amount

_SOURCE = "arithmetic: the dose per body weight × body weight, solved for the dose"


def dose_from_cells(cells: Amount, weight: Amount) -> Amount:
    """The dose in cells/kg that these cells are for this body weight, exactly.

    It counts what the cells count, and is per kg of the weight's basis where that says one. Raises Refusal
    `unit.wrong-kind`, naming `cells` or `weight`.
    """
    check_kind(cells, "cell_count", "cells")
    check_kind(weight, "body_weight", "weight")
    dose: Amount = cells_per_weight(replace(cells, as_written=None), weight)
    return dose


def dose_from_cells_step(cells: Amount, weight: Amount, basis: str | None = None) -> Step:
    """The working of `dose_from_cells`: one step, which names whose weight it is."""
    dose = dose_from_cells(cells, weight)
    inputs = (term("cells at hand", cells), term(f"body weight, basis {basis or 'not stated'}", weight))
    return worked("dose per body weight", "cells ÷ body weight", inputs, dose, _SOURCE)
